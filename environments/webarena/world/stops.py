"""The original's rules that end an episode early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentgym.actions import Action
from agentgym.status import Status

if TYPE_CHECKING:
    from agentgym.environments.webarena.protocol import WebArenaProfile

_BY_ELEMENT = ("click", "hover", "type", "select")


class Stops:
    """Counts what an agent does.

    An episode ends after so many messages in a row that do not parse, after so many equal actions in a row, and after
    so many times of typing into the same element in all. Actions are equal as in the original: on an element by its
    number alone, whatever is typed there.

    Args:
        profile: says how many.
    """

    def __init__(self, profile: WebArenaProfile) -> None:
        self._failures, self._repeats = profile.failures, profile.repeats
        self._done: list[tuple[Any, ...]] = []

    def took(self, action: Action) -> Status | None:
        """Note an action; return the status that it ends the episode with."""
        if action.name in _BY_ELEMENT:
            same: tuple[Any, ...] = (action.name, action["element"])
        else:
            same = (action.name, *action.arguments.values())
        self._done.append(same)
        last = self._done[-self._repeats :]
        again = self._done.count(same) if action.name == "type" else last.count(same)
        return Status.REPETITION if self._repeats and again >= self._repeats else None

    def failed(self) -> Status | None:
        """Note a message that did not parse; return the status that it ends the episode with."""
        self._done.append(("none",))
        last = self._done[-self._failures :]
        return Status.INVALID_FORMAT if self._failures and last.count(("none",)) >= self._failures else None
