"""The registry: environments for Gymnasium, policies by spec string, both found by entry point.

The entry point groups are ``agentgym.environments`` (name: the Gymnasium id, value: ``module:Class``) and
``agentgym.policies`` (name: the scheme of the spec). Nothing is imported before it is made. In a source
checkout, ``pyproject.toml`` beside the package is read as well, so that an editable install never goes stale.

An environment that is not installed is named by where it stands: ``module:Class``, or ``module:Namespace/Name-v0``
where importing the module registers it (Gymnasium's own form).
"""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from types import ModuleType
from typing import TYPE_CHECKING, Any

import gymnasium
from gymnasium.envs.registration import EnvSpec

from agentgym.errors import (
    AgentGymError,
    DependencyError,
    OptionError,
    UnknownNameError,
    nearest,
    unknown_name,
)
from agentgym.install import hint
from agentgym.specs import LABEL, Spec
from agentgym.version import DISTRIBUTION, checkout

if TYPE_CHECKING:
    from agentgym.card import Card
    from agentgym.env import AgentEnv
    from agentgym.policy import Policy

ENVIRONMENTS = "agentgym.environments"
POLICIES = "agentgym.policies"

_by_hand: set[str] = set()
"""Ids that :func:`register` was called with, entry points not counted."""


@cache
def entry_points(group: str) -> dict[str, str]:
    """Return ``{name: "module:attribute"}`` of an entry point group."""
    found = {e.name: e.value for e in metadata.entry_points(group=group)}
    root = checkout()
    if root is not None:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8")).get("project", {})
        if project.get("name") == DISTRIBUTION:
            found |= project.get("entry-points", {}).get(group, {})
    return dict(sorted(found.items()))


def register_all() -> None:
    """Register every environment with Gymnasium; called on ``import agentgym``."""
    for env_id, entry_point in entry_points(ENVIRONMENTS).items():
        _register(env_id, entry_point)


def register(env_id: str, entry_point: str) -> None:
    """Register one environment under a Gymnasium id, without importing it.

    Gymnasium's order enforcement and passive checker stay off: :class:`~agentgym.AgentEnv` raises clearer
    errors itself, and the wrappers would double the cost of a step.

    Raises:
        OptionError: the id is not of the form ``Namespace/Name-v0``, the entry point not ``module:Class``, or the id
            is another class's already.
    """
    _register(env_id, entry_point)
    _by_hand.add(env_id)


def _register(env_id: str, entry_point: str) -> None:
    if "/" not in env_id or "-v" not in env_id:
        raise OptionError(f"An environment id has the form 'Namespace/Name-v0', got {env_id!r}.")
    if entry_point.count(":") != 1:
        raise OptionError(f"The entry point of {env_id} must be 'module:Class', got {entry_point!r}.")
    known = gymnasium.registry.get(env_id)
    if known is not None:
        if known.entry_point != entry_point:
            raise OptionError(
                f"{env_id} is registered as {known.entry_point} already; {entry_point} needs another id."
            )
        return
    gymnasium.register(env_id, entry_point=entry_point, order_enforce=False, disable_env_checker=True)


def environment_ids() -> list[str]:
    """Return the ids of all installed environments, sorted."""
    return list(entry_points(ENVIRONMENTS))


def known_ids() -> list[str]:
    """Return the ids of the installed environments and of those registered by hand in this process, sorted."""
    return sorted({*environment_ids(), *_by_hand})


def import_module(name: str) -> ModuleType:
    """Import a module that was named by hand; it may stand in the current folder.

    Raises:
        UnknownNameError: there is no such module.
        DependencyError: it imports something that is not installed.
    """
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.append(folder)  # At the end: a file there takes no installed package's place.
    try:
        return importlib.import_module(name)
    except AgentGymError:
        raise
    except ImportError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            raise UnknownNameError(
                f"There is no module {name!r}, neither installed nor in the current folder ({folder})."
            ) from error
        raise DependencyError(f"The module {name} cannot be imported: {error}.") from error
    except ValueError as error:  # an empty name, a relative one
        raise UnknownNameError(f"{name!r} names no module.") from error


def environment_class(env_id: str) -> type[AgentEnv]:
    """Import and return the class of an environment.

    Raises:
        UnknownNameError: no such id; the nearest is suggested.
        OptionError: it is not an :class:`~agentgym.AgentEnv`.
        DependencyError: importing it needs a package that is not installed.
    """
    from agentgym.env import AgentEnv

    entry: object = entry_points(ENVIRONMENTS).get(env_id)
    if entry is None and env_id in gymnasium.registry:
        entry = gymnasium.registry[env_id].entry_point
    if entry is None and ":" in env_id:
        entry = _named_class(env_id)
    if entry is None:
        raise unknown_name("environment", env_id, known_ids())
    loaded = _load(entry, env_id) if isinstance(entry, str) else entry
    if not (isinstance(loaded, type) and issubclass(loaded, AgentEnv)):
        raise OptionError(
            f"{env_id} is no AgentEnv: agentgym plays environments that talk in messages. "
            "Subclass agentgym.AgentEnv, or wrap it in one."
        )
    return loaded


