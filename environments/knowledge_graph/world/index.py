"""The in-process index: subject, relation, objects, straight from a mapped file or from memory.

The tools only ever walk outwards (reverse relations have names of their own), so one direction is all there is.
Sets are Python sets of integers; no term is decoded before it is shown.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from agentgym.environments.knowledge_graph.world import layout, terms
from agentgym.environments.knowledge_graph.world.programs import (
    And,
    Class,
    Count,
    Entity,
    Join,
    Program,
    Superlative,
    entities_of,
)
from agentgym.errors import DataError


class Index:
    """A graph in an index file (see :mod:`.layout`); read-only, shared by all episodes of a process.

    Args:
        buffer: the content of the file, mapped or in memory.
        name: what messages call it.

    Raises:
        DataError: it is no index, or cut short.
    """

    def __init__(self, buffer: bytes | memoryview, name: str = "the index") -> None:
        self._buffer = memoryview(buffer)
        header, views = layout.read(self._buffer, name)
        self.name = name
        self.namespace = header.namespace
        self.relations = header.relations
        self.triples = header.triples
        self._terms = views["terms"]
        self._term_start = views["term_start"]
        self._first_group = views["first_group"]
        self._relation = views["relation"]
        self._group_start = views["group_start"]
        self._objects = views["objects"]
        self._relation_ids = {relation: i for i, relation in enumerate(header.relations)}
        self._spellings = _Spellings(self._terms, self._term_start)
        # Literals sort before everything else: '"' is the smallest first byte that occurs.
        self.literals = bisect_left(self._spellings, b"#")
        self.sort_key = lru_cache(maxsize=1 << 16)(self._sort_key)

    @classmethod
    def open(cls, path: str | Path) -> Index:
        """Map an index file.

        Raises:
            DataError: it cannot be read, is no index, or cut short.
        """
        return cls(layout.open_map(Path(path)), str(path))

    def __len__(self) -> int:
        """The number of terms: entities, classes and literals."""
        return len(self._spellings)

    def episode(self) -> IndexEpisode:
        """Return an evaluator with caches of its own."""
        return IndexEpisode(self)

    def identity(self) -> str:
        """Return a hash of its content, as text (``content:0123456789abcdef``); the whole file is read once."""
        return f"content:{self._digest}"

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self._buffer).hexdigest()[:16]

    def find(self, term: str) -> int | None:
        """Return a term's id, ``None`` where it does not occur."""
        wanted = term.encode()
        position = bisect_left(self._spellings, wanted)
        return position if position < len(self) and self._spellings[position] == wanted else None

    def knows(self, term: str) -> bool:
        """Whether a term occurs in the graph."""
        return self.find(term) is not None

    def term(self, number: int) -> str:
        """Return the term of an id."""
        return self._spellings[number].decode()

    def name_of(self, entity: str) -> str:
        """Return an entity's name, its id where it has none."""
        relation = self._relation_ids.get(terms.NAME)
        number = self.find(entity)
        if relation is None or number is None:
            return entity
        names = [t for o in self.objects(number, relation) if not terms.foreign(t := self.term(o))]
        return terms.value(names[0]) if names else entity

    def _sort_key(self, number: int) -> terms.SortKey:
        return terms.sort_key(self.term(number))

    def relation_id(self, name: str) -> int | None:
        """Return the number of a relation, ``None`` where no triple has it."""
        return self._relation_ids.get(name)

    def relations_of(self, subject: int) -> memoryview:
        """Return the numbers of the relations that lead out of a subject, sorted."""
        return self._relation[self._first_group[subject] : self._first_group[subject + 1]]

    def objects(self, subject: int, relation: int) -> memoryview:
        """Return the ids that a relation leads to from a subject, sorted."""
        first, last = self._first_group[subject], self._first_group[subject + 1]
        group = bisect_left(self._relation, relation, first, last)
        if group == last or self._relation[group] != relation:
            return self._objects[0:0]
        return self._objects[self._group_start[group] : self._group_start[group + 1]]

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Yield all triples as terms, sorted by subject."""
        for subject in range(len(self)):
            first, last = self._first_group[subject], self._first_group[subject + 1]
            if first == last:
                continue
            spelled = self.term(subject)
            for group in range(first, last):
                relation = self.relations[self._relation[group]]
                for o in self._objects[self._group_start[group] : self._group_start[group + 1]]:
                    yield spelled, relation, self.term(o)


class _Spellings:
    """The sorted terms as a sequence of bytes, for :func:`bisect.bisect_left`."""

    __slots__ = ("_start", "_text")

    def __init__(self, text: memoryview, start: memoryview) -> None:
        self._text = text
        self._start = start

    def __len__(self) -> int:
        return len(self._start) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._start[number] : self._start[number + 1]].tobytes()


class IndexEpisode:
    """Evaluates the programs of one episode on an :class:`Index`; what was computed is kept.

    Semantics are those of AgentBench's SPARQL: entities that a program names are left out of what is shown or
    counted, not of what is walked from; so is text in other languages than English. A superlative takes the best
    value over what is left, and then every member that has it.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._sets: dict[Program, set[int]] = {}

    def knows(self, entity: str) -> bool:
        """Whether an entity occurs in the graph."""
        return self.index.knows(entity)

    def relations(self, program: Program) -> set[str]:
        """Return the names of the relations that lead out of the members of a program."""
        index = self.index
        found: set[int] = set()
        for member in self._shown(program):
            found.update(index.relations_of(member))
        return {index.relations[r] for r in found}

    def answers(self, program: Program) -> frozenset[str]:
        """Return the values of a program: ids, texts of literals, or the number of a count.

        Raises:
            DataError: the program needs inward steps or classes, which the index does not have.
        """
        if isinstance(program, Count):
            return frozenset((str(len(self._shown(program.inner))),))
        return frozenset(terms.value(self.index.term(i)) for i in self._shown(program))

    def _shown(self, program: Program) -> set[int]:
        members = self._members(program)
        if isinstance(program, Entity | Superlative):
            return members
        return self._without(members, program)

    def _without(self, members: set[int], program: Program) -> set[int]:
        """Leave out the entities that the program names, and text in other languages."""
        index = self.index
        named = {n for e in entities_of(program) if (n := index.find(e)) in members}
        texts = {m for m in members if m < index.literals and terms.foreign(index.term(m))}
        return members - named - texts if named or texts else members

    def _members(self, program: Program) -> set[int]:
        known = self._sets.get(program)
        if known is None:
            known = self._sets[program] = self._compute(program)
        return known

    def _compute(self, program: Program) -> set[int]:
        index = self.index
        match program:
            case Entity(name):
                number = index.find(name)
                return set() if number is None else {number}
            case Join(relation, inner, True):
                found: set[int] = set()
                step = index.relation_id(relation)
                if step is not None:
                    for member in self._members(inner):
                        found.update(index.objects(member, step))
                return found
            case And(left, right):
                return self._members(left) & self._members(right)
            case Superlative():
                return self._best(program)
            case Count(inner):
                number = index.find(terms.from_text(str(len(self._shown(inner)))))
                return set() if number is None else {number}
            case Class() | Join():
                raise DataError(
                    f"The index walks outwards only and has no classes, so {program} cannot be evaluated; rewrite it "
                    "with the ontology's reverse relations (`outward` in world/rewriting.py)."
                )

    def _best(self, program: Superlative) -> set[int]:
        index = self.index
        attribute = index.relation_id(program.attribute)
        if attribute is None:
            return set()
        values = {
            member: [index.sort_key(o) for o in index.objects(member, attribute)]
            for member in self._members(program.inner)
        }
        allowed = self._without(set(values), program.inner)
        candidates = [key for member in allowed for key in values[member]]
        if not candidates:
            return set()
        best = max(candidates) if program.largest else min(candidates)
        return {member for member, keys in values.items() if best in keys}
