"""The registry: environments for Gymnasium, policies by spec string, both found by entry point.

The entry point groups are ``agentgym.environments`` (name: the Gymnasium id, value: ``module:Class``) and
``agentgym.policies`` (name: the scheme of the spec). Nothing is imported before it is made. In a source
checkout, ``pyproject.toml`` beside the package is read as well, so that an editable install never goes stale.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

import gymnasium

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
        register(env_id, entry_point)


def register(env_id: str, entry_point: str) -> None:
    """Register one environment under a Gymnasium id, without importing it.

    Gymnasium's order enforcement and passive checker stay off: :class:`~agentgym.AgentEnv` raises clearer
    errors itself, and the wrappers would double the cost of a step.

    Raises:
        OptionError: the id is not of the form ``Namespace/Name-v0``, the entry point not ``module:Class``, or the id
            is another class's already.
    """
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
    """Return the ids of all registered environments, sorted."""
    return list(entry_points(ENVIRONMENTS))


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
    if entry is None:
        raise unknown_name("environment", env_id, environment_ids())
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
    """Return the full id for ``name``: the id itself, or a short form (``webshop``, ``WebShop-v0``).

    Raises:
        UnknownNameError: nothing matches, or several environments do.
    """
    ids = {*environment_ids(), *gymnasium.registry}
    if name in ids:
        return name
    wanted = name.casefold()
    found = [i for i in environment_ids() if wanted in _short_forms(i)]
    if len(found) > 1:
        raise UnknownNameError(f"{name!r} may be {' or '.join(found)}: use the whole id.")
    if not found:
        shorts = [short_name(i).casefold() for i in environment_ids()]
        close = nearest(wanted.rpartition("/")[2], shorts)
        raise UnknownNameError(f"Unknown environment {name!r}; known: {', '.join(environment_ids())}.{close}")
    return found[0]


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
    return gymnasium.make(env_id, **arguments)


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
        return getattr(importlib.import_module(module), attribute)
    except AgentGymError:
        raise
    except ImportError as error:
        raise DependencyError(
            f"{wanted} needs {error.name or module}, which is not installed: {hint('all')}."
        ) from error
