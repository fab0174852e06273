"""``check_env``: all checks of one environment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import gymnasium

from agentgym.checking.definition import definition
from agentgym.checking.episodes import episodes
from agentgym.checking.findings import Finding, Report
from agentgym.checking.hooks import hooks
from agentgym.checking.splits import splits
from agentgym.checking.subject import Subject
from agentgym.errors import EnvironmentFailure

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (hooks, definition, splits, episodes)


def check_env(env: str | gymnasium.Env[Any, Any], *, tasks: int = 5, **arguments: Any) -> Report:
    """Check that an environment keeps the contract: Gymnasium's own checks, and ours.

    Args:
        env: an id, a short name, ``module:Class``, or an environment.
        tasks: tasks that the expert and random actions play, in each format.
        arguments: what the environment is made with (``data``, ``split``, ``profile`` …).

    Returns:
        what was found, failures excepted.

    Raises:
        EnvironmentFailure: something failed; all failures are in the text, one a line.
        AgentGymError: there is no such environment, or it does not take the arguments.
    """
    report = examine(env, tasks=tasks, **arguments)
    if not report.ok:
        lines = [f"{f.check}: {f.detail}" for f in report.failed]
        raise EnvironmentFailure("\n".join([f"{report.env_id} does not keep the contract.", *lines]))
    return report


def examine(env: str | gymnasium.Env[Any, Any], *, tasks: int = 5, **arguments: Any) -> Report:
    """Check an environment and return what was found, failures among it; see :func:`check_env`."""
    began = time.perf_counter()
    subject = Subject.of(env, arguments, tasks)
    findings: list[Finding] = []
    lack = subject.cls.unavailable(subject.arguments)
    if lack:
        findings.append(Finding("this machine", "skipped", f"cannot run it: {lack}"))
        return Report(env_id=subject.env_id, findings=findings)
    subject.make().close()  # Wrong arguments are the caller's mistake, and no finding.
    for check in CHECKS:
        findings += _all(check, subject)
    return Report(env_id=subject.env_id, findings=findings, seconds=time.perf_counter() - began)


def _all(check: Callable[[Subject], Iterator[Finding]], subject: Subject) -> list[Finding]:
    """Run a group of checks; what cannot even be made ends it."""
    from agentgym.checking.findings import guarded

    return list(guarded(check.__name__, lambda: check(subject)))
