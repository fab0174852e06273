"""The run of a plan: tools are called by itself, a call of a model is handed out and its answer taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from agentgym.environments.rewoo.world.plans import NO_EVIDENCE, Call, Plan

Role = Literal["worker", "translator"]
"""Who is asked: a worker for an answer, or a translator of a calculation into an expression."""
Tool = Callable[[str], str]
"""Returns the evidence for an input."""


class Asked(NamedTuple):
    """A question to a model: who asks, for which call, and the input with its evidence."""

    role: Role
    variable: str
    input: str


class PlanRun:
    """One run of a plan.

    Args:
        plan: what is done.
        tools: the tools that are offered and that the environment runs, by name.
        handed: tools whose calls are handed out, by name.
        longest: characters of evidence that are kept.
    """

    def __init__(
        self,
        plan: Plan,
        tools: Mapping[str, Tool],
        handed: Mapping[str, Role],
        *,
        longest: int,
    ) -> None:
        self.plan = plan
        self.evidence: dict[str, str] = {}
        self.calls = 0
        """Calls of tools that the environment has run."""
        self.questions = 0
        """Calls that were handed out."""
        self._tools, self._handed, self._longest = tools, handed, longest
        self._left = list(reversed(plan.calls))
        self._open: Call | None = None

    def advance(self) -> Asked | None:
        """Run tools up to the next call that is handed out; ``None`` when all is done.

        Raises:
            EnvironmentFailure, NotComputable: what a tool raises.
        """
        while self._left:
            call = self._left.pop()
            if not call.tool and not call.text.startswith("["):
                self._keep(call, call.text)
                continue
            given = self.plan.filled(call, self.evidence, self._longest)
            if (role := self._handed.get(call.tool)) is not None:
                self._open = call
                self.questions += 1
                return Asked(role, call.variable, given)
            tool = self._tools.get(call.tool)
            if tool is None:
                self._keep(call, NO_EVIDENCE)
            else:
                self.calls += 1
                self._keep(call, tool(given))
        return None

    def answer(self, text: str) -> None:
        """Take the evidence of the call that was handed out last."""
        assert self._open is not None
        self._keep(self._open, text)
        self._open = None

    def _keep(self, call: Call, text: str) -> None:
        self.evidence[call.variable] = text[: self._longest]
