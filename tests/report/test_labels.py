"""What policies are called where a label alone would merge two of them."""

from __future__ import annotations

from pathlib import Path

from tests.report.judged import results
from tests.report.synthetic import ALFWORLD, episode, write


def test_policies_are_told_apart_by_folder_and_profile(tmp_path: Path) -> None:
    write(tmp_path / "monday", [episode(i, "a", 1.0) for i in range(3)])
    write(tmp_path / "tuesday", [episode(i, "a", 0.0) for i in range(3)])
    assert results(tmp_path / "monday", tmp_path / "tuesday").labels == ["a (monday)", "a (tuesday)"]
    mixed = [episode(1, "a", 1.0), episode(1, "a", 0.0, profile="agentbench", key="other")]
    write(tmp_path / "mixed", mixed)
    assert results(tmp_path / "mixed").labels == ["a [paper]", "a [agentbench]"]


def test_two_policies_of_one_label_are_not_merged(tmp_path: Path) -> None:
    ids = ["12345678abcd", "12349999abcd", ""]
    write(tmp_path, [episode(i, "a", float(i == 0), policy_id=one) for i, one in enumerate(ids)])
    write(tmp_path / "b", [episode(7, "b", 1.0, policy_id="feed")])
    found = results(tmp_path)
    assert found.labels == ["a #12345", "a #12349", "a #?", "b"]
    first, second = found.cell(ALFWORLD, "a #12345"), found.cell(ALFWORLD, "a #12349")
    assert first is not None and second is not None and (first.score, second.score) == (1.0, 0.0)


def test_folders_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    places = [tmp_path / "x" / "run", tmp_path / "y" / "run"]
    for place in places:
        write(place, [episode(1, "a", 1.0)])
    assert results(*places).labels == [f"a ({place})" for place in places]


def test_a_failure_before_the_first_turn_has_no_profile(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0), episode(2, "a", None, profile="")])
    assert results(tmp_path).labels == ["a"]
