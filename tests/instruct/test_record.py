"""The folder of a self-instruct."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.errors import DataError, OptionError
from agentgym.instruct.record import (
    ROUNDS,
    SETTINGS,
    Call,
    Folder,
    Proposal,
    Round,
    Settings,
    Verdict,
    origin,
    read_rounds,
)

SETTING = Settings(env_id="AgentTune/OS-v0", generator="g", solver="s", inventor="I 1")
ROUND = Round(
    calls=[Call(call=0, proposals=1)],
    proposals=[Proposal(call=0, verdict=Verdict.ACCEPTED, task="t", wrong=4, rejected=4, runs=5)],
)


def test_a_folder_goes_on_with_the_same_settings_only(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out", SETTING)
    folder.add(ROUND)
    again = Folder(tmp_path / "out", SETTING)
    assert again.rounds == [ROUND] and again.calls[0].call == 0 and again.proposals[0].task == "t"
    with pytest.raises(OptionError, match=r"begun with other settings \(runs 5, now 3\)"):
        Folder(tmp_path / "out", msgspec.structs.replace(SETTING, runs=3))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    with pytest.raises(OptionError, match="no folder of invented tasks"):
        Folder(tmp_path / "other", SETTING)
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["mine.txt"]


def test_a_torn_round_is_passed_over_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    folder = Folder(tmp_path, SETTING)
    folder.add(ROUND)
    file = tmp_path / ROUNDS
    with file.open("ab") as lines:
        lines.write(b'{"calls": [{"ca')
    assert Folder(tmp_path, SETTING).rounds == [ROUND]
    folder.add(ROUND)
    assert len(list(read_rounds(tmp_path))) == 2
    file.write_bytes(b"no json\n" + file.read_bytes())
    with pytest.raises(DataError, match="line 1 is damaged"):
        Folder(tmp_path, SETTING)
    (tmp_path / SETTINGS).write_text("{")
    with pytest.raises(DataError, match=r"settings\.json cannot be read"):
        Folder(tmp_path, SETTING)


def test_one_process_at_a_time(tmp_path: Path) -> None:
    folder, other = Folder(tmp_path, SETTING), Folder(tmp_path, SETTING)
    with folder.locked(), pytest.raises(OptionError, match="Another process is inventing"), other.locked():
        pass
    with other.locked():
        assert (tmp_path / ".lock").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("runs", 0), ("count", 0), ("similarity", 0.0), ("required", 1.5)]
)
def test_numbers_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(OptionError, match=name):
        Settings(env_id="x", **{name: value})  # type: ignore[arg-type]


def test_a_task_says_where_it_comes_from() -> None:
    said = origin(ROUND.proposals[0], SETTING)
    assert said["generator"] == "g" and said["solver"] == "s" and said["wrong solutions"] == "4 of 4 rejected"
    assert said["reference"] == "accepted in 5 of 5 fresh runs"
    valid = msgspec.structs.replace(ROUND.proposals[0], verdict=Verdict.SOLVER)
    assert origin(valid, SETTING)["solver"] == ""
