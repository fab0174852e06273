"""Tokenizers trained here, in fractions of a second, and random conversations."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from agentgym.benchmarks.masks.templates import Template
from agentgym.dataset.row import Row
from agentgym.messages import Message

_CORPUS = [
    "Think: I should look at the table first.\nAct: look at the table\n",
    "ACTION: go to drawer 1\nOBSERVATION: you see a mug 2, and a plate.\n\n",
    "SELECT name, COUNT(*) FROM t WHERE x <= 3 GROUP BY name;\n```bash\nls -la /home | wc -l\n```",
    "The answer is 42. assistant user system <|im_x|> [INST  ] </ s> é ü 漢字 🙂\t tab\r\n  indented",
] * 20
# How the byte-level tokenizers since 2023 cut a text before they merge: line breaks stay with what is before them.
_PIECES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)


@cache
def _backend(sentencepiece: bool, special: tuple[str, ...]) -> Any:
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        trainers,
    )

    if sentencepiece:
        made = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
        made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        made.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        )
        # Trained on words, as sentencepiece is: no piece has a blank in its middle.
        made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
        bytes_ = [f"<0x{i:02X}>" for i in range(256)]
        trainer = trainers.BpeTrainer(vocab_size=900, special_tokens=["<unk>", *bytes_], show_progress=False)
    else:
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(_PIECES), "isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
        made.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(vocab_size=600, initial_alphabet=alphabet, show_progress=False)
    made.train_from_iterator(_CORPUS, trainer)
    if sentencepiece:
        made.pre_tokenizer = None
    made.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in special])
    return made


def tokenizer(template: Template, chat_template: str | None = None) -> Any:
    """Return a tokenizer with a template.

    Args:
        template: what its special tokens are, and its template.
        chat_template: another template.
    """
    from copy import deepcopy

    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=deepcopy(_backend(template.sentencepiece, template.special)),
        bos_token=template.bos,
        eos_token=template.eos,
        chat_template=chat_template or template.text,
    )


_WORDS = (
    "look", "drawer 1", "Think:", "ACTION:", "\n", "\n\n", "  ", "\t", "é", "漢字", "🙂", "👩\u200d👩\u200d👧", "<|",
    "|>", "im_end", "assistant", "user\n", "[/INST", "</ s>", "{", "}", '"quoted"', "'", "\\n", "42", "-1.5",
    "&amp;", "<b>", "\r\n", "a\u0301", "…", "{{ x }}",
)  # fmt: skip


def text(draw: random.Random, *, empty: bool = False) -> str:
    """Return a text with everything that is hard for a mask, without blanks at its ends."""
    while True:
        found = "".join(
            draw.choice(_WORDS) + draw.choice(("", " ", " ")) for _ in range(draw.randint(1, 12))
        ).strip()
        if found or empty:
            return found


def conversation(draw: random.Random, template: Template) -> Row:
    """Return a random conversation, of which at least one turn is trained."""
    messages: list[Message] = []
    if template.system and draw.random() < 0.4:
        messages.append({"role": "system", "content": text(draw)})
    turns = draw.randint(1, 6)
    trained = {n for n in range(turns) if draw.random() < 0.7} or {turns - 1}
    for turn in range(turns):
        messages.append({"role": "user", "content": text(draw)})
        messages.append({"role": "assistant", "content": text(draw), "loss": turn in trained})
    return Row(id=f"row_{draw.random()}", messages=messages)
