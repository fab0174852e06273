"""The original's texts, read from a checkout of AgentTuning (``eval_heldout/hotpotQA``) or BOLAA (``hotpotqa_run``)."""

from __future__ import annotations

from agentgym.environments.hotpotqa.texts import HotpotQATexts
from agentgym.errors import OptionError
from agentgym.profile import Profile
from agentgym.prompts import Checkout

_INSIDE = ("eval_heldout/hotpotQA/src", "hotpotQA/src", "src", "hotpotqa_run")
_AGENT, _STEP = "agent_arch.py", "BaseAgent.step"


def read(sources: Checkout, profile: Profile, action_format: str) -> HotpotQATexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: the profile is not the paper's.
    """
    if profile.name != "paper":
        raise OptionError("The original's prompts are those of the profile 'paper'.")
    sources.enter("pre_prompt.py", *_INSIDE)
    return HotpotQATexts(
        source="AgentTuning's BOLAA",
        prompt=sources.constant("pre_prompt.py", "REACT_INSTRUCTION").replace("{scratchpad}", ""),
        examples=sources.constant("fewshots.py", "REACT_EXAMPLE"),
        # What a step adds to its text: a label, right, wrong, then these.
        failed=sources.attribute(_AGENT, _STEP, "scratchpad", 3),
        no_page=sources.attribute(_AGENT, _STEP, "scratchpad", 4),
        invalid=sources.attribute(_AGENT, _STEP, "scratchpad", 5),
    )
