"""Which AgentBench a checkout is: AgentTuning's ``AgentBench.old``, v0.2, or main with its function calling."""

from __future__ import annotations

from typing import Literal, NamedTuple

from agentgym.errors import DataError, OptionError
from agentgym.profile import Profile
from agentgym.prompts.checkout import Checkout

Variant = Literal["old", "v0.2", "fc"]
TITLES: dict[Variant, str] = {
    "old": "AgentTuning's AgentBench.old",
    "v0.2": "AgentBench v0.2",
    "fc": "AgentBench main (function calling)",
}


class Place(NamedTuple):
    """What a checkout is, and the folder of its tasks, relative to it."""

    variant: Variant
    tasks: str

    @property
    def source(self) -> str:
        """The original in words."""
        return TITLES[self.variant]


def find(checkout: Checkout) -> Place:
    """Return which AgentBench a checkout is; goes into ``AgentBench.old`` where it is one of AgentTuning.

    Raises:
        DataError: it is none.
    """
    if checkout.has("AgentBench.old/src/tasks"):
        checkout.folder = checkout.folder / "AgentBench.old"
    if checkout.has("src/server/tasks"):
        fc = checkout.has("src/server/tasks/knowledgegraph/const.py")
        return Place("fc" if fc else "v0.2", "src/server/tasks/")
    if checkout.has("src/tasks"):
        return Place("old", "src/tasks/")
    raise DataError(
        f"prompts={str(checkout.folder)!r} is no checkout of AgentTuning or AgentBench: there is neither "
        "AgentBench.old, nor src/tasks, nor src/server/tasks in it."
    )


def fit(place: Place, profile: Profile, action_format: str, profiles: dict[Variant, str]) -> None:
    """See that a profile plays by the rules that go with the texts.

    Args:
        place: what the checkout is.
        profile: the profile.
        action_format: the action format.
        profiles: the profile that goes with each variant that the environment reads.

    Raises:
        OptionError: it does not; the one that does is named.
    """
    if place.variant not in profiles:
        raise OptionError(f"{place.source} has no texts of this environment that are read here.")
    wanted = profiles[place.variant]
    form = "tools" if place.variant == "fc" else "react"
    if (profile.name, action_format) != (wanted, form):
        raise OptionError(
            f"The prompts are those of {place.source}, which go with profile={wanted!r} and action_format={form!r}; "
            f"the environment has {profile.name!r} and {action_format!r}."
        )
