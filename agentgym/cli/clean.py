"""``agentgym clean``."""

from __future__ import annotations

import shutil

import click

from agentgym.paths import cache_folder


@click.command("clean")
@click.option("--dry-run", is_flag=True, help="Say what would be removed.")
def command(dry_run: bool) -> None:
    """Remove the caches of agentgym: search indices and prepared catalogues. Runs are never touched."""
    cache = cache_folder()
    if not cache.exists():
        click.echo(f"Nothing to remove: {cache} does not exist.")
        return
    size = sum(f.stat().st_size for f in cache.rglob("*") if f.is_file())
    if dry_run:
        click.echo(f"Would remove {cache} ({size / 1e6:.1f} MB).")
        return
    shutil.rmtree(cache)
    click.echo(f"Removed {cache} ({size / 1e6:.1f} MB).")
