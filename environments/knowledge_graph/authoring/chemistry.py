"""Chemical elements and their isotopes: from mendeleev."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from agentgym.environments.knowledge_graph.authoring.facts import Facts, slug

_DECAYS = {
    "A": "alpha decay",
    "B-": "beta-minus decay",
    "B+": "positron emission",
    "EC": "electron capture",
    "SF": "spontaneous fission",
    "p": "proton emission",
    "n": "neutron emission",
    "2p": "two-proton emission",
    "2B-": "double beta decay",
}


def elements(facts: Facts) -> None:
    """Add the chemical elements, who discovered them where, their isotopes and how those decay."""
    import mendeleev

    database = sqlite3.connect(Path(mendeleev.__file__).with_name("elements.db"))
    database.row_factory = sqlite3.Row
    _classes(facts, database)
    points = {
        r["atomic_number"]: r
        for r in database.execute("select * from phasetransitions where allotrope is null")
    }
    names: dict[int, str] = {}
    for row in database.execute("select * from elements").fetchall():
        number = row["atomic_number"]
        names[number] = row["name"].lower()
        _element(facts, row, points.get(number))
    _isotopes(facts, database, names)
    _decays(facts, database)


def _classes(facts: Facts, database: sqlite3.Connection) -> None:
    for series in database.execute("select id, name from series"):
        facts.entity(f"e.series_{series['id']}", "chemistry.series", series["name"].lower())
    for group in database.execute("select group_id, name from groups"):
        facts.entity(f"e.group_{group['group_id']}", "chemistry.group", f"group {group['group_id']}")
    for period in range(1, 8):
        facts.entity(f"e.period_{period}", "chemistry.period", f"period {period}")


_COLUMNS = (
    ("atomic_number", "atomic_number"),
    ("atomic_weight", "atomic_weight"),
    ("density", "density"),
    ("electronegativity", "en_pauling"),
    ("discovery_year", "discovery_year"),
    ("crust_abundance", "abundance_crust"),
)
"""Attributes of elements, and the columns that they are in."""


def _element(facts: Facts, row: sqlite3.Row, points: sqlite3.Row | None) -> None:
    entity = facts.entity(f"e.element_{row['atomic_number']}", "chemistry.element", row["name"].lower())
    for attribute, column in _COLUMNS:
        facts.describe(entity, f"chemistry.element.{attribute}", row[column])
    if points is not None:
        facts.describe(entity, "chemistry.element.melting_point", points["melting_point"])
        facts.describe(entity, "chemistry.element.boiling_point", points["boiling_point"])
    facts.relate(entity, "chemistry.element.series", f"e.series_{row['series_id']}")
    facts.relate(entity, "chemistry.element.group", f"e.group_{row['group_id']}")
    facts.relate(entity, "chemistry.element.period", f"e.period_{row['period']}")
    for person in _people(row["discoverers"]):
        who = facts.entity(f"e.chemist_{slug(person)}", "chemistry.discoverer", person)
        facts.relate(entity, "chemistry.element.discoverers", who)
    for place in _places(row["discovery_location"]):
        where = facts.entity(f"e.place_{slug(place)}", "chemistry.place", place)
        facts.relate(entity, "chemistry.element.discovered_in", where)


def _isotopes(facts: Facts, database: sqlite3.Connection, names: dict[int, str]) -> None:
    for row in database.execute("select * from isotopes"):
        number, mass = row["atomic_number"], row["mass_number"]
        entity = facts.entity(f"e.isotope_{number}_{mass}", "chemistry.isotope", f"{names[number]}-{mass}")
        facts.describe(entity, "chemistry.isotope.mass_number", mass)
        facts.describe(entity, "chemistry.isotope.abundance", row["abundance"])
        facts.describe(entity, "chemistry.isotope.discovery_year", row["discovery_year"])
        facts.relate(entity, "chemistry.isotope.element", f"e.element_{number}")


def _decays(facts: Facts, database: sqlite3.Connection) -> None:
    for row in database.execute(
        "select atomic_number, mass_number, mode from isotopedecaymodes d join isotopes i on d.isotope_id = i.id"
    ):
        if row["mode"] in _DECAYS:
            name = _DECAYS[row["mode"]]
            mode = facts.entity(f"e.decay_{slug(name)}", "chemistry.decay_mode", name)
            isotope = f"e.isotope_{row['atomic_number']}_{row['mass_number']}"
            facts.relate(isotope, "chemistry.isotope.decay_modes", mode)


def _people(text: str | None) -> list[str]:
    """Split a list of discoverers; only whole names are taken (a surname alone would be ambiguous)."""
    parts = [p for p in re.split(r",|;|&| and ", text or "") if "ancient" not in p]
    return [p.strip(" .") for p in parts if re.fullmatch(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+)+", p.strip(" ."))]


def _places(text: str | None) -> list[str]:
    parts = re.split(r",|;|/| and ", text or "")
    return [p.strip(" .?") for p in parts if re.fullmatch(r"[A-Z][\w. -]+", p.strip(" .?"))]
