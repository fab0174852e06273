"""A training's folder as tables, as a page with curves, and as TensorBoard's files."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.errors import DataError
from agentgym.tuning import report
from agentgym.tuning.metrics import EvalLine, Metrics, StepLine, read
from tests.tuning import parts


def training(folder: Path, steps: int = 40) -> Path:
    """Write metrics as a training does; return the folder."""
    folder.mkdir()
    metrics = Metrics(folder, 0)
    for step in range(1, steps + 1):
        metrics.add(
            StepLine(
                step=step, loss=3 / step, losses={"agent": 2 / step, "chat": 4 / step}, lr=1e-3, norm=1.5,
                samples={"agent": 2, "chat": 6}, tokens={"agent": 200, "chat": 600}, trained={"agent": 50, "chat": 90},
                sample_share=0.25, token_share=0.357, fill=0.98, seconds=0.5, rate=1600.0,
            )
        )  # fmt: skip
        if step % 20 == 0:
            metrics.add(
                EvalLine(step=step, scores={"AgentTune/DB-v0": 2.0 * step}, episodes={"AgentTune/DB-v0": 8})
            )
    metrics.close()
    return folder


def test_tables(tmp_path: Path) -> None:
    sources, course, scores = report.tables(training(tmp_path / "t"))
    assert [row[:4] for row in sources.rows] == [["agent", 80, 8000, 2000], ["chat", 240, 24000, 3600]]
    assert sources.rows[0][5] == pytest.approx(1.5) and sources.rows[0][6] == pytest.approx(
        (2 / 39 + 2 / 40) / 2
    )
    assert len(course.rows) == 12 and course.rows[0][0] == 1 and course.rows[-1][0] == 40
    assert [row[:2] for row in scores.rows] == [[20, 40.0], [40, 80.0]]


def test_the_page_stands_alone(tmp_path: Path) -> None:
    folder, page = training(tmp_path / "a&b"), tmp_path / "page.html"
    done = CliRunner().invoke(cli, ["report", str(folder), "--html", str(page)], catch_exceptions=False)
    assert done.exit_code == 0
    text = page.read_text("utf-8")
    assert text.count("<svg") == 5 and "Training a&amp;b" in text and "http://127" not in text
    assert "src=" not in text and "Scores" in text
    for picture in report.pictures(folder):
        ET.fromstring(picture.svg)
    shown = CliRunner().invoke(cli, ["report", str(folder), "--format", "md"], catch_exceptions=False)
    assert "| agent " in shown.output and "What it learned from" in shown.output


def test_nothing_yet(tmp_path: Path) -> None:
    Metrics(tmp_path, 0).close()
    with pytest.raises(DataError, match="no step of a training yet"):
        report.tables(tmp_path)


def test_lines_behind_a_checkpoint_are_dropped_and_a_torn_one_too(tmp_path: Path) -> None:
    folder = training(tmp_path / "t")
    with (folder / "metrics.jsonl").open("ab") as file:
        file.write(b'{"kind":"step","step":41,"lo')
    assert len(read(folder)) == 42
    Metrics(folder, 20).close()
    assert [line.step for line in read(folder)] == [*range(1, 21), 20]


def test_tensorboards_files_hold_the_curves(tmp_path: Path) -> None:
    parts.need_torch()
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    from agentgym.tuning.board import FOLDER, Board

    board = Board(tmp_path, 0)
    for line in read(training(tmp_path / "t", steps=20)):
        board.add(line)
    board.close()
    found = EventAccumulator(str(tmp_path / FOLDER)).Reload()
    assert [e.step for e in found.Scalars("loss/agent")] == list(range(1, 21))
    assert found.Scalars("score/DB")[0].value == pytest.approx(40.0)
