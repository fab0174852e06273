"""Panels: the tasks that a suite plays, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks import runner, shipped
from agentgym.engine.run import RunSpec
from agentgym.errors import DataError, UnknownNameError
from agentgym.report import suite as suites
from agentgym.report.panel import hash_of

IDS = ["test/anatomy-3", "test/anatomy-1", "test/virology-2"]


def written(folder: Path, ids: str, hash: str, more: str = "") -> str:
    """A suite with a panel; returns its path."""
    (folder / "panel.txt").write_text(ids)
    panel = f'panel = {{ file = "panel.txt", hash = "{hash}" }}'
    (folder / "suite.toml").write_text(
        f'name = "mine"\n[[environments]]\nenv = "AgentTune/MMLU-v0"\n{panel}\n{more}\n'
    )
    return str(folder / "suite.toml")


def test_a_panel_names_the_tasks_in_their_order(tmp_path: Path) -> None:
    text = "# fifty of them\n\n" + "\n".join(IDS) + "\n"
    suite = shipped.suite(written(tmp_path, text, hash_of(IDS)))
    template = RunSpec(env_id="", policy="expert")
    (run,) = runner.runs(suite, template)
    assert run.tasks == IDS
    (run,) = runner.runs(suite, RunSpec(env_id="", policy="expert", tasks=2))
    assert run.tasks == IDS[:2]
    (run,) = runner.runs(suite, RunSpec(env_id="", policy="expert", tasks=IDS[2:]))
    assert run.tasks == IDS[2:]
    with pytest.raises(UnknownNameError, match="anatomy-2"):
        runner.runs(suite, RunSpec(env_id="", policy="expert", tasks=["test/anatomy-2"]))


def test_the_record_of_a_run_holds_the_tasks(tmp_path: Path) -> None:
    suite = shipped.suite(written(tmp_path, "\n".join(IDS), hash_of(IDS)))
    suites.remember(tmp_path / "out", suite)
    (tmp_path / "panel.txt").unlink()
    recalled = suites.recall(tmp_path / "out")
    assert recalled == suite and recalled.environments[0].panel is not None
    assert recalled.environments[0].panel.ids == IDS


@pytest.mark.parametrize(
    ("ids", "hash", "more", "told"),
    [
        (
            "\n".join(IDS[:2]),
            hash_of(IDS),
            "",
            f"its 2 ids is {hash_of(IDS[:2])}, the suite says {hash_of(IDS)}",
        ),
        ("\n".join(reversed(IDS)), hash_of(IDS), "", "other tasks than the suite means"),
        ("a\nb\na", "", "", "names a twice"),
        ("# nothing\n", "", "", "names no task"),
        ("a", "", "tasks = 3", "has both tasks and a panel"),
    ],
)
def test_a_wrong_panel_is_told(tmp_path: Path, ids: str, hash: str, more: str, told: str) -> None:
    path = written(tmp_path, ids, hash, more)
    with pytest.raises(DataError) as error:
        shipped.suite(path)
    assert told in str(error.value)


def test_a_panel_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a", hash_of(["a"]))
    (tmp_path / "panel.txt").unlink()
    with pytest.raises(DataError, match=r"panel\.txt cannot be read.*id of a task a line"):
        shipped.suite(path)
