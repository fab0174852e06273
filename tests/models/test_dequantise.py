"""Safetensors out of a GGUF file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.serving.parts import need_safetensors


def test_safetensors_can_be_loaded_and_are_not_marked_quantised() -> None:
    folder = Path(need_safetensors())
    config = json.loads((folder / "config.json").read_text())
    assert config["architectures"] == ["LlamaForCausalLM"] and "quantization_config" not in config
    assert config["dtype"] == "bfloat16" and (folder / "tokenizer.json").is_file()
