"""Migration: logs of schema 1 become logs of today, whole, and are resumed."""

from __future__ import annotations

import importlib
import json
import shutil
from pathlib import Path

import msgspec
import pytest

import agentgym
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory import Episode, index, read, replay, sessions
from agentgym.trajectory.migrate import migrate
from agentgym.trajectory.tokens import completions
from agentgym.trajectory.views import prompt

migration = importlib.import_module("agentgym.trajectory.migrate")
LOGS = Path(__file__).with_name("schema1")
agentgym.register("Test/Broken-v0", "tests.engine.guessers:Broken")


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A copy of the committed logs."""
    shutil.copytree(LOGS, tmp_path / "logs")
    return tmp_path / "logs"


def played(episode: Episode) -> tuple[object, ...]:
    """What a migration must not change."""
    steps = tuple((s.output, s.observation, s.action, s.reward, s.completion.usage) for s in episode.steps)
    return episode.task_id, episode.status, episode.reward, episode.seed, episode.observation, steps


@pytest.mark.filterwarnings("ignore:.*torn line")
def test_old_logs_can_be_read_as_they_are(logs: Path) -> None:
    episodes = list(read(logs, failures=True))
    assert len(episodes) == 6 + 2 + 1 + 1 + 3 + 7
    assert all(e.schema == 2 and not e.views for e in episodes)
    assert len(index(logs)) == len(episodes)
    with pytest.raises(agentgym.errors.DataError, match="is not known"):
        prompt(next(e for e in episodes if e.steps), 0)


@pytest.mark.filterwarnings("ignore:.*torn line")
def test_a_migration_changes_nothing_that_was_played(logs: Path) -> None:
    before = sorted(map(played, read(logs, failures=True)), key=str)
    done = migrate(logs)
    assert (done.files, done.episodes, done.torn) == (10, 20, 1), done
    assert not done.old_keys and not done.no_views, done
    assert sorted(map(played, read(logs, failures=True)), key=str) == before
    assert len(list(logs.rglob("*.schema1"))) == 10 + 6
    assert migrate(logs).files == 0, "there is nothing left to do"
    kept = (logs / "guess" / "episodes.jsonl.schema1").read_bytes()
    assert kept == (LOGS / "guess" / "episodes.jsonl").read_bytes()


@pytest.mark.parametrize("folder", ["guess", "rotated"])
@pytest.mark.filterwarnings("ignore:.*torn line")
def test_a_migrated_run_is_resumed(logs: Path, folder: str) -> None:
    migrate(logs)
    run = agentgym.rollout("Test/Guess-v0", "expert", tasks=3, repeats=2, out=logs / folder)
    assert (run.resumed, run.played) == (6, 0)
    more = agentgym.rollout("Test/Guess-v0", "expert", tasks=4, repeats=2, out=logs / folder)
    assert (more.resumed, more.played) == (6, 2)


def test_failures_keep_their_place(logs: Path) -> None:
    migrate(logs / "guess" / "broken")
    run = agentgym.rollout("Test/Broken-v0", "expert", tasks=2, out=logs / "guess" / "broken")
    assert (run.resumed, run.failed, run.played) == (1, 1, 0)


def test_what_the_model_was_shown_is_found_out(logs: Path) -> None:
    migrate(logs / "views")
    (episode,) = read(logs / "views")
    bodies = json.loads((LOGS / "views" / "bodies.json").read_text())
    assert len(episode.steps) == len(bodies) == 6
    for turn, body in enumerate(bodies):
        shown = prompt(episode, turn)
        assert shown.messages == body["messages"], turn
        assert shown.tools == body["tools"]
    asked = [[ord(c) % 97 for m in body["messages"] for c in str(m["content"])] for body in bodies]
    assert [c.prompt_ids for c in completions(episode.steps)] == asked


def test_remembered_forms_and_sessions_come_along(logs: Path) -> None:
    migrate(logs)
    (later,) = read(logs / "later")
    assert later.observation_later is not None and later.steps[0].observation_later is not None
    shown = [["AVAILABLE" in m["content"] for m in prompt(later, t).messages[-3::2]] for t in range(1, 3)]
    assert shown == [[False, True]] * 2, "only the newest observation lists the commands"
    for episode in read(logs / "sessions"):
        assert len(sessions(episode)) == sum(not s.unasked for s in episode.steps)
    assert [replay(e) for e in read(logs / "guess") if not e.status.is_failure] == [None] * 7


def test_what_cannot_be_found_out_is_said_and_kept(logs: Path) -> None:
    path = logs / "guess" / "episodes.jsonl"
    lines = path.read_text().splitlines()
    lines[0] = lines[0].replace('"policy":"expert"', '"policy":"gone:somewhere"')
    lines[1] = lines[1].replace('"env_id":"Test/Guess-v0"', '"env_id":"Gone/Away-v0"')
    path.write_text("\n".join(lines[:-1]) + "\n")
    keys = [json.loads(line)["key"] for line in lines[:2]]
    done = migrate(logs / "guess")
    assert sum(done.no_views.values()) == 1 and sum(done.old_keys.values()) == 2
    episodes = list(read(logs / "guess"))
    assert [e.key for e in episodes if e.key in keys] == keys
    assert sum(not e.views for e in episodes) == 1


class Ended(BaseException):
    """As a kill."""


def ended_after(calls: int, patch: pytest.MonkeyPatch) -> None:
    """Make the migration end at the call after that many that change a file; a copy is half made then."""

    def wrap(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def call(*args: object, **named: object) -> object:
            nonlocal calls
            calls -= 1
            if calls < 0:
                if name == "copy2":
                    Path(str(args[1])).write_bytes(Path(str(args[0])).read_bytes()[:50])
                raise Ended
            return real(*args, **named)

        patch.setattr(owner, name, call)

    wrap(shutil, "copy2")
    for name in ("rename", "replace", "unlink"):
        wrap(Path, name)


@pytest.mark.filterwarnings("ignore:.*torn line")
def test_a_migration_that_was_ended_anywhere_is_finished_by_the_next(tmp_path: Path) -> None:
    names = ("guess", "rotated")
    old = {f.relative_to(LOGS): f.read_bytes() for n in names for f in (LOGS / n).rglob("*.jsonl*")}
    before = sorted((played(e) for n in names for e in read(LOGS / n, failures=True)), key=str)
    for calls in range(100):
        logs = tmp_path / str(calls)
        for name in names:
            shutil.copytree(LOGS / name, logs / name)
        with pytest.MonkeyPatch.context() as patch:
            ended_after(calls, patch)
            try:
                migrate(logs)
                break
            except Ended:
                pass
        migrate(logs)
        assert sorted(map(played, read(logs, failures=True)), key=str) == before
        for path, content in old.items():
            kept = logs / f"{path}.schema1"
            assert not kept.exists() or kept.read_bytes() == content, path
        for runs in logs.rglob("runs.jsonl"):
            lines = runs.read_bytes().splitlines()
            assert len(lines) == len(set(lines))
        assert not list(logs.rglob(".*.tmp"))
    assert calls > 8


def test_a_schema_within_an_episode_is_not_its_own(tmp_path: Path) -> None:
    from agentgym.trajectory import LogWriter
    from agentgym.trajectory.schema1 import is_old
    from tests.trajectory.episodes import episode

    with LogWriter(tmp_path) as log:
        log.write(episode(0, env_args={"table": {"schema": 1, "rows": 2}}))
    (line,) = (tmp_path / "episodes.jsonl").read_bytes().splitlines()
    assert b'"schema":1,' in line and not is_old(line)
    assert is_old(line.replace(b'"schema":2,', b'"schema":1,')) and not is_old(line[:-5])
    assert migrate(tmp_path).files == 0


def test_an_evaluation_of_then_is_judged_by_its_suite(tmp_path: Path, logs: Path) -> None:
    from agentgym.report.suite import recall

    old = {
        "suite": {
            "name": "small", "description": "", "published": "agenttuning",
            "tasks": [{"env": "Test/Guess-v0", "split": "test", "limit": 3, "metric": "reward", "weight": None,
                       "args": {}}],
        }
    }  # fmt: skip
    (logs / "eval.json").write_text(json.dumps(old))
    migrate(logs)
    suite = recall(logs)
    assert suite is not None and suite.environments[0].tasks == 3
    assert (logs / "eval.json.schema1").exists()


def test_views_that_are_found_out_in_part_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Half(Policy):
        def view(self, request: Request) -> View:
            if request.step:
                raise RuntimeError("no such turn")
            return View(messages=[{"role": "system", "content": "mine"}, *request.messages])

        async def act(self, request: Request, view: View) -> Completion:
            raise AssertionError("nobody is asked")

    step = {"output": "a", "observation": "b", "completion": {"text": "a", "model": "m"}}
    line = {"schema": 1, "env_id": "Test/Guess-v0", "task_id": "test-1", "status": "completed", "reward": 1.0,
            "policy": "half", "key": "k", "steps": [step, step]}  # fmt: skip
    (tmp_path / "episodes.jsonl").write_bytes(msgspec.json.encode(line) + b"\n")
    monkeypatch.setattr(migration, "_policy", lambda spec: Half())
    assert migrate(tmp_path).no_views == {"half: no such turn": 1}
    (episode,) = read(tmp_path)
    assert (episode.views, episode.made, [s.view for s in episode.steps]) == (False, [], [None, None])
