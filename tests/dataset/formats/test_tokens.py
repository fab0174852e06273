"""Folders of ids and masks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers")

from agentgym.benchmarks.masks.made import tokenizer
from agentgym.benchmarks.masks.templates import LLAMA3, QWEN3, QWEN25
from agentgym.dataset.formats import TokensFormat, export, import_
from agentgym.dataset.formats.tables import pyarrow
from agentgym.dataset.masks import Masker, MaskError
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError
from tests.dataset.masks.rows import row

ROWS = [row("a", "b", "c", "d"), row("e", "f")]


def table(path: Path, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        pyarrow().parquet.read_table(next((path / part).glob("*.parquet"))).to_pylist()
    )
    return found


def test_both_parts_are_the_maskers(tmp_path: Path) -> None:
    tok = tokenizer(QWEN25)
    assert export(ROWS, TokensFormat(tok), tmp_path / "x") == 2
    made = [Masker(tok).tokens(r) for r in ROWS]
    assert [(r["input_ids"], r["labels"]) for r in table(tmp_path / "x", "labels")] == [
        (m.ids, m.labels()) for m in made
    ]
    assert [(r["input_ids"], r["loss_mask"]) for r in table(tmp_path / "x", "loss_mask")] == [
        (m.ids, [int(x) for x in m.mask]) for m in made
    ]
    assert set(table(tmp_path / "x", "labels")[0]) == {"input_ids", "attention_mask", "labels"}
    assert set(table(tmp_path / "x", "loss_mask")[0]) == {"input_ids", "loss_mask"}
    assert list(import_(tmp_path / "x", TokensFormat())) == ROWS


def test_a_row_may_be_a_sample_for_each_turn(tmp_path: Path) -> None:
    one = row("a", "b", "c", "d")
    for message in one.messages[1::2]:
        message["reasoning_content"] = "I think."
    export([one, ROWS[1]], TokensFormat(tokenizer(QWEN3)), tmp_path / "x")
    assert json.loads((tmp_path / "x" / "tokens.json").read_text())["samples"] == [2, 1]
    assert len(table(tmp_path / "x", "labels")) == 3
    assert list(import_(tmp_path / "x", TokensFormat())) == [one, ROWS[1]]


def test_a_row_without_a_proof_ends_the_export_or_is_left_out_and_counted(tmp_path: Path) -> None:
    bad = row("a", "b ")
    bad.id = "bad"
    with pytest.raises(MaskError, match=r"'bad'.*trims.*Nothing was written"):
        export([*ROWS, bad], TokensFormat(tokenizer(LLAMA3)), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
    assert export([*ROWS, bad], TokensFormat(tokenizer(LLAMA3), leave_out=True), tmp_path / "x") == 2
    assert list(json.loads((tmp_path / "x" / "tokens.json").read_text())["left_out"]) == ["bad"]
    assert list(import_(tmp_path / "x", TokensFormat())) == ROWS


def test_it_needs_a_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="--tokenizer"):
        export(ROWS, TokensFormat(), tmp_path / "x")


@pytest.mark.parametrize("part", ["labels", "loss_mask", "rows.jsonl", "tokens.json"])
def test_parts_of_different_exports_are_refused(tmp_path: Path, part: str) -> None:
    tok = tokenizer(QWEN25)
    export(ROWS, TokensFormat(tok), tmp_path / "x")
    export([Row(id="z", messages=row("y", "z").messages)], TokensFormat(tok), tmp_path / "y")
    whole = tmp_path / "x" / part
    shutil.rmtree(whole) if whole.is_dir() else whole.unlink()
    with pytest.raises(DataError):
        list(import_(tmp_path / "x", TokensFormat()))
    (shutil.copytree if (tmp_path / "y" / part).is_dir() else shutil.copy)(tmp_path / "y" / part, whole)
    with pytest.raises(DataError, match="torn"):
        list(import_(tmp_path / "x", TokensFormat()))


def test_ids_alone_are_refused(tmp_path: Path) -> None:
    export(ROWS, TokensFormat(tokenizer(QWEN25)), tmp_path / "x")
    with pytest.raises(DataError, match="no folder of tokens"):
        list(import_(tmp_path / "x" / "labels", TokensFormat()))
