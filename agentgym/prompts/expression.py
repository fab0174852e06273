"""An expression of somebody else's source, of which texts are read: literals, f-strings, sums; nothing is computed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from agentgym.errors import DataError

Piece = str | None
"""Part of a template: a text, or ``None`` for what the program fills in."""


class Expression(NamedTuple):
    """An expression: what it is, where it stands, and the module that it stands in.

    A string, an f-string, a sum of these with anything, and what stands in an item of a module's constant can be read.
    """

    node: ast.expr
    where: str
    module: ast.Module

    @property
    def is_text(self) -> bool:
        """Whether it is a text; an f-string is one, a sum with something else is not."""
        found = list(self._pieces(self.node, named=True))
        return bool(found) and None not in found

    def text(self) -> str:
        """Return the text; what an f-string fills in stays as it is written, in braces.

        Raises:
            DataError: it is none.
        """
        if not self.is_text:
            raise DataError(f"{self.where} is no text. Is it another version?")
        return "".join(piece or "" for piece in self._pieces(self.node, named=True))

    @property
    def begins(self) -> bool:
        """Whether it begins with a text that says something."""
        return bool(next(self._pieces(self.node), None))

    def lead(self) -> str:
        """Return the text that it begins with.

        Raises:
            DataError: it begins with none.
        """
        first = next(self._pieces(self.node), None)
        if first is None:
            raise DataError(f"{self.where} begins with no text. Is it another version?")
        return first

    def tail(self) -> str:
        """Return the text that it ends with, ``""`` for none."""
        *_, last = self._pieces(self.node)
        return last or ""

    def template(self, *names: str) -> str:
        """Return the text with its holes named, in order; ``""`` leaves one out.

        Raises:
            DataError: there are more or fewer holes.
        """
        pieces = list(self._pieces(self.node))
        holes = pieces.count(None)
        if holes != len(names):
            raise DataError(
                f"{self.where} has {holes} places to fill in, not {len(names)}. Is it another version?"
            )
        given = iter(f"{{{name}}}" if name else "" for name in names)
        return "".join(next(given) if piece is None else piece for piece in pieces)

    def either(self) -> tuple[Expression, Expression]:
        """Return both sides of ``A if … else B``.

        Raises:
            DataError: it is no such expression.
        """
        found = [n for n in ast.walk(self.node) if isinstance(n, ast.IfExp)]
        if not found:
            raise DataError(f"{self.where} has no two sides. Is it another version?")
        return self._replace(node=found[0].body), self._replace(node=found[0].orelse)

    def literal(self) -> Any:
        """Return a list, dictionary or tuple of literals.

        Raises:
            DataError: it is more than that.
        """
        try:
            return _literal(self.node)
        except (ValueError, TypeError, RecursionError):
            raise DataError(f"{self.where} is no literal. Is it another version?") from None

    def _pieces(self, node: ast.expr, *, named: bool = False) -> Iterator[Piece]:
        match node:
            case ast.Constant(value=str() as text):
                yield text
            case ast.JoinedStr(values=parts):
                for part in parts:
                    if named and isinstance(part, ast.FormattedValue):
                        yield f"{{{ast.unparse(part.value)}}}"
                    else:
                        yield from self._pieces(part)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._pieces(left, named=named)
                yield from self._pieces(right, named=named)
            case ast.Call(func=ast.Attribute(value=inner, attr="strip"), args=[]):
                stripped = list(self._pieces(inner))
                yield from (p if p is None else p.strip() for p in stripped[:1])
                yield from stripped[1:]
            case ast.Name() | ast.Subscript():
                yield self._looked_up(node)
            case _:
                yield None

    def _looked_up(self, node: ast.expr) -> Piece:
        """Return the text that a module's constant is, or that stands in it; ``None`` for anything else."""
        keys: list[Any] = []
        while isinstance(node, ast.Subscript):
            try:
                keys.insert(0, ast.literal_eval(node.slice))
            except ValueError:
                return None
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        for statement in self.module.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and node.id in _targets(statement):
                try:
                    value = _literal(statement.value)
                    for key in keys:
                        value = value[key]
                except (ValueError, KeyError, IndexError, TypeError):
                    return None
                return value if isinstance(value, str) else None
        return None


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [ast.unparse(target) for target in targets]


def _literal(node: ast.expr | None) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=items):
            return [_literal(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple(_literal(item) for item in items)
        case ast.Dict(keys=keys, values=values):
            return {_literal(k): _literal(v) for k, v in zip(keys, values, strict=True) if k is not None}
        case ast.JoinedStr(values=parts) if all(isinstance(p, ast.Constant) for p in parts):
            return "".join(str(_literal(p)) for p in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _literal(left) + _literal(right)
    raise ValueError("no literal")
