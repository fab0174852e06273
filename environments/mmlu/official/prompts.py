"""The texts of AgentTuning's script, from a checkout (``eval_general/eval_mmlu_hf.py``)."""

from __future__ import annotations

from agentgym.environments.mmlu.texts import MMLUTexts
from agentgym.errors import DataError, OptionError
from agentgym.profile import Profile
from agentgym.prompts import Checkout

_SOURCE, _SHOTS = "eval_mmlu_hf.py", "generate_few_shot_prompt"


def read(checkout: Checkout, profile: Profile, action_format: str) -> MMLUTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: the profile is not the paper's.
    """
    if profile.name != "paper":
        raise OptionError("The original's prompts are those of profile='paper'.")
    checkout.enter(_SOURCE, "eval_general")
    said = checkout.every_passed(_SOURCE, _SHOTS, "append_message", parts=True)
    if len(said) != 2:
        raise DataError(f"{checkout.folder / _SOURCE} says {len(said)} texts, not 2. Is it another version?")
    question, answer = said
    return MMLUTexts(
        source="AgentTuning",
        instruction=checkout.assigned(_SOURCE, _SHOTS, "prompt")[0].template("subject"),
        acknowledgement="",
        question=question.template("question", "choices"),
        answer=answer.template("letter"),
    )
