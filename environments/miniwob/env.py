"""AgentTune/MiniWoB-v0: the pages of MiniWoB++ in Chromium."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.arguments import known
from agentgym.browser import BrowserMissing, PageError, headless_path
from agentgym.browser.interface import DRIVERS
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.miniwob import demonstration, expert, protocol, scoring, tasks
from agentgym.environments.miniwob.card import CARD
from agentgym.environments.miniwob.protocol import SPACES, MiniWoBProfile, Space
from agentgym.environments.miniwob.world import moves, pages
from agentgym.environments.miniwob.world.session import MODES, Mode, Session, State
from agentgym.environments.miniwob.world.tabs import TABS
from agentgym.errors import EnvironmentFailure, EpisodeError, OptionError
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

T = TypeVar("T")


class MiniWoBEnv(AgentEnv):
    """MiniWoB++ (Shi et al. 2017, Liu et al. 2018): the pages of the package ``miniwob``, each a task with a seed.

    A page's clock stands still between actions, and each action lets a second pass: the same actions lead to the same
    pages on every machine, however slow a model answers.

    Args:
        pages: ``paper`` (the 46 of AgentTuning), ``all`` (130), or names with commas.
        actions: ``element`` (numbered elements) or ``paper`` (the RCI agent's five); the profile's by default.
        observation: ``accessibility`` (one line an element) or ``html``; the profile's by default.
        driver: ``devtools`` or ``selenium``, the reference: the same episodes.
        data_mode: ``train`` or ``test``: which texts the pages take that have two sets.
        time_limit: the page's own limit holds (10 s, up to 30 s), the time that a model takes included.
        action_ms: milliseconds that an action takes on the page's clock.
        screenshots: folder for a picture of the task's frame after each action, 160 by 210 pixels.
        arguments: those of :class:`~agentgym.AgentEnv`. The tasks are the package's own: ``data`` stays away.

    The reward is the page's own, without what it takes off for time, and 0 where that is negative; under ``paper`` all
    above 0 is 1.

    Raises:
        UnknownNameError: an unknown page, action space, observation, driver or mode.
        OptionError: ``data``, elements by number where none is shown, or a time below 0.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.ELEMENT_TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    execution: ClassVar[Execution] = "thread"
    incidental: ClassVar[frozenset[str]] = AgentEnv.incidental | {"screenshots", "driver"}
    profile: MiniWoBProfile

    def __init__(
        self,
        *,
        pages: str | Sequence[str] = "paper",
        actions: Space | None = None,
        observation: Mode | None = None,
        driver: str = "devtools",
        data_mode: str = "train",
        time_limit: bool = False,
        action_ms: int = 1000,
        screenshots: str | Path | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if self.data is not None:
            raise OptionError("The tasks of MiniWoB++ come with its package: leave data away.")
        if action_ms < 0:
            raise OptionError(f"action_ms must be at least 0, got {action_ms}.")
        self.pages = pages if isinstance(pages, str) else ",".join(pages)
        self.actions: Space = actions or self.profile.actions
        known("action space of MiniWoB++", self.actions, SPACES)
        given = observation or ("html" if actions == "paper" else self.profile.observation)
        self.observation: Mode = given
        known("observation of MiniWoB++", self.observation, MODES)
        if (self.actions, self.observation) == ("element", "html"):
            raise OptionError(
                "actions='element' name elements by their number, which HTML does not show: "
                "use observation='accessibility', or actions='paper'."
            )
        self.driver = known("driver", driver, DRIVERS)
        self.data_mode = known("data mode of MiniWoB++", data_mode, ("train", "test"))
        self.time_limit = time_limit
        self.action_ms = action_ms
        self.screenshots = Path(screenshots) if screenshots is not None else None
        self.tools = protocol.TOOLS[self.actions]  # type: ignore[misc]  # of this one's action space
        self.session: Session | None = None
        self.state: State | None = None
        self._raw = 0.0
        self._refused = 0
        self._looked = 0.0
        self._example: demonstration.Example = ()

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return what is to be installed."""
        if lack := pages.missing():
            return lack
        try:
            headless_path()
        except BrowserMissing as error:
            return str(error)
        return ""

    def load_tasks(self) -> TaskSet:
        """Return the pages' tasks of the split."""
        return tasks.load(self.split, tasks.chosen(self.pages))

    def kind_of(self, task_id: str) -> str:
        """Return the page of an id."""
        return tasks.parts(task_id)[0]

    def begin(self, task: Task) -> Outcome:
        """Open the page, or take a tab that has it open, and begin the episode of the seed."""
        name, seed = known("page of MiniWoB++", str(task.data["page"]), pages.names()), int(task.data["seed"])
        if self.session is not None and self.session.name != name:
            self.close()
        if self.session is None:
            self.session = TABS.get().lend(self.driver, name)
        self._raw, self._refused = 0.0, 0
        return self._safely(lambda: self._begin(self._open(), seed))

    def perform(self, action: Action) -> Outcome:
        """Do it, let the page's clock go on, and look."""
        self._refused = 0
        if action.name == "done":
            return self._over("You ended the episode.", self._page_state())
        return self._safely(lambda: self._perform(self._open(), action))

    def unknown_action(self, error: ParseError) -> str | Outcome:
        """Say what an action is; under ``paper``, three times in a row at most."""
        self._refused += 1
        if self.profile.retries and self._refused > self.profile.retries:
            return Outcome(observation=error.hint, terminated=True, status=Status.INVALID_FORMAT)
        return error.hint

    def final_metrics(self) -> dict[str, float]:
        """Return success and the raw reward."""
        return scoring.metrics(self._raw, any_reward=self.profile.any_reward)

    def gold(self, task: Task) -> Iterator[Action]:
        """Yield the actions that solve the page from here."""
        return expert.actions(self._open(), self._page_state(), self.actions)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an action on an element that is on the page."""
        session = self._open()
        count, paths = self._safely(lambda: session.ask("everything"))
        word = str(rng.choice(self._page_state().utterance.split() or ["?"]))
        kind = int(rng.integers(10))
        at = int(rng.integers(count)) if count else 0
        if self.actions == "paper":
            if kind < 7 and count:
                return Action(name="clickxpath", arguments={"xpath": paths[at]})
            return Action(name="type", arguments={"text": word})
        if kind < 7:
            return Action(name="click", arguments={"element": at + 1})
        if kind < 9:
            return Action(name="type", arguments={"element": at + 1, "text": word})
        return Action(name="hover", arguments={"element": at + 1})

    def instruction(self) -> str:
        """Return what there is to do."""
        return protocol.INSTRUCTION[self.actions]

    def demonstration(self, task: Task) -> demonstration.Example:
        """Return the solved example of the same page."""
        return self._example

    def make_grammar(self) -> Grammar:
        """Return the grammar of the action space."""
        return protocol.PaperGrammar() if self.actions == "paper" else protocol.ElementGrammar()

    def screenshot(self) -> bytes:
        """Return the task's frame as PNG.

        Raises:
            EpisodeError: no episode has begun.
        """
        return self._safely(self._open().screenshot)

    def close(self) -> None:
        """Give the tab back."""
        held, self.session = self.session, None
        if held is not None:
            TABS.get().give_back(held)

    # ---- internals -------------------------------------------------------------------------------

    def _open(self) -> Session:
        if self.session is None:
            raise EpisodeError("No page is open: call reset() first.")
        return self.session

    def _page_state(self) -> State:
        if self.state is None:
            raise EpisodeError("No page is open: call reset() first.")
        return self.state

    def _safely(self, call: Callable[[], T]) -> T:
        """Make a call of the page; a tab that fails is not used again.

        Raises:
            EnvironmentFailure: it failed.
        """
        try:
            return call()
        except (EnvironmentFailure, PageError) as error:
            held, self.session = self.session, None
            if held is not None:
                TABS.get().give_back(held, well=False)
            if isinstance(error, EnvironmentFailure):
                raise
            raise EnvironmentFailure(f"The page failed: {error}") from error

    def _begin(self, session: Session, seed: int) -> Outcome:
        if self.profile.shots:
            kind = demonstration.Kind(
                session.name, self.actions, self.observation, self.action_ms, self.data_mode
            )
            self._example = demonstration.EXAMPLES.fitting(kind, session, seed)
        self.state = session.begin(seed, self.observation, data_mode=self.data_mode, limited=self.time_limit)
        self._looked = time.monotonic()
        task = self.state.utterance
        return Outcome(
            observation=protocol.shown(self.state.page, task=task),
            observation_later=protocol.shown("", task=task, note=protocol.LEFT_OUT),
        )

    def _perform(self, session: Session, action: Action) -> Outcome:
        passed = int(1000 * (time.monotonic() - self._looked)) if self.time_limit else 0
        if passed:
            session.go_on(passed, self.observation)
        note = moves.perform(session, action)
        state = self.state = session.go_on(self.action_ms, self.observation)
        self._looked = time.monotonic()
        picture = self._picture(session)
        if state.done:
            return self._over(protocol.ENDED, state, picture)
        return Outcome(
            observation=protocol.shown(state.page, note=note),
            observation_later=protocol.shown("", note=note or protocol.LEFT_OUT),
            refused=bool(note),
            screenshot=picture,
        )

    def _over(self, said: str, state: State, picture: str | None = None) -> Outcome:
        self._raw = state.raw
        return Outcome(
            observation=said,
            reward=scoring.reward(state.raw, any_reward=self.profile.any_reward),
            terminated=True,
            screenshot=picture,
        )

    def _picture(self, session: Session) -> str | None:
        if self.screenshots is None:
            return None
        self.screenshots.mkdir(parents=True, exist_ok=True)
        path = self.screenshots.absolute() / f"{uuid.uuid4().hex}.png"
        path.write_bytes(session.screenshot())
        return str(path)
