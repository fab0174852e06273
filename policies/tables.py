"""The tables of options in the documentation, made from the structs: ``python -m agentgym.policies.tables FILE…``.

A file has a table between ``<!-- options: NAME -->`` and ``<!-- end -->``, where ``NAME`` is one of :data:`TABLES`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from agentgym.policies.anthropic import AnthropicOptions
from agentgym.policies.google import GoogleOptions
from agentgym.policies.local import LocalOptions
from agentgym.policies.mixture import MixtureOptions
from agentgym.policies.model_options import CallOptions, ModelOptions
from agentgym.policies.openai_options import OpenAIOptions
from agentgym.policies.options import Options, described
from agentgym.policies.served import ServedOptions
from agentgym.policies.transformers_options import TransformersOptions
from agentgym.policies.vllm import VLLMOptions

TABLES: dict[str, tuple[type[Options], type[Options]]] = {
    "every model": (ModelOptions, Options),
    "calls": (CallOptions, ModelOptions),
    "openai": (OpenAIOptions, CallOptions),
    "servers": (ServedOptions, OpenAIOptions),
    "vllm": (VLLMOptions, ServedOptions),
    "local": (LocalOptions, ServedOptions),
    "transformers": (TransformersOptions, ModelOptions),
    "anthropic": (AnthropicOptions, CallOptions),
    "google": (GoogleOptions, CallOptions),
    "mixture": (MixtureOptions, Options),
}
"""The options of each table, and those that another table has already."""
_PLACE = re.compile(r"(<!-- options: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rendered(text: str) -> str:
    """Return a text of the documentation with its tables made anew."""
    return _PLACE.sub(lambda m: f"{m[1]}{table(TABLES[m[2]][0], beyond=TABLES[m[2]][1])}\n{m[3]}", text)


def table(options: type[Options], *, beyond: type[Options] = Options) -> str:
    """Return the documentation of options as a Markdown table.

    Args:
        options: whose.
        beyond: a base of them; what is the same there is left out.
    """
    before = described(beyond)
    rows = ["| option | takes | default | what |", "|---|---|---|---|"]
    for name, known in described(options).items():
        if before.get(name) != known:
            default = "" if known.default in (None, "") else f"`{_written(known.default)}`"
            cells = (f"`{name}`", known.expected, default, known.text)
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _written(value: Any) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rendered(path.read_text("utf-8")), "utf-8")
