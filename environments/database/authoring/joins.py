"""Templates of questions that need several tables, or groups."""

from __future__ import annotations

from agentgym.environments.database.authoring.drawing import Unfit, World, text
from agentgym.environments.database.authoring.template import Drawn, template


@template("join", "train")
def name_of_the_linked(w: World) -> Drawn:
    e, r, u = w.linked("label")
    label, other = w.column(e, "label"), w.column(u, "label")
    x = w.value(e, label)
    return Drawn(
        f"What is the {other.says} of the {r.says} of the {e.thing} {text(x)}?",
        (
            f"SELECT u.{other.name} FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"WHERE t.{label.name} = {text(x)}",
        ),
    )


@template("join", "train")
def count_of_one(w: World) -> Drawn:
    e, r, u = w.linked()
    other = w.column(u, "label")
    y = w.value(u, other)
    return Drawn(
        f"How many {e.things} have {text(y)} as their {r.says}?",
        (
            f"SELECT COUNT(*) FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"WHERE u.{other.name} = {text(y)}",
        ),
    )


@template("join", "train")
def those_of_a_category(w: World) -> Drawn:
    e, r, u = w.linked("label")
    label, c = w.column(e, "label"), w.column(u, "category")
    v = w.value(u, c)
    return Drawn(
        f"Name the {e.things} whose {r.says} has the {c.says} {text(v)}.",
        (
            f"SELECT t.{label.name} FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"WHERE u.{c.name} = {text(v)}",
        ),
        most=8,
    )


@template("join", "dev")
def total_of_one(w: World) -> Drawn:
    e, r, u = w.linked("number")
    n, other = w.column(e, "number"), w.column(u, "label")
    y = w.value(u, other)
    return Drawn(
        f"Add up the {n.says} of all {e.things} that belong to the {r.says} {text(y)}.",
        (
            f"SELECT SUM(t.{n.name}) FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"WHERE u.{other.name} = {text(y)}",
        ),
    )


@template("join", "test")
def top_of_one(w: World) -> Drawn:
    e, r, u = w.linked("label", "number")
    label, n, other = w.column(e, "label"), w.column(e, "number"), w.column(u, "label")
    y = w.value(u, other)
    best = (
        f"SELECT MAX(t.{n.name}) FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
        f"WHERE u.{other.name} = {text(y)}"
    )
    return Drawn(
        f"Consider the {e.things} whose {r.says} is {text(y)}. Which of them reaches the highest {n.says}?",
        (
            f"SELECT t.{label.name} FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"WHERE u.{other.name} = {text(y)} AND t.{n.name} = ({best})",
        ),
    )


@template("join", "test")
def without_any(w: World) -> Drawn:
    e, r, u = w.linked()
    other = w.column(u, "label")
    return Drawn(
        f"Which {u.things} do not occur as the {r.says} of any {e.thing}? Give the {other.says} of each.",
        (
            f"SELECT u.{other.name} FROM {u.table} u LEFT JOIN {e.table} t ON t.{r.name} = u.id WHERE t.id IS NULL",
        ),
        most=7,
    )


@template("join", "test")
def over_two_links(w: World) -> Drawn:
    """Three tables: rows, what they refer to, and what that refers to."""
    e, r, u = w.linked()
    if not u.of("reference"):
        raise Unfit
    s = w.column(u, "reference")
    v = w.domain.entity(s.source)
    far = w.column(v, "label")
    y = w.value(v, far)
    return Drawn(
        f"Through their {r.says}, how many {e.things} lead to the {s.says} {text(y)}?",
        (
            f"SELECT COUNT(*) FROM {e.table} t JOIN {u.table} u ON t.{r.name} = u.id "
            f"JOIN {v.table} v ON u.{s.name} = v.id WHERE v.{far.name} = {text(y)}",
        ),
    )


# ---- groups -----------------------------------------------------------------------------------------


def _single_best(w: World, sql: str) -> None:
    """Check that the first of a descending list stands alone."""
    rows = w.query(sql)
    if len(rows) < 2 or rows[0][-1] == rows[1][-1]:
        raise Unfit


@template("group", "train")
def most_frequent(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    _single_best(
        w, f"SELECT {c.name}, COUNT(*) AS n FROM {e.table} GROUP BY {c.name} ORDER BY n DESC LIMIT 2"
    )
    return Drawn(
        f"Which {c.says} do most {e.things} have?",
        (f"SELECT {c.name} FROM {e.table} GROUP BY {c.name} ORDER BY COUNT(*) DESC LIMIT 1",),
    )


@template("group", "train")
def groups_of_size(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    k = w.rng.randint(2, max(3, e.rows // 4))
    return Drawn(
        f"Which values of {c.says} occur for more than {k} {e.things}?",
        (f"SELECT {c.name} FROM {e.table} GROUP BY {c.name} HAVING COUNT(*) > {k}",),
        most=4,
    )


@template("group", "train")
def busiest_year(w: World) -> Drawn:
    e = w.entity("date")
    d = w.column(e, "date")
    _single_best(
        w, f"SELECT YEAR({d.name}) AS y, COUNT(*) AS n FROM {e.table} GROUP BY y ORDER BY n DESC LIMIT 2"
    )
    return Drawn(
        f"In which year does the {d.says} of most {e.things} lie?",
        (f"SELECT YEAR({d.name}) AS y FROM {e.table} GROUP BY y ORDER BY COUNT(*) DESC LIMIT 1",),
    )


@template("group", "dev")
def best_average(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    _single_best(
        w, f"SELECT {c.name}, AVG({n.name}) AS a FROM {e.table} GROUP BY {c.name} ORDER BY a DESC LIMIT 2"
    )
    return Drawn(
        f"Grouping the {e.things} by {c.says}, which group has the greatest average {n.says}?",
        (f"SELECT {c.name} FROM {e.table} GROUP BY {c.name} ORDER BY AVG({n.name}) DESC LIMIT 1",),
    )


@template("group", "test")
def most_linked(w: World) -> Drawn:
    e, r, u = w.linked()
    other = w.column(u, "label")
    joined = f"{e.table} t JOIN {u.table} u ON t.{r.name} = u.id GROUP BY u.id, u.{other.name}"
    _single_best(w, f"SELECT u.{other.name}, COUNT(*) AS n FROM {joined} ORDER BY n DESC LIMIT 2")
    return Drawn(
        f"Which {u.thing} is the {r.says} of the greatest number of {e.things}?",
        (f"SELECT u.{other.name} FROM {joined} ORDER BY COUNT(*) DESC LIMIT 1",),
    )


@template("group", "test")
def totals_above(w: World) -> Drawn:
    e, r, u = w.linked("number")
    n, other = w.column(e, "number"), w.column(u, "label")
    joined = f"{e.table} t JOIN {u.table} u ON t.{r.name} = u.id GROUP BY u.id, u.{other.name}"
    totals = sorted((row[0] for row in w.query(f"SELECT SUM(t.{n.name}) FROM {joined}")), reverse=True)
    k = w.pick(totals[1:6])
    return Drawn(
        f"Sum the {n.says} of the {e.things} for each {r.says}. Where is the sum greater than {k}? "
        f"Answer with the {other.says} of these {u.things}.",
        (f"SELECT u.{other.name} FROM {joined} HAVING SUM(t.{n.name}) > {k}",),
        most=6,
    )
