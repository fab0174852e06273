"""How long a prompt is, in tokens: counted by the original's tokenizer, or estimated from its characters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from agentgym.errors import DependencyError, UnavailableError
from agentgym.install import hint

Tokens = Literal["estimate", "tiktoken"]
TOKENS: tuple[Tokens, ...] = ("estimate", "tiktoken")
_CHARACTERS = 4.3
"""Characters of a token of cl100k_base, measured on prompts and paragraphs of HotpotQA."""


def counter(how: Tokens) -> Callable[[str], int]:
    """Return what counts tokens.

    Raises:
        DependencyError: tiktoken is not installed.
        UnavailableError: its vocabulary is neither on this machine nor to be had.
    """
    return _estimate if how == "estimate" else _tiktoken()


def _estimate(text: str) -> int:
    return round(len(text) / _CHARACTERS)


@cache
def _tiktoken() -> Callable[[str], int]:
    try:
        import tiktoken
    except ImportError:
        raise DependencyError(f"tokens='tiktoken' needs the package tiktoken: {hint('hotpotqa')}") from None
    try:
        encoding = tiktoken.get_encoding("cl100k_base")
    except Exception as error:  # noqa: BLE001  (it fetches a file, through whatever fails)
        raise UnavailableError(
            f"tiktoken has no vocabulary cl100k_base here and could not fetch it ({type(error).__name__}): set "
            "TIKTOKEN_CACHE_DIR to a folder that has it, or play with tokens='estimate'."
        ) from None
    return lambda text: len(encoding.encode(text, disallowed_special=()))
