"""Templates of changes: INSERT, UPDATE, DELETE."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.authoring.domains import Entity, Field
from agentgym.environments.database.authoring.drawing import Unfit, World, draw_date, draw_number, text
from agentgym.environments.database.authoring.names import unique_names
from agentgym.environments.database.authoring.template import Drawn, template


def _fresh(w: World, e: Entity, f: Field, row_id: int) -> Any:
    """Draw a value for a new row."""
    if f.role == "id":
        return row_id
    if f.role == "label":
        return w.pick([n for n in unique_names(f.source, 50, w.rng) if n not in w.values(e, f)])
    if f.role == "category":
        return w.pick(f.source.split(","))
    if f.role == "number":
        return draw_number(f.source, w.rng)
    if f.role == "date":
        return draw_date(f.source, w.rng)
    return w.rng.randint(1, w.domain.entity(f.source).rows)


def _row(w: World, e: Entity, row_id: int) -> list[Any]:
    return [_fresh(w, e, f, row_id) for f in e.fields]


def _told(e: Entity, values: list[Any]) -> str:
    return ", ".join(f"{f.name} {text(v)}" for f, v in zip(e.fields, values, strict=True))


def _listed(values: list[Any]) -> str:
    return "(" + ", ".join(map(text, values)) + ")"


# ---- INSERT -----------------------------------------------------------------------------------------


@template("INSERT", "train")
def new_row(w: World) -> Drawn:
    e = w.entity()
    values = _row(w, e, e.rows + 1)
    return Drawn(
        f"Add a new {e.thing} to the table {e.table}: {_told(e, values)}.",
        (f"INSERT INTO {e.table} VALUES {_listed(values)}",),
    )


@template("INSERT", "train")
def two_rows(w: World) -> Drawn:
    e = w.entity()
    first, second = _row(w, e, e.rows + 1), _row(w, e, e.rows + 2)
    if first[1] == second[1]:
        raise Unfit
    return Drawn(
        f"Two {e.things} have to be entered into {e.table}. The first: {_told(e, first)}. The second: "
        f"{_told(e, second)}.",
        (f"INSERT INTO {e.table} VALUES {_listed(first)}, {_listed(second)}",),
    )


@template("INSERT", "dev")
def with_an_unknown(w: World) -> Drawn:
    e = w.entity("number")
    n = w.column(e, "number")
    known = [f for f in e.fields if f is not n]
    values = [_fresh(w, e, f, e.rows + 3) for f in known]
    told = ", ".join(f"{f.name} {text(v)}" for f, v in zip(known, values, strict=True))
    return Drawn(
        f"Register a further {e.thing} ({told}). Its {n.says} is not known yet and stays empty (NULL).",
        (f"INSERT INTO {e.table} ({', '.join(f.name for f in known)}) VALUES {_listed(values)}",),
    )


@template("INSERT", "test")
def with_a_name_for_a_link(w: World) -> Drawn:
    e, r, u = w.linked()
    other = w.column(u, "label")
    y = w.value(u, other)
    given = [f for f in e.fields if f is not r]
    values = [_fresh(w, e, f, e.rows + 1) for f in given]
    told = ", ".join(f"{f.name} {text(v)}" for f, v in zip(given, values, strict=True))
    return Drawn(
        f"Please store one more {e.thing} with {told}; as {r.says} enter the one called {text(y)}.",
        (
            f"INSERT INTO {e.table} ({', '.join(f.name for f in given)}, {r.name}) "
            f"SELECT {', '.join(map(text, values))}, id FROM {u.table} WHERE {other.name} = {text(y)}",
        ),
    )


@template("INSERT", "test")
def copy_of_a_row(w: World) -> Drawn:
    e = w.entity("label")
    label = w.column(e, "label")
    x = w.value(e, label)
    row_id, name = e.rows + 1, _fresh(w, e, label, 0)
    rest = [f.name for f in e.fields if f.role != "id" and f is not label]
    if not rest:
        raise Unfit
    return Drawn(
        f"Make a copy of the {e.thing} {text(x)}: the copy gets id {row_id} and the {label.says} {text(name)}, all "
        "its other columns are those of the original.",
        (
            f"INSERT INTO {e.table} (id, {label.name}, {', '.join(rest)}) "
            f"SELECT {row_id}, {text(name)}, {', '.join(rest)} FROM {e.table} WHERE {label.name} = {text(x)}",
        ),
    )


# ---- UPDATE -----------------------------------------------------------------------------------------


@template("UPDATE", "train")
def one_number(w: World) -> Drawn:
    e = w.entity("label", "number")
    label, n = w.column(e, "label"), w.column(e, "number")
    x, k = w.value(e, label), draw_number(n.source, w.rng)
    return Drawn(
        f"Set the {n.says} of the {e.thing} {text(x)} to {k}.",
        (f"UPDATE {e.table} SET {n.name} = {k} WHERE {label.name} = {text(x)}",),
    )


@template("UPDATE", "train")
def category_renamed(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    v, new = w.value(e, c), w.pick(c.source.split(","))
    return Drawn(
        f"Every {e.thing} with the {c.says} {text(v)} shall have the {c.says} {text(new)} instead.",
        (f"UPDATE {e.table} SET {c.name} = {text(new)} WHERE {c.name} = {text(v)}",),
    )


@template("UPDATE", "train")
def raised(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v, k = w.value(e, c), w.rng.randint(1, 25)
    return Drawn(
        f"Increase the {n.says} of all {e.things} with {c.says} {text(v)} by {k}.",
        (f"UPDATE {e.table} SET {n.name} = {n.name} + {k} WHERE {c.name} = {text(v)}",),
    )


@template("UPDATE", "dev")
def two_columns(w: World) -> Drawn:
    e = w.entity("label", "category", "number")
    label, c, n = w.column(e, "label"), w.column(e, "category"), w.column(e, "number")
    x, v, k = w.value(e, label), w.pick(c.source.split(",")), draw_number(n.source, w.rng)
    return Drawn(
        f"Correct the entry of the {e.thing} {text(x)}: {c.says} {v}, {n.says} {k}.",
        (f"UPDATE {e.table} SET {c.name} = {text(v)}, {n.name} = {k} WHERE {label.name} = {text(x)}",),
    )


@template("UPDATE", "test")
def through_a_link(w: World) -> Drawn:
    e, r, u = w.linked("number")
    n, other = w.column(e, "number"), w.column(u, "label")
    y, k = w.value(u, other), w.rng.randint(2, 40)
    return Drawn(
        f"For those {e.things} whose {r.says} is {text(y)}, the {n.says} turned out to be {k} too low. Put that right.",
        (
            f"UPDATE {e.table} t JOIN {u.table} u ON t.{r.name} = u.id SET t.{n.name} = t.{n.name} + {k} "
            f"WHERE u.{other.name} = {text(y)}",
        ),
    )


@template("UPDATE", "test")
def before_a_date(w: World) -> Drawn:
    e = w.entity("category", "date")
    c, d = w.column(e, "category"), w.column(e, "date")
    day, v = w.value(e, d), w.pick(c.source.split(","))
    return Drawn(
        f"Whatever their {c.says} was, {e.things} with a {d.says} before {day} now count as {v}. Change the data "
        "accordingly.",
        (f"UPDATE {e.table} SET {c.name} = {text(v)} WHERE {d.name} < {text(day)}",),
    )


# ---- DELETE -----------------------------------------------------------------------------------------


@template("DELETE", "train")
def one_row(w: World) -> Drawn:
    e = w.entity("label")
    label = w.column(e, "label")
    x = w.value(e, label)
    return Drawn(
        f"Delete the {e.thing} {text(x)} from {e.table}.",
        (f"DELETE FROM {e.table} WHERE {label.name} = {text(x)}",),
    )


@template("DELETE", "train")
def a_category(w: World) -> Drawn:
    e = w.entity("category")
    c = w.column(e, "category")
    v = w.value(e, c)
    return Drawn(
        f"Remove all {e.things} with the {c.says} {text(v)}.",
        (f"DELETE FROM {e.table} WHERE {c.name} = {text(v)}",),
    )


@template("DELETE", "dev")
def below_a_number(w: World) -> Drawn:
    e = w.entity("number")
    n = w.column(e, "number")
    k = w.value(e, n)
    return Drawn(
        f"Clear out the {e.things} that have a {n.says} under {k}.",
        (f"DELETE FROM {e.table} WHERE {n.name} < {k}",),
    )


@template("DELETE", "test")
def linked_to_one(w: World) -> Drawn:
    e, r, u = w.linked()
    other = w.column(u, "label")
    y = w.value(u, other)
    return Drawn(
        f"The {u.thing} {text(y)} is to keep its own entry, but the {e.things} that have it as their {r.says} must go.",
        (
            f"DELETE FROM {e.table} WHERE {r.name} IN (SELECT id FROM {u.table} WHERE {other.name} = {text(y)})",
        ),
    )


@template("DELETE", "test")
def category_and_number(w: World) -> Drawn:
    e = w.entity("category", "number")
    c, n = w.column(e, "category"), w.column(e, "number")
    v, k = w.value(e, c), w.value(e, n)
    return Drawn(
        f"Drop {e.things} of {c.says} {v} from the records where the {n.says} is {k} or more.",
        (f"DELETE FROM {e.table} WHERE {c.name} = {text(v)} AND {n.name} >= {k}",),
    )
