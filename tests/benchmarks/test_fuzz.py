"""Broken input: it is read or refused, and the same every time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agentgym.benchmarks import fuzz
from agentgym.errors import DataError


def test_inputs_are_the_same_for_the_same_seed() -> None:
    made = [[fuzz.mutated(b'{"a": [1, 2, 3]}', random.Random(seed)) for _ in range(20)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    texts = [
        [fuzz.spoiled("Action: search[x]", random.Random(seed)) for _ in range(20)] for seed in (1, 1, 2)
    ]
    assert texts[0] == texts[1] != texts[2]


def test_what_leaves_is_counted_by_what_it_is() -> None:
    def refuses() -> None:
        raise DataError("no")

    def breaks() -> None:
        raise KeyError("x")

    counts = fuzz.Counts()
    for call in (int, refuses, breaks):
        counts.run(call, "input")
    assert (counts["read"], counts["refused"], counts["crash"]) == (1, 1, 1)
    assert counts.crashes == ["KeyError: 'x' on 'input'"]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, fuzz.Reader]:
    return fuzz.readers(tmp_path_factory.mktemp("fuzz"))


def test_readers_read_what_is_good_and_refuse_a_letter_that_is_none(
    readers: dict[str, fuzz.Reader], tmp_path: Path
) -> None:
    """A byte that is no UTF-8 within a text, which a JSON decoder reports by an error of its own."""
    for name, reader in readers.items():
        folder = tmp_path / name.replace(", ", "-")
        folder.mkdir()
        file = folder / reader.file
        file.write_bytes(reader.good)
        reader.read(file)
        bad = folder / "bad"
        bad.mkdir()
        (bad / reader.file).write_bytes(
            reader.good.replace(b"e", b"\xe9", 1).replace(b'": "', b'": "\xff', 1)
        )
        counts = fuzz.Counts()
        counts.run(lambda reader=reader, bad=bad: reader.read(bad / reader.file), name)  # type: ignore[misc]
        assert counts["crash"] == 0, counts.crashes


def test_statements_of_the_embedded_database_never_end_in_its_own_error() -> None:
    counts = fuzz.over_statements(300, seed=3)
    assert counts["crash"] == 0 and counts["read"] > 10 and counts.total() == 300
