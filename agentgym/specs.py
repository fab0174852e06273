"""The text that a policy is made from: ``scheme[:argument][?option=value&…]``.

Options are encoded as in a URL (``%26`` is an ampersand, ``+`` a space). A spec within the argument of another, as
``mixture:`` has them, stands in parentheses: its question mark and its options are its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote_plus

import msgspec

from agentgym.errors import OptionError

LABEL = "name"
"""The option that every spec takes: what tables call the policy."""


class Spec(NamedTuple):
    """A spec, taken apart.

    Attributes:
        scheme: what makes the policy (``openai``).
        argument: what follows the first colon, as it is written; empty where there is none.
        query: what follows the question mark, still encoded; empty where there is none.
    """

    scheme: str
    argument: str
    query: str

    @classmethod
    def parse(cls, text: str) -> Spec:
        """Take a spec apart; every text is one."""
        head, query = _split_query(text)
        scheme, _, argument = head.partition(":")
        return cls(scheme, argument, query)

    @classmethod
    def of(cls, scheme: str, argument: str, options: Mapping[str, Any]) -> Spec:
        """Write options that were given in Python; ``None`` is left out."""
        parts = (f"{name}={_encoded(value)}" for name, value in options.items() if value is not None)
        return cls(scheme, argument, "&".join(parts))

    def options(self) -> dict[str, str]:
        """Return the options, decoded.

        Raises:
            OptionError: one is given twice, of which only the last would count.
        """
        pairs = parse_qsl(self.query, keep_blank_values=True)
        options = dict(pairs)
        if len(options) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(n for n in names if names.count(n) > 1)
            raise OptionError(
                f"The option {twice!r} is given more than once in {str(self)!r}; several values of one option are "
                f"separated by |: {twice}=a|b."
            )
        return options

    def without(self, names: Collection[str]) -> Spec:
        """Return the spec without some options; the others stay as they are written."""
        parts = [p for p in self.query.split("&") if unquote_plus(p.partition("=")[0]) not in names]
        return self._replace(query="&".join(parts))

    def __str__(self) -> str:
        argument = f":{self.argument}" if self.argument else ""
        return f"{self.scheme}{argument}" + (f"?{self.query}" if self.query else "")


def _split_query(text: str) -> tuple[str, str]:
    """Split at the first ``?`` outside parentheses."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "?" and depth == 0:
            return text[:position], text[position + 1 :]
    return text, ""


def _encoded(value: Any) -> str:
    """Write a value so that :meth:`Spec.options` and the policy's reader give it back."""
    if isinstance(value, (list, tuple)):
        text = "|".join(str(part).replace("\n", "\\n").replace("\t", "\\t") for part in value)
    elif isinstance(value, (bool, Mapping)):
        text = msgspec.json.encode(value).decode()
    else:
        text = str(value)
    return text.replace("%", "%25").replace("&", "%26").replace("+", "%2B")
