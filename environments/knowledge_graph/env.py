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
    FunctionFormat,
    KGProfile,
    StrictFormat,
    ThoughtCallFormat,
)
from agentgym.environments.knowledge_graph.scoring import score
from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.embedded import embedded_ontology
from agentgym.environments.knowledge_graph.world.graphs import Graph, full_name, is_url, open_graph
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.random_calls import random_call
from agentgym.environments.knowledge_graph.world.strict import StrictCaller
from agentgym.environments.knowledge_graph.world.terms import FREEBASE
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, ToolError, Toolkit
from agentgym.errors import EpisodeError, OptionError
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from agentgym.prompts import fill
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
    texts: KGTexts

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
        self._strict: StrictCaller | None = None

    @cached_property
    def graph(self) -> str:
        """What names the graph: ``embedded``, a path, a URL, or what an opened one says of itself."""
        return self._graph_name or self.store.identity()

    @cached_property
    def ontology(self) -> str:
        """What names the ontology: ``embedded``, a folder, or the hash of one that was given as an object."""
        return self._ontology_name or self.vocabulary.identity()

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> KGTexts:
        """Return our texts."""
        return KGTexts()

    def load_tasks(self) -> TaskSet:
        """Return the questions of the split."""
        return tasks.load(self.data, self.split)

    def begin(self, task: Task) -> str:
        """Ask the question."""
        question: Question = task.data
        self._question = question
        self.toolkit = self._new_toolkit(question)
        takes = {tool.name: len(tool.required) for tool in self.tools}
        self._strict = StrictCaller(self.toolkit, takes, self.texts)
        return protocol.asked(self.texts, question.question, question.entities)

    def perform(self, action: Action) -> Outcome:
        """Call a tool, or score the answer."""
        toolkit = self._playing()
        if action.name == ANSWER:
            return self._answer(toolkit, action)
        if action.name == protocol.LINE and self._strict is not None:
            try:
                return Outcome(observation=self._strict(str(action["line"])))
            except ToolError as error:
                return Outcome(observation=str(error), call_error=True)
        arguments = [str(v) for v in action.arguments.values()]
        try:
            return Outcome(observation=toolkit.call(action.name, *arguments))
        except ToolError as error:
            return Outcome(observation=self._refused(action.name, arguments, error), call_error=True)

    def at_limit(self, outcome: Outcome) -> Outcome:
        """No answer was given: all metrics are 0."""
        outcome.metrics = score(None, self._asked_question().answer)
        return outcome

    def unknown_action(self, error: ParseError) -> str:
        """Answer as the protocol does; under ``react`` the hint is that text already."""
        if self.action_format == "react" or self._calls:
            return error.hint
        return f"{self.texts.no_action} {error.hint}" if error.kind == "no_action" else error.hint

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
        return CallGrammar(self._names, self.texts)

    def make_format(self, name: str) -> ActionFormat:
        """Return AgentBench's form of thought and action for ``react``, its form of the answer for ``tools``."""
        grammar = CallGrammar(self._names, self.texts)
        if name == "react":
            return StrictFormat(grammar) if self.texts.source else ThoughtCallFormat(grammar)
        if name == "tools":
            form = FunctionFormat if self._calls else AnswerToolsFormat
            return form(self.tools, grammar)
        return super().make_format(name)

    def _answer(self, toolkit: Toolkit, action: Action) -> Outcome:
        try:
            variable = toolkit.variable(action["variable"])
        except ToolError:
            variable = None
        if variable is None:
            return Outcome(observation=self.texts.invalid_variable, refused=True)
        metrics = score(toolkit.graph.answers(variable.program), self._asked_question().answer)
        return Outcome(observation="", reward=metrics["f1"], terminated=True, metrics=metrics)

    def _new_toolkit(self, question: Question) -> Toolkit:
        return Toolkit(
            self.store.episode(),
            self.vocabulary,
            question.entities,
            list_first=self.profile.list_first,
            texts=self.texts,
        )

    @property
    def _calls(self) -> bool:
        """Whether calls are answered as under AgentBench's function calling."""
        return self.profile.name == "fc" and self.action_format == "tools"

    def _refused(self, name: str, arguments: list[str], error: ToolError) -> str:
        if not self._calls:
            return self.texts.refusal(name, arguments)
        said = self.texts.failures
        return fill(
            self.texts.bad_call, error=said.get(f"{name}.{error.wrong}", said.get(error.wrong, str(error)))
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
