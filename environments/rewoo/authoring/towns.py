"""Long documents: the yearly address of a town that does not exist, and questions about what it reports."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from agentgym.environments.rewoo.authoring.sections import FILLER, PEOPLE, THEMES
from agentgym.environments.rewoo.authoring.steps import Step, Unproven, plan_of, prove
from agentgym.environments.rewoo.world.names import CALCULATOR, GOOGLE, LLM, SEARCH_DOCUMENT
from agentgym.environments.rewoo.world.problem import Problem

TOOLS = (LLM, CALCULATOR, GOOGLE, SEARCH_DOCUMENT)
TOWNS = {"train": "Larkhaven", "dev": "Dunmarrow", "test": "Ostrabrook"}
YEARS = (2021, 2022)
_QUERIES = (
    "{theme} {year} crowns spent",
    "the {theme} in {year}",
    "{theme} {year} {did}",
    "{theme} cost {year}",
)


class Report(NamedTuple):
    """What a section reports of a theme in a year."""

    theme: str
    year: int
    spent: int
    did: str
    done: int
    head: str


class Town(NamedTuple):
    """A town: its name, its reports, and the address that holds them."""

    name: str
    reports: list[Report]
    address: str


def found_town(name: str, rng: random.Random) -> Town:
    """Invent a town's address: a section a theme and year, in random order."""
    heads = dict(zip((t for t, _ in THEMES), rng.sample(PEOPLE, len(THEMES)), strict=True))
    reports = [
        Report(
            theme,
            year,
            rng.randrange(12, 980) * 1_000 + rng.randrange(1_000),
            did,
            rng.randrange(120, 9_800),
            heads[theme],
        )
        for theme, did in THEMES
        for year in YEARS
    ]
    rng.shuffle(reports)
    opening = (
        f"Address of the council of {name} to its citizens. What follows tells how the town has fared in {YEARS[0]} "
        f"and {YEARS[1]}."
    )
    return Town(name, reports, "\n\n".join([opening, *(_section(r, rng) for r in reports)]))


def _crowns(rng: random.Random) -> int:
    return rng.randrange(12, 980) * 1_000 + rng.randrange(1_000)


def _section(report: Report, rng: random.Random) -> str:
    other = rng.choice([t for t, _ in THEMES if t != report.theme])
    filler = [f.format(other=other) for f in rng.sample(FILLER, 8)]
    money = rng.choice((
        "In {year} the town spent {spent} crowns on the {theme}.",
        "For the {theme} {spent} crowns were spent in {year}.",
        "The {theme} cost the town {spent} crowns in {year}.",
    )).format(year=report.year, spent=f"{report.spent:,}", theme=report.theme)  # fmt: skip
    done = rng.choice((
        "At the {theme} {count} {did} in that year, under {head}.",
        "Under {head}, who is in charge of the {theme}, {count} {did}.",
        "{count} {did} in the course of the year, and {head} was in charge of the {theme}.",
    )).format(count=f"{report.done:,}", did=report.did, head=report.head, theme=report.theme)  # fmt: skip
    heading = rng.choice(("About the {theme}.", "The {theme} in {year}.", "Something on the {theme}."))
    filler.insert(0, heading.format(theme=report.theme, year=report.year))
    sentences = [*filler[:3], money, *filler[3:5], done, *filler[5:]]
    return " ".join(sentences)


Maker = Callable[[Town, Report, Report, str], Problem]
"""Makes a question about a report and the one of the year before, with a query that finds it."""


def problems(town: Town, rng: random.Random) -> Iterator[Problem]:
    """Yield questions about a town's address, those whose plan finds the passages."""
    documents = {town.name: town.address}
    makers: list[tuple[Maker, Report]] = [
        (make, r) for make in (_spent, _counted, _head) for r in town.reports
    ]
    makers += [(_more, r) for r in town.reports if r.year == YEARS[1]] * 2
    for make, report in rng.sample(makers, len(makers)):
        before = next(r for r in town.reports if r.theme == report.theme and r.year == YEARS[0])
        for query in _QUERIES:
            try:
                yield prove(make(town, report, before, query), documents)
            except Unproven:
                continue
            break


def _search(report: Report, query: str) -> Step:
    asked = query.format(**report._asdict())
    return (f"Find the passage about the {report.theme} in {report.year}.", SEARCH_DOCUMENT, asked)


def _one(town: Town, report: Report, query: str, question: str, answer: str, label: str) -> Problem:
    steps = (_search(report, query), ("Read the answer out of it.", LLM, f"{question} Given context: #E1"))
    return Problem(
        question=f"According to the address of {town.name}: {question}", answer=answer, label=label,  # type: ignore[arg-type]
        tools=TOOLS, examples="document", document=town.name, plan=plan_of(*steps), replies={"#E2": answer},
        facts=(answer,),
    )  # fmt: skip


def _spent(town: Town, report: Report, _: Report, query: str) -> Problem:
    question = f"How many crowns did the town spend on the {report.theme} in {report.year}?"
    return _one(town, report, query, question, f"{report.spent:,}", "number")


def _counted(town: Town, report: Report, _: Report, query: str) -> Problem:
    kind, done = report.did.split(" were ")
    question = f"At the {report.theme}, how many {kind} were {done} in {report.year}?"
    return _one(town, report, query, question, f"{report.done:,}", "number")


def _head(town: Town, report: Report, _: Report, query: str) -> Problem:
    question = f"Who was in charge of the {report.theme} in {report.year}?"
    return _one(town, report, query, question, report.head, "text")


def _more(town: Town, report: Report, before: Report, query: str) -> Problem:
    less, more = sorted((before, report), key=lambda r: r.spent)
    question = (
        f"How many crowns more did the town spend on the {report.theme} in {more.year} than in {less.year}?"
    )
    steps = (
        _search(more, query),
        _search(less, query),
        *(
            (f"Read off what was spent in {r.year}.", LLM,
             f"How many crowns were spent on the {r.theme} in {r.year}? Given context: #E{n}")
            for n, r in enumerate((more, less), start=1)
        ),
        ("Take one from the other.", CALCULATOR, "#E3 - #E4"),
    )  # fmt: skip
    spent = [f"{r.spent:,}" for r in (more, less)]
    return Problem(
        question=f"According to the address of {town.name}: {question}", answer=str(more.spent - less.spent),
        label="number", tools=TOOLS, examples="document", document=town.name, plan=plan_of(*steps),
        replies={"#E3": spent[0], "#E4": spent[1]}, facts=tuple(spent),
    )  # fmt: skip
