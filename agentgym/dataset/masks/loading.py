"""Tokenizers by name: a folder, or an installed model."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from agentgym.errors import DataError, DependencyError
from agentgym.install import hint
from agentgym.models import CATALOGUE, find
from agentgym.models.templates import template_path


def load_tokenizer(source: str, chat_template: str | None = None) -> Any:
    """Return a tokenizer of transformers.

    Args:
        source: a folder with a ``tokenizer.json``, or an installed model (``smollm2``).
        chat_template: a file with one, or one of ours by name; the tokenizer's own by default.

    Raises:
        DependencyError: transformers is not installed.
        DataError: there is no tokenizer.
    """
    if importlib.util.find_spec("transformers") is None:
        raise DependencyError(f"Tokenizers need transformers: {hint('transformers')}.")
    known = None if Path(source).exists() else CATALOGUE.get(source)
    folder = Path(find(source, "safetensors")) if known else Path(source)
    if not (folder / "tokenizer_config.json").is_file():
        raise DataError(
            f"{source} is no tokenizer: expected a folder with tokenizer.json and tokenizer_config.json."
        )
    from transformers import AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    template = chat_template or (known.chat_template if known else None)
    if template:
        tokenizer.chat_template = template_path(template).read_text("utf-8")
    return tokenizer
