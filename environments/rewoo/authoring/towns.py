"""Long documents: the yearly address of a town that does not exist, and questions about what it reports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from agentgym.environments.rewoo.authoring.steps import Step, Unproven, plan_of, prove
from agentgym.environments.rewoo.protocol import CALCULATOR, GOOGLE, LLM, SEARCH_DOCUMENT
from agentgym.environments.rewoo.world.problem import Problem

TOOLS = (LLM, CALCULATOR, GOOGLE, SEARCH_DOCUMENT)
TOWNS = {"train": "Larkhaven", "dev": "Dunmarrow", "test": "Ostrabrook"}
THEMES = (
    ("library", "books were lent"), ("swimming pool", "tickets were sold"), ("hospital", "patients were treated"),
    ("harbour", "ships were unloaded"), ("market hall", "stalls were let"), ("fire brigade", "calls were answered"),
    ("museum", "visitors were counted"), ("bus line", "passengers were carried"), ("waterworks", "metres of pipe were laid"),
    ("theatre", "performances were given"), ("sports ground", "matches were played"), ("town wall", "stones were replaced"),
    ("street lighting", "lamps were renewed"), ("archive", "files were put in order"), ("kindergarten", "children were admitted"),
    ("town forest", "trees were planted"), ("ferry", "crossings were made"), ("observatory", "evenings were open to the public"),
    ("music school", "pupils were taught"), ("soup kitchen", "meals were served"), ("botanical garden", "plants were labelled"),
    ("town bakery", "loaves were baked"), ("printing house", "pages were printed"), ("refuse collection", "tonnes were taken away"),
)  # fmt: skip
YEARS = (2021, 2022)
PEOPLE = (
    "Agnes Tolmer", "Bertil Rask", "Carmen Ilves", "Dov Marsh", "Edda Korin", "Fenn Aldous", "Gita Varnholt", "Harun Pell",
    "Ilse Brandow", "Jory Quill", "Katla Munro", "Leif Ostberg", "Mara Desmond", "Nils Averin", "Odile Tarn", "Piet Solway",
    "Ragna Holt", "Sorin Vey", "Tove Lindgarth", "Ulla Prentice", "Vito Ferran", "Wilma Strand", "Yara Koster", "Zeno Albright",
)  # fmt: skip
_FILLER = (
    "Much was said about this in the council, and not all of it was friendly.",
    "The town owes thanks to those who did the work, often on weekends and for nothing.",
    "What could be repaired was repaired, and what could not be repaired was kept for better years.",
    "The council asks for patience, since prices have gone up and hands are few.",
    "As with the {other}, the plans of the year before had to be changed twice.",
    "Whoever remembers how things stood ten years ago will know what has been done since.",
    "The figures of the province were looked at in the same meeting, and the same questions came up.",
    "Letters of citizens on this matter have been read, and every one of them was answered.",
    "A report with all the figures is kept at the town hall and may be read by everyone.",
    "Neighbouring towns have asked how it was done, which we take as praise.",
    "Some of the money came from the province, and some was given by citizens.",
    "In the coming year more is planned, as far as the budget allows.",
    "Next to the roads this was what the council spent most time on.",
    "It was a wet spring and a dry summer, and both left their marks.",
)  # fmt: skip


class Report(NamedTuple):
    """What a section reports of a theme in a year."""

    theme: str
    year: int
    spent: int
    did: str
    count: int
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
        Report(theme, year, rng.randrange(12, 980) * 1_000 + rng.randrange(1_000), did, rng.randrange(120, 9_800), heads[theme])
        for theme, did in THEMES
        for year in YEARS
    ]
    rng.shuffle(reports)
    opening = f"Address of the council of {name} to its citizens. What follows tells how the town has fared in {YEARS[0]} and {YEARS[1]}."
    return Town(name, reports, "\n\n".join([opening, *(_section(r, rng) for r in reports)]))


def _section(report: Report, rng: random.Random) -> str:
    other = rng.choice([t for t, _ in THEMES if t != report.theme])
    filler = [f.format(other=other) for f in rng.sample(_FILLER, 8)]
    money = rng.choice((
        "In {year} the town spent {spent} crowns on the {theme}.",
        "For the {theme} {spent} crowns were spent in {year}.",
        "The {theme} cost the town {spent} crowns in {year}.",
    )).format(year=report.year, spent=f"{report.spent:,}", theme=report.theme)  # fmt: skip
    done = rng.choice((
        "At the {theme} {count} {did} in that year, under {head}.",
        "Under {head}, who is in charge of the {theme}, {count} {did}.",
        "{count} {did} in the course of the year, and {head} was in charge of the {theme}.",
    )).format(count=f"{report.count:,}", did=report.did, head=report.head, theme=report.theme)  # fmt: skip
    heading = rng.choice(("About the {theme}.", "The {theme} in {year}.", "Something on the {theme}."))
    filler.insert(0, heading.format(theme=report.theme, year=report.year))
    sentences = [*filler[:3], money, *filler[3:5], done, *filler[5:]]
    return " ".join(sentences)


def problems(town: Town, rng: random.Random) -> Iterator[Problem]:
    """Yield questions about a town's address, those whose plan finds the passages."""
    documents = {town.name: town.address}
    makers = [(_spent, r) for r in town.reports] + [(_counted, r) for r in town.reports] + [(_head, r) for r in town.reports]
    makers += [(_more, r) for r in town.reports if r.year == YEARS[1]] * 2
    for make, report in rng.sample(makers, len(makers)):
        before = next(r for r in town.reports if r.theme == report.theme and r.year == YEARS[0])
        for query in ("{theme} {year} crowns spent", "the {theme} in {year}", "{theme} {year} {did}", "{theme} cost {year}"):
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
    kind, _, done = report.did.partition(" were ")
    question = f"At the {report.theme}, how many {kind} were {done} in {report.year}?"
    return _one(town, report, query, question, f"{report.count:,}", "number")


def _head(town: Town, report: Report, _: Report, query: str) -> Problem:
    question = f"Who was in charge of the {report.theme} in {report.year}?"
    return _one(town, report, query, question, report.head, "text")


def _more(town: Town, report: Report, before: Report, query: str) -> Problem:
    less, more = sorted((before, report), key=lambda r: r.spent)
    question = f"How many crowns more did the town spend on the {report.theme} in {more.year} than in {less.year}?"
    steps = (
        _search(more, query),
        _search(less, query),
        (f"Read off what was spent in {more.year}.", LLM, f"How many crowns were spent on the {more.theme} in {more.year}? Given context: #E1"),
        (f"Read off what was spent in {less.year}.", LLM, f"How many crowns were spent on the {less.theme} in {less.year}? Given context: #E2"),
        ("Take one from the other.", CALCULATOR, "#E3 - #E4"),
    )  # fmt: skip
    spent = [f"{r.spent:,}" for r in (more, less)]
    return Problem(
        question=f"According to the address of {town.name}: {question}", answer=str(more.spent - less.spent),
        label="number", tools=TOOLS, examples="document", document=town.name, plan=plan_of(*steps),
        replies={"#E3": spent[0], "#E4": spent[1]}, facts=tuple(spent),
    )  # fmt: skip
