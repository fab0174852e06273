"""MySQL's UPDATE and DELETE with joins, orders and limits, for SQLite, which has none of these."""

from __future__ import annotations

from sqlglot import exp

from agentgym.environments.database.world.joins import bare_targets, joins_to_from
from agentgym.environments.database.world.sqlite.dialect import NotTranslated, put


def update(tree: exp.Update) -> exp.Expr:
    """Rewrite an UPDATE: joins become FROM, a limit becomes row numbers.

    Raises:
        NotTranslated: it assigns to something else than a column.
    """
    table = tree.this
    keep_digits([a.expression for a in tree.expressions])
    for assignment in tree.expressions:
        if not isinstance(assignment.this, exp.Column):
            raise NotTranslated("1064 (42000): You have an error in your SQL syntax near SET")
    if not joins_to_from(tree) and tree.args.get("limit"):
        _by_row(tree, table)
    bare_targets(tree)
    tree.set("order", None)
    tree.set("limit", None)
    return tree


def delete(tree: exp.Delete) -> exp.Expr:
    """Rewrite a DELETE: joins and a limit become row numbers.

    Raises:
        NotTranslated: it deletes from several tables, or from one that it does not name.
    """
    table = tree.this
    if not isinstance(table, exp.Expr):  # DELETE a WHERE …, without FROM
        raise NotTranslated("1064 (42000): You have an error in your SQL syntax near DELETE")
    named = tree.args.get("tables")
    if named or table.args.get("joins"):
        targets = named or [table]
        if len(targets) > 1:
            raise NotTranslated("1235 (42000): DELETE from several tables at once is not supported here")
        joins = table.args.get("joins") or []
        tables = {t.alias_or_name: t for t in (table, *(j.this for j in joins))}
        target = tables.get(targets[0].name)
        if target is None:
            raise NotTranslated(f"1109 (42S02): Unknown table '{targets[0].name}' in MULTI DELETE")
        rows = exp.select(exp.column("rowid", target.alias_or_name)).from_(table.copy())
        where = _where(tree)
        rows = rows.where(where.copy()) if where is not None else rows
        bare = (
            exp.to_table(target.name, dialect="mysql")
            if not target.this
            else exp.Table(this=target.this.copy())
        )
        tree.set("tables", None)
        tree.set("this", bare)
        tree.set("where", exp.Where(this=exp.In(this=exp.column("rowid"), query=rows.subquery())))
    elif tree.args.get("limit"):
        _by_row(tree, table)
    tree.set("order", None)
    tree.set("limit", None)
    return tree


def _by_row(tree: exp.Expr, table: exp.Expr) -> None:
    """``… ORDER BY … LIMIT n`` of a change: of the rows that a query with this order and limit finds."""
    rows = exp.select(exp.column("rowid")).from_(table.copy())
    where, order = _where(tree), tree.args.get("order")
    rows = rows.where(where.copy()) if where is not None else rows
    if order is not None:
        rows.set("order", order.copy())
    rows.set("limit", tree.args["limit"].copy())
    tree.set("where", exp.Where(this=exp.In(this=exp.column("rowid"), query=rows.subquery())))


def _where(tree: exp.Expr) -> exp.Expr | None:
    where = tree.args.get("where")
    return where.this if where is not None else None


def keep_digits(values: list[exp.Expr]) -> None:
    """Write decimal numbers as text: in a text column ``6.50`` stays so, other columns take the number."""
    for value in values:
        number = value.this if isinstance(value, exp.Neg) else value
        if isinstance(number, exp.Literal) and not number.is_string and "." in number.this:
            sign = "-" if number is not value else ""
            put(value, lambda _, text=f"{sign}{number.this}": exp.Literal.string(text))  # type: ignore[misc]
