"""Why a template or a row is refused."""

from __future__ import annotations

from agentgym.errors import OptionError


class MaskError(OptionError):
    """A mask that cannot be proven: the message says which turn, what was expected, what was found, and the mend."""


def shown(text: str, limit: int = 60) -> str:
    """Return a text as it stands in a message: quoted, its middle left out where it is long."""
    if len(text) > limit:
        half = limit // 2
        return f"{text[:half]!r} … {text[-half:]!r}"
    return repr(text)
