"""The score file."""

from __future__ import annotations

import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agentgym.environments.mind2web.official.score_file import read_ranks
from agentgym.errors import DataError


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("number", [float, int, np.float32, np.float64, np.int64])
def test_plain_pickles_are_read(tmp_path: Path, protocol: int, number: Any) -> None:
    path = tmp_path / "scores_all_data.pkl"
    content = {"scores": {"t_a": {"7": number(3), "8": number(9), "9": number(-4)}}}
    path.write_bytes(pickle.dumps(content, protocol))
    assert read_ranks(path) == {"t_a": ("8", "7", "9")}
    assert read_ranks(path) == {"t_a": ("8", "7", "9")}, "from the cache"
    path.write_bytes(pickle.dumps({**content, "ranks": {"t_a": {"7": 0, "8": 2, "9": 1}}}, protocol))
    assert read_ranks(path) == {"t_a": ("7", "9", "8")}, "a changed file is read anew"


@pytest.mark.parametrize(
    "content",
    [[1, 2], {"scores": 3}, {"ranks": {"s": 1}}, {"other": {}}, 5, {"ranks": {"s": {"1": "x", "2": 0}}}],
)
def test_pickles_of_another_form_are_refused(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "scores_all_data.pkl"
    path.write_bytes(pickle.dumps(content))
    with pytest.raises(DataError, match="expected a dictionary with 'ranks'"):
        read_ranks(path)


def test_big_endian_numbers(tmp_path: Path) -> None:
    path = tmp_path / "scores_all_data.pkl"
    value = np.frombuffer(struct.pack(">f", 2.5), ">f4")[0]
    path.write_bytes(pickle.dumps({"scores": {"s": {"1": value, "2": 3.0, "3": 2.0}}}))
    assert read_ranks(path) == {"s": ("2", "1", "3")}
