"""``agentgym clean``."""

from __future__ import annotations

import shutil

import click

from agentgym.engine.cache import default_path
from agentgym.errors import DependencyError, SandboxError
from agentgym.paths import cache_folder


@click.command("clean")
@click.option("--dry-run", is_flag=True, help="Say what would be removed.")
@click.option(
    "--images", is_flag=True, help="Also the images of the sandboxes; they are built again when needed."
)
def command(dry_run: bool, images: bool) -> None:
    """Remove the caches of agentgym and all its sandboxes, also those of runs that go on. Runs are never touched.

    Answers of models stay, as they were paid for: `agentgym cache prune` removes them.
    """
    _clean_cache(dry_run)
    _clean_sandboxes(dry_run, images)


def _clean_cache(dry_run: bool) -> None:
    cache = cache_folder()
    if not cache.exists():
        click.echo(f"Nothing to remove: {cache} does not exist.")
        return
    kept = default_path()
    parts = [p for p in cache.iterdir() if not p.name.startswith(kept.name)]
    files = [f for p in parts for f in (p, *p.rglob("*"))]
    size = sum(f.lstat().st_size for f in files if f.is_file() and not f.is_symlink())
    if dry_run:
        click.echo(f"Would remove {cache} ({size / 1e6:.1f} MB).")
        return
    for part in parts:
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()
    if not any(cache.iterdir()):
        cache.rmdir()
    click.echo(f"Removed {cache} ({size / 1e6:.1f} MB).")


def _clean_sandboxes(dry_run: bool, images: bool) -> None:
    from agentgym.processes import owner
    from agentgym.sandbox import engine
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
        owner.sweep_places()  # Those of living runs are what their sandboxes and servers are reached through.
