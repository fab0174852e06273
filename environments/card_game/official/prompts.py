"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

from agentgym.environments.card_game.texts import CardTexts
from agentgym.errors import DataError
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "agentbench"}
_FOLDERS: dict[agentbench.Variant, str] = {"old": "card_game/AI_SDK/Python/", "v0.2": "card_game/AI/"}
_GUESS = ("previous_guess", "live_enemy", "enemy_action", "enemy_passive")
_ACT = ("state", "my_action", "enemy_action")


def read(checkout: Checkout, profile: Profile, action_format: str) -> CardTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    folder = f"{place.tasks}{_FOLDERS[place.variant]}"
    source, agent = f"{folder}prompt/en.py", f"{folder}AI_En.py"
    described, act_form, guess_form = (
        checkout.value(source, name).literal()
        for name in ("fish_description", "action_format", "guess_format")
    )
    fish = [described]
    if place.variant == "v0.2":
        named = (checkout.value(source, name).literal() for name in ("your_fish", "enemy_fish"))
        fish = [{name: described[name] for name in names} for names in named]
    rule = checkout.constant(source, "GUESS_RULE")
    if place.variant == "v0.2":
        guess = _percent(checkout.constant(source, "guess_prompt"), *(f"{{{name}}}" for name in _GUESS))
        act = _percent(checkout.constant(source, "action_prompt"), *(f"{{{name}}}" for name in _ACT))
    else:
        guess = checkout.assigned(agent, "Agent._guess", "prompt")[0].template(*_GUESS)
        act = checkout.assigned(agent, "Agent._decide", "prompt")[0].template(*_ACT)
    return CardTexts(
        source=place.source,
        guess_rules=_percent(checkout.constant(source, "GUESS_PROMPT"), *fish, guess_form),
        act_rules=_percent(checkout.constant(source, "ACTION_PROMPT"), rule, *fish, act_form),
        acknowledgement=checkout.passed(f"{folder}client.py", "Client.llm_call", "append", inside=True),
        guess=guess,
        act=act,
    )


def _percent(text: str, *values: object) -> str:
    """Return a text with its places filled, as ``%`` does it.

    Raises:
        DataError: it has more or fewer places, or others than ``%s``.
    """
    parts = text.split("%s")
    if len(parts) != len(values) + 1:
        raise DataError(f"A text has {len(parts) - 1} places (%s), not {len(values)}: {text[:60]!r} …")
    return parts[0].replace("%%", "%") + "".join(
        f"{value}{part.replace('%%', '%')}" for value, part in zip(values, parts[1:], strict=True)
    )
