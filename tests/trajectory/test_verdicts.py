"""What judges said, word for word, beside the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import DataError
from agentgym.policy import Usage
from agentgym.trajectory.verdicts import Verdict, add_verdict, read_verdicts


def verdict(key: str, **more: object) -> Verdict:
    fields: dict[str, object] = {
        "key": key, "question": "helpful", "repeat": 0, "by": "judge", "by_id": "1", "text": "Rating: [[8]]",
        "value": 0.8,
    }  # fmt: skip
    return Verdict(**{**fields, **more})  # type: ignore[arg-type]


def test_verdicts_come_back_in_order_and_a_torn_one_is_passed_over(tmp_path: Path) -> None:
    first = verdict(
        "a", usage=Usage(prompt_tokens=9), cost=0.1, asked=[{"role": "user", "content": "Rate it."}]
    )
    unread = verdict("b", text="I cannot say.", value=None)
    assert list(read_verdicts(tmp_path)) == []
    add_verdict(tmp_path, first)
    with (tmp_path / "verdicts.jsonl").open("ab") as file:
        file.write(b'{"key":"torn')
    add_verdict(tmp_path, unread)
    assert list(read_verdicts(tmp_path)) == [first, unread]


def test_a_line_that_is_no_verdict_is_told(tmp_path: Path) -> None:
    (tmp_path / "verdicts.jsonl").write_bytes(b'{"key":1}\n')
    with pytest.raises(DataError, match=r"verdicts\.jsonl: a line is no verdict"):
        list(read_verdicts(tmp_path))


def test_a_later_verdict_about_the_same_takes_its_place() -> None:
    first = verdict("a")
    assert first.about == verdict("a", text="other", value=0.1, made=5.0, by="renamed").about
    others = [{"question": "kind"}, {"repeat": 1}, {"by_id": "2"}, {"version": "2"}, {"against": "b"}]
    assert len({first.about, *(verdict("a", **one).about for one in others)}) == 6  # type: ignore[arg-type]
