"""The texts of AgentTuning's harness, from its folder ``eval_heldout/science-world`` or a checkout that holds it.

``eval.py`` has the instruction and the line that begins a task, ``prompts/prompt.json`` an example a task number.
"""

from __future__ import annotations

from agentgym.environments.scienceworld.tasks import VARIATIONS
from agentgym.environments.scienceworld.texts import ScienceWorldTexts
from agentgym.errors import DataError, OptionError
from agentgym.messages import assistant, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout
from agentgym.prompts.texts import turns


def read(checkout: Checkout, profile: Profile, action_format: str) -> ScienceWorldTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: the profile is not the paper's, in its own format.
    """
    if profile.name != "paper" or action_format != "react":
        raise OptionError(
            f"The prompts are those of profile='paper' and action_format='react'; the environment has {profile.name!r} "
            f"and {action_format!r}."
        )
    checkout.enter("eval.py", "eval_heldout/science-world")
    examples = checkout.json("prompts/prompt.json", dict[int, list[str]])
    opening = [
        user(checkout.constant("eval.py", "INIT_PROMPT")),
        assistant(checkout.passed("eval.py", "eval", "append_message")),
    ]
    openings = {}
    for number, kind in enumerate(VARIATIONS):
        example = examples.get(number)
        if not example or len(example) % 2:
            raise DataError(
                f"prompt.json has no example for task number {number}: a list of turns, user's first."
            )
        openings[kind] = [*opening, *turns(example)]
    lead = checkout.assigned("eval.py", "eval", "new_task")[0].lead()
    thought = next(e.text() for e in checkout.assigned("eval.py", "eval", "obs") if e.is_text)
    return ScienceWorldTexts(openings=openings, source="AgentTuning", task=lead, thought=thought)
