"""What ScienceWorld says besides what the simulator answers."""

from __future__ import annotations

from agentgym.prompts import Texts


class ScienceWorldTexts(Texts, frozen=True, kw_only=True):
    """The texts of ScienceWorld.

    Attributes:
        task: what stands before the first observation in the paper's protocol, after an example.
        thought: what answers a thought there.
    """

    task: str
    thought: str