@cache
def card(env_id: str) -> Card:
    """Return the card of an environment; an empty one where its class cannot be had here."""
    from agentgym.card import Card

    try:
        return environment_class(env_id).card
    except AgentGymError:
        return Card()


def short_name(env_id: str) -> str:
    """Return the short name of an environment: ``AgentTune/WebShop-v0`` is ``WebShop``."""
    return env_id.rpartition("/")[2].rpartition("-v")[0] or env_id


def resolve(name: str) -> str:
    """Return the full id for ``name``.

    Args:
        name: the id itself, a short form (``webshop``, ``WebShop-v0``), ``module:Class``, or ``module:`` before an id
            or short form that the module registers. A class that is registered goes by its id, another by ``name``.

    Raises:
        UnknownNameError: nothing matches, or several environments do.
        DependencyError: the module cannot be imported.
    """
    if name in {*known_ids(), *gymnasium.registry}:
        return name
    if ":" in name:
        return _resolve_in_module(name)
    wanted = name.casefold()
    found = [i for i in known_ids() if wanted in _short_forms(i)]
    if len(found) > 1:
        raise UnknownNameError(f"{name!r} may be {' or '.join(found)}: use the whole id.")
    if not found:
        shorts = [short_name(i).casefold() for i in known_ids()]
        close = nearest(wanted.rpartition("/")[2], shorts)
        raise UnknownNameError(f"Unknown environment {name!r}; known: {', '.join(known_ids())}.{close}")
    return found[0]


def _resolve_in_module(name: str) -> str:
    module_name, _, inside = name.partition(":")
    module = import_module(module_name)
    if hasattr(module, inside):
        return next((i for i, spec in gymnasium.registry.items() if spec.entry_point == name), name)
    try:
        return resolve(inside)
    except UnknownNameError:
        raise _not_in(module, inside) from None


def _named_class(name: str) -> object:
    """Return what ``module:Class`` names."""
    module_name, _, inside = name.partition(":")
    module = import_module(module_name)
    if not hasattr(module, inside):
        raise _not_in(module, inside)
    return getattr(module, inside)


def _not_in(module: ModuleType, name: str) -> UnknownNameError:
    from agentgym.env import AgentEnv

    classes = [
        n
        for n, v in vars(module).items()
        if isinstance(v, type) and issubclass(v, AgentEnv) and v is not AgentEnv
    ]
    return UnknownNameError(
        f"The module {module.__name__} neither has nor registers an environment {name!r}; its environments: "
        f"{', '.join(classes) or 'none'}.{nearest(name, classes)}"
    )


def _short_forms(env_id: str) -> tuple[str, str]:
    return short_name(env_id).casefold(), env_id.rpartition("/")[2].casefold()


def make(env_id: str, arguments: Mapping[str, Any]) -> gymnasium.Env[str, str]:
    """Make an environment by id or short name; ``.unwrapped`` is an :class:`~agentgym.AgentEnv`.

    Raises:
        AgentGymError: unknown names, wrong options, broken data.
        OptionError: the environment does not talk in messages.
    """
    env_id = resolve(env_id)
    environment_class(env_id)
    if env_id in gymnasium.registry:
        return gymnasium.make(env_id, **arguments)
    spec = EnvSpec(env_id, entry_point=env_id, order_enforce=False, disable_env_checker=True)
    return gymnasium.make(spec, **arguments)


def make_policy(spec: str | Policy) -> Policy:
    """Make a policy from its spec ``scheme[:argument][?option=value&…]``; a policy is returned as it is.

    Every spec takes ``name=LABEL``: what tables call the policy. By default that is the spec without what does not
    change its answers: an address, a time-out, how much is logged.

    Raises:
        UnknownNameError: no such scheme.
        OptionError: an argument or option that the policy does not take.
    """
    if not isinstance(spec, str):
        return spec
    parsed = Spec.parse(spec)
    loaded = policy_class(parsed.scheme)
    options = parsed.options()
    label = options.pop(LABEL, "")
    policy = loaded.from_spec(parsed.argument, options)
    policy.spec = spec
    policy.label = label or policy.label or str(parsed.without({LABEL, *loaded.incidental}))
    return policy


def policy_class(scheme: str) -> type[Policy]:
    """Import and return the class of a policy.

    Raises:
        UnknownNameError: no such scheme; the nearest is suggested.
        DependencyError: importing it needs a package that is not installed.
    """
    known = entry_points(POLICIES)
    if scheme not in known:
        raise unknown_name("policy", scheme, known)
    loaded: type[Policy] = _load(known[scheme], scheme)
    return loaded


def _load(entry: str, wanted: str) -> Any:
    module, _, attribute = entry.partition(":")
    try:
        loaded = importlib.import_module(module)
    except AgentGymError:
        raise
    except ImportError as error:
        raise DependencyError(
            f"{wanted} needs {error.name or module}, which is not installed: {hint('all')}."
        ) from error
    if not hasattr(loaded, attribute):
        raise UnknownNameError(
            f"{wanted} is registered as {entry}, and there is no {attribute!r} in {module}."
            f"{nearest(attribute, vars(loaded))}"
        )
    return getattr(loaded, attribute)
