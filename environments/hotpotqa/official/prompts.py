"""The original's texts, read from a checkout of AgentTuning (``eval_heldout/hotpotQA``) or BOLAA (``hotpotqa_run``)."""

from __future__ import annotations

from agentgym.environments.hotpotqa.world.texts import Texts
from agentgym.tools.checkout import Checkout

_INSIDE = ("eval_heldout/hotpotQA/src", "hotpotQA/src", "src", "hotpotqa_run")
_AGENT, _STEP = "agent_arch.py", "BaseAgent.step"


def read(prompts: str) -> tuple[str, Texts]:
    """Return the name of a checkout, with a hash of what was read of it, and its texts.

    Args:
        prompts: a folder, or a name that this has returned.

    Raises:
        DataError: there is no such checkout, it is of another version, or it has changed.
    """
    sources = Checkout(prompts, "pre_prompt.py", _INSIDE)
    texts = Texts(
        prompt=sources.constant("pre_prompt.py", "REACT_INSTRUCTION").replace("{scratchpad}", ""),
        examples=sources.constant("fewshots.py", "REACT_EXAMPLE"),
        # What a step adds to its text: a label, right, wrong, then these.
        failed=sources.attribute(_AGENT, _STEP, "scratchpad", 3),
        no_page=sources.attribute(_AGENT, _STEP, "scratchpad", 4),
        invalid=sources.attribute(_AGENT, _STEP, "scratchpad", 5),
    )
    sources.check()
    return sources.name, texts
