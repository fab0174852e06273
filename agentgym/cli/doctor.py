"""``agentgym doctor``: what environments and policies say of themselves, and what the framework's own parts need."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
import msgspec

from agentgym import registry
from agentgym.card import Card, Part
from agentgym.cli.options import IMPORT
from agentgym.errors import AgentGymError, DependencyError, SandboxError
from agentgym.install import hint
from agentgym.models import CATALOGUE
from agentgym.models.catalogue import Form
from agentgym.paths import cache_folder
from agentgym.version import __version__

_PAGE = Part("matplotlib", "the report as a page")


class Check(NamedTuple):
    """A line of the doctor's: a part, its state, and how to get what is missing (empty if nothing is)."""

    part: str
    state: str
    how: str = ""


@click.command("doctor")
@IMPORT
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Say what this machine can run, and how to get what is missing."""
    rows = [
        *environments(), *policies(), *programs(), _package(_PAGE, "report"), *models(), *sandboxes(), *surroundings(),
    ]  # fmt: skip
    if as_json:
        click.echo(msgspec.json.encode([row._asdict() for row in rows]))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=f"agentgym {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores")
    for column in ("part", "state", "to get it"):
        table.add_column(column)
    for row in rows:
        table.add_row(escape(row.part), escape(row.state), escape(row.how))
    Console().print(table)


def environments() -> Iterator[Check]:
    """Check the environments: whether they can run here, and the packages that their cards name."""
    yield Check("environments", ", ".join(registry.known_ids()))
    for env_id in registry.known_ids():
        try:
            cls = registry.environment_class(env_id)
            lack = cls.unavailable({})
        except AgentGymError as error:
            yield Check(registry.short_name(env_id), "cannot be imported", str(error))
            continue
        title = _title(cls.card, env_id)
        if lack:
            yield Check(title, "cannot run here", lack)
        for part in cls.card.gives:
            yield _package(part, cls.card.extra, title)


def policies() -> Iterator[Check]:
    """Check the policies: which can be used here, and what the others lack."""
    ready, lacking = [], []
    for scheme in registry.entry_points(registry.POLICIES):
        try:
            lack = registry.policy_class(scheme).unavailable()
        except AgentGymError as error:
            lack = str(error)
        if lack:
            lacking.append(Check(f"policy {scheme}", "cannot be used", lack))
        else:
            ready.append(scheme)
    yield Check("policies", ", ".join(ready))
    yield from lacking


def programs() -> Iterator[Check]:
    """Check the programs that environments' cards name, each once."""
    uses: dict[str, list[str]] = {}
    found: dict[str, tuple[str | None, str]] = {}
    for env_id in registry.known_ids():
        card = registry.card(env_id)
        for program in card.programs:
            name = program.names[0]
            uses.setdefault(name, []).append(f"{_title(card, env_id)}, {program.gives}")
            path = found.get(name, (None, ""))[0] or program.find()
            found[name] = (path, program.install)
    for name, (path, install) in found.items():
        yield Check(f"{name} ({'; '.join(uses[name])})", path or "not found", "" if path else install)


def models() -> Iterator[Check]:
    """Check which models of the catalogue are installed."""
    forms: tuple[Form, ...] = ("gguf", "safetensors")
    for model in CATALOGUE.values():
        there = [form for form in forms if model.installed(form)]
        how = "" if there else f"agentgym models get {model.name}"
        yield Check(f"model {model.name}", ", ".join(there) or "not installed", how)


def sandboxes() -> Iterator[Check]:
    """Check what the commands of a model can run in."""
    from agentgym.sandbox import bubblewrap_backend, engine, images, reset_mode

    lack = bubblewrap_backend.missing()
    bubblewrap = Check("bubblewrap", "not usable" if lack else "ready; isolates less than Docker", lack)
    try:
        says = engine.info()
    except (DependencyError, SandboxError) as error:
        yield from (Check("Docker engine", "none answers", str(error)), bubblewrap)
        return
    lacks = engine.limits_lacking()
    version = f"{says.get('ServerVersion')}, cgroup v{says.get('CgroupVersion', '1')}, {says.get('Driver')}"
    limits = f"; cannot limit {', '.join(lacks)} over all processes" if lacks else ""
    yield Check(
        "Docker engine", f"ready: {version}{limits}", "delegate the cgroup controllers" if lacks else ""
    )
    try:
        if images.built(engine.connect(), "os"):
            choice = reset_mode.probe()
            yield Check("sandbox reset", reset_mode.MEANING[choice.mode], choice.why)
        else:
            yield Check("sandbox reset", "not tried: no image yet", "the first sandbox builds it")
    except SandboxError as error:
        yield Check("sandbox reset", "no sandbox starts", str(error))
    yield bubblewrap


def surroundings() -> Iterator[Check]:
    """Check the cache folder and the terminal."""
    folder = cache_folder()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    writable = there.is_dir() and os.access(there, os.W_OK)
    state = f"{folder} {'can' if writable else 'cannot'} be written"
    yield Check("cache folder", state, "" if writable else "set AGENTGYM_CACHE")
    yield Check("terminal", "yes" if sys.stdout.isatty() else "no: plain output")


def _package(part: Part, extra: str, of: str = "") -> Check:
    name = f"{of}: {part.gives}" if of else part.gives
    there = part.installed
    state = "ready" if there else f"{part.module} is not installed"
    return Check(name, state, "" if there else hint(extra) if extra else f"pip install {part.module}")


def _title(card: Card, env_id: str) -> str:
    return card.title or registry.short_name(env_id)
