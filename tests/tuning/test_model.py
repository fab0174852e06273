"""The model of a training: from a GGUF file, and compiled."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import DataError
from agentgym.tuning.metrics import StepLine, read
from tests.models import tiny_llama
from tests.tuning import parts

parts.need_torch()


def curve(out: Path) -> list[float]:
    return [x.loss for x in read(out) if isinstance(x, StepLine)]


def test_a_gguf_file_is_dequantised_once_and_tuned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gguf")
    pytest.importorskip("accelerate")
    from agentgym.models.to_gguf import to_gguf
    from agentgym.tuning import model
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    parts.prepared(tmp_path)
    source = tiny_llama.make(tmp_path / "source", max_position_embeddings=512)
    file = to_gguf(source, tmp_path / "tiny.gguf", "bf16")
    curves = []
    for name, from_ in (("folder", source), ("gguf", file)):
        said = parts.settings(tmp_path, model=str(from_), out=str(tmp_path / name), steps=3)
        folder = train(plan(parts.config_of(said)))
        assert (folder / "model.safetensors").is_file()
        curves.append(curve(tmp_path / name))
    # The weights of a GGUF file in 16 bits are those of the folder, rounded.
    assert curves[1] == pytest.approx(curves[0], abs=0.02) and curves[1][2] < curves[1][0]
    # The second time the file is only read to know it.
    monkeypatch.setattr("subprocess.run", lambda *a, **k: pytest.fail("dequantised again"))
    assert Path(model._folder(str(file))).is_dir()


def test_a_gguf_file_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gguf")
    from agentgym.tuning import model

    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    with pytest.raises(DataError, match=r"there is no such file"):
        model._folder(str(tmp_path / "none.gguf"))
    (tmp_path / "text.gguf").write_text("This is a letter.")
    with pytest.raises(DataError, match=r"text\.gguf is no GGUF file"):
        model._folder(str(tmp_path / "text.gguf"))
    assert not list((tmp_path / "cache").rglob("*"))


def test_compiled_layers_compute_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Captured as graphs, each layer once; what a graph is made into is torch's affair (here: nothing, for speed)."""
    import torch

    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    graphs: list[Any] = []

    def backend(graph: Any, inputs: Any) -> Any:
        graphs.append(graph)
        return graph.forward

    real = torch.nn.Module.compile
    monkeypatch.setattr(torch.nn.Module, "compile", functools.partialmethod(real, backend=backend))
    torch._dynamo.reset()
    parts.prepared(tmp_path)
    for compiled in (False, True):
        said = parts.settings(tmp_path, out=str(tmp_path / str(compiled)), steps=3)
        said["compute"] |= {"compile": compiled}
        train(plan(parts.config_of(said)))
        assert bool(graphs) == compiled
    assert curve(tmp_path / "True") == pytest.approx(curve(tmp_path / "False"), abs=1e-5)
    torch._dynamo.reset()
