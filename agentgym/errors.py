"""The errors of the framework, one small tree.

Every message names what was expected, what was found and how to mend it. Errors of the *model* (text that
does not parse, an action that the rules refuse) are no exceptions of this tree: they are outcomes of an
episode, see :mod:`agentgym.status`. The one exception is :class:`agentgym.actions.ParseError`, which never
leaves :meth:`agentgym.AgentEnv.step`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AgentGymError(Exception):
    """Base class of every error that this framework raises on purpose."""


class UnknownNameError(AgentGymError, LookupError):
    """A name (task, split, profile, action format, policy scheme) that nothing is registered under."""


class DataError(AgentGymError, ValueError):
    """Data that is missing, truncated or not in the expected layout."""


class OptionError(AgentGymError, ValueError):
    """An argument whose value is not accepted."""


class EpisodeError(AgentGymError, RuntimeError):
    """The episode protocol was broken by the caller: step before reset, or step after the end."""


class DependencyError(AgentGymError, ImportError):
    """An optional part is not installed; the message names the command that installs it."""


class UnavailableError(AgentGymError, RuntimeError):
    """An environment needs something that this machine does not have (a Docker engine, a browser)."""


class EnvironmentFailure(AgentGymError, RuntimeError):
    """The environment itself failed (a dead backend, a lost connection): never a reward of 0."""


class SandboxError(EnvironmentFailure):
    """The sandbox of an episode died or could not be started."""


class PolicyError(AgentGymError, RuntimeError):
    """A policy could not answer, whatever it has tried itself: the episode ends as a failure, never as a 0."""


class ContextLengthError(PolicyError):
    """The request is longer than the model's context; ends the episode as ``context_limit``."""


class LogError(AgentGymError, OSError):
    """The log cannot be written (a full disk): nothing more is played, what was written stays."""


class BudgetExceeded(AgentGymError, RuntimeError):
    """A budget of cost, tokens or time is spent; the run stops cleanly and can be resumed."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean X?"`` for the known name closest to ``name``, or ``""``.

    >>> nearest("tesst", ["train", "dev", "test"])
    " Did you mean 'test'?"
    """
    names = [str(k) for k in known]
    folded = {k.casefold(): k for k in reversed(names)}
    if len(name) > 3 * max(map(len, folded), default=0):
        return ""  # Less than half of both can be the same; a model's endless word need not be compared.
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""


def unknown_name(kind: str, name: object, known: Iterable[str], *, limit: int = 12) -> UnknownNameError:
    """Build the error for an unknown ``name`` of a ``kind``: lists what is known, suggests the nearest."""
    names = [str(k) for k in known]
    shown = ", ".join(names[:limit]) + (f", … ({len(names)} in all)" if len(names) > limit else "")
    return UnknownNameError(f"Unknown {kind} {name!r}; known: {shown or 'none'}.{nearest(str(name), names)}")
