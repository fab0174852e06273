"""Texts as token numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from agentgym.dataset.contamination.tokens import (
    TEST_BORDER,
    UNKNOWN,
    Texts,
    Vocabulary,
    hashes,
    mixed,
    tokenizer,
    window_starts,
    words,
)
from agentgym.errors import OptionError


def test_words_keep_numbers_and_signs_apart() -> None:
    assert words("Put 12 mugs, ok?") == ["put", "12", "mugs", ",", "ok", "?"]
    assert words("costs 13.50 dollars") != words("costs 13.60 dollars")


def test_what_no_test_sample_has_has_no_number() -> None:
    vocabulary = Vocabulary(words)
    assert vocabulary.learn("a b a") == [0, 1, 0]
    assert vocabulary.look_up("b c a") == [1, UNKNOWN, 0]
    assert vocabulary.text([1, UNKNOWN, 0]) == "b … a"


def test_a_run_crosses_no_border() -> None:
    texts = Texts.of([[1, 2, 3], [], [4, 5]], TEST_BORDER)
    assert texts.tokens.tolist() == [-1, 1, 2, 3, -1, -1, 4, 5, -1]
    assert [texts.tokens[s : s + n].tolist() for s, n in zip(texts.starts, texts.lengths, strict=True)] == [
        [1, 2, 3],
        [],
        [4, 5],
    ]
    assert window_starts(texts.tokens, 2, TEST_BORDER).tolist() == [1, 2, 6]
    assert window_starts(texts.tokens, 20, TEST_BORDER).tolist() == []


def test_equal_tokens_have_equal_hashes() -> None:
    tokens = np.array([1, 2, 3, 1, 2, 4, 2, 1], np.int32)
    found = hashes(mixed(tokens), np.array([0, 3, 6]), [0, 1])
    assert found[0] == found[1] != found[2]


def test_tokenizers_by_name(tmp_path: Path) -> None:
    assert tokenizer("words") is words
    assert tokenizer("shlex:split")("a 'b c'") == ["a", "b c"]
    for wrong in ("wrds", "shlex:nothing", "no_such_module:x"):
        with pytest.raises(OptionError):
            tokenizer(wrong)
    pytest.importorskip("tokenizers")
    file = tmp_path / "tokenizer.json"
    model = {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "?": 2}, "unk_token": "?"}
    file.write_text(
        json.dumps(
            {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"}, "model": model, "added_tokens": []}
        )
    )
    assert tokenizer(str(file))("b a c") == [1, 0, 2]
    file.write_text("{}")
    with pytest.raises(OptionError, match="no tokenizer"):
        tokenizer(str(file))
