"""MySQL's ``UPDATE a JOIN b … SET``, as ``UPDATE a SET … FROM b``: what SQLite and PostgreSQL take."""

from __future__ import annotations

from sqlglot import exp


def joins_to_from(tree: exp.Update) -> bool:
    """Rewrite the joins of an UPDATE in place; return whether it had any.

    The table that the assignments name is the one that is changed; the conditions of the joins go to ``WHERE``.
    """
    table = tree.this
    joins = table.args.pop("joins", None) or []
    if not joins:
        return False
    where = tree.args.get("where")
    targets = {a.this.table for a in tree.expressions}
    conditions = [j.args["on"] for j in joins if j.args.get("on")]
    condition = exp.and_(*conditions, where.this if where is not None else None, copy=False)
    tables = [table, *(j.this for j in joins)]
    changed = next((t for t in tables if t.alias_or_name in targets), table)
    others = [t for t in tables if t is not changed]
    source = exp.From(this=others[0])
    for other in others[1:]:
        source.this.append("joins", exp.Join(this=other))
    tree.set("this", changed)
    tree.set("from_", source)
    tree.set("where", exp.Where(this=condition))
    return True


def bare_targets(tree: exp.Update) -> None:
    """Drop the table's name before the columns that an UPDATE assigns to: the standard has none there."""
    for assignment in tree.expressions:
        assignment.this.set("table", None)
        assignment.this.set("db", None)
