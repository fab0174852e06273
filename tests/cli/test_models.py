"""``agentgym models``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.errors import UnknownNameError
from tests.serving.parts import need_gguf


def test_the_command_lists_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path))
    (row,) = json.loads(CliRunner().invoke(cli, ["models", "list", "--json"]).output)
    assert row["name"] == "smollm2" and row["gguf"] == ""
    listed = CliRunner().invoke(cli, ["models", "list"]).output
    assert str(tmp_path) in listed and listed.count("not installed") == 2
    assert isinstance(CliRunner().invoke(cli, ["models", "get", "gpt-4"]).exception, UnknownNameError)


def test_the_path_of_a_model() -> None:
    path = Path(need_gguf())
    assert subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", "models", "path", "smollm2"],
        capture_output=True,
        text=True,
    ).stdout.strip() == str(path)
