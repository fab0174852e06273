"""Protocol profiles: the details of prompt, parser and rules that published numbers depend on."""

from __future__ import annotations

from typing import Literal

import msgspec

from agentgym.status import Status


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One protocol of an environment, chosen by ``gym.make(id, profile=name)``.

    Environments subclass it for details of their own (whether admissible actions are shown, say).

    Attributes:
        name: the name to choose it by.
        description: one line for ``agentgym info``.
        max_steps: steps (model turns) before the episode ends as ``task_limit``.
        shots: demonstrations in the opening messages.
        on_parse_error: ``"end"`` ends the episode with ``parse_error_status`` and reward 0; ``"tell"`` answers
            with what was expected and goes on.
        repetition: identical raw outputs in a row that end the episode; 0 switches the rule off.
        bleu_threshold: map an action that is not admissible to the closest admissible one if its BLEU is
            above this; ``None`` switches the fallback off.
        leniency: what this protocol is known to pass, or to refuse, beyond what its task says, kept for parity with
            published numbers; `agentgym audit` prints it.
        action_format: the format used when ``gym.make`` names none.
        parallel_calls: under ``tools``, every call of a message is carried out, in turn, each with an answer of its
            own, and the turn is one step; otherwise the first is, and the others are answered as not executed.
    """

    name: str
    description: str = ""
    max_steps: int = 30
    shots: int = 1
    on_parse_error: Literal["end", "tell"] = "tell"
    parse_error_status: Status = Status.INVALID_FORMAT
    repetition: int = 0
    bleu_threshold: float | None = None
    leniency: str = ""
    action_format: Literal["react", "tools", "native"] = "react"
    parallel_calls: bool = False
