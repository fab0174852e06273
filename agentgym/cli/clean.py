"""``agentgym clean``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from agentgym.errors import DependencyError, SandboxError


@click.command("clean")
@click.option("--dry-run", is_flag=True, help="Say what would be removed.")
@click.option(
    "--images", is_flag=True, help="Also the images of the sandboxes; they are built again when needed."
)
def command(dry_run: bool, images: bool) -> None:
    """Remove the caches of agentgym and all its sandboxes, also those of runs that go on. Runs are never touched."""
    _clean_cache(dry_run)
    _clean_sandboxes(dry_run, images)


def _clean_cache(dry_run: bool) -> None:
    cache = Path(os.environ.get("AGENTGYM_CACHE", Path.home() / ".cache" / "agentgym"))
    if not cache.exists():
        click.echo(f"Nothing to remove: {cache} does not exist.")
        return
    size = sum(f.lstat().st_size for f in cache.rglob("*") if f.is_file() and not f.is_symlink())
    if dry_run:
        click.echo(f"Would remove {cache} ({size / 1e6:.1f} MB).")
        return
    shutil.rmtree(cache)
    click.echo(f"Removed {cache} ({size / 1e6:.1f} MB).")


def _clean_sandboxes(dry_run: bool, images: bool) -> None:
    from agentgym.sandbox import engine, owner
    from agentgym.sandbox import images as our_images

    try:
        found = engine.containers()
    except (DependencyError, SandboxError):
        click.echo("No Docker engine answers: no containers to remove.")
    else:
        if dry_run:
            orphans = sum(map(engine.orphaned, found))
            click.echo(f"Would remove {len(found)} containers, {orphans} of them of dead runs.")
        else:
            click.echo(f"Removed {engine.sweep(everything=True)} containers.")
            if images:
                click.echo(f"Removed {our_images.remove_all(engine.connect())} images.")
    if not dry_run:
        owner.sweep_places(everything=True)
