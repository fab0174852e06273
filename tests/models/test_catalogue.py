"""What can be installed by name, and where it lies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.errors import DataError, UnknownNameError
from agentgym.models import CATALOGUE, find, install
from tests.serving.parts import need_gguf


def test_the_command_lists_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path))
    (row,) = json.loads(CliRunner().invoke(cli, ["models", "list", "--json"]).output)
    assert row["name"] == "smollm2" and row["gguf"] == ""
    assert isinstance(CliRunner().invoke(cli, ["models", "get", "gpt-4"]).exception, UnknownNameError)
    with pytest.raises(DataError, match="agentgym models get smollm2 --safetensors"):
        find("smollm2", "safetensors")


def test_smollm2_is_what_it_says() -> None:
    path = Path(need_gguf())
    assert install.sha256(path) == CATALOGUE["smollm2"].sha256
    assert subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", "models", "path", "smollm2"],
        capture_output=True,
        text=True,
    ).stdout.strip() == str(path)
