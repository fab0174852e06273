"""``agentgym view``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agentgym import viewer
from agentgym.cli import view
from agentgym.cli.main import cli


def test_the_folders_are_served_and_the_page_opened_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    opened: list[str] = []

    def serve(folders: Any, *, port: int, prices: Any, ready: Any) -> None:
        served.append((folders, port))
        ready("http://127.0.0.1:7/")

    monkeypatch.setattr(viewer, "serve", serve)
    monkeypatch.setattr(view.webbrowser, "open", opened.append)
    folder = str(tmp_path)
    told = CliRunner().invoke(cli, ["view", folder, folder, "--port", "0"], catch_exceptions=False)
    assert told.output == f"Reading {folder}, {folder} at http://127.0.0.1:7/\n"
    assert served == [((folder, folder), 0)] and opened == []
    CliRunner().invoke(cli, ["view", folder, "--open"], catch_exceptions=False)
    assert opened == ["http://127.0.0.1:7/"] and served[1][1] == 8765


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["view", str(tmp_path / "nowhere")])
    assert told.exit_code == 2 and "does not exist" in told.output
