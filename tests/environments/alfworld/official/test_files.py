"""Game files: where they lie, and that a file written anew is read anew."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.environments.alfworld.official import files
from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.errors import DataError


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(GameFile("domain", "grammar", "problem")))
    return path


def test_a_folder_of_any_depth_is_searched(tmp_path: Path) -> None:
    paths = [_touch(tmp_path / name / "game.tw-pddl") for name in ("b/trial_1", "a/trial_2")]
    assert files.find(tmp_path, "test") == {"a/trial_2": paths[1], "b/trial_1": paths[0]}


def test_other_file_names_count_where_there_is_no_game_file(tmp_path: Path) -> None:
    path = _touch(tmp_path / "x" / "one.tw-pddl")
    assert files.find(tmp_path, "test") == {"x/one.tw-pddl": path}


def test_a_single_file_is_one_task(tmp_path: Path) -> None:
    assert list(files.find(_touch(tmp_path / "game.tw-pddl"), "test")) == ["game"]
    assert list(files.find(_touch(tmp_path / "one.tw-pddl"), "test")) == ["one.tw-pddl"]


def test_splits_choose_among_the_official_folders(tmp_path: Path) -> None:
    for split in ("train", "valid_seen"):
        _touch(tmp_path / "json_2.1.1" / split / "pick_x" / "trial" / "game.tw-pddl")
    for split in ("train", "dev", "seen"):
        assert list(files.find(tmp_path, split)) == ["pick_x/trial"]
    with pytest.raises(
        DataError, match=r"no folder for split 'test': expected valid_unseen, found \['train', 'valid_"
    ):
        files.find(tmp_path, "test")


def test_a_file_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = _touch(tmp_path / "game.tw-pddl")
    assert files.read(path) is files.read(path)
    path.write_bytes(msgspec.json.encode(GameFile("domain", "grammar", "another problem")))
    assert files.read(path).pddl_problem == "another problem"


def test_errors_name_the_file(tmp_path: Path) -> None:
    path = _touch(tmp_path / "game.tw-pddl")
    with pytest.raises(DataError, match=f'{path}: The grammar of the game has no "Your task is to'):
        files.parsed(path)
    path.unlink()
    with pytest.raises(DataError, match=f"{path} cannot be read"):
        files.parsed(path)
