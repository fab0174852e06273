"""What a model makes of a calculation: one expression in a block, as the original's calculator asks for it."""

from __future__ import annotations

import re

from agentgym.tools.calculator import numexpr
from agentgym.tools.calculator.expressions import NotComputable

_BLOCK = re.compile(r"```text(.*?)```", re.DOTALL)
_ANSWER = "Answer:"


def evaluated(reply: str) -> str:
    """Return the value of a translator's reply: of the block that it begins with, else what follows ``Answer:``.

    Raises:
        NotComputable: there is neither, or the expression has no value.
    """
    reply = reply.strip()
    block = _BLOCK.match(reply)
    if block is not None:
        value = numexpr.evaluate(block[1].strip())
        return value.removeprefix("[").removesuffix("]").strip()
    if _ANSWER not in reply:
        raise NotComputable("the translation has no block of text and no answer")
    said = reply if reply.startswith(_ANSWER) else reply.rpartition(_ANSWER)[2]
    return said.replace(_ANSWER, "").strip()
