"""The texts of AgentTuning's script, from a checkout (``eval_general/eval_gsm8k_tgi.py``)."""

from __future__ import annotations

from agentgym.environments.gsm8k.texts import GSM8KTexts
from agentgym.errors import DataError, OptionError
from agentgym.profile import Profile
from agentgym.prompts import Checkout
from agentgym.prompts.texts import turns

_SOURCE, _SHOTS = "eval_gsm8k_tgi.py", 8


def read(checkout: Checkout, profile: Profile, action_format: str) -> GSM8KTexts:
    """Return the texts of a checkout. Its system prompt is the policy's.

    Raises:
        DataError: it is none, or of another version.
        OptionError: the profile is not the paper's, in its own format.
    """
    if profile.name != "paper" or action_format == "tools":
        raise OptionError("The original's prompts are those of profile='paper', with answers as text.")
    checkout.enter(_SOURCE, "eval_general")
    said = checkout.every_passed(_SOURCE, "doc_to_text", "append_message")
    if len(said) != 3:
        raise DataError(f"{checkout.folder / _SOURCE} says {len(said)} texts, not 3. Is it another version?")
    instruction, acknowledged, question = said
    shots = [
        checkout.constant(_SOURCE, f"{letter}{n}") for n in range(1, _SHOTS + 1) for letter in ("Q", "A")
    ]
    return GSM8KTexts(
        openings={"": turns([instruction.text(), acknowledged.text(), *shots])},
        source="AgentTuning",
        asked=question.template("question"),
    )
