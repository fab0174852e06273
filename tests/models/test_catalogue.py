"""What can be installed by name, and where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import DataError
from agentgym.models import CATALOGUE, find, install
from tests.serving.parts import need_gguf


def test_what_is_not_installed_says_how_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path))
    with pytest.raises(DataError, match="agentgym models get smollm2 --safetensors"):
        find("smollm2", "safetensors")


def test_smollm2_is_what_it_says() -> None:
    path = Path(need_gguf())
    assert install.sha256(path) == CATALOGUE["smollm2"].sha256
