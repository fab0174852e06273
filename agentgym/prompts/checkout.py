"""Somebody else's sources: Python by its syntax tree, never run; JSON, YAML and text as they are.

A text of a Python source is named by where it stands (a module's constant, an assignment, a call's argument inside a
class or function), not by its line.
"""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import msgspec
import yaml

from agentgym.errors import DataError
from agentgym.prompts.expression import Expression

T = TypeVar("T")
_LARGEST = 1 << 20
"""Bytes of the largest file that is read."""


class Checkout:
    """Sources below a folder.

    Args:
        folder: where they lie.

    Attributes:
        folder: the same; :meth:`enter` goes further in.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = self._root = folder
        self._raw: dict[str, bytes] = {}
        self._trees: dict[str, ast.Module] = {}

    @property
    def digest(self) -> str:
        """Twelve hex digits over the files that were read."""
        hashed = hashlib.sha256()
        for file, raw in sorted(self._raw.items()):
            hashed.update(file.encode() + b"\0" + raw + b"\0")
        return hashed.hexdigest()[:12]

    def enter(self, marker: str, *inside: str) -> None:
        """Go to the folder that holds a file: this one, or one of ``inside`` below it.

        Raises:
            DataError: it is nowhere.
        """
        found = next((p for p in ("", *inside) if (self.folder / p / marker).is_file()), None)
        if found is None:
            below = f", nor in {', '.join(inside)} below it" if inside else ""
            raise DataError(f"prompts={str(self.folder)!r}: there is no {marker} here{below}.")
        self.folder = self.folder / found

    def has(self, file: str) -> bool:
        """Return whether there is a file, or a folder."""
        return (self.folder / file).exists()

    # ---- whole files --------------------------------------------------------------------------------

    def text(self, file: str) -> str:
        """Return a file of text, line ends as they are.

        Raises:
            DataError: it is missing, a link, too large, or not UTF-8.
        """
        try:
            return self._read(file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"{self.folder / file} is no text in UTF-8: {error}.") from None

    def json(self, file: str, kind: type[T]) -> T:
        """Return what a JSON file holds.

        Raises:
            DataError: it cannot be read, or holds something else.
        """
        try:
            return msgspec.json.decode(self._read(file), type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(
                f"{self.folder / file} is not what it was: {error}. Is it another version?"
            ) from None

    def yaml(self, file: str, *keys: str) -> Any:
        """Return a value of a YAML file.

        Args:
            file: its path.
            keys: names of nested mappings, the last one that of the value.

        Raises:
            DataError: it cannot be read, or has no such value.
        """
        try:
            value = yaml.safe_load(self.text(file))
            for key in keys:
                value = value[key]
        except (yaml.YAMLError, KeyError, TypeError, RecursionError):
            raise DataError(f"{self.folder / file} has no {'.'.join(keys)}. Is it another version?") from None
        return value

    # ---- texts of a Python source -------------------------------------------------------------------

    def value(self, file: str, name: str, scope: str = "") -> Expression:
        """Return what a name of a module is assigned, or of a class or function in it.

        Raises:
            DataError: there is no such name.
        """
        found = (v for t, v in _assigned(ast.iter_child_nodes(self._scope(file, scope))) if t == name)
        return self._only(file, f"{scope + ', ' if scope else ''}{name}", found)

    def constant(self, file: str, name: str, scope: str = "") -> str:
        """Return the text that a name of a module, class or function is assigned.

        Raises:
            DataError: there is no such text.
        """
        return self.value(file, name, scope).text()

    def assigned(self, file: str, scope: str, target: str) -> list[Expression]:
        """Return what is assigned or added to a target anywhere in a class or function, in the order of the source.

        Args:
            file: path of the source.
            scope: name of the class or function, dotted.
            target: the target as it is written: ``prompt``, ``self.pad``, ``history[0]``.

        Raises:
            DataError: nothing is.
        """
        return self.found(file, scope, target) or [self._only(file, f"{scope}, {target}", iter(()))]

    def found(self, file: str, scope: str, target: str) -> list[Expression]:
        """Return the same where it may be nothing."""
        where = f"{scope}, {target}"
        nodes = _walk(self._scope(file, scope))
        return [self._expression(file, where, v) for t, v in _assigned(nodes) if t == target]

    def attribute(self, file: str, scope: str, name: str, number: int = 0) -> str:
        """Return what is assigned or added to an attribute of ``self``; of several texts, the one of that number.

        Raises:
            DataError: there is no such text.
        """
        texts = [e.text() for e in self.assigned(file, scope, f"self.{name}") if e.is_text]
        if number >= len(texts):
            self._only(file, f"{scope}, self.{name} ({number + 1})", iter(()))
        return texts[number]

    def argument(self, file: str, scope: str, name: str) -> str:
        """Return the text that is given as a named argument in a class or function.

        Raises:
            DataError: there is no such text.
        """
        calls = (n for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Call))
        given = (k.value for call in calls for k in call.keywords if k.arg == name)
        texts = (v for v in given if self._expression(file, name, v).is_text)
        return self._only(file, f"{scope}, {name}=", texts).text()

    def passed(self, file: str, scope: str, method: str, *, inside: bool = False) -> str:
        """Return the first text that is passed to a method, by position, in a class or function.

        Args:
            file: path of the source.
            scope: name of the class or function, dotted.
            method: name of the method.
            inside: it stands in a tuple or list that is passed.

        Raises:
            DataError: none is.
        """
        calls = (n for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Call))
        named = (n for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr == method)
        given = (v for call in named for a in call.args for v in (_elements(a) if inside else [a]))
        texts = (v for v in given if self._expression(file, method, v).is_text)
        return self._only(file, f"{scope}, {method}()", texts).text()

    def every_passed(self, file: str, scope: str, method: str, *, parts: bool = False) -> list[Expression]:
        """Return the texts that are passed to a method, by position, in the order of the source.

        Args:
            file: path of the source.
            scope: name of the class or function, dotted.
            method: name of the method.
            parts: those that are a text in part alone as well.

        Raises:
            DataError: there is no such class or function.
        """
        calls = (n for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Call))
        named = (n for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr == method)
        found = [self._expression(file, f"{scope}, {method}()", v) for call in named for v in call.args]
        return [e for e in found if e.is_text or (parts and e.begins)]

    def raised(self, file: str, scope: str) -> list[str]:
        """Return the texts that a function raises errors with, in the order of the source; none where it raises none.

        Raises:
            DataError: there is no such function.
        """
        errors = (n.exc for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Raise))
        given = [a for e in errors if isinstance(e, ast.Call) for a in e.args]
        return [e.text() for a in given if (e := self._expression(file, scope, a)).is_text]

    def returned(self, file: str, scope: str) -> Expression:
        """Return what a function returns.

        Raises:
            DataError: there is no such function, or it returns nothing.
        """
        found = (n.value for n in _walk(self._scope(file, scope)) if isinstance(n, ast.Return) and n.value)
        return self._only(file, f"{scope}, return", found)

    def injected(self, file: str, scope: str) -> list[Expression]:
        """Return the contents of the messages that a function injects, in the order of the source.

        They stand behind ``content`` in a dictionary or a call that is the argument of ``….inject(…)``.

        Raises:
            DataError: there is no such function, or it injects nothing.
        """
        calls = [
            n
            for n in _walk(self._scope(file, scope))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "inject"
        ]
        contents = [value for call in calls for given in call.args for value in _contents(given)]
        where = f"{scope}, inject"
        return [self._expression(file, where, c) for c in contents] or [self._only(file, where, iter(()))]

    # ---- internals ----------------------------------------------------------------------------------

    def _expression(self, file: str, where: str, node: ast.expr) -> Expression:
        return Expression(node, f"{self.folder / file} at {where}", self._tree(file))

    def _only(self, file: str, where: str, values: Iterator[ast.expr]) -> Expression:
        found = next(values, None)
        if found is None:
            raise DataError(f"{self.folder / file} has no text {where}. Is it another version?")
        return self._expression(file, where, found)

    def _read(self, file: str) -> bytes:
        path = self.folder / file
        inner = PurePosixPath(file)
        if inner.is_absolute() or ".." in inner.parts:
            raise DataError(f"{file} is not below {self.folder}: nothing else is read.")
        try:
            links = [p for p in (path, *path.parents) if p != self._root and p.is_relative_to(self._root)]
            if any(p.is_symlink() for p in links) or path.stat().st_size > _LARGEST:
                raise DataError(f"{path} is a link or too large to be a file of prompts.")
            raw = path.read_bytes()
        except OSError as error:
            raise DataError(
                f"{path} cannot be read: {error.strerror}. Is it a whole checkout, of this version?"
            ) from None
        self._raw[path.relative_to(self._root).as_posix()] = raw
        return raw

    def _tree(self, file: str) -> ast.Module:
        if file not in self._trees:
            raw = self._read(file)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of somebody else's escapes
                    self._trees[file] = ast.parse(raw.decode("utf-8"))
            except (UnicodeDecodeError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
                raise DataError(f"{self.folder / file} cannot be read as a Python source: {error}.") from None
        return self._trees[file]

    def _scope(self, file: str, scope: str) -> ast.AST:
        here: ast.AST = self._tree(file)
        for part in filter(None, scope.split(".")):
            kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
            inner = (n for n in _walk(here) if isinstance(n, kinds) and n.name == part)
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


def _assigned(nodes: Iterator[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Yield targets, as they are written, and values of assignments."""
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            yield ast.unparse(node.targets[0]), node.value
        elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value is not None):
            yield ast.unparse(node.target), node.value  # type: ignore[misc]


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple | ast.List) else []


def _contents(given: ast.expr) -> Iterator[ast.expr]:
    """Yield what stands behind ``content`` in a dictionary or a call."""
    match given:
        case ast.Dict(keys=keys, values=values):
            yield from (
                v
                for k, v in zip(keys, values, strict=True)
                if isinstance(k, ast.Constant) and k.value == "content"
            )
        case ast.Call(keywords=keywords):
            yield from (k.value for k in keywords if k.arg == "content")
