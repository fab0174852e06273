"""Templates of questions about order and sums within one table."""

from __future__ import annotations

from agentgym.environments.database.authoring.drawing import Unfit, World, text
from agentgym.environments.database.authoring.template import Drawn, rounded, template

# ---- ranking ----------------------------------------------------------------------------------------


def _no_tie(values: list[int], place: int, *, descending: bool) -> None:
    ordered = sorted(values, reverse=descending)
    if len(ordered) <= place or ordered[place - 1] == ordered[place]:
        raise Unfit
    if place > 1 and ordered[place - 2] == ordered[place - 1]:
        raise Unfit


@template("ranking", "train")
def the_first(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    down = w.rng.random() < 0.5
    _no_tie(w.values(e, n), 1, descending=down)
    return Drawn(
        f"Which {e.thing} has the {'highest' if down else 'lowest'} {n.says}?",
        (f"SELECT {label.name} FROM {e.table} ORDER BY {n.name} {'DESC' if down else 'ASC'} LIMIT 1",),
    )


@template("ranking", "train")
def three_of_them(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    down = w.rng.random() < 0.5
    _no_tie(w.values(e, n), 3, descending=down)
    return Drawn(
        f"Name the three {e.things} with the {'highest' if down else 'lowest'} {n.says}.",
        (f"SELECT {label.name} FROM {e.table} ORDER BY {n.name} {'DESC' if down else 'ASC'} LIMIT 3",),
        most=3,
    )


@template("ranking", "dev")
def the_second(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    _no_tie(w.values(e, n), 2, descending=True)
    return Drawn(
        f"Sorted by {n.says} from high to low, which {e.thing} comes second?",
        (f"SELECT {label.name} FROM {e.table} ORDER BY {n.name} DESC LIMIT 1 OFFSET 1",),
    )


@template("ranking", "test")
def earliest_in_category(w: World) -> Drawn:
    e = w.entity("label", "category", "date")
    label, c, d = w.column(e, "label"), w.column(e, "category"), w.column(e, "date")
    v = w.value(e, c)
    latest = w.rng.random() < 0.5
    days = sorted(
        (row[0] for row in w.query(f"SELECT {d.name} FROM {e.table} WHERE {c.name} = {text(v)}")),
        reverse=latest,
    )
    if len(days) < 2 or days[0] == days[1]:
        raise Unfit
    return Drawn(
        f"Looking only at {e.things} whose {c.says} is {v}: which one has the {'latest' if latest else 'earliest'} "
        f"{d.says}?",
        (
            f"SELECT {label.name} FROM {e.table} WHERE {c.name} = {text(v)} "
            f"ORDER BY {d.name} {'DESC' if latest else 'ASC'} LIMIT 1",
        ),
    )


@template("ranking", "test")
def place_of_one(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    x = w.value(e, label)
    return Drawn(
        f"If the {e.things} are ordered by {n.says}, the largest first, on which place stands {text(x)}? "
        "(1 is the first; equal ones share the better place.)",
        (
            f"SELECT COUNT(*) + 1 FROM {e.table} WHERE {n.name} > "
            f"(SELECT {n.name} FROM {e.table} WHERE {label.name} = {text(x)})",
        ),
    )


# ---- aggregation ------------------------------------------------------------------------------------


@template("aggregation", "train")
def total_of_category(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v = w.value(e, c)
    return Drawn(
        f"What is the sum of the {n.says} over all {e.things} with {c.says} {text(v)}?",
        (f"SELECT SUM({n.name}) FROM {e.table} WHERE {c.name} = {text(v)}",),
    )


@template("aggregation", "train")
def average_of_all(w: World) -> Drawn:
    e = w.entity("number")
    n = w.column(e, "number")
    rounded(w, f"SELECT AVG({n.name}) FROM {e.table}")
    return Drawn(
        f"What is the average {n.says} of the {e.things}, rounded to two decimals?",
        (f"SELECT ROUND(AVG({n.name}), 2) FROM {e.table}",),
    )


@template("aggregation", "train")
def extreme_of_category(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v, down = w.value(e, c), w.rng.random() < 0.5
    return Drawn(
        f"What is the {'maximum' if down else 'minimum'} {n.says} among the {e.things} with {c.says} {text(v)}?",
        (f"SELECT {'MAX' if down else 'MIN'}({n.name}) FROM {e.table} WHERE {c.name} = {text(v)}",),
    )


@template("aggregation", "dev")
def total_since(w: World) -> Drawn:
    e = w.entity("number", "date")
    n, d = w.column(e, "number"), w.column(e, "date")
    day = w.value(e, d)
    return Drawn(
        f"Add up the {n.says} of the {e.things} whose {d.says} is {day} or later.",
        (f"SELECT SUM({n.name}) FROM {e.table} WHERE {d.name} >= {text(day)}",),
    )


@template("aggregation", "test")
def span(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v = w.value(e, c)
    return Drawn(
        f"For {e.things} of {c.says} {v}, how far apart are the largest and the smallest {n.says}?",
        (f"SELECT MAX({n.name}) - MIN({n.name}) FROM {e.table} WHERE {c.name} = {text(v)}",),
    )


@template("aggregation", "test")
def average_of_year(w: World) -> Drawn:
    e = w.entity("number", "date")
    n, d = w.column(e, "number"), w.column(e, "date")
    year = str(w.value(e, d))[:4]
    rounded(w, f"SELECT AVG({n.name}) FROM {e.table} WHERE YEAR({d.name}) = {year}")
    return Drawn(
        f"Considering {e.things} with a {d.says} in {year}, compute the mean {n.says} to two decimal places.",
        (f"SELECT ROUND(AVG({n.name}), 2) FROM {e.table} WHERE YEAR({d.name}) = {year}",),
    )
