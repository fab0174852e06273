"""AgentTune/KG-v0: answering questions from a knowledge graph with seven tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from agentgym.actions import Action, ParseError, Tool
from agentgym.arguments import EMBEDDED
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.knowledge_graph import protocol, tasks
from agentgym.environments.knowledge_graph.card import CARD
from agentgym.environments.knowledge_graph.demonstration import demonstration
from agentgym.environments.knowledge_graph.expert import gold_actions
from agentgym.environments.knowledge_graph.official.ontology import load_ontology
from agentgym.environments.knowledge_graph.protocol import (
    AnswerToolsFormat,
    CallGrammar,
    KGProfile,
    ThoughtCallFormat,
)
from agentgym.environments.knowledge_graph.scoring import score
from agentgym.environments.knowledge_graph.world.embedded import embedded_ontology
from agentgym.environments.knowledge_graph.world.graphs import Graph, full_name, is_url, open_graph
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.random_calls import random_call
from agentgym.environments.knowledge_graph.world.terms import FREEBASE
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, ToolError, Toolkit
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
        ontology: ``"embedded"``, a folder with GrailQA's ``vocab.json``, ``fb_roles`` and ``reverse_properties``, or
            an :class:`~.world.ontology.Ontology`; the folder of ``data`` by default.
        namespace: what ids and relations of an endpoint are below, Freebase's by default; other graphs know theirs.
        arguments: those of :class:`~agentgym.AgentEnv`. ``data`` is a file of questions in AgentBench's form, or
            a folder with ``train.json`` (``kg_rl_all.json``), ``dev.json`` and ``test.json`` (``std.json``).

    Attributes:
        store: the graph that is played on.
        vocabulary: the ontology that is played with.
        toolkit: the tools of the present episode.

    The reward is the F1 of the answer, given on ``Final Answer: #n``; an episode without one scores 0. Metrics are
    ``f1``, ``exact_match`` and ``executability`` (there was a non-empty answer).

    Raises:
        DataError: there is no such graph or ontology, or its file is damaged.
        OptionError: questions of one's own without a graph or an ontology of their own, or a URL other than HTTP's.
    """

    card: ClassVar[Card] = CARD
    splits: ClassVar[tuple[str, ...]] = tasks.SPLITS
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
        graph: str | Path | Graph = EMBEDDED,
        ontology: str | Path | Ontology | None = None,
        namespace: str = FREEBASE,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        if self.data is not None and graph == EMBEDDED:
            raise OptionError(
                f"The questions of {self.data} are not about the embedded graph: give graph=URL of an endpoint, or the "
                "path of an index that `agentgym data kg build FILE…` makes."
            )
        self._graph_name = full_name(graph) if isinstance(graph, str | Path) else ""
        self.store: Graph = open_graph(str(graph), namespace) if isinstance(graph, str | Path) else graph
        self.namespace = self.store.namespace
        self._ontology_name = self._name_ontology(ontology)
        self.vocabulary = ontology if isinstance(ontology, Ontology) else _open_ontology(self._ontology_name)
        self.toolkit: Toolkit | None = None
        self._question: Question | None = None

    @cached_property
    def graph(self) -> str:
        """What names the graph: ``embedded``, a path, a URL, or what an opened one says of itself."""
        return self._graph_name or self.store.identity()

    @cached_property
    def ontology(self) -> str:
        """What names the ontology: ``embedded``, a folder, or the hash of one that was given as an object."""
        return self._ontology_name or self.vocabulary.identity()

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> str:
        """Ask the question."""
        question: Question = task.data
        self._question = question
        self.toolkit = self._new_toolkit(question)
        return protocol.asked(question.question, question.entities)

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
        actions = gold_actions(question, self.vocabulary, lambda: self._new_toolkit(question))
        return chain(actions, repeat(actions[-1]))

    def sample_action(self, rng: np.random.Generator) -> Action:
        """Call a random tool with arguments that exist; answer once in a while."""
        return random_call(self._playing(), self.tools, rng)

    def instruction(self) -> str:
        """Return the description of the tools."""
        return protocol.INSTRUCTION

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return a solved question of the embedded graph."""
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
            self.store.episode(), self.vocabulary, question.entities, list_first=self.profile.list_first
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

    def _name_ontology(self, ontology: str | Path | Ontology | None) -> str:
        """Return the name of an ontology, ``""`` for an object."""
        if isinstance(ontology, Ontology):
            return ""
        if ontology is not None:
            return full_name(ontology)
        if self.data is None:
            return EMBEDDED
        folder = self.data if self.data.is_dir() else self.data.parent
        if not (folder / "vocab.json").is_file():
            raise OptionError(
                f"{folder} has no vocab.json: give ontology=FOLDER with GrailQA's vocab.json, fb_roles and "
                "reverse_properties."
            )
        return full_name(folder)


def _open_ontology(name: str) -> Ontology:
    return embedded_ontology() if name == EMBEDDED else load_ontology(Path(name))
