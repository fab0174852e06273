"""``agentgym doctor``."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys

import click
import msgspec

from agentgym import __version__, registry
from agentgym.errors import DependencyError
from agentgym.models import CATALOGUE
from agentgym.models.catalogue import Form
from agentgym.paths import cache_folder


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Say what this machine can run, and how to get what is missing."""
    rows = [{"part": part, "state": state, "how": how} for part, state, how in _checks()]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=f"agentgym {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores")
    for column in ("part", "state", "to get it"):
        table.add_column(column)
    for row in rows:
        table.add_row(row["part"], row["state"], escape(row["how"]))
    Console().print(table)


def _checks() -> list[tuple[str, str, str]]:
    rows = [("environments", ", ".join(registry.environment_ids()), "")]
    rows += [
        _package(
            "ALFWorld on TextWorld",
            "alfworld",
            "apt-get install cmake g++ make; pip install 'agentgym[alfworld]'",
        ),
        _package("WebShop on other catalogues", "spacy", "pip install 'agentgym[webshop]'"),
        _package("WebShop in a browser", "selenium", "pip install 'agentgym[browser]'"),
        _package("the report as a page", "matplotlib", "pip install 'agentgym[report]'"),
        _package("local: models (llama.cpp)", "xllamacpp", "pip install 'agentgym[local]'"),
        _package("transformers: models", "torch", "pip install 'agentgym[transformers]'"),
        _vllm(),
        *_models(),
        _program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
        _program("ChromeDriver", ("chromedriver",), "apt-get install chromium-driver"),
    ]
    rows += _sandboxes()
    folder = cache_folder()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    writable = there.is_dir() and os.access(there, os.W_OK)
    rows.append(
        (
            "cache folder",
            f"{folder} {'can' if writable else 'cannot'} be written",
            "" if writable else "set AGENTGYM_CACHE",
        )
    )
    rows.append(("terminal", "yes" if sys.stdout.isatty() else "no: plain output", ""))
    return rows


def _sandboxes() -> list[tuple[str, str, str]]:
    from agentgym.errors import DependencyError, SandboxError
    from agentgym.sandbox import bubblewrap_backend, engine, images, reset_mode

    lack = bubblewrap_backend.missing()
    bubblewrap = ("bubblewrap", "not usable" if lack else "ready; isolates less than Docker", lack)
    try:
        says = engine.info()
    except (DependencyError, SandboxError) as error:
        return [("Docker engine", "none answers", str(error)), bubblewrap]
    lacks = engine.limits_lacking()
    version = f"{says.get('ServerVersion')}, cgroup v{says.get('CgroupVersion', '1')}, {says.get('Driver')}"
    limits = f"; cannot limit {', '.join(lacks)} over all processes" if lacks else ""
    rows = [
        ("Docker engine", f"ready: {version}{limits}", "delegate the cgroup controllers" if lacks else "")
    ]
    try:
        if not images.built(engine.connect(), "os"):
            rows.append(("sandbox reset", "not tried: no image yet", "the first sandbox builds it"))
            return [*rows, bubblewrap]
        choice = reset_mode.probe()
        rows.append(("sandbox reset", reset_mode.MEANING[choice.mode], choice.why))
    except SandboxError as error:
        rows.append(("sandbox reset", "no sandbox starts", str(error)))
    return [*rows, bubblewrap]


def _package(part: str, module: str, how: str) -> tuple[str, str, str]:
    there = importlib.util.find_spec(module) is not None
    return part, "ready" if there else f"{module} is not installed", "" if there else how


def _program(part: str, names: tuple[str, ...], how: str) -> tuple[str, str, str]:
    path = next((p for n in names if (p := shutil.which(n))), None)
    return part, path or "not found", "" if path else how


def _vllm() -> tuple[str, str, str]:
    """Tell which interpreter has vLLM, without importing it."""
    from agentgym.policies.vllm import vllm_kind

    python = os.environ.get("AGENTGYM_VLLM_PYTHON") or sys.executable
    try:
        return "vllm: models", f"ready, {vllm_kind(python)}: {python}", ""
    except DependencyError as error:
        return "vllm: models", "not installed", str(error)


def _models() -> list[tuple[str, str, str]]:
    rows = []
    for model in CATALOGUE.values():
        forms: tuple[Form, ...] = ("gguf", "safetensors")
        there = [form for form in forms if model.installed(form)]
        how = "" if there else f"agentgym models get {model.name}"
        rows.append((f"model {model.name}", ", ".join(there) or "not installed", how))
    return rows
