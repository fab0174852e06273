"""The texts of AgentTuning's agent, from a checkout (``eval_heldout/webarena``)."""

from __future__ import annotations

from agentgym.environments.webarena.texts import WebArenaTexts
from agentgym.errors import DataError, OptionError
from agentgym.profile import Profile
from agentgym.prompts import Checkout
from agentgym.prompts.texts import turns

_SOURCE = "agent/prompts/raw/p_cot_id_actree_2s.py"
_AGENT, _SEND = "agent/prompts/prompt_constructor.py", "PromptConstructor.get_lm_api_input"


def read(checkout: Checkout, profile: Profile, action_format: str) -> WebArenaTexts:
    """Return the texts of a checkout, each stripped, as the agent sends them.

    Raises:
        DataError: it is none, or of another version.
        OptionError: the profile is not the paper's, in its own format.
    """
    if profile.name != "paper" or action_format != "react":
        raise OptionError("The original's prompts are those of profile='paper' and action_format='react'.")
    checkout.enter(_SOURCE, "eval_heldout/webarena", "webarena")
    prompt = checkout.value(_SOURCE, "prompt").literal()
    try:
        said = [prompt["intro"], checkout.passed(_AGENT, _SEND, "append_message")]
        said += [text for example in prompt["examples"] for text in example]
        template = prompt["template"].strip()
        contents = [text.strip() for text in said]
    except (KeyError, TypeError, AttributeError):
        raise DataError(
            f"{checkout.folder / _SOURCE} has no intro, examples and template. Is it another version?"
        ) from None
    return WebArenaTexts(openings={"": turns(contents)}, source="AgentTuning", turn=template)
