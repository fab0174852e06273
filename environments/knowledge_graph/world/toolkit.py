"""The seven tools on lazily evaluated variables: what AgentBench's ``api.py`` does, without SPARQL in between.

Nothing is executed when a variable is made. Only the listing tools and the final answer look at the graph.
Caches belong to one episode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
)
from agentgym.prompts import fill

ANSWER = "final_answer"
"""The action that ends an episode; not a tool."""

_OWN = KGTexts()
_ID = re.compile(r"[a-z]\.\w+", re.ASCII)
_VARIABLE = re.compile(r"(?:variable\s+)?#(\d+)", re.IGNORECASE)


class GraphEpisode(Protocol):
    """A graph as one episode sees it; keeps what it computed."""

    def relations(self, program: Program) -> Collection[str]:
        """Return the relations and attributes that lead out of the members of a program."""
        ...

    def answers(self, program: Program) -> frozenset[str]:
        """Return the values of a program: ids, texts of literals, or the number of a count."""
        ...


class Variable(NamedTuple):
    """A variable ``#n``: the class of its members, and the program that gives them."""

    type: str
    program: Program
    key: str


class ToolError(Exception):
    """A call that cannot be executed; the text says why (the protocol's observation does not).

    Attributes:
        wrong: what is wrong, in a word: ``variable``, ``number``, ``relation``, ``attribute``, ``type``, or nothing.
    """

    def __init__(self, text: str, wrong: str = "") -> None:
        super().__init__(text)
        self.wrong = wrong


class Toolkit:
    """The tools of one episode.

    Args:
        graph: where programs are evaluated.
        ontology: what is listed, and the classes of variables.
        entities: ids by the names that the question gives.
        list_first: a relation or attribute must have been listed for a variable before it is used; otherwise
            it is enough that it could be.
        texts: what the tools say.
    """

    def __init__(
        self,
        graph: GraphEpisode,
        ontology: Ontology,
        entities: Mapping[str, str],
        *,
        list_first: bool = True,
        texts: KGTexts = _OWN,
    ) -> None:
        self.graph = graph
        self.ontology = ontology
        self.entities = entities
        self.list_first = list_first
        self.texts = texts
        self.variables: list[Variable] = []
        self._relations: dict[str, list[str]] = {}
        self._attributes: dict[str, list[str]] = {}
        self._tools: dict[str, Callable[..., str]] = {
            "get_relations": self.get_relations,
            "get_neighbors": self.get_neighbors,
            "intersection": self.intersection,
            "get_attributes": self.get_attributes,
            "argmax": self.argmax,
            "argmin": self.argmin,
            "count": self.count,
        }

    def call(self, name: str, *arguments: str) -> str:
        """Call a tool by its name and return the observation.

        Raises:
            ToolError: the call cannot be executed.
            EnvironmentFailure: the graph cannot be reached.
        """
        return self._tools[name](*arguments)

    def variable(self, text: str) -> Variable | None:
        """Return the variable of ``#n``, ``None`` where the text is no variable.

        Raises:
            ToolError: there is no variable of that number.
        """
        found = _VARIABLE.fullmatch(text.strip())
        if found is None:
            return None
        # Longer numbers are none that Python would always read.
        number = int(found[1]) if len(found[1]) < 10 else len(self.variables)
        if number >= len(self.variables):
            raise ToolError(f"there is no variable #{found[1]}", "number")
        return self.variables[number]

    def listed_relations(self, text: str) -> list[str]:
        """Return the relations that were listed for a variable or an entity; for random policies."""
        return self._relations.get(self._key(text), [])

    def listed_attributes(self, text: str) -> list[str]:
        """Return the attributes that were listed for a variable."""
        return self._attributes.get(self._key(text), [])

    def get_relations(self, text: str) -> str:
        """List the relations of a variable or an entity."""
        _, program, key = self._source(text)
        return fill(self.texts.listed, names=", ".join(self._list_relations(program, key)))

    def get_neighbors(self, text: str, relation: str) -> str:
        """Make a variable of what a relation leads to."""
        _, program, key = self._source(text)
        if key not in self._relations and not self.list_first:
            self._list_relations(program, key)
        if relation not in self._relations.get(key, ()):
            raise ToolError(f"{relation} has not been listed as a relation of {text}", "relation")
        if relation not in self.ontology.ranges:
            raise ToolError(f"the ontology gives no range for {relation}")
        return self._make(self.ontology.ranges[relation], Join(relation, program))

    def intersection(self, first: str, second: str) -> str:
        """Make a variable of what two variables of one type have in common."""
        a, b = self._needed(first), self._needed(second)
        if a.type != b.type:
            raise ToolError(f"{first} holds {a.type}, {second} holds {b.type}", "type")
        return self._make(a.type, And(a.program, b.program))

    def get_attributes(self, text: str) -> str:
        """List the attributes of a variable."""
        return fill(self.texts.listed, names=", ".join(self._list_attributes(self._needed(text))))

    def argmax(self, text: str, attribute: str) -> str:
        """Make a variable of the members with the largest value of an attribute."""
        return self._superlative(text, attribute, largest=True)

    def argmin(self, text: str, attribute: str) -> str:
        """Make a variable of the members with the smallest value of an attribute."""
        return self._superlative(text, attribute, largest=False)

    def count(self, text: str) -> str:
        """Make a variable of the number of members."""
        source = self._needed(text)
        self._add("type.int", Count(source.program))
        return fill(self.texts.counted, number=len(self.variables) - 1)

    def _source(self, text: str) -> Variable:
        """Resolve a variable, the name of an entity of the question, or an id."""
        variable = self.variable(text)
        if variable is not None:
            return variable
        entity = self.entities.get(text, text)
        if entity is text and _ID.fullmatch(text) is None and text not in self.entities.values():
            raise ToolError(f"{text!r} is no variable and no entity of the question", "variable")
        return Variable("", Entity(entity), entity)

    def _key(self, text: str) -> str:
        try:
            return self._source(text).key
        except ToolError:
            return ""

    def _needed(self, text: str) -> Variable:
        variable = self.variable(text)
        if variable is None:
            raise ToolError(f"{text!r} is no variable", "variable")
        return variable

    def _superlative(self, text: str, attribute: str, *, largest: bool) -> str:
        source = self._needed(text)
        if source.key not in self._attributes and not self.list_first:
            self._list_attributes(source)
        if attribute not in self._attributes.get(source.key, ()):
            raise ToolError(f"{attribute} has not been listed as an attribute of {text}", "attribute")
        return self._make(source.type, Superlative(source.program, attribute, largest))

    def _list_relations(self, program: Program, key: str) -> list[str]:
        if key not in self._relations:
            self._relations[key] = sorted(self.ontology.relations.intersection(self.graph.relations(program)))
        return self._relations[key]

    def _list_attributes(self, source: Variable) -> list[str]:
        if source.key not in self._attributes:
            listed = self.ontology.attributes.intersection(self.graph.relations(source.program))
            self._attributes[source.key] = sorted(listed)
        return self._attributes[source.key]

    def _make(self, kind: str, program: Program) -> str:
        self._add(kind, program)
        return fill(self.texts.made, number=len(self.variables) - 1, type=kind)

    def _add(self, kind: str, program: Program) -> None:
        self.variables.append(Variable(kind, program, str(program)))
