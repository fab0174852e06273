"""A policy that stays open over several runs, so that a model server is started once for a whole suite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentgym.policy import Completion, Policy, Request, View


class KeptOpen(Policy):
    """Wraps a policy: opened by the first run that needs it, closed by :meth:`release` only.

    All runs have to share one event loop: connections belong to the loop that opened them.

    Args:
        policy: the policy that answers.
    """

    def __init__(self, policy: Policy) -> None:
        self.inner = policy
        self.spec = policy.spec or type(policy).__name__
        self.label = policy.label
        self.needs = policy.needs
        self.preferred_format = policy.preferred_format
        self._opened = False

    def view(self, request: Request) -> View:
        """Return the policy's view."""
        return self.inner.view(request)

    def identity(self) -> dict[str, Any]:
        """Return the policy's identity."""
        return self.inner.identity()

    def cache_key(self, request: Request, view: View) -> bytes | None:
        """Return the policy's key."""
        return self.inner.cache_key(request, view)

    async def act(self, request: Request, view: View) -> Completion:
        """Ask the policy."""
        return await self.inner.act(request, view)

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        """Ask the policy."""
        return await self.inner.score(request, continuations)

    async def choose(self, request: Request, view: View) -> Completion:
        """Ask the policy."""
        return await self.inner.choose(request, view)

    async def open(self) -> None:
        """Open the policy unless it is open."""
        if not self._opened:
            self._opened = True
            await self.inner.open()

    async def close(self) -> None:
        """Keep the policy open for the next run."""

    async def release(self) -> None:
        """Close the policy if a run has opened it."""
        if self._opened:
            self._opened = False
            await self.inner.close()
