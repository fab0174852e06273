"""The tokenizer of a GGUF file, from ``tokenizer.json``: byte-level BPE, the only kind that is known here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agentgym.errors import DataError

_NORMAL, _CONTROL, _USER, _UNUSED = 1, 3, 4, 5
"""llama.cpp's types of tokens."""
_LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def write_tokenizer(writer: Any, folder: Path, size: int) -> None:
    """Write vocabulary, merges, special tokens and chat template.

    Args:
        writer: a ``gguf.GGUFWriter``.
        folder: with ``tokenizer.json``; ``tokenizer_config.json`` and ``chat_template.jinja`` where there are such.
        size: rows of the model's embedding; ids that the tokenizer lacks are unused tokens.

    Raises:
        DataError: no tokenizer, or one of another kind.
    """
    tokenizer = _read(folder / "tokenizer.json")
    settings = _read(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").exists() else {}
    model = tokenizer["model"]
    if model.get("type") != "BPE" or model.get("byte_fallback"):
        raise DataError(
            f"{folder / 'tokenizer.json'} is no byte-level BPE, the only kind that is known here. For others, "
            "llama.cpp has convert_hf_to_gguf.py."
        )
    ids = {**model["vocab"], **{token["content"]: token["id"] for token in tokenizer["added_tokens"]}}
    if len(ids) > size:
        raise DataError(f"{folder}: the tokenizer has {len(ids):,} tokens, the model {size:,}.")
    special = {token["id"]: token["special"] for token in tokenizer["added_tokens"]}
    words = {number: word for word, number in ids.items()}
    tokens = [words.get(n, f"[PAD{n}]") for n in range(size)]
    kinds = [
        (_CONTROL if special[n] else _USER) if n in special else _NORMAL if n in words else _UNUSED
        for n in range(size)
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(_splitting(tokenizer, folder))
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    writer.add_add_space_prefix(False)
    writer.add_add_bos_token(_begins(tokenizer, settings, ids))
    for name, add in (
        ("bos_token", writer.add_bos_token_id), ("eos_token", writer.add_eos_token_id),
        ("unk_token", writer.add_unk_token_id), ("pad_token", writer.add_pad_token_id),
    ):  # fmt: skip
        token = _text(settings.get(name))
        if token in ids:
            add(ids[token])
    template = folder / "chat_template.jinja"
    text = template.read_text("utf-8") if template.exists() else settings.get("chat_template")
    if isinstance(text, str):
        writer.add_chat_template(text)


def _splitting(tokenizer: dict[str, Any], folder: Path) -> str:
    """Return llama.cpp's name of how text is split before the merges.

    Raises:
        DataError: it splits in a way that is not known.
    """
    split = tokenizer.get("pre_tokenizer") or {}
    steps = split["pretokenizers"] if split.get("type") == "Sequence" else [split]
    kinds = [step.get("type") for step in steps]
    if tokenizer.get("normalizer") is None and not any(step.get("add_prefix_space") for step in steps):
        if kinds == ["ByteLevel"] and steps[0].get("use_regex", True):
            return "gpt-2"
        if (
            kinds == ["Digits", "ByteLevel"]
            and steps[0].get("individual_digits")
            and steps[1].get("use_regex", True)
        ):
            return "smollm"
        if kinds == ["Split", "ByteLevel"] and steps[0].get("pattern") == {"Regex": _LLAMA3}:
            return "llama-bpe"
    raise DataError(
        f"{folder / 'tokenizer.json'} splits text in a way that is not known here ({', '.join(map(str, kinds))}); "
        "expected GPT-2's, SmolLM's or Llama 3's. For others, llama.cpp has convert_hf_to_gguf.py."
    )


def _begins(tokenizer: dict[str, Any], settings: dict[str, Any], ids: dict[str, int]) -> bool:
    """Whether a text is encoded with the first token of all texts before it."""
    if isinstance(settings.get("add_bos_token"), bool):
        return bool(settings["add_bos_token"])
    post = tokenizer.get("post_processor") or {}
    steps = post["processors"] if post.get("type") == "Sequence" else [post]
    single = [
        part for step in steps if step.get("type") == "TemplateProcessing" for part in step["single"][:1]
    ]
    return any(part.get("SpecialToken", {}).get("id") == _text(settings.get("bos_token")) for part in single)


def _text(token: Any) -> str:
    """Return a special token's text; some folders write it as an object."""
    return token.get("content", "") if isinstance(token, dict) else token or ""


def _read(path: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    return read
