"""The arguments that an environment is made with: their names, their checks, and what of them defines an episode."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agentgym.card import packaged
from agentgym.errors import DataError, EnvironmentFailure, EpisodeError, OptionError, unknown_name
from agentgym.formats import FORMATS
from agentgym.hooks import Hooks
from agentgym.install import hint
from agentgym.paths import official_folder
from agentgym.profile import Profile
from agentgym.prompts.choice import Chosen, choose
from agentgym.returns import returned
from agentgym.status import Status
from agentgym.tasks import TaskSet

EMBEDDED = "embedded"
OFFICIAL = "official"
_MISSING = object()
_NAMED = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Given(NamedTuple):
    """The arguments of :class:`~agentgym.AgentEnv` itself, as they were given."""

    data: str | Path
    split: str
    kinds: Sequence[str] | str | None
    profile: str | None
    action_format: str | None
    max_steps: int | None
    prompts: str | Path | None
    render_mode: str | None
    unknown: Mapping[str, Any]


class Resolved(NamedTuple):
    """The same with their defaults filled in and checked."""

    data: Path | None
    split: str
    kinds: tuple[str, ...]
    profile: Profile
    action_format: str
    max_steps: int
    prompts: Chosen


def resolve(cls: type[Hooks], given: Given) -> Resolved:
    """Check the arguments of an environment and fill in what its profile says.

    Raises:
        UnknownNameError: an unknown split, profile, action format or argument; the nearest is suggested.
        DataError: ``data`` or ``prompts`` names nothing that exists, or something else than it should.
        OptionError: ``max_steps`` below 1, an unknown render mode, or prompts that are for something else.
    """
    if given.unknown:
        raise unknown_name(f"argument of {cls.__name__}", next(iter(given.unknown)), defaults(cls))
    name = given.profile if given.profile is not None else next(iter(cls.profiles))
    split = known(f"split of {cls.__name__}", given.split, cls.splits)
    profile = cls.profiles[known(f"profile of {cls.__name__}", name, cls.profiles)]
    action_format = given.action_format if given.action_format is not None else profile.action_format
    if given.max_steps is not None and given.max_steps < 1:
        raise OptionError(f"max_steps must be at least 1, got {given.max_steps}.")
    modes = [None, *cls.metadata["render_modes"]]
    if given.render_mode not in modes:
        raise OptionError(f"render_mode must be one of {modes}, got {given.render_mode!r}.")
    action_format = known("action format", action_format, FORMATS)
    own = cls.own_texts(profile, action_format)
    return Resolved(
        data=resolve_data(cls, given.data),
        split=split,
        kinds=listed(given.kinds),
        profile=profile,
        action_format=action_format,
        max_steps=given.max_steps if given.max_steps is not None else profile.max_steps,
        prompts=choose(
            cls.card.title or cls.__name__, cls.card.prompts, own, given.prompts, profile, action_format
        ),
    )


def check_tasks(cls: type[Hooks], tasks: object) -> TaskSet:
    """Return what ``load_tasks`` returned, if it is a task set.

    Raises:
        EnvironmentFailure: it is something else.
    """
    found: TaskSet = returned(cls, "load_tasks", tasks, TaskSet, "a TaskSet (TaskSet.of(tasks) makes one)")
    return found


def known(kind: str, name: str, names: Iterable[str]) -> str:
    """Return ``name`` if it is one of ``names``.

    Raises:
        UnknownNameError: it is not; the nearest is suggested.
    """
    listed = list(names)
    if name not in listed:
        raise unknown_name(kind, name, listed)
    return name


def defaults(cls: type[Hooks]) -> dict[str, Any]:
    """Return the arguments that an environment takes, its own first, with the defaults of their signatures.

    Those that can be given by position are arguments all the same.
    """
    signatures = [inspect.signature(vars(c)["__init__"]) for c in cls.__mro__[:-1] if "__init__" in vars(c)]
    found: dict[str, Any] = {}
    for signature in signatures:
        for name, parameter in signature.parameters.items():
            if parameter.kind in _NAMED and name != "self":
                found.setdefault(name, parameter.default)
    return found


def listed(names: Sequence[str] | str | None) -> tuple[str, ...]:
    """Return names given as a sequence, or as one text with commas."""
    return tuple(n for n in names.split(",") if n) if isinstance(names, str) else tuple(names or ())


def resolve_data(cls: type[Hooks], data: str | Path) -> Path | None:
    """Return the path that ``data`` means, absolute; ``None`` for the embedded data.

    Raises:
        DataError: it names nothing that exists, or the variable behind ``official`` is not set.
    """
    if str(data) == EMBEDDED:
        return None
    variable = cls.card.official
    if str(data) == OFFICIAL and variable:
        found = os.environ.get(variable, "") or packaged(cls.card.official_file) or _fetched(cls)
        if not found:
            mend = f", or {hint(cls.card.extra)}" if cls.card.official_file else ""
            mend += f", or `agentgym data {cls.group} get`" if cls.card.sources else ""
            raise DataError(
                f"data='official' reads what {variable} names, which is not set. Set it, give data=PATH{mend}."
            )
        data = found
    path = Path(data).expanduser().absolute()
    if not path.exists():
        raise DataError(
            f"data={str(data)!r}: there is no such file or folder. Give a path in the official layout of "
            f"{cls.__name__}, or data='embedded' for the tasks that ship with the package."
        )
    return path


def _fetched(cls: type[Hooks]) -> Path | None:
    folder = official_folder(cls.card.official)
    return folder if cls.card.sources and folder.exists() else None


def definition(env: Hooks, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that define what is played, resolved, as plain JSON values; see ``AgentEnv.definition``.

    Args:
        env: the environment.
        given: the arguments that it was made with, for those that it does not keep.

    Raises:
        EnvironmentFailure: an argument has no plain value.
    """
    found: dict[str, Any] = {}
    for name, default in defaults(type(env)).items():
        if name not in env.incidental and (name != "prompts" or env.prompts is not None):
            value = getattr(env, name, _MISSING)
            found[name] = plain(env, name, given.get(name, default) if value is _MISSING else value)
    found["data"] = EMBEDDED if env.data is None else str(env.data)
    found["profile"] = env.profile.name
    return dict(sorted(found.items()))


def plain(env: Hooks, name: str, value: Any) -> Any:
    """Return the value of an argument as a JSON value.

    Raises:
        EnvironmentFailure: it cannot be written as one, so that a log could not say what was played.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(env, name, v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(env, name, v) for k, v in value.items()}
    if name in ("profile", "data"):
        return None  # Written by their names.
    raise EnvironmentFailure(
        f"The argument {name} of {type(env).__name__} is {type(value).__name__}, which a log cannot hold: override "
        "definition() to say it in plain values, or list it in `incidental` if it does not change what is played."
    )


def check_step(env: Hooks, action: object) -> None:
    """See that a step may be taken.

    Raises:
        OptionError: the action is not a string.
        EpisodeError: before ``reset``, or after the end.
    """
    if not isinstance(action, str):
        raise OptionError(
            f"An action is a string, the assistant's whole message; got {type(action).__name__}: {action!r:.80}"
        )
    if env.status is None:
        raise EpisodeError("step() was called before reset(): call reset() first.")
    if env.status is not Status.RUNNING:
        raise EpisodeError(f"The episode is over (status {env.status}): call reset() before the next step().")
