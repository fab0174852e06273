"""AgentTune/HotpotQA-v0: questions that take several articles of an encyclopedia."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.arguments import known
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.hotpotqa import demonstration, expert, protocol, scoring, tasks
from agentgym.environments.hotpotqa.card import CARD
from agentgym.environments.hotpotqa.protocol import ActionGrammar, HotpotQAProfile, LineFormat, StepFormat
from agentgym.environments.hotpotqa.texts import HotpotQATexts
from agentgym.environments.hotpotqa.world.scratchpad import Scratchpad
from agentgym.environments.hotpotqa.world.tokens import TOKENS, Tokens, counter
from agentgym.errors import DataError, EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.messages import Message, assistant, user
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet
from agentgym.tools.encyclopedia import embedded, live
from agentgym.tools.encyclopedia.embedded import WORLDS, World
from agentgym.tools.encyclopedia.items import Item
from agentgym.tools.encyclopedia.library import MATCHES, Finder, Library, Match
from agentgym.tools.encyclopedia.reader import Reader

Scope = Literal["item", "pool", "live"]
SCOPES: tuple[Scope, ...] = ("item", "pool", "live")


class HotpotQAEnv(AgentEnv):
    """HotpotQA (Yang et al. 2018) with ReAct's actions, as AgentTuning evaluated it with BOLAA's agent.

    Args:
        scope: what is searched in: ``item``, the question's own paragraphs; ``pool``, those of all questions of the
            file, or the whole of a generated encyclopedia; ``live``, Wikipedia. ``pool`` for generated questions, else
            ``item``, by default.
        search: what a term that is no title leads to: nothing (``title``), a title of similar spelling (``fuzzy``), or
            the first hit of a search (``suggest``: Wikipedia's behaviour). ``title`` by default; ``suggest`` where the
            profile is the paper's and Wikipedia is live.
        world: which embedded world: ``real``, or ``renamed``, the same one under invented names.
        language: which Wikipedia is searched live.
        tokens: how the paper's prompt is measured: ``estimate``, or ``tiktoken``.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a file or folder in a layout of
            :mod:`.official.files`, or a folder that ``agentgym data hotpotqa generate`` wrote; ``official`` is the
            folder that ``HOTPOTQA_DATA`` names. ``prompts``, a checkout of AgentTuning or BOLAA, goes
            with the paper's profile.

    The reward is the official F1 of the answer; without one it is 0.

    Raises:
        OptionError: a scope or world that the data does not have, or the paper's profile with function calls.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    profile: HotpotQAProfile
    texts: HotpotQATexts

    def __init__(
        self,
        *,
        scope: Scope | None = None,
        search: Match | None = None,
        world: World = "real",
        language: str = "en",
        tokens: Tokens = "estimate",
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self._folder = tasks.generated(self.data, world)
        self.world: World = known("world", world, WORLDS)  # type: ignore[assignment]
        self.scope: Scope = known("scope", scope or ("item" if self._folder is None else "pool"), SCOPES)  # type: ignore[assignment]
        by_default = "suggest" if self.scope == "live" and self.profile.calls else "title"
        self.search: Match = known("kind of search", search or by_default, MATCHES)  # type: ignore[assignment]
        self.tokens: Tokens = known("count of tokens", tokens, TOKENS)  # type: ignore[assignment]
        self.language = language
        self._check()
        self._count = counter(self.tokens)
        self.reader: Reader | None = None
        self.scratchpad: Scratchpad | None = None
        self._searches = self._lookups = 0
        self._scores = scoring.score("", "x")

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """Wikipedia is waited for: it gets a thread."""
        return "thread" if env_args.get("scope") == "live" else "inline"

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return what live Wikipedia lacks."""
        lacking = env_args.get("scope") == "live" and importlib.util.find_spec("wikipediaapi") is None
        return live.missing("hotpotqa") if lacking else ""

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> HotpotQATexts:
        """Return our texts of the paper's protocol."""
        return demonstration.own_texts()

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        return tasks.load(self.data, self.split, self.world)

    def begin(self, task: Task) -> Outcome:
        """Ask the question."""
        item: Item = task.data
        survives = self.profile.survives
        self.reader = Reader(
            self._library(item),
            units="blocks" if survives and self.scope == "live" else "sentences",
            survives=survives,
            no_page=self.texts.no_page,
            failed=self.texts.failed,
        )
        self._searches = self._lookups = 0
        self._scores = scoring.score("", item.answer or "x")
        if not self.profile.calls:
            return Outcome(observation=protocol.asked(item.question))
        self.scratchpad = Scratchpad(self.texts.asked(item.question))
        return Outcome(observation=self.scratchpad.prompt(), messages=[])

    def perform(self, action: Action) -> Outcome:
        """Search, look up, or score the answer; in the paper's protocol, note one line."""
        if self.scratchpad is not None and self.profile.calls:
            return self._line(self.scratchpad, str(action["line"]))
        return self._act(action)

    def unknown_action(self, error: ParseError) -> str:
        """Answer what is no action as a step."""
        return self._numbered(error.hint)

    def final_metrics(self) -> dict[str, float]:
        """Return the scores of the answer, and what was read."""
        reader, item = self._playing()
        counts = {"searches": float(self._searches), "lookups": float(self._lookups)}
        scores = {} if item.answer is None else self._scores
        return {**scores, **scoring.reading(reader.seen, item.gold_titles), **counts}

    def gold(self, task: Task) -> Iterator[Action]:
        """Read the articles that tell the answer, and give it; in the paper's protocol, line by line."""
        item: Item = task.data
        left = self.max_steps - self.steps
        if not self.profile.calls:
            return expert.actions(item, left=left, survives=False)
        return self._gold_lines(expert.actions(item, left=left // 2, survives=True))

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw an action; in the paper's protocol, it is a line."""
        if not self.profile.calls:
            return super().sample_action(rng)
        drawn = super().sample_action(rng)
        return _line(self.grammar.render(drawn))

    def instruction(self) -> str:
        """Return the description of the task; the paper's stands in every prompt."""
        return "" if self.profile.calls else protocol.INSTRUCTION

    def demonstrate(self, task: Task) -> list[Message]:
        """Return the solved examples as turns, each step with its number."""
        messages: list[Message] = []
        for example in demonstration.EXAMPLES[: self.profile.shots]:
            seen = protocol.asked(example.question)
            for number, (action, led_to) in enumerate(example.steps, start=1):
                self._step_number = number
                messages += [user(seen), assistant(self.format.render(action))]
                seen = self._numbered(led_to)
        self._step_number = None
        return messages

    def make_grammar(self) -> ActionGrammar:
        """Return the grammar of the three actions."""
        return ActionGrammar(self.texts.invalid)

    def make_format(self, name: str) -> ActionFormat:
        """Return numbered steps for ``react``, single lines for the paper's protocol."""
        if self.profile.calls:
            return LineFormat()
        return StepFormat(self._number, ActionGrammar()) if name == "react" else super().make_format(name)

    # ---- internals ----------------------------------------------------------------------------------

    _step_number: int | None = None

    def _number(self) -> int:
        return self._step_number or self.steps + 1

    def _numbered(self, text: str) -> str:
        """Return an observation as it is shown; during a step, ``steps`` counts that step already."""
        if self.action_format != "react":
            return text
        return f"Observation {self._step_number or self.steps}: {text}"

    def _line(self, pad: Scratchpad, line: str) -> Outcome:
        was_thought = pad.thinking
        pad.add(line)
        if was_thought:
            return Outcome(observation=pad.prompt(), messages=[])
        refused = False
        try:
            done = self._act(self.grammar.parse(line))
        except ParseError as error:
            done, refused = Outcome(observation=error.hint), True
        if done.terminated:
            return done
        pad.observe(done.observation)
        if self._count(pad.written) > self.profile.context:
            return Outcome(observation=pad.written, terminated=True, status=Status.CONTEXT_LIMIT)
        return Outcome(observation=pad.prompt(), messages=[], refused=refused)

    def _act(self, action: Action) -> Outcome:
        reader, item = self._playing()
        argument = str(next(iter(action.arguments.values())))
        if action.name == protocol.SEARCH.name:
            self._searches += 1
            return Outcome(observation=self._shown(reader.search(argument)), refused=reader.page is None)
        if action.name == protocol.LOOKUP.name:
            self._lookups += 1
            return Outcome(observation=self._shown(reader.lookup(argument)))
        if item.answer is None:
            return Outcome(observation="The answer was taken.", terminated=True, status=Status.UNSCORED)
        self._scores = scoring.score(argument, item.answer)
        return Outcome(observation="The answer was taken.", reward=self._scores["f1"], terminated=True)

    def _shown(self, text: str) -> str:
        return text if self.profile.calls else self._numbered(text)

    def _gold_lines(self, planned: Iterator[Action]) -> Iterator[Action]:
        for action in planned:
            if self.scratchpad is not None and self.scratchpad.thinking:
                yield _line(action.thought)
            yield _line(self.grammar.render(action))

    def _library(self, item: Item) -> Finder:
        if self.scope == "live":
            return self._wikipedia
        if self.scope == "pool":
            return self._pool
        if not item.context:
            raise DataError(f"{self.data}: {tasks.NO_PARAGRAPHS}")
        return Library.of(item.context, match=self.search)

    @cached_property
    def _pool(self) -> Library:
        if self._folder is not None:
            return embedded.library(self._folder, self.search)
        assert self.data is not None
        return tasks.pool(self.data, self.split, self.search)

    @cached_property
    def _wikipedia(self) -> live.LiveWikipedia:
        return live.LiveWikipedia(self.search, language=self.language)

    def _check(self) -> None:
        if self.profile.calls and self.action_format == "tools":
            raise OptionError(
                "The profile 'paper' asks for lines of text: it has no function calls. Play 'default'."
            )
        if self.world != "real" and self.data is not None:
            raise OptionError(f"world={self.world!r} is one of the embedded worlds: leave data away.")
        if self.world == "renamed" and self.scope == "live":
            raise OptionError("Wikipedia knows nothing of the renamed world: leave scope away.")
        if self.scope == "item" and self._folder is not None:
            raise OptionError("Generated questions have no paragraphs of their own: leave scope away.")
        if self.scope == "live":
            self._wikipedia  # noqa: B018  (what is not installed, or cannot be, is told at once)

    def _playing(self) -> tuple[Reader, Item]:
        if self.reader is None or self.task is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        item: Item = self.task.data
        return self.reader, item


def _line(text: str) -> Action:
    return Action(name=protocol.WRITE, arguments={"line": text.replace("\n", " ")})
