"""``Texts``: what an environment says, apart from what its world answers."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from agentgym.errors import DataError
from agentgym.messages import Message, assistant, user

_HOLE = re.compile(r"\{(\w+)\}")


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of an environment; each has a subclass with the templates that it fills, ours by default.

    A template has holes in braces (``Task: {task}``), see :func:`fill`. Braces around anything else are text.

    Attributes:
        openings: messages before the first observation, word for word, by kind of task; ``""`` is every other kind.
            Without one the environment makes its opening of its own instruction and demonstration.
        schemas: the tools as a model is told of them, in the form of OpenAI's ``tools``; the environment's own where
            there are none.
        unreadable: answer to a message that does not parse, where the profile goes on, with ``{hint}``, which says what
            was expected.
        source: the original that the texts were read from (``AgentBench v0.2``); empty for ours and for a file in our
            form.
    """

    openings: dict[str, list[Message]] = {}
    schemas: list[dict[str, Any]] = []
    unreadable: str = "{hint}"
    source: str = ""

    def opening(self, kind: str) -> list[Message] | None:
        """Return the messages that open a task of a kind, ``None`` where the environment makes them.

        Raises:
            DataError: there are openings for other kinds alone.
        """
        if not self.openings:
            return None
        found = self.openings.get(kind, self.openings.get(""))
        if found is None:
            raise DataError(
                f"The prompts have no opening for tasks of the kind {kind!r}, only for {', '.join(self.openings)}."
            )
        return found


def fill(template: str, **values: object) -> str:
    """Return a template with its holes filled; braces in what is filled in, and unknown holes, are text.

    >>> fill("{a} and {b}", a="{b}")
    '{b} and {b}'
    """
    written, holes = _compiled(template)
    return written % tuple([values.get(name, f"{{{name}}}") for name in holes])


@functools.lru_cache(maxsize=256)
def _compiled(template: str) -> tuple[str, tuple[str, ...]]:
    """Return the template in the form that ``%`` fills, and the names of its holes: every observation is filled in."""
    parts = _HOLE.split(template)
    return "%s".join(text.replace("%", "%%") for text in parts[::2]), tuple(parts[1::2])


def turns(contents: Sequence[str]) -> list[Message]:
    """Return texts as messages of user and assistant in turn, the user's first."""
    return [assistant(text) if place % 2 else user(text) for place, text in enumerate(contents)]


def fingerprint(messages: Sequence[Message]) -> str:
    """Return sixteen hex digits over an opening, by which two of them are compared.

    They are the first of the SHA-256 of the compact JSON of ``[[role, content], …]``, with the tool calls as third
    element of a message that has some.
    """
    rows = [[m["role"], m["content"], *([m["tool_calls"]] if "tool_calls" in m else [])] for m in messages]
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:16]
