"""AgentTune/WebArena-v0: tasks on web sites, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.arguments import known
from agentgym.browser.interface import DRIVERS, BrowserGone, Page
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.webarena import expert, protocol, tasks
from agentgym.environments.webarena.card import CARD
from agentgym.environments.webarena.demonstration import demonstrations
from agentgym.environments.webarena.official.real import RealWorld
from agentgym.environments.webarena.protocol import BracketedGrammar, FencedFormat, WebArenaProfile
from agentgym.environments.webarena.scoring import score
from agentgym.environments.webarena.texts import WebArenaTexts
from agentgym.environments.webarena.world.building import build
from agentgym.environments.webarena.world.checking import CheckedTab
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import End
from agentgym.environments.webarena.world.lacking import lacking
from agentgym.environments.webarena.world.session import Refused, Session
from agentgym.environments.webarena.world.stops import Stops
from agentgym.environments.webarena.world.worlds import World
from agentgym.errors import EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet

Fuzzy = Literal["judge", "leave-out"]
FUZZY: tuple[Fuzzy, ...] = ("judge", "leave-out")


class WebArenaEnv(AgentEnv):
    """WebArena (Zhou et al. 2023): the official tasks on real sites, or embedded ones on embedded sites.

    Args:
        sites: addresses of real sites (``shopping=http://...``, with commas, or a mapping); those of the environment
            variables otherwise (``SHOPPING`` or ``WA_SHOPPING`` ...). The embedded tasks take the embedded sites.
        cookies: a folder with stored log-ins of real sites, as ``agentgym data webarena login`` writes them.
        driver: ``devtools``, or ``selenium`` as the reference.
        whole_page: show whole pages, not only what is in the window.
        fuzzy: ``judge`` leaves an answer that only a reader can compare unscored (``agentgym score --judge``);
            ``leave-out`` leaves such tasks out. The embedded tasks have none.
        screenshots: folder for a picture of the window after each action.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is an official task file, a folder with one, or
            a folder that ``agentgym data webarena make`` has written; ``official`` is the folder that
            ``AGENTGYM_WEBARENA`` names.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    execution: ClassVar[Execution] = "thread"
    incidental: ClassVar[frozenset[str]] = AgentEnv.incidental | {"screenshots", "cookies", "sites", "driver"}
    profile: WebArenaProfile
    texts: WebArenaTexts

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return what is missing: a browser, or the packages of the sites."""
        return lacking(str(env_args.get("driver", "devtools")))

    def __init__(
        self,
        *,
        sites: str | Mapping[str, str] | None = None,
        cookies: str | Path | None = None,
        driver: str = "devtools",
        whole_page: bool = False,
        fuzzy: Fuzzy = "judge",
        screenshots: str | Path | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        known("driver", driver, DRIVERS)
        known("kind of fuzzy answers", fuzzy, FUZZY)
        self.sites = dict(sites) if isinstance(sites, Mapping) else sites
        self.cookies = Path(cookies).absolute() if cookies is not None else None
        self.driver = driver
        self.whole_page = whole_page
        self.fuzzy: Fuzzy = fuzzy
        self.screenshots = Path(screenshots).absolute() if screenshots is not None else None
        self.world: World = open_world(self.data, self.sites, self.cookies)
        self.session: Session | None = None
        self._stops = Stops(self.profile)
        self._before = "None"
        self._page: Page | None = None
        self._used_again = False

    # ---- tasks ----------------------------------------------------------------------------------------

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> WebArenaTexts:
        """Return our texts."""
        return WebArenaTexts()

    def load_tasks(self) -> TaskSet:
        """Return the tasks of the split."""
        return tasks.load(self.data, self.split, fuzzy=self.fuzzy)

    # ---- the episode ----------------------------------------------------------------------------------

    def begin(self, task: Task) -> Outcome:
        """Open the first pages.

        Raises:
            BrowserGone: the browser hangs, or is gone.
            UnavailableError: the address of a site that the task needs is not known.
        """
        config: Config = task.data
        self._evaluators = build(self.world.filled(config))
        self._stops = Stops(self.profile)
        self._before = "None"
        try:
            seen = self._open(config)
        except BrowserGone:
            if not self._used_again:
                raise
            # The tab of the episode before was lost in between; this episode has done nothing yet.
            self._forget()
            seen = self._open(config)
        return Outcome(observation=seen if self.profile.fresh else f"{self.question(task)}\n\n{seen}")

    def question(self, task: Task) -> str:
        """Return what the task asks, without its pages: no browser is needed for that."""
        return fill(self.texts.task, objective=task.data.intent)

    def perform(self, action: Action) -> Outcome:
        """Carry an action out; ``stop`` ends the episode with the evaluators' verdict."""
        try:
            return self._performed(action)
        except BrowserGone:
            self._forget()
            raise

    def _performed(self, action: Action) -> Outcome:
        session, _ = self._playing()
        if action.name == "stop":
            return self._end(str(action.arguments.get("answer", "")), "The task has ended.")
        refused = ""
        try:
            session.perform(action)
        except Refused as problem:
            refused = str(problem)
        self._before = self.grammar.render(action) + (f" ({refused})" if refused else "")
        return self._next(refused, why=self._stops.took(action))

    def unknown_action(self, error: ParseError) -> Outcome:
        """Answer what did not parse; three in a row end the episode."""
        self._before = f"none: the last answer could not be read. {error.hint}"
        return self._next(error.hint, why=self._stops.failed())

    def at_limit(self, outcome: Outcome) -> Outcome:
        """Score what was reached without an answer, as the original does."""
        ended = self._end("", outcome.observation)
        ended.terminated = False  # The limit truncates the episode.
        return ended

    def close(self) -> None:
        """Close the tabs and forget the sites' state."""
        self._forget()
        self.world.close()
        super().close()

    # ---- expert, random, prompt -----------------------------------------------------------------------

    def gold(self, task: Task) -> Iterator[Action]:
        """Play the actions that the task's author plays.

        Raises:
            EpisodeError: none are known, as for the official tasks.
        """
        session, task = self._playing()
        config: Config = task.data
        if not config.gold:
            raise EpisodeError(f"No gold actions are known for {task.id!r}; the embedded tasks have them.")
        return expert.play(config, session, clears=self.profile.clears, selects=self.profile.selects)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an action on one of the elements that are shown, or on the page."""
        session, task = self._playing()
        return expert.drawn(session, str(task.data.intent), rng)

    def instruction(self) -> str:
        """Return what the model is told."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return the examples, each a page and what is done there."""
        return demonstrations(self.profile, self.texts)[: self.profile.shots]

    def make_grammar(self) -> Grammar:
        """Return the original's form of actions."""
        return BracketedGrammar(selects=self.profile.selects)

    def make_format(self, name: str) -> ActionFormat:
        """Return the original agent's form for ``react``."""
        if name == "react":
            return FencedFormat(BracketedGrammar(selects=self.profile.selects))
        return super().make_format(name)

    # ---- internals ------------------------------------------------------------------------------------

    def _open(self, config: Config) -> str:
        before = self._page
        self._page = self.world.begin(config, self.driver, before)
        self._used_again = before is self._page
        self.session = Session(
            self._page, whole=self.whole_page, old_names=self.profile.old_names, clears=self.profile.clears
        )
        self.session.begin([self.world.placed(url) for url in config.start_urls])
        return self._observe()

    def _forget(self) -> None:
        if self._page is not None:
            self._page.end()
        self._page = self.session = None

    def _next(self, told: str, *, why: Status | None) -> Outcome:
        """Return the next turn; or the end, where a rule says so."""
        if why is not None:
            ended = self._end("", told or "The task has ended.")
            ended.status = ended.status if ended.status is Status.UNSCORED else why
            return ended
        session, task = self._playing()
        seen = self._observe()
        picture = self._picture()
        if self.profile.fresh:
            return Outcome(
                observation=seen, messages=self.first_messages(task), refused=bool(told), screenshot=picture
            )
        said = f"{told}\n\n" if told else ""
        return Outcome(
            observation=f"{said}{seen}",
            observation_later=f"{said}{fill(self.texts.left_out, url=session.url)}",
            refused=bool(told),
            screenshot=picture,
        )

    def _observe(self) -> str:
        session, task = self._playing()
        tree = protocol.shortened(session.observe(), self.profile.tokens)
        if self.profile.fresh:
            return fill(
                self.texts.turn,
                observation=tree,
                url=session.url,
                objective=task.data.intent,
                previous_action=self._before,
            )
        return fill(self.texts.page, url=session.url, observation=tree)

    def _end(self, answer: str, told: str) -> Outcome:
        session, _ = self._playing()
        session.in_front()
        end = End(answer, CheckedTab(session.page), lambda: CheckedTab(session.page.new_tab()), self.world)
        result = score(self._evaluators, end)
        if result.open:
            return Outcome(observation=told, terminated=True, status=Status.UNSCORED)
        metrics = {"success": result.value}
        return Outcome(observation=told, terminated=True, reward=result.value, metrics=metrics)

    def _picture(self) -> str | None:
        if self.screenshots is None:
            return None
        session, task = self._playing()
        self.screenshots.mkdir(parents=True, exist_ok=True)
        path = self.screenshots / f"{task.id}-{self.np_random_seed}-{self.steps:02d}.png"
        path.write_bytes(session.page.screenshot())
        return str(path)

    def _playing(self) -> tuple[Session, Task]:
        if self.session is None or self.task is None:
            raise EpisodeError("No episode has begun: call reset() first.")
        return self.session, self.task


def open_world(data: Path | None, sites: Mapping[str, str] | str | None, cookies: Path | None) -> World:
    """Return the embedded sites for the embedded tasks, the real ones for the official tasks.

    Raises:
        OptionError: the addresses cannot be read, or are given for the embedded tasks.
    """
    folder = tasks.world_of(data)
    if folder is None:
        return RealWorld(sites, cookies)
    if sites is not None:
        raise OptionError(
            "sites names real sites, for the official tasks (data=PATH); the embedded tasks bring theirs."
        )
    # Needs the packages of the extra, which real sites do not.
    from agentgym.environments.webarena.site.embedded import EmbeddedWorld

    return EmbeddedWorld(folder)
