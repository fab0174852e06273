"""Wrong statements of a task: the tables that they leave must not be the ones of the reference.

What is compared is the content of all tables, so a mutation that passes says that the data does not tell the right
statement from a wrong one: a condition that all rows meet, a value that was there before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.quiet import quiet

_EACH = 6
"""Mutations of one sort at most."""


def wrong(database: Database, statement: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each mutation and the statements that are played in place of the reference."""
    yield "nothing", ()
    yield "echo", ("SELECT 'done'",)
    with quiet():
        tree = sqlglot.parse_one(statement, read="mysql")
    condition = tree.args.get("where")
    if condition is not None:
        yield "without the condition", _changed(tree, lambda t: t.set("where", None))
        yield (
            "the condition denied",
            _changed(
                tree, lambda t: t.set("where", exp.Where(this=exp.not_(exp.paren(t.args["where"].this))))
            ),
        )
        whole = condition.this
        parts = list(whole.flatten()) if isinstance(whole, (exp.And, exp.Or)) else []
        for number in range(min(len(parts), _EACH)):
            left = [*parts[:number], *parts[number + 1 :]]
            joined = exp.and_(*left) if isinstance(whole, exp.And) else exp.or_(*left)
            yield f"without the part {number + 1} of the condition", _changed(tree, _where(joined))
    for number, literal in enumerate(_literals(tree)[:_EACH]):
        yield f"other value than {literal.sql(dialect='mysql'):.30}", _changed(tree, _other(number))
    if isinstance(tree, exp.Update):
        yield from _assignments(tree, database)
    if isinstance(tree, exp.Insert):
        yield from _inserted(tree, database)


def _assignments(tree: exp.Update, database: Database) -> Iterator[tuple[str, tuple[str, ...]]]:
    count = len(tree.expressions)
    for number in range(count if count > 1 else 0):
        yield (
            f"without the assignment {number + 1}",
            _changed(tree, lambda t, n=number: t.expressions.pop(n)),
        )
    used = {c.name.lower() for c in tree.find_all(exp.Column)}
    target = tree.this.name.lower() if isinstance(tree.this, exp.Table) else ""
    free = [
        c.name for t in database.tables if t.name.lower() == target for c in t.columns
        if c.name.lower() not in used and c.name != t.key
    ]  # fmt: skip
    if free and isinstance(tree.expressions[0].this, exp.Column):
        yield f"into the column {free[0]}", _changed(tree, lambda t: _into(t, free[0]))


def _inserted(tree: exp.Insert, database: Database) -> Iterator[tuple[str, tuple[str, ...]]]:
    values = tree.expression
    if not isinstance(values, exp.Values):
        return
    for number in range(len(values.expressions) if len(values.expressions) > 1 else 0):
        yield (
            f"without the row {number + 1}",
            _changed(tree, lambda t, n=number: t.expression.expressions.pop(n)),
        )
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    keyed = {t.name.lower() for t in database.tables if t.key}
    if target.name.lower() not in keyed:
        yield "twice", (_text(tree), _text(tree))


def _changed(tree: exp.Expr, change: object) -> tuple[str, ...]:
    copy = tree.copy()
    assert callable(change)
    change(copy)
    return (_text(copy),)


def _literals(tree: exp.Expr) -> list[exp.Literal]:
    return [x for x in tree.find_all(exp.Literal, bfs=False) if not isinstance(x.parent, exp.DataTypeParam)]


def _other(number: int) -> object:
    def change(tree: exp.Expr) -> None:
        literal = _literals(tree)[number]
        day = re.fullmatch(r"(\d{4})(-\d\d-\d\d.*)", literal.this)
        if literal.is_string and day is not None:
            literal.replace(exp.Literal.string(f"{int(day[1]) + 3:04d}{day[2]}"))
        elif literal.is_string:
            literal.replace(exp.Literal.string(f"{literal.this}x"))
        else:
            # Far away: a bound that is moved by one often has the same rows on its side.
            literal.replace(exp.Literal.number(f"{float(literal.this) * 3 + 7:g}"))

    return change


def _where(condition: exp.Expr) -> object:
    return lambda tree: tree.set("where", exp.Where(this=condition))


def _into(tree: exp.Expr, column: str) -> None:
    tree.expressions[0].this.replace(exp.column(column))


def _text(tree: exp.Expr) -> str:
    return tree.sql(dialect="mysql")
