"""Making a question of a template and things, with the way to its answer; and what makes it an unfair one."""

from __future__ import annotations

import random
import zlib
from typing import NamedTuple

from agentgym.environments.hotpotqa.authoring.articles import Told, named, write
from agentgym.environments.hotpotqa.authoring.drawing import Ids
from agentgym.environments.hotpotqa.authoring.relations import RELATIONS, follow
from agentgym.environments.hotpotqa.authoring.templates import Chain, Comparison, Same, Shared, Template
from agentgym.environments.hotpotqa.authoring.things import Thing, World
from agentgym.tools.answers import holds, normalised
from agentgym.tools.encyclopedia.questions import Hop

_MOST_STEPS = 9
"""Searches and look-ups on the way to an answer; the answer itself is one more."""


class Unfair(Exception):
    """These things make no question of this template; says why."""


class Draft(NamedTuple):
    """A question without an id."""

    text: str
    answer: str
    hops: tuple[Hop, ...]


class Asker:
    """Makes questions about one world.

    Args:
        world: the world.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._told: dict[str, Told] = {}

    def told(self, thing: Thing) -> Told:
        """Return the article of a thing."""
        if thing.id not in self._told:
            self._told[thing.id] = write(self.world, thing)
        return self._told[thing.id]

    def ask(self, template: Template, ids: Ids) -> Draft:
        """Make the question of a template about things. The wording depends on their ids alone.

        Raises:
            Unfair: it has no one answer, gives it away, or takes too many steps.
        """
        walk = _Walk(self, random.Random(zlib.crc32("/".join((template.form, *ids)).encode())))
        asked = [self.world.things[i] for i in ids]
        if isinstance(template, Chain):
            draft = walk.chain(template, asked[0])
        elif isinstance(template, Comparison):
            draft = walk.comparison(template, *asked)
        elif isinstance(template, Same):
            draft = walk.same(template, *asked)
        else:
            draft = walk.shared(template, *asked)
        named_there = isinstance(template, Comparison) and not template.bridge
        if not normalised(draft.answer) or holds(draft.text, draft.answer) != named_there:
            raise Unfair("the question holds its answer, or there is none")
        if sum(1 + bool(h.keyword) for h in draft.hops) > _MOST_STEPS:
            raise Unfair("too many steps")
        return draft._replace(text=draft.text[0].upper() + draft.text[1:])


class _Walk:
    """The making of one question: its hops, and the words that were drawn.

    Args:
        asker: knows the world and its articles.
        words: draws the wording.
    """

    def __init__(self, asker: Asker, words: random.Random) -> None:
        self.asker = asker
        self.words = words
        self.hops: list[Hop] = []

    def chain(self, template: Chain, begin: Thing) -> Draft:
        answer = _answer(self.walk(begin, template.relations))
        self.keep_away(answer, self.hops[:-1])
        return Draft(self.asked(template.relations, named(begin)), answer, tuple(self.hops))

    def comparison(self, template: Comparison, *asked: Thing) -> Draft:
        compared = []
        for thing in asked:
            there = self.walk(thing, (template.bridge,)) if template.bridge else thing
            assert isinstance(there, Thing)
            self.walk(there, (template.attribute,), follows=bool(template.bridge))
            compared.append((there.numbers[RELATIONS[template.attribute].fact], there))
        (a, one), (b, other) = compared
        least = template.apart if template.apart > 1 else template.apart * max(abs(a), abs(b))
        if one is other or abs(a - b) <= least:
            raise Unfair("too close to each other")
        larger = self.words.random() < 0.5
        wanted = one if (a > b) is larger else other
        text = self.words.choice(template.larger if larger else template.smaller)
        answer = _answer(wanted) if template.bridge else wanted.title
        if template.bridge:
            away = [h for h in self.hops if h.uses < 0 and h.finds != wanted.title]
            self.keep_away(answer, away)
        return Draft(text.format(a=named(asked[0]), b=named(asked[1])), answer, tuple(self.hops))

    def same(self, template: Same, *asked: Thing) -> Draft:
        ends = [self.walk(thing, template.relations) for thing in asked]
        if len(template.relations) > 1 and self.hops[0].finds == self.hops[len(self.hops) // 2].finds:
            raise Unfair("one hop would do")
        text = self.words.choice(template.ask).format(a=named(asked[0]), b=named(asked[1]))
        return Draft(text, "yes" if ends[0] == ends[1] else "no", tuple(self.hops))

    def shared(self, template: Shared, *asked: Thing) -> Draft:
        name = asked[0].name
        people = [thing.numbers.get("population", 0.0) for thing in asked]
        if asked[1].name != name or abs(people[0] - people[1]) <= 0.05 * max(people):
            raise Unfair("too close to each other")
        self.hops.append(Hop(search=name, keyword="", sentence=-1, asks="", finds=""))
        for thing in asked:
            self.walk(thing, ("city-population",))
        larger = asked[people[1] > people[0]]
        begin = len(self.hops)
        answer = _answer(self.walk(larger, template.relations))
        if template.relations[-1] == "city-population":
            del self.hops[begin:]  # It has been looked up already.
        self.keep_away(answer, self.hops[begin:-1])
        phrase = f"the more populous of the two cities called {name}"
        return Draft(self.asked(template.relations, phrase), answer, tuple(self.hops))

    def walk(self, begin: Thing, relations: tuple[str, ...], *, follows: bool = False) -> Thing | str:
        """Go along relations, and note the hops; ``follows`` says that the last hop so far has led to ``begin``.

        Raises:
            Unfair: a relation leads nowhere, or to more than one thing, or its article does not tell it.
        """
        here: Thing | str = begin
        for relation in (RELATIONS[name] for name in relations):
            assert isinstance(here, Thing)
            there = follow(self.asker.world, here, relation, begin)
            told = self.asker.told(here)
            if there is None or relation.fact not in told.facts:
                raise Unfair("there is no one answer")
            position, keyword = told.facts[relation.fact]
            finds = there if isinstance(there, str) else _written(there)
            sentence = list(told.article.sentences())[position]
            first = next(s for s in told.article.sentences() if keyword.lower() in s.lower())
            if not holds(sentence, finds) or (not told.leads(relation.fact) and first is not sentence):
                raise Unfair("the article does not tell it, or not where it is looked up")
            self.hops.append(
                Hop(
                    search=here.title,
                    keyword="" if told.leads(relation.fact) else keyword,
                    sentence=position,
                    asks=self.words.choice(relation.ask).format(x=named(here)),
                    finds=finds,
                    uses=len(self.hops) - 1 if follows else -1,
                )
            )
            here, follows = there, True
        return here

    def asked(self, relations: tuple[str, ...], phrase: str) -> str:
        """Return the question for the end of a chain that begins with what ``phrase`` names."""
        for relation in relations[:-1]:
            phrase = self.words.choice(RELATIONS[relation].phrase).format(x=phrase)
        return self.words.choice(RELATIONS[relations[-1]].ask).format(x=phrase)

    def keep_away(self, answer: str, hops: list[Hop]) -> None:
        """See that the answer stands in no article before the last.

        Raises:
            Unfair: it does, so that fewer steps would do.
        """
        for hop in hops:
            if hop.sentence >= 0 and holds(
                self.asker.told(self.asker.world.titles[hop.search]).article.text, answer
            ):
                raise Unfair("an earlier article holds the answer")


def _written(thing: Thing) -> str:
    return named(thing).removeprefix("the ")


def _answer(end: Thing | str) -> str:
    """Return what is answered.

    Raises:
        Unfair: the title has a bracket, which nobody would say.
    """
    if isinstance(end, str):
        return end
    if _written(end) != end.name:
        raise Unfair("the answer's title has a bracket")
    return end.name
