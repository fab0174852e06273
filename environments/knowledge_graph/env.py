"""AgentTune/KG-v0: answering questions from a knowledge graph with seven tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.env import AgentEnv, Execution
from agentgym.environments.knowledge_graph import protocol
from agentgym.environments.knowledge_graph.expert import gold_actions
from agentgym.environments.knowledge_graph.graphs import Graph, is_url, open_graph
from agentgym.environments.knowledge_graph.ontology import Ontology, load_ontology
from agentgym.environments.knowledge_graph.plans import ANSWER
from agentgym.environments.knowledge_graph.protocol import (
    AnswerToolsFormat,
    CallGrammar,
    KGProfile,
    ThoughtCallFormat,
)
from agentgym.environments.knowledge_graph.questions import Question, load_questions, locate
from agentgym.environments.knowledge_graph.sampling import sample_call
from agentgym.environments.knowledge_graph.scoring import score
from agentgym.environments.knowledge_graph.terms import FREEBASE
from agentgym.environments.knowledge_graph.toolkit import ToolError, Toolkit
from agentgym.errors import EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.tasks import Task, TaskSet


class KGEnv(AgentEnv):
    """Questions over a knowledge graph (AgentBench's KG), answered by calls of seven tools.

    Args:
        graph: ``"embedded"``, an index file, the URL of a SPARQL endpoint, or an opened graph.
        ontology: folder with GrailQA's ``vocab.json``, ``fb_roles`` and ``reverse_properties``; the folder of
            ``data`` where it has them.
        namespace: what ids and relations of an endpoint are below; Freebase's by default.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a file of questions in AgentBench's form, or
            a folder with ``train.json`` (``kg_rl_all.json``), ``dev.json`` and ``test.json`` (``std.json``).

    The reward is the F1 of the answer, given on ``Final Answer: #n``; an episode without one scores 0. Metrics are
    ``f1``, ``exact_match`` and ``executability`` (there was a non-empty answer).
    """

    splits: ClassVar[tuple[str, ...]] = (
        "train", "dev", "test", "test-iid", "test-compositional", "test-zeroshot",
    )  # fmt: skip
    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = protocol.TOOLS
    group: ClassVar[str] = "held-in"
    profile: KGProfile

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """An endpoint is waited for: it gets a thread."""
        return "thread" if is_url(env_args.get("graph")) else "inline"

    def __init__(
        self,
        *,
        graph: str | Path | Graph = "embedded",
        ontology: str | Path | Ontology | None = None,
        namespace: str = FREEBASE,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if self.data is not None and isinstance(graph, str) and graph == "embedded":
            raise OptionError(
                f"The questions of {self.data} are not about the embedded graph: give graph=URL of an endpoint, or the "
                "path of an index that `agentgym data kg build FILE…` makes."
            )
        self.graph: Graph = open_graph(str(graph), namespace) if isinstance(graph, str | Path) else graph
        self.ontology = self._ontology(ontology)
        self.toolkit: Toolkit | None = None
        self._question: Question | None = None

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        if self.data is None:
            from agentgym.environments.knowledge_graph.embedded import embedded_questions

            questions = embedded_questions(self.split)
            name = f"KG embedded ({self.split})"
        else:
            path = locate(self.data, self.split)
            questions, name = load_questions(path), str(path)
        return TaskSet(
            list(questions),
            lambda i: Task(id=i, data=questions[i], split=self.split, kind=questions[i].kind),
            name=name,
        )

    def begin(self, task: Task) -> str:
        """Ask the question."""
        self._question = task.data
        self.toolkit = self._new_toolkit(task.data)
        return _asked(task.data)

    def perform(self, action: Action) -> Outcome:
        """Call a tool, or score the answer."""
        toolkit = self._playing()
        if action.name == ANSWER:
            return self._answer(toolkit, action)
        arguments = [str(v) for v in action.arguments.values()]
        try:
            return Outcome(observation=toolkit.call(action.name, *arguments))
        except ToolError:
            return Outcome(observation=protocol.refusal(action.name, arguments), call_error=True)

    def at_limit(self, outcome: Outcome) -> Outcome:
        """No answer was given: all metrics are 0."""
        outcome.metrics = score(None, self._asked_question().answer)
        return outcome

    def unknown_action(self, error: ParseError) -> str:
        """Answer as the protocol does; under ``react`` the hint is that text already."""
        if self.action_format == "react":
            return error.hint
        return f"{protocol.NO_ACTION} {error.hint}" if error.kind == "no_action" else error.hint

    def gold(self, task: Task) -> Iterator[Action]:
        """Play the stored actions, or what the S-expression compiles to where those cannot be executed.

        Where the graph lacks what a question needs, there is no variable to answer with: the answer is then
        refused, and given again until the rounds are used.
        """
        question: Question = task.data
        actions = gold_actions(question, self.ontology, lambda: self._new_toolkit(question))
        return chain(actions, repeat(actions[-1]))

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Call a random tool with arguments that exist; answer once in a while."""
        return sample_call(self._playing(), rng)

    def instruction(self) -> str:
        """Return the description of the tools."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return a solved question of the embedded graph."""
        from agentgym.environments.knowledge_graph.demonstration import demonstration

        return demonstration()

    def make_grammar(self) -> Grammar:
        """Return the grammar of calls; it knows the names of the present question."""
        return CallGrammar(self._names)

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form of thought and action for ``react``, its form of the answer for ``tools``."""
        grammar = CallGrammar(self._names)
        if name == "react":
            return ThoughtCallFormat(grammar)
        if name == "tools":
            return AnswerToolsFormat(self.tools, grammar)
        return super().make_format(name)

    def _answer(self, toolkit: Toolkit, action: Action) -> Outcome:
        try:
            variable = toolkit.variable(action["variable"])
        except ToolError:
            variable = None
        if variable is None:
            return Outcome(observation=protocol.INVALID_VARIABLE, refused=True)
        metrics = score(toolkit.graph.answers(variable.program), self._asked_question().answer)
        return Outcome(observation="", reward=metrics["f1"], terminated=True, metrics=metrics)

    def _new_toolkit(self, question: Question) -> Toolkit:
        return Toolkit(
            self.graph.episode(), self.ontology, question.entities, list_first=self.profile.list_first
        )

    def _names(self) -> Mapping[str, str]:
        return self._question.entities if self._question is not None else {}

    def _playing(self) -> Toolkit:
        if self.toolkit is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        return self.toolkit

    def _asked_question(self) -> Question:
        if self._question is None:
            raise EpisodeError("No question has been asked: call reset() first.")
        return self._question

    def _ontology(self, ontology: str | Path | Ontology | None) -> Ontology:
        if isinstance(ontology, Ontology):
            return ontology
        if ontology is not None:
            return load_ontology(Path(ontology).expanduser())
        if self.data is None:
            from agentgym.environments.knowledge_graph.embedded import embedded_ontology

            return embedded_ontology()
        folder = self.data if self.data.is_dir() else self.data.parent
        if not (folder / "vocab.json").is_file():
            raise OptionError(
                f"{folder} has no vocab.json: give ontology=FOLDER with GrailQA's vocab.json, fb_roles and "
                "reverse_properties."
            )
        return load_ontology(folder)


def _asked(question: Question) -> str:
    return f"A new question: {question.question}\nEntities: [{', '.join(question.entities)}]"
