"""A tiny model with a tokenizer of bytes, and tiny data sets, for the tests of tuning."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym.dataset.files import encode
from agentgym.dataset.row import Row
from agentgym.messages import Message

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def need_torch() -> None:
    """Skip where torch is not installed."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")


def tiny_model(folder: Path, *, template: str | None = CHATML, **settings: Any) -> Path:
    """Write a random Llama of about 50,000 weights with a tokenizer of bytes; return its folder."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({c: n for n, c in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", bos_token="<|im_start|>", pad_token="<|im_end|>"
    )
    fast.chat_template = template
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    said: dict[str, Any] = {
        "vocab_size": len(fast), "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512,
        "tie_word_embeddings": True, "eos_token_id": fast.eos_token_id, "bos_token_id": fast.bos_token_id,
        "pad_token_id": fast.pad_token_id, "initializer_range": 0.1,
    }  # fmt: skip
    model = LlamaForCausalLM(LlamaConfig(**{**said, **settings}))
    model.save_pretrained(folder)
    return folder


def conversation(draw: random.Random, number: int, turns: int) -> Row:
    """Return a conversation of random words."""
    words = ("go", "take", "the lamp", "north", "open it", "a door", "yes", "look")
    messages: list[Message] = []
    for turn in range(turns):
        asked = " ".join(draw.choices(words, k=draw.randint(1, 6)))
        said = " ".join(draw.choices(words, k=draw.randint(1, 4)))
        messages += [
            {"role": "user", "content": asked},
            {"role": "assistant", "content": said, "loss": turn > 0 or turns == 1},
        ]
    return Row(id=f"row_{number}", messages=messages)


def dataset(path: Path, rows: int, seed: int, turns: int = 3) -> Path:
    """Write a file of rows; return its path."""
    draw = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(encode(conversation(draw, n, draw.randint(1, turns))) for n in range(rows)))
    return path


def settings(tmp_path: Path, **more: Any) -> dict[str, Any]:
    """Return the settings of a tiny training, as a configuration has them."""
    said: dict[str, Any] = {
        "model": str(tmp_path / "model"), "out": str(tmp_path / "out"),
        "agent": [{"path": str(tmp_path / "agent.jsonl")}], "general": [{"path": str(tmp_path / "general.jsonl")}],
        "eta": 0.4, "length": 256, "batch": 6, "steps": 12,
        "compute": {"dtype": "float32", "device": "cpu", "threads": 1},
        "optimizer": {"lr": 3e-3}, "checkpoint": {"every": 5},
    }  # fmt: skip
    return said | more


def prepared(tmp_path: Path) -> Path:
    """Write a tiny model and two data sets into a folder; return it."""
    tiny_model(tmp_path / "model")
    dataset(tmp_path / "agent.jsonl", 11, seed=1)
    dataset(tmp_path / "general.jsonl", 17, seed=2, turns=2)
    return tmp_path


def config_of(said: dict[str, Any]) -> Any:
    """Return the configuration of settings, checked."""
    from agentgym.tuning.config import TuneConfig
    from agentgym.tuning.reading import check

    config = msgspec.convert(said, TuneConfig)
    check(config)
    return config
