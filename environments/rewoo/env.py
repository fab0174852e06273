"""AgentTune/ReWOO-v0: planning at once, workers that carry the plan out, and a solution from what they found."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.rewoo import expert, protocol, scoring, tasks
from agentgym.environments.rewoo.card import CARD
from agentgym.environments.rewoo.demonstration import OWN
from agentgym.environments.rewoo.protocol import REPLY, ReplyFormat, ReplyToolsFormat, ReWOOProfile
from agentgym.environments.rewoo.texts import ReWOOTexts
from agentgym.environments.rewoo.world import names
from agentgym.environments.rewoo.world.plans import Plan, PlanError, read_strictly, read_tolerantly
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.environments.rewoo.world.run import Asked, PlanRun, Role
from agentgym.environments.rewoo.world.second import SecondPolicy
from agentgym.environments.rewoo.world.toolbox import Toolbox
from agentgym.environments.rewoo.world.translation import evaluated
from agentgym.errors import EpisodeError
from agentgym.formats import ActionFormat
from agentgym.messages import Message
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet
from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.encyclopedia import live as live_wikipedia

POLICY = "policy"
Phase = Literal["planning", "asked", "solving"]


class ReWOOEnv(AgentEnv):
    """ReWOO (Xu et al. 2023): a planner, workers and a solver, as AgentTuning evaluated it.

    The first step is the whole plan. The environment runs its tools; a call of ``LLM[…]`` is a step of its own, in a
    fresh session, and so is the solution at the end. The reward is 1 where that counts as right (:mod:`.scoring`), else
    0.

    Args:
        worker: who answers ``LLM[…]``: ``policy``, the one that is played, or the spec of another one.
        corpus: what Wikipedia and Google stand for: ``embedded``, a folder of texts, or ``live``; problems with
            paragraphs of their own have those.
        language: which Wikipedia is searched live.
        recorded: JSON file of recorded answers, ``{tool: {input: answer}}``.
        plugins: tools of one's own by name, ``{"Google": "my_module:search"}``: functions of the input. They replace
            what the environment has.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a folder with files of the paper's sets, or one of
            them (see :mod:`.official.sets`); ``official`` is the folder that ``REWOO_DATA`` names. ``prompts`` is
            a checkout of AgentTuning or ReWOO.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    profile: ReWOOProfile
    texts: ReWOOTexts

    def __init__(
        self,
        *,
        worker: str = POLICY,
        corpus: str | Path = "embedded",
        language: str = "en",
        recorded: str | Path | None = None,
        plugins: Mapping[str, str] | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.worker = worker
        self.corpus = str(corpus)
        self.language = language
        self.recorded = str(Path(recorded).expanduser().absolute()) if recorded is not None else None
        self.plugins = dict(plugins or {})
        self._toolbox = Toolbox(self.corpus, language, self.recorded, self.plugins, tasks.document)
        self._second = SecondPolicy(worker) if worker != POLICY else None
        self.phase: Phase = "planning"
        self.run: PlanRun | None = None
        self.asked: Asked | None = None
        self._scores: dict[str, float] = {}
        self._begin_counts()

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """Wikipedia, a second policy and tools of one's own are waited for: they get a thread."""
        waits = env_args.get("corpus") == "live" or env_args.get("plugins")
        return "thread" if waits or env_args.get("worker", POLICY) != POLICY else "inline"

    @classmethod
    def unavailable(cls, env_args: Mapping[str, Any]) -> str:
        """Return what live Wikipedia lacks."""
        lacking = env_args.get("corpus") == "live" and importlib.util.find_spec("wikipediaapi") is None
        return live_wikipedia.missing("rewoo") if lacking else ""

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> ReWOOTexts:
        """Return our prompts."""
        return OWN

    def load_tasks(self) -> TaskSet:
        """Return the problems of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> Outcome:
        """Ask for a plan."""
        self._begin_counts()
        self._tools = self._toolbox.tools(task.data)
        self.run = self.asked = None
        return self._plan()

    def perform(self, action: Action) -> Outcome:
        """Take a plan, an answer to a call, or the solution."""
        text = str(action["text"])
        if self.phase == "planning":
            try:
                return self._start(text)
            except PlanError:
                return self._again()
        return self._answered(text) if self.phase == "asked" else self._solved(text)

    def final_metrics(self) -> dict[str, float]:
        """Return the scores of the solution, and what the plan has done."""
        run, problem = self.run, self._problem()
        scores = self._scores or scoring.score("", problem)
        known = {} if run is None or not problem.facts else {
            "evidence_found": scoring.found(run.evidence.values(), problem.facts)
        }  # fmt: skip
        return {**scores, **known, **{name: float(n) for name, n in self._counts.items()}}

    def gold(self, task: Task) -> Iterator[Action]:
        """Hand the gold plan in, answer its calls, solve it."""
        while True:
            if self.phase == "planning":
                yield _reply(expert.plan(task.data))
            elif self.phase == "asked" and self.asked is not None:
                yield _reply(expert.reply(task.data, self.asked))
            else:
                yield _reply(task.data.answer)

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Draw a plan of one step with a random tool, or a random word of what is asked."""
        problem = self._problem()
        words = problem.question.split() or ["?"]
        word = words[int(rng.integers(len(words)))]
        if self.phase != "planning":
            return _reply(word)
        tool = problem.tools[int(rng.integers(len(problem.tools)))]
        return _reply(f"Plan: Try {tool}.\n#E1 = {tool}[{word}]")

    def opening(self, task: Task) -> list[Message]:
        """Return nothing: every question is a session of its own."""
        return []

    def make_grammar(self) -> ReplyFormat:
        """Return what reads and writes a reply: all of the text is one."""
        return ReplyFormat(lambda: self.phase == "planning", lambda: self._problem().tools)

    def make_format(self, name: str) -> ActionFormat:
        """Return texts for ``react`` and ``native``, two functions for ``tools``."""
        replies = self.make_grammar()
        return ReplyToolsFormat(replies) if name == "tools" else replies

    def close(self) -> None:
        """Close the second policy."""
        if self._second is not None:
            self._second.close()

    # ---- the run --------------------------------------------------------------------------------------

    def _plan(self, *, refused: bool = False) -> Outcome:
        problem = self._problem()
        self.phase = "planning"
        prompt = self.texts.ask_planner(problem.question, problem.tools, problem.examples, problem.document)
        return Outcome(observation=prompt, messages=[], refused=refused)

    def _start(self, text: str) -> Outcome:
        self._counts["plans"] += 1
        plan = self._read(text)
        self._counts["plan_steps"] = len(plan.calls)
        self.run = PlanRun(plan, self._tools, self._handed, longest=self.profile.evidence)
        return self._continue(self.run)

    def _read(self, text: str) -> Plan:
        return read_strictly(text) if self.profile.strict else read_tolerantly(text, self._problem().tools)

    def _continue(self, run: PlanRun) -> Outcome:
        """Run tools up to the next question, or up to the solver's. Raises PlanError, where the original stops."""
        while (asked := run.advance()) is not None:
            ask = self.texts.ask_worker if asked.role == "worker" else self.texts.ask_translator
            prompt = ask(asked.input)
            if self._second is None or asked.role == "translator":
                self.phase, self.asked = "asked", asked
                self._counts["llm_calls"] += 1
                return self._counted(run, Outcome(observation=prompt, messages=[]))
            self._counts["worker_calls"] += 1
            assert self.task is not None
            seed = int(self.np_random.integers(2**31))
            run.answer(self._second.ask(prompt, task=self.task.id, seed=seed, step=run.questions).strip("\n"))
        self.phase = "solving"
        log = run.plan.log(run.evidence)
        prompt = self.texts.ask_solver(self._problem().question, log)
        return self._counted(run, Outcome(observation=prompt, messages=[]))

    def _answered(self, text: str) -> Outcome:
        run, asked = self.run, self.asked
        if run is None or asked is None:
            raise EpisodeError("Nothing has been asked: call reset() first.")
        try:
            run.answer(evaluated(text) if asked.role == "translator" else text.strip("\n"))
            return self._continue(run)
        except (PlanError, NotComputable):
            return self._again()

    def _again(self) -> Outcome:
        """Begin anew after what the original stops on; the last time, that is the end."""
        self._counts["broken"] += 1
        if self._counts["broken"] < self.profile.tries:
            return self._plan(refused=True)
        text = "The plan could not be carried out."
        return Outcome(observation=text, terminated=True, status=Status.INVALID_FORMAT)

    def _solved(self, text: str) -> Outcome:
        self._scores = scoring.score(text.strip("\n"), self._problem())
        return Outcome(observation="The answer was taken.", reward=self._scores["acc"], terminated=True)

    def _counted(self, run: PlanRun, outcome: Outcome) -> Outcome:
        self._counts["tool_calls"] = run.calls
        return outcome

    def _begin_counts(self) -> None:
        counted = ("plans", "plan_steps", "broken", "llm_calls", "worker_calls", "tool_calls")
        self._counts = dict.fromkeys(counted, 0)
        self._scores = {}

    @cached_property
    def _handed(self) -> dict[str, Role]:
        return {
            names.LLM: "worker",
            **({names.CALCULATOR: "translator"} if self.profile.strict else {}),
        }

    def _problem(self) -> Problem:
        if self.task is None:
            raise EpisodeError("No problem has been given: call reset() first.")
        problem: Problem = self.task.data
        return problem


def _reply(text: str) -> Action:
    return Action(name=REPLY, arguments={"text": text})
