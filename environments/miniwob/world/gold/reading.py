"""What a solution is written with: reading the page, and moves that either action space can make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from agentgym.environments.miniwob.world.session import Session
from agentgym.errors import EnvironmentFailure


class Click(NamedTuple):
    """Click the element at a path."""

    path: str


class Hover(NamedTuple):
    """Move the mouse onto the element at a path."""

    path: str


class Write(NamedTuple):
    """Put a text into the field at a path; ``date`` says that the field is one for a date or a time."""

    path: str
    text: str
    date: bool = False


class Press(NamedTuple):
    """Press a key of the paper's agent."""

    key: str


class Choose(NamedTuple):
    """Choose the option at a path."""

    path: str


Move = Click | Hover | Write | Press | Choose


class Reading:
    """A page as a solution reads it.

    Args:
        session: the page.
        task: the task in words.
        fields: its parts, where the page tells them.
    """

    def __init__(self, session: Session, task: str, fields: dict[str, Any] | None) -> None:
        self._session = session
        self.task = task
        self.fields = fields

    def js(self, function: str, *arguments: Any) -> Any:
        """Return what a JavaScript function gives."""
        return self._session.script(function, *arguments)

    def path(self, function: str, *arguments: Any) -> str:
        """Return the path of the element that a JavaScript function finds.

        Raises:
            EnvironmentFailure: it finds none.
        """
        found = self.js(f"(...given) => __miniwob.path_of(({function})(...given))", *arguments)
        if not found:
            raise EnvironmentFailure(f"The expert does not find what {self.task!r} asks for.")
        return str(found)

    def paths(self, function: str, *arguments: Any) -> list[str]:
        """Return the paths of all elements that a JavaScript function finds."""
        return list(
            self.js(f"(...given) => Array.from(({function})(...given), __miniwob.path_of)", *arguments)
        )

    def css(self, selector: str) -> str:
        """Return the path of the first element of a selector."""
        return self.path("css => document.querySelector(css)", selector)

    def text(self, selector: str, text: str) -> str:
        """Return the path of the first element of a selector with just this text."""
        return self.path(
            "(css, text) => Array.from(document.querySelectorAll(css)).find(e => e.textContent.trim() === text)",
            selector,
            text,
        )

    def match(self, pattern: str) -> re.Match[str]:
        """Return what a pattern finds in the task.

        Raises:
            EnvironmentFailure: nothing: the task is worded in a way that the solution does not know.
        """
        found = re.search(pattern, self.task)
        if found is None:
            raise EnvironmentFailure(f"The expert does not know what {self.task!r} means.")
        return found

    @property
    def quoted(self) -> list[str]:
        """What stands in quotation marks in the task."""
        return re.findall(r'"(.*?)"', self.task)


Solution = Callable[[Reading], Iterator[Move]]

SUBMIT = '//button[@id="subbtn"]'
