"""What a check found, and all of what a check of an environment found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from agentgym.errors import AgentGymError, EnvironmentFailure

Result = Literal["ok", "failed", "note", "skipped"]


class Finding(msgspec.Struct, frozen=True):
    """One line of a report.

    Attributes:
        check: what was checked.
        result: ``note`` is told and fails nothing.
        detail: what was seen; for a failure what was expected, what was found, and where.
    """

    check: str
    result: Result
    detail: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of an environment found."""

    env_id: str
    findings: list[Finding]
    seconds: float = 0.0

    @property
    def failed(self) -> list[Finding]:
        """The findings that are failures."""
        return [f for f in self.findings if f.result == "failed"]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed


def guarded(check: str, run: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of a check; whatever it raises is a failure of the environment, told in one line."""
    try:
        yield from run()
    except EnvironmentFailure as error:
        yield Finding(check, "failed", str(error))
    except Exception as error:  # noqa: BLE001  (the boundary: an author's code raises whatever it raises)
        yield Finding(check, "failed", raised(error))


def raised(error: Exception) -> str:
    """Return an error in one line: ours as they are, others with the place in the environment's code."""
    if isinstance(error, AgentGymError):
        return str(error)
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/agentgym/checking/" not in code.co_filename:
            place = f" ({code.co_qualname}, {code.co_filename.rpartition('/')[2]}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}{place}"
