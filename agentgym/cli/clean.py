"""``agentgym clean``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from agentgym.client.cache import default_path


@click.command("clean")
@click.option("--dry-run", is_flag=True, help="Say what would be removed.")
def command(dry_run: bool) -> None:
    """Remove the caches of agentgym: search indices and prepared catalogues. Runs are never touched.

    Answers of models stay, as they were paid for: `agentgym cache prune` removes them.
    """
    cache = Path(os.environ.get("AGENTGYM_CACHE", Path.home() / ".cache" / "agentgym"))
    if not cache.exists():
        click.echo(f"Nothing to remove: {cache} does not exist.")
        return
    kept = default_path()
    parts = [p for p in cache.iterdir() if not p.name.startswith(kept.name)]
    size = sum(f.stat().st_size for p in parts for f in (p, *p.rglob("*")) if f.is_file())
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
