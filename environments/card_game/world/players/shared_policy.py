"""A policy that all environments of a process ask together, on an event loop of its own.

An environment is synchronous, a policy is not. Its calls run on one loop in a thread of its own, and whoever asks waits
in theirs; an environment with such an opponent therefore runs in a thread (``execution_of``), never on the engine's
loop. A policy is opened once, however many environments use it, and closed when the last of them is.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

from agentgym.errors import AgentGymError, ContextLengthError, EnvironmentFailure, OptionError
from agentgym.policy import Completion, Policy, Request, Suggestion
from agentgym.registry import make_policy

T = TypeVar("T")

_lock = threading.Lock()
_open: dict[tuple[int, str], _Opened] = {}
"""The policies that are open, by process and spec: a forked process has none of its parent's threads."""


class _Opened:
    """A policy that is open, and how many use it."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.users = 1


class SharedPolicy:
    """One user's hold on a policy.

    Args:
        spec: the policy's spec.

    Raises:
        AgentGymError: the policy cannot be made.
        OptionError: it cannot be opened: a key is missing, a server does not start.
    """

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self._key = (os.getpid(), spec)
        self._closed = False
        with _lock:  # Held while it opens: the others need it open as well.
            opened = _open.get(self._key)
            if opened is None:
                policy = make_policy(spec)
                try:
                    self._wait(policy.open())
                except EnvironmentFailure as error:  # Nothing that trying again would mend.
                    raise OptionError(f"{error} No game is played without an opponent.") from error
                _open[self._key] = opened = _Opened(policy)
            else:
                opened.users += 1
        self.policy = opened.policy

    def __reduce__(self) -> tuple[type[SharedPolicy], tuple[str]]:
        """The copy of an environment gets a hold of its own on the same policy."""
        return SharedPolicy, (self.spec,)

    @property
    def needs(self) -> tuple[Suggestion, ...]:
        """What the policy wants suggested."""
        return self.policy.needs

    def ask(self, request: Request) -> Completion:
        """Return the policy's answer.

        Raises:
            ContextLengthError: the conversation does not fit it.
            EnvironmentFailure: it has none: the opponent is a part of the environment.
        """
        return self._wait(self.policy.answer(request))

    def close(self) -> None:
        """Let the policy go; the last user closes it."""
        with _lock:
            if self._closed:
                return
            self._closed = True
            opened = _open[self._key]
            opened.users -= 1
            if not opened.users:
                del _open[self._key]
                self._wait(opened.policy.close())

    def _wait(self, call: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(call, _loop(os.getpid())).result()
        except ContextLengthError:
            raise
        except Exception as error:
            kind = "" if isinstance(error, AgentGymError) else f"{type(error).__name__}: "
            raise EnvironmentFailure(f"The opponent {self.spec!r} failed: {kind}{error}") from error


@cache
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """Return the loop of a process, which all its policies run on."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="agentgym-opponent", daemon=True).start()
    return loop
