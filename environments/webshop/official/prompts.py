"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

from agentgym.environments.webshop.texts import WebShopTexts
from agentgym.errors import DataError
from agentgym.messages import system
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench
from agentgym.prompts.texts import turns

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}
_OPENING = 10
"""Messages before the first page: instruction, acknowledgement, four turns of an example."""


def read(checkout: Checkout, profile: Profile, action_format: str) -> WebShopTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    if place.variant == "fc":
        return _function_calling(checkout, f"{place.tasks}webshop/task.py", place.source)
    source = f"{place.tasks}webshop/__init__.py"
    scope = "predict" if place.variant == "old" else "WebShop.start_sample"
    *opening, page = checkout.injected(source, scope)
    if len(opening) != _OPENING:
        raise DataError(
            f"{checkout.folder / source} opens with {len(opening)} messages, not {_OPENING}. Is it another version?"
        )
    return WebShopTexts(
        openings={"": turns([message.text() for message in opening])},
        source=place.source,
        observation=page.template("observation", "actions"),
    )


def _function_calling(checkout: Checkout, source: str, title: str) -> WebShopTexts:
    scope = "WebShop.sync_start_sample"
    injected = checkout.injected(source, scope)
    if len(injected) < 5:
        raise DataError(f"{checkout.folder / source} has not the messages it had. Is it another version?")
    opening, first, page, after, bad_call = injected[:5]
    return WebShopTexts(
        openings={"": [system(opening.text())]},
        schemas=checkout.yaml("configs/tasks/webshop.yaml", "default", "parameters", "tools"),
        source=title,
        observation=page.template("observation", "actions"),
        first=first.template("observation", "actions"),
        after_action=after.template("action", "observation", "actions"),
        no_call=next(e.text() for e in checkout.assigned(source, scope, "observation") if e.is_text),
        bad_call=bad_call.text(),
    )
