"""AgentTune/WebShop-v0: finding and buying a product."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.webshop import protocol, tasks
from agentgym.environments.webshop.card import CARD
from agentgym.environments.webshop.demonstration import DEMONSTRATION
from agentgym.environments.webshop.expert import plan
from agentgym.environments.webshop.protocol import (
    FirstArgumentFormat,
    ShopGrammar,
    ThoughtActionFormat,
    WebShopProfile,
)
from agentgym.environments.webshop.scoring import reward
from agentgym.environments.webshop.texts import WebShopTexts
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.goals import Goal
from agentgym.environments.webshop.world.nouns import tagger
from agentgym.environments.webshop.world.rendering import MODES, render_page
from agentgym.environments.webshop.world.session import Session
from agentgym.errors import EpisodeError, OptionError, unknown_name
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.tasks import Task, TaskSet

if TYPE_CHECKING:
    from agentgym.environments.webshop.site.browser import ShopBrowser


class WebShopEnv(AgentEnv):
    """WebShop (Yao et al. 2022), in process or in a real browser.

    Args:
        observation_mode: ``text``, ``text_rich``, ``html`` or ``url`` (the original's modes).
        goals: ``human`` or ``synthetic``; the profile's by default. Embedded goals are of one kind.
        browser: drive our shop in Chromium through selenium. Same pages, same rewards.
        nouns: where nouns of titles come from that no table holds: ``spacy`` or ``words``.
        price_seed: seed of price limits and of prices within a range.
        show_attributes: offer the ``Attributes`` page.
        screenshots: folder for a picture of the page after each action (with ``browser`` only); the viewer
            shows those that lie below the folder it is opened on.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a folder of the official files or one
            item file; ``official`` is the folder that ``AGENTGYM_WEBSHOP`` names.

    The reward is the original's, given on ``buy now``; a visit without it scores 0.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = (protocol.SEARCH, protocol.CLICK)
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-in"
    incidental: ClassVar[frozenset[str]] = AgentEnv.incidental | {"screenshots"}
    profile: WebShopProfile
    texts: WebShopTexts

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """A browser is waited for: it gets a thread."""
        return "thread" if env_args.get("browser") else "inline"

    def __init__(
        self,
        *,
        observation_mode: str = "text",
        goals: Literal["human", "synthetic"] | None = None,
        browser: bool = False,
        nouns: str = "spacy",
        price_seed: int = 0,
        show_attributes: bool = False,
        screenshots: str | Path | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if screenshots is not None and not browser:
            raise OptionError("screenshots needs browser=True: there is nothing to photograph in text mode.")
        self.screenshots = Path(screenshots) if screenshots is not None else None
        if observation_mode not in MODES:
            raise unknown_name("observation mode", observation_mode, MODES)
        self.observation_mode = observation_mode
        self.goals = goals if goals is not None else self.profile.goals
        if self.goals not in ("human", "synthetic"):
            raise unknown_name("kind of goals", self.goals, ("human", "synthetic"))
        self.nouns = nouns
        self.price_seed = price_seed
        self.show_attributes = show_attributes
        self.browser = browser
        self.session: Session | None = None
        self._uncalled = False  # no action since a message without a call (profile fc)
        self._tagger = tagger(nouns, tasks.store().nouns if self.data is None else None)
        self.window: ShopBrowser | None = _open_window() if browser else None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The shop's catalogue, shared by all environments of the process."""
        return tasks.shop(self.data, self.price_seed)

    def load_tasks(self) -> TaskSet:
        """Return the goals of the split."""
        return tasks.load(
            self.data,
            self.split,
            goals=self.goals,
            cut=self.profile.splits[self.split],
            price_seed=self.price_seed,
        )

    def begin(self, task: Task) -> Outcome:
        """Enter the shop."""
        goal: Goal = task.data
        seed = int(self.np_random.integers(2**31))
        self.session = Session(
            self.catalogue, goal, self._tagger, reward, seed=seed, show_attributes=self.show_attributes
        )
        if self.window is not None:
            self.window.begin(self.session)
        self._uncalled = False
        return Outcome(
            observation=self._page(self.session, self.texts.first if self.profile.first_argument else "")
        )

    def perform(self, action: Action) -> Outcome:
        """Search or click; what is not possible on the page does nothing."""
        session = self._visiting()
        self._uncalled = False
        told = (self.texts.after_action, action.text) if self.profile.first_argument else ()
        argument = str(next(iter(action.arguments.values()))).lower()
        searching = action.name == protocol.SEARCH.name
        possible = True
        if self.window is not None:
            possible = self.window.perform("search" if searching else "click", argument)
        elif searching:
            session.search(argument)
        else:
            possible = session.click(argument)
        outcome = session.outcome
        picture = None if self.screenshots is None else self._screenshot(self.screenshots)
        if outcome is None:
            return Outcome(observation=self._page(session, *told), refused=not possible, screenshot=picture)
        return Outcome(
            observation=self._page(session, *told),
            reward=outcome.value,
            terminated=True,
            screenshot=picture,
            metrics=outcome.metrics(),
        )

    def _screenshot(self, folder: Path) -> str:
        """Photograph the page; the name is new each time, so that environments can share a folder."""
        if self.window is None:
            raise AssertionError("screenshots need a browser; __init__ has checked")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder.absolute() / f"{uuid.uuid4().hex}.png"
        path.write_bytes(self.window.screenshot())
        return str(path)

    def unknown_action(self, error: ParseError) -> str:
        """In the original, what is no action does nothing: the page is shown again."""
        if self.profile.on_parse_error == "end":
            return error.hint
        page = self._page(self._visiting())
        if not self.profile.first_argument:
            return page
        self._uncalled = self._uncalled or error.kind == "no_action"
        page = self._page(self._visiting())
        return f"{self.texts.bad_call}\n\n{page}" if error.kind == "bad_json" else page

    def gold(self, task: Task) -> Iterator[Action]:
        """Search for the product, open it, choose the options, buy."""
        return plan(self._visiting())

    def admissible(self) -> list[str] | None:
        """Return what can be clicked; nothing finite where there is a search bar."""
        session = self._visiting()
        return None if session.has_search_bar else [f"click[{value}]" for value in session.clickables()]

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Click at random; on the first page, search for a word of the instruction."""
        session = self._visiting()
        if not session.has_search_bar:
            return super().sample_action(rng)
        words = session.goal.instruction.split() or ["shop"]
        return Action(
            name=protocol.SEARCH.name, arguments={"keywords": words[int(rng.integers(len(words)))].lower()}
        )

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> WebShopTexts:
        """Return our texts."""
        return WebShopTexts()

    def instruction(self) -> str:
        """Return the description of the task."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the solved example; what could be clicked there is left out, as upstream does."""
        return DEMONSTRATION

    def make_grammar(self) -> Grammar:
        """Return the grammar of ``search[…]`` and ``click[…]``."""
        return ShopGrammar()

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form of thought and action for ``react``."""
        if name == "react":
            return ThoughtActionFormat(ShopGrammar(), newline_required=self.profile.newline_required)
        if name == "tools" and self.profile.first_argument:
            return FirstArgumentFormat(self.tools, ShopGrammar())
        return super().make_format(name)

    def close(self) -> None:
        """Close the browser."""
        if self.window is not None:
            self.window.close()

    def _visiting(self) -> Session:
        if self.session is None:
            raise EpisodeError("No visit has begun: call reset() first.")
        return self.session

    def _page(self, session: Session, shown: str = "", action: str = "") -> str:
        """Return the page, in the template ``shown``, which may name the action before it."""
        if not self.profile.show_available:
            return self._shown(session)
        text = self.texts.no_call if self._uncalled else self._shown(session)
        available = {"has_search_bar": session.has_search_bar, "clickables": session.clickables()}
        return fill(shown or self.texts.observation, action=action, observation=text, actions=available)

    def _shown(self, session: Session) -> str:
        """Return the page in the observation mode; with a browser, text and HTML are what it shows."""
        if self.window is not None and self.observation_mode in ("text", "html"):
            return self.window.text() if self.observation_mode == "text" else self.window.html()
        return (
            session.text() if self.observation_mode == "text" else render_page(session, self.observation_mode)
        )

    def screenshot(self) -> bytes:
        """Return the page as PNG.

        Raises:
            OptionError: the environment has no browser.
        """
        if self.window is None:
            raise OptionError("A screenshot needs a browser: make the environment with browser=True.")
        return self.window.screenshot()


def _open_window() -> ShopBrowser:
    # Imported late: it brings the web site and its templates, which no visit in process needs.
    from agentgym.environments.webshop.site.browser import ShopBrowser

    return ShopBrowser()
