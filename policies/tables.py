"""The tables of options in the documentation, made from the structs: ``python -m agentgym.policies.tables FILE…``.

A file has a table between ``<!-- options: NAME -->`` and ``<!-- end -->``, where ``NAME`` is one of :data:`TABLES`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from agentgym.policies.anthropic import AnthropicOptions
from agentgym.policies.google import GoogleOptions
from agentgym.policies.local import LocalOptions
from agentgym.policies.mixture import MixtureOptions
from agentgym.policies.model_options import CallOptions, ModelOptions
from agentgym.policies.openai_options import OpenAIOptions
from agentgym.policies.options import Options, table
from agentgym.policies.served import ServedOptions
from agentgym.policies.transformers import TransformersOptions
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


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rendered(path.read_text("utf-8")), "utf-8")
