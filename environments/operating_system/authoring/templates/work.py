"""An embedded task in the making: what is drawn, the files and processes it begins with, and the finished item."""

from __future__ import annotations

import random
import shlex
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from agentgym.environments.operating_system.authoring.templates import words
from agentgym.environments.operating_system.world.item import Item, Match, Script

DATE = "2024-05-14 09:30:00"
"""When all files of a task were modified, unless the task is about that: a listing is the same on every day."""

Split = Literal["train", "dev", "test"]


class Template(NamedTuple):
    """A template: the function that makes an item, and the split that it belongs to."""

    split: Split
    make: Callable[[Work], Item]

    @property
    def name(self) -> str:
        """Name of the function."""
        return self.make.__name__


class Work:
    """The making of one item.

    Args:
        kind: the category.
        rng: decides everything that the instances of a template differ in.
    """

    def __init__(self, kind: str, rng: random.Random) -> None:
        self.kind = kind
        self.rng = rng
        self._folders: list[str] = []
        self._files: list[str] = []
        self._lines: list[str] = []
        self._dated: list[str] = []
        self._late: list[str] = []
        self._background: list[str] = []
        self._fresh = rng.sample(words.NOUNS, len(words.NOUNS))
        self._people = rng.sample(words.PEOPLE, len(words.PEOPLE))

    # ---- drawing ----------------------------------------------------------------------------------

    def noun(self) -> str:
        """Return a noun that the item has not used yet."""
        return self._fresh.pop()

    def nouns(self, count: int) -> list[str]:
        """Return several nouns."""
        return [self.noun() for _ in range(count)]

    def person(self) -> str:
        """Return a first name, in small letters, that the item has not used yet."""
        return self._people.pop()

    def people(self, count: int) -> list[str]:
        """Return several names."""
        return [self.person() for _ in range(count)]

    def number(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        return self.rng.randint(low, high)

    def home(self) -> str:
        """Return a folder for the task to lie in, which is made."""
        path = f"{self.rng.choice(words.PLACES)}/{self.noun()}"
        self.folder(path)
        return path

    # ---- setting up -------------------------------------------------------------------------------

    def folder(self, *paths: str) -> None:
        """Make folders, with those above them."""
        self._folders += paths

    def file(self, path: str, content: str, *, mode: str = "", date: str = "") -> None:
        """Write a file, with its folders; ``date`` in UTC."""
        parent = path.rpartition("/")[0]
        if parent and parent not in self._folders:
            self._folders.append(parent)
        self._lines.append(f"printf %s {shlex.quote(content)} >{shlex.quote(path)}")
        if mode:
            self._lines.append(f"chmod {mode} {shlex.quote(path)}")
        if date:
            self._dated.append(f"touch -d {shlex.quote(date + ' UTC')} {shlex.quote(path)}")
        else:
            self._files.append(path)

    def run(self, *lines: str) -> None:
        """Run lines of bash when the files are there; a failing one spoils the item."""
        self._lines += lines

    def then(self, *lines: str) -> None:
        """Run lines of bash at the very end, after the files were dated."""
        self._late += lines

    def background(self, command: str, name: str, *, prefix: str = "") -> None:
        """Begin a process in the agent's shell that lives on; its command line begins with ``name``."""
        inner = shlex.quote(f"exec -a {name} {command}")
        self._background += [
            f"{prefix}bash -c {inner} </dev/null >/dev/null 2>&1 &",
            f"until pgrep -f '^{name} ' >/dev/null; do sleep 0.005; done",
        ]

    def start(self, *lines: str) -> None:
        """Run lines in the agent's shell before the episode."""
        self._background += lines

    # ---- finishing --------------------------------------------------------------------------------

    def asks(self, description: str, answer: str | int, *commands: str) -> Item:
        """Return an item that is solved by an answer; ``commands`` let one see it."""
        return self._item(
            description,
            match=Match(answer=str(answer), strip=True),
            commands=list(commands),
            answer=str(answer),
        )

    def wants(self, description: str, conditions: Sequence[str], *commands: str) -> Item:
        """Return an item that is solved when all ``conditions`` (lines of bash) hold; ``commands`` see to that."""
        code = "\n".join(f"{{ {condition}\n}} || exit 1" for condition in conditions)
        return self._item(description, check=[Script(code=code)], commands=list(commands), finishes=True)

    def _item(
        self,
        description: str,
        *,
        commands: list[str],
        match: Match | None = None,
        check: list[Script | None] | None = None,
        answer: str | None = None,
        finishes: bool = False,
    ) -> Item:
        lines = ["set -e"]
        if self._folders:
            lines.append(f"mkdir -p {_quoted(self._folders)}")
        lines += self._lines
        if self._files:
            lines.append(f"touch -h -d '{DATE} UTC' {_quoted(self._files)}")
        lines += self._dated
        if self._folders:
            # From the innermost out, as each change of an entry would date its folder anew.
            inner_first = sorted(dict.fromkeys(self._folders), key=lambda p: -p.count("/"))
            lines.append(f"touch -d '{DATE} UTC' {_quoted(inner_first)}")
        lines += self._late
        start = Script(code="\n".join(self._background)) if self._background else None
        init = [Script(code="\n".join(lines))] if len(lines) > 1 else []
        return Item(
            description=description,
            init=init,
            start=start,
            match=match,
            check=check or [],
            commands=commands,
            answer=answer,
            finishes=finishes,
            kind=self.kind,
        )


def same(path: str, content: str) -> str:
    """Return a condition: the file holds exactly ``content`` (a final line break more or less is passed over)."""
    return f'[ -f {shlex.quote(path)} ] && [ "$(cat {shlex.quote(path)})" = {shlex.quote(content.rstrip())} ]'


def prints(command: str, output: str) -> str:
    """Return a condition: a command ends with 0 and prints ``output`` (final line breaks are passed over)."""
    return f'out=$({command}) && [ "$out" = {shlex.quote(output.rstrip())} ]'


def listing(path: str, names: Sequence[str]) -> str:
    """Return a condition: a folder holds exactly these files and folders, given by their paths below it."""
    wanted = "\n".join(sorted(names))
    return f'[ "$(cd {shlex.quote(path)} && find . -mindepth 1 | cut -c3- | LC_ALL=C sort)" = {shlex.quote(wanted)} ]'


def _quoted(paths: Sequence[str]) -> str:
    return " ".join(shlex.quote(p) for p in dict.fromkeys(paths))
