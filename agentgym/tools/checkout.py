"""Texts of somebody else's Python sources, read by their syntax tree and never run.

A text is named by where it stands: a module's constant, an argument or an assignment inside a class or function.
Literals that stand beside each other are one text, an f-string is a template with the source of its holes in braces.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from agentgym.errors import DataError

_LARGEST = 1 << 20
"""Bytes of the largest source that is read."""


class Checkout:
    """Sources below a folder; :attr:`name` says what was read of them.

    Args:
        folder: where they lie: a path, or a :attr:`name`, whose hash must fit at the end (:meth:`check`).
        marker: a file that must be there, below ``folder`` or one of ``inside``.
        inside: folders of a larger checkout that the sources may lie in.

    Raises:
        DataError: the marker is nowhere.
    """

    def __init__(self, folder: str | Path, marker: str, inside: tuple[str, ...]) -> None:
        path, _, self._wanted = str(folder).partition("#")
        folder = Path(path).expanduser().absolute()
        places = [folder, *(folder / part for part in inside)]
        found = next((p for p in places if (p / marker).is_file()), None)
        if found is None:
            raise DataError(
                f"prompts={str(folder)!r}: there is no {marker} here, nor in {', '.join(inside)} below it."
            )
        self.folder = found
        self._trees: dict[str, ast.Module] = {}
        self._hash = hashlib.sha256()

    @property
    def name(self) -> str:
        """The folder, and twelve hex digits over the sources that were read of it (``/some/folder#0123456789ab``)."""
        return f"{self.folder}#{self._hash.hexdigest()[:12]}"

    def constant(self, file: str, name: str, scope: str = "") -> str:
        """Return a constant of a module, or of a class or function in it.

        Raises:
            DataError: there is no such text.
        """
        found = (v for n, v in _assigned(self._scope(file, scope)) if n == name)
        return self._only(file, f"{scope + ', ' if scope else ''}{name}", found, 0)

    def check(self) -> None:
        """See that what was read is what the name said, if it said any.

        Raises:
            DataError: the sources have changed.
        """
        if self._wanted and not self.name.endswith(f"#{self._wanted}"):
            raise DataError(
                f"The prompts at {self.folder} have changed: they were {self._wanted}, now {self.name}."
            )

    def attribute(self, file: str, scope: str, name: str, number: int = 0) -> str:
        """Return what is assigned or added to an attribute of ``self`` in a class or function.

        Args:
            file: path of the source.
            scope: name of the class or function, dotted.
            name: the attribute.
            number: which of the texts, in order.

        Raises:
            DataError: there is no such text.
        """
        where = f"{scope}, self.{name}"
        found = (v for n, v in _assigned(self._scope(file, scope), attributes=True) if n == name)
        return self._only(file, where, found, number)

    def argument(self, file: str, scope: str, name: str) -> str:
        """Return the text that is given as a named argument in a class or function.

        Raises:
            DataError: there is no such text.
        """
        calls = (n for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Call))
        given = (k.value for call in calls for k in call.keywords if k.arg == name)
        return self._only(file, f"{scope}, {name}=", given, 0)

    def _only(self, file: str, where: str, values: Iterator[ast.expr], number: int) -> str:
        texts = [text for value in values if (text := _folded(value)) is not None]
        if number >= len(texts):
            raise DataError(
                f"{self.folder / file} has no text {where} ({number + 1}). Is it another version?"
            )
        return texts[number]

    def _tree(self, file: str) -> ast.Module:
        if file not in self._trees:
            path = self.folder / file
            try:
                if path.is_symlink() or path.stat().st_size > _LARGEST:
                    raise DataError(f"{path} is a link or too large to be a source of prompts.")
                raw = path.read_bytes()
                self._trees[file] = ast.parse(raw.decode("utf-8"))
            except (
                OSError,
                UnicodeDecodeError,
                SyntaxError,
                ValueError,
                RecursionError,
                MemoryError,
            ) as error:
                raise DataError(f"{path} cannot be read as a Python source: {error}.") from None
            self._hash.update(file.encode() + b"\0" + raw + b"\0")
        return self._trees[file]

    def _scope(self, file: str, scope: str) -> ast.AST:
        here: ast.AST = self._tree(file)
        for part in filter(None, scope.split(".")):
            inner = (
                n for n in _walk(here) if isinstance(n, ast.ClassDef | ast.FunctionDef) and n.name == part
            )
            found = next(inner, None)
            if found is None:
                raise DataError(f"{self.folder / file} has no {scope}. Is it another version?")
            here = found
        return here


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands below a node, in the order of the source."""
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _walk(child)


def _assigned(scope: ast.AST, *, attributes: bool = False) -> Iterator[tuple[str, ast.expr]]:
    """Yield names and values of assignments: of a module's own names, or of attributes anywhere in a scope."""
    for node in _walk(scope) if attributes else ast.iter_child_nodes(scope):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value is not None):
            target, value = node.target, node.value  # type: ignore[assignment]
        else:
            continue
        if attributes and isinstance(target, ast.Attribute):
            yield target.attr, value
        elif not attributes and isinstance(target, ast.Name):
            yield target.id, value


def _folded(value: ast.expr) -> str | None:
    """Return a text, a template, or a sum of them; ``None`` for anything else."""
    match value:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_part(p) for p in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            a, b = _folded(left), _folded(right)
            return a + b if a is not None and b is not None else None
    return None


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{ast.unparse(part.value)}}}"
    return str(part.value) if isinstance(part, ast.Constant) else ""
