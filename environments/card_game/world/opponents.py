"""Who may be the second player: the named players, the agent itself, or any policy."""

from __future__ import annotations

from agentgym.environments.card_game.world.players.known import PLAYERS
from agentgym.errors import OptionError, nearest, unknown_name
from agentgym.registry import POLICIES, entry_points, policy_class
from agentgym.specs import LABEL, Spec

ALL_BASELINES = "baselines"
SELF = "self"
NAMES = (ALL_BASELINES, *PLAYERS, SELF)


def is_policy(opponent: str) -> bool:
    """Whether an opponent is a policy, by its spec."""
    return opponent not in NAMES


def resolved(opponent: str) -> str:
    """Return an opponent as it is logged: a policy's spec without what does not change its answers.

    Raises:
        UnknownNameError: there is no such player and no such policy.
        OptionError: it is no text.
    """
    if not isinstance(opponent, str):
        raise OptionError(f"opponent is a name or the spec of a policy, got {type(opponent).__name__}.")
    if not is_policy(opponent):
        return opponent
    spec = Spec.parse(opponent)
    schemes = entry_points(POLICIES)
    if spec.scheme not in schemes:
        close = nearest(spec.scheme, schemes)
        error = unknown_name("opponent", opponent, [*NAMES, "the spec of a policy"])
        raise type(error)(str(error) if "Did you mean" in str(error) else f"{error}{close}")
    return str(spec.without({LABEL, *policy_class(spec.scheme).incidental}))
