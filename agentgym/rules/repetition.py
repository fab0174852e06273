"""The repetition rule: an agent that writes the same thing again and again has failed."""

from __future__ import annotations

from collections import deque


class RepetitionRule:
    """Fires when the last ``window`` raw outputs are identical and more than ``window`` were made.

    The comparison is over the raw text of the model, not over the action it was mapped to, and the rule
    looks only after more than ``window`` steps (AgentBench's ALFWorld: three identical outputs, at the
    fourth step at the earliest). ``window=0`` switches the rule off.
    """

    def __init__(self, window: int) -> None:
        self.window = window
        self._last: deque[str] = deque(maxlen=max(window, 1))
        self._seen = 0

    def reset(self) -> None:
        """Forget everything; called at the start of an episode."""
        self._last.clear()
        self._seen = 0

    def add(self, output: str) -> bool:
        """Take the next raw output and return whether the rule fires."""
        self._last.append(output)
        self._seen += 1
        if not self.window or self._seen <= self.window:
            return False
        return all(o == output for o in self._last)
