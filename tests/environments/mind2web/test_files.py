"""The official layout, and what is wrong with files that are not."""

from __future__ import annotations

import json
import os
import pickle
import struct
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

import agentgym
from agentgym.environments.mind2web import files
from agentgym.environments.mind2web.score_file import read_ranks
from agentgym.errors import DataError

ENV = "AgentTune/Mind2Web-v0"
HTML = (
    '<html backend_node_id="1"><body backend_node_id="2">'
    + "".join(
        f'<button backend_node_id="{i}"><text backend_node_id="{i}1">b{i}</text></button>'
        for i in range(10, 30)
    )
    + "</body></html>"
)


def _candidate(node: int, positive: bool = False) -> dict[str, Any]:
    attributes = json.dumps({"backend_node_id": str(node), "bounding_box_rect": "0,0,10,10"})
    flags = {"is_original_target": True, "is_top_level_target": True} if positive else {}
    return {"tag": "button", "attributes": attributes, "backend_node_id": str(node), **flags}


def _action(uid: str, target: int | None, op: str = "CLICK", value: str = "") -> dict[str, Any]:
    return {
        "action_uid": uid,
        "raw_html": "<html>" + "x" * 1000 + "</html>",
        "cleaned_html": HTML,
        "operation": {"op": op, "original_op": op, "value": value},
        "pos_candidates": [] if target is None else [_candidate(target, True)],
        "neg_candidates": [_candidate(i) for i in range(10, 30) if i != target],
    }


