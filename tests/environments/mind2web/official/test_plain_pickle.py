"""Pickles: plain data and nothing else."""

from __future__ import annotations

import collections
import io
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agentgym.environments.mind2web.official.plain_pickle import read_plain
from agentgym.environments.mind2web.official.score_file import read_ranks
from agentgym.errors import DataError


class _Runs:
    def __reduce__(self) -> Any:
        return os.system, ("touch /tmp/agentgym-mind2web-was-here",)


class _Prints:
    def __reduce__(self) -> Any:
        return print, ("code ran",)


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(_Runs()),
        pickle.dumps({"ranks": {"s": {"1": _Prints()}}}),
        pickle.dumps({"ranks": {"s": {"1": np.arange(3)}}}),
        pickle.dumps({"ranks": Path("x")}),
        b"cos\nsystem\n(S'echo hi'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cbuiltins\ngetattr\n.",
        b"cagentgym.environments.mind2web.official.score_file\nread_ranks\n.",
        pickle.dumps({"ranks": {"s": {"1": 0}}})[:-5],
        b"",
        b"no pickle at all",
        b"<html>404</html>",
    ],
)
def test_pickles_with_anything_but_plain_data_are_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scores_all_data.pkl"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as plain data"):
        read_ranks(path)
    with pytest.raises(DataError, match="somewhere cannot be read as plain data"):
        read_plain(io.BytesIO(content), "somewhere")
    assert not Path("/tmp/agentgym-mind2web-was-here").exists() and "code ran" not in capsys.readouterr().out


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_containers_texts_and_numbers_are_read(protocol: int) -> None:
    content = {
        "list": [1, 2.5, "x", None, True, b"bytes"],
        "set": {1, 2},
        "frozen": frozenset({"a"}),
        "ordered": collections.OrderedDict(a=1),
        "default": collections.defaultdict(dict, a={"b": 1}),
        "numpy": [np.float32(1.5), np.int64(-3), np.uint8(7)],
    }
    assert read_plain(io.BytesIO(pickle.dumps(content, protocol)), "x") == content
