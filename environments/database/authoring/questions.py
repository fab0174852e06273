"""Templates of questions about one table."""

from __future__ import annotations

from agentgym.environments.database.authoring.drawing import Unfit, World, text
from agentgym.environments.database.authoring.template import Drawn, template

# ---- lookup -----------------------------------------------------------------------------------------


@template("lookup", "train")
def one_value(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    x = w.value(e, label)
    return Drawn(
        f"What is the {n.says} of the {e.thing} with the {label.says} {text(x)}?",
        (f"SELECT {n.name} FROM {e.table} WHERE {label.name} = {text(x)}",),
    )


@template("lookup", "train")
def two_values(w: World) -> Drawn:
    e = w.entity("label", "category", "number")
    label, c, n = w.column(e, "label"), w.column(e, "category"), w.column(e, "number")
    x = w.value(e, label)
    return Drawn(
        f"Give the {c.says} and the {n.says} of the {e.thing} {text(x)}, in this order.",
        (f"SELECT {c.name}, {n.name} FROM {e.table} WHERE {label.name} = {text(x)}",),
    )


@template("lookup", "train")
def by_number(w: World) -> Drawn:
    e = w.entity("label")
    label = w.column(e, "label")
    number = w.rng.randint(1, e.rows)
    return Drawn(
        f"Which {e.thing} has the id {number}? Answer with the {label.says}.",
        (f"SELECT {label.name} FROM {e.table} WHERE id = {number}",),
    )


@template("lookup", "dev")
def date_of(w: World) -> Drawn:
    e = w.entity("label", "date")
    label, d = w.column(e, "label"), w.column(e, "date")
    x = w.value(e, label)
    return Drawn(
        f"Find the {d.says} recorded for {text(x)} among the {e.things}. Write it as YYYY-MM-DD.",
        (f"SELECT {d.name} FROM {e.table} WHERE {label.name} = {text(x)}",),
    )


@template("lookup", "test")
def by_two_properties(w: World) -> Drawn:
    e = w.entity("label", "category", "number")
    label, c, n = w.column(e, "label"), w.column(e, "category"), w.column(e, "number")
    row = w.rng.randrange(e.rows)
    v, k = w.values(e, c)[row], w.values(e, n)[row]
    return Drawn(
        f"There is one {e.thing} whose {c.says} is {v} and whose {n.says} is exactly {k}. State its {label.says}.",
        (f"SELECT {label.name} FROM {e.table} WHERE {c.name} = {text(v)} AND {n.name} = {k}",),
    )


@template("lookup", "test")
def of_a_year(w: World) -> Drawn:
    e = w.entity("label", "category", "date")
    label, c, d = w.column(e, "label"), w.column(e, "category"), w.column(e, "date")
    row = w.rng.randrange(e.rows)
    v, year = w.values(e, c)[row], str(w.values(e, d)[row])[:4]
    return Drawn(
        f"List by {label.says} every {e.thing} that has {c.says} {v} and a {d.says} in the year {year}.",
        (f"SELECT {label.name} FROM {e.table} WHERE {c.name} = {text(v)} AND YEAR({d.name}) = {year}",),
        most=5,
    )


# ---- counting ---------------------------------------------------------------------------------------


@template("counting", "train")
def of_a_category(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    v = w.value(e, c)
    return Drawn(
        f"How many {e.things} have the {c.says} {text(v)}?",
        (f"SELECT COUNT(*) FROM {e.table} WHERE {c.name} = {text(v)}",),
    )


@template("counting", "train")
def above_a_number(w: World) -> Drawn:
    e = w.entity("number")
    n = w.column(e, "number")
    k = w.value(e, n)
    return Drawn(
        f"How many {e.things} have a {n.says} of more than {k}?",
        (f"SELECT COUNT(*) FROM {e.table} WHERE {n.name} > {k}",),
    )


@template("counting", "train")
def different_values(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    k = w.value(e, n)
    return Drawn(
        f"Among the {e.things} whose {n.says} is below {k}, how many different values of {c.says} are there?",
        (f"SELECT COUNT(DISTINCT {c.name}) FROM {e.table} WHERE {n.name} < {k}",),
    )


@template("counting", "dev")
def between_numbers(w: World) -> Drawn:
    e = w.entity("number")
    n = w.column(e, "number")
    low, high = sorted((w.value(e, n), w.value(e, n)))
    return Drawn(
        f"Count the {e.things} whose {n.says} lies between {low} and {high}, both included.",
        (f"SELECT COUNT(*) FROM {e.table} WHERE {n.name} BETWEEN {low} AND {high}",),
    )


@template("counting", "test")
def category_with_limit(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v, k = w.value(e, c), w.value(e, n)
    return Drawn(
        f"Of all {e.things} with {c.says} {v}, what number has a {n.says} that does not exceed {k}?",
        (f"SELECT COUNT(*) FROM {e.table} WHERE {c.name} = {text(v)} AND {n.name} <= {k}",),
    )


@template("counting", "test")
def not_of_two(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    a, b = w.rng.sample(sorted(set(c.source.split(","))), 2)
    return Drawn(
        f"Tell how many {e.things} there are whose {c.says} is neither {a} nor {b}.",
        (f"SELECT COUNT(*) FROM {e.table} WHERE {c.name} NOT IN ({text(a)}, {text(b)})",),
    )


# ---- comparison -------------------------------------------------------------------------------------


@template("comparison", "train")
def more_than_another(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    x = w.value(e, label)
    return Drawn(
        f"Which {e.things} have a greater {n.says} than {text(x)}? Name them by {label.says}.",
        (
            f"SELECT {label.name} FROM {e.table} WHERE {n.name} > "
            f"(SELECT {n.name} FROM {e.table} WHERE {label.name} = {text(x)})",
        ),
        most=6,
    )


@template("comparison", "train")
def the_larger_of_two(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    a, b = w.rng.sample(range(e.rows), 2)
    labels, numbers = w.values(e, label), w.values(e, n)
    if numbers[a] == numbers[b]:
        raise Unfit
    x, y = labels[a], labels[b]
    return Drawn(
        f"Which of the two {e.things} {text(x)} and {text(y)} has the larger {n.says}?",
        (
            f"SELECT {label.name} FROM {e.table} WHERE {label.name} IN ({text(x)}, {text(y)}) "
            f"ORDER BY {n.name} DESC LIMIT 1",
        ),
    )


@template("comparison", "dev")
def below_in_category(w: World) -> Drawn:
    e = w.entity("label", "category", "number")
    label, c, n = w.column(e, "label"), w.column(e, "category"), w.column(e, "number")
    v, k = w.value(e, c), w.value(e, n)
    return Drawn(
        f"Name the {e.things} ({label.says}) with {c.says} {v} whose {n.says} is smaller than {k}.",
        (f"SELECT {label.name} FROM {e.table} WHERE {c.name} = {text(v)} AND {n.name} < {k}",),
        most=6,
    )


@template("comparison", "test")
def above_average(w: World) -> Drawn:
    e = w.entity("label", "category", "number")
    label, c, n = w.column(e, "label"), w.column(e, "category"), w.column(e, "number")
    v = w.value(e, c)
    return Drawn(
        f"Take the average {n.says} over all {e.things}. Which of those with {c.says} {v} lie above it? "
        f"Give the {label.says} of each.",
        (
            f"SELECT {label.name} FROM {e.table} WHERE {c.name} = {text(v)} "
            f"AND {n.name} > (SELECT AVG({n.name}) FROM {e.table})",
        ),
        most=7,
    )


@template("comparison", "test")
def difference_of_two(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    a, b = w.rng.sample(range(e.rows), 2)
    labels, numbers = w.values(e, label), w.values(e, n)
    if numbers[a] < numbers[b]:
        a, b = b, a
    x, y = labels[a], labels[b]
    return Drawn(
        f"By how much does the {n.says} of the {e.thing} {text(x)} exceed that of {text(y)}?",
        (
            f"SELECT a.{n.name} - b.{n.name} FROM {e.table} a JOIN {e.table} b "
            f"WHERE a.{label.name} = {text(x)} AND b.{label.name} = {text(y)}",
        ),
    )