def _task(name: str, *actions: dict[str, Any]) -> dict[str, Any]:
    return {
        "annotation_id": name,
        "website": "w",
        "domain": "d",
        "subdomain": "s",
        "confirmed_task": f"do {name}",
        "action_reprs": [f"[button]  {a['action_uid']} -> {a['operation']['op']}" for a in actions],
        "actions": list(actions),
    }


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A folder in the official layout, with a score file."""
    for split in ("train", "test_task", "test_website", "test_domain"):
        (tmp_path / "data" / split).mkdir(parents=True)
        tasks = [
            _task(f"{split}{i}", _action("a", 12), _action("b", 25, "TYPE", "red hat")) for i in range(12)
        ]
        (tmp_path / "data" / split / f"{split}_0.json").write_text(json.dumps(tasks[:7], indent=2))
        (tmp_path / "data" / split / f"{split}_10.json").write_text(json.dumps(tasks[11:]))
        (tmp_path / "data" / split / f"{split}_2.json").write_text(json.dumps(tasks[7:11]))
    # The right element is ranked first in the first step, and beyond the tenth place in the second.
    ranks = {
        f"{split}{i}_{uid}": {str(n): r for r, n in enumerate(order)}
        for split in ("train", "test_domain")
        for i in range(12)
        for uid, order in (
            ("a", [12, *range(13, 30), 10, 11]),
            ("b", [*range(10, 25), *range(26, 30), 25]),
        )
    }
    scores = {k: {n: np.float32(-r) for n, r in v.items()} for k, v in ranks.items()}
    with (tmp_path / "scores_all_data.pkl").open("wb") as file:
        pickle.dump({"scores": scores, "ranks": ranks}, file)
    return tmp_path


def test_the_official_layout(official: Path) -> None:
    env = gym.make(ENV, data=official, split="test_domain").unwrapped
    assert len(env.tasks) == 24
    assert env.tasks.ids[:3] == ("test_domain0_a", "test_domain0_b", "test_domain1_a")
    assert env.tasks.ids[-1] == "test_domain11_b", "files come in the order of their numbers"
    assert [len(gym.make(ENV, data=official, split=s).unwrapped.tasks) for s in ("train", "dev")] == [22, 2]
    run = agentgym.rollout(ENV, "expert", data=official, split="test_domain")
    statuses = {e.task_id: (str(e.status), e.reward) for e in run}
    assert statuses["test_domain3_a"] == ("completed", 1.0)
    assert statuses["test_domain3_b"] == ("unanswerable", 0.0)
    wide = agentgym.rollout(ENV, "expert", data=official, split="test_domain", candidates=20)
    assert [e.reward for e in wide] == [1.0] * 24


def test_without_scores_our_ranker_ranks(official: Path) -> None:
    run = agentgym.rollout(ENV, "expert", data=official, split="test_task", candidates=20)
    assert [e.reward for e in run] == [1.0] * 24, "this split is not in the score file"
    (official / "scores_all_data.pkl").unlink()
    one = agentgym.rollout(
        ENV, "expert", data=official / "data/train/train_2.json", split="train", candidates=20, mode="element"
    )
    assert [e.reward for e in one] == [1.0] * 8


def test_the_environment_variable(official: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MIND2WEB", str(official))
    assert gym.make(ENV).unwrapped.data == official
    assert gym.make(ENV, data="embedded").unwrapped.data is None
    monkeypatch.setenv("AGENTGYM_MIND2WEB", str(official / "nowhere"))
    with pytest.raises(DataError, match="no such file"):
        gym.make(ENV)


def test_a_task_without_positives_counts_0(tmp_path: Path) -> None:
    (tmp_path / "test_domain_0.json").write_text(
        json.dumps([_task("t", _action("a", None), _action("b", 12))])
    )
    run = agentgym.rollout(ENV, "expert", data=tmp_path, split="test_domain", candidates=50)
    assert [(str(e.status), e.reward, e.metrics["reachable"]) for e in run] == [
        ("unanswerable", 0.0, 0.0),
        ("completed", 1.0, 1.0),
    ]


def test_large_files_are_indexed_once(
    official: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(files, "_SMALL", 0)
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    path = official / "data/train/train_0.json"
    first = files.index(path)
    monkeypatch.setattr(files, "_scan", lambda path: pytest.fail("it was scanned again"))
    assert files.index(path) == first and len(first) == 7
    assert files.read_task(path, first[4]).annotation_id == "train4"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b'[{"annotation_id": "x", "actions": [{"action_uid": "y"', "cut off.*Download it again"),
        (b'[{"annotation_id": "x"', "cut off"),
        (b'{"annotation_id": "x"}', "expected a list of tasks"),
        (b'[{"annotation": "x"}]', "annotation_id"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"),
        (b"<!doctype html><html>rate limited</html>", "damaged or cut off"),
        (b'[{"annotation_id": "x", "actions": [{"action_uid": "\xff"}]}]', "damaged or cut off"),
        (json.dumps([_task("t")]).encode(), "'t' has no actions"),
        (
            json.dumps([{**_task("t", _action("a", 12)), "action_reprs": []}]).encode(),
            "1 actions and 0 action_reprs",
        ),
        (json.dumps([_task("t", _action("a", 12, "DANCE"))]).encode(), "'DANCE'; expected one of CLICK"),
        (
            json.dumps([_task("t", {**_action("a", 12), "cleaned_html": "<html>"})]).encode(),
            "no well-formed XML",
        ),
        (json.dumps([{**_task("t", _action("a", 12)), "confirmed_task": 3}]).encode(), "official schema"),
    ],
)
def test_broken_files_are_clear_errors(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "test_domain_0.json").write_bytes(content)
    with pytest.raises(DataError, match=message):
        gym.make(ENV, data=tmp_path, split="test_domain").reset(seed=0)


def test_a_broken_file_is_no_score(tmp_path: Path) -> None:
    good, bad = _task("good", _action("a", 12)), _task("bad", {**_action("a", 12), "cleaned_html": "<html>"})
    (tmp_path / "test_domain_0.json").write_text(json.dumps([good, bad]))
    run = agentgym.rollout(ENV, "expert", data=tmp_path, split="test_domain", candidates=50)
    rewards = {e.task_id: e.reward for e in [*run]}
    assert rewards["good_a"] == 1.0 and rewards.get("bad_a") is None and run.failed == 1


def test_missing_splits_and_packed_ones(official: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected test_domain_\*\.json"):
        _ = gym.make(ENV, data=_empty(tmp_path), split="test").unwrapped.tasks
    (tmp_path / "empty" / "test.zip").touch()
    with pytest.raises(DataError, match="still packed"):
        _ = gym.make(ENV, data=tmp_path / "empty", split="test").unwrapped.tasks


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


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
        b"cagentgym.environments.mind2web.score_file\nread_ranks\n.",
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
    assert not Path("/tmp/agentgym-mind2web-was-here").exists() and "code ran" not in capsys.readouterr().out


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
