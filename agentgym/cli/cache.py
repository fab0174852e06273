"""``agentgym cache``."""

from __future__ import annotations

import time

import click
import msgspec

from agentgym.engine.cache import CallCache, default_path


@click.group("cache", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Say what the cache of model calls holds, and prune it.

    A run with --cache write keeps the answers of models; runs with --cache read or write use them.
    """
    if context.invoked_subcommand is None:
        context.invoke(info)


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(as_json: bool) -> None:
    """Say how many answers there are, of which models, and how large they are."""
    path = default_path()
    if not path.exists():
        click.echo(
            msgspec.json.encode({"path": str(path), "answers": 0}) if as_json else f"{path} does not exist."
        )
        return
    cache = CallCache(path)
    size, models = cache.size(), cache.models()
    cache.close()
    if as_json:
        click.echo(msgspec.json.encode({"path": str(path), **size._asdict(), "models": models}))
        return
    age = f", the oldest {(time.time() - size.oldest) / 86400:.1f} days old" if size.oldest else ""
    click.echo(f"{path}: {size.answers:,} answers, {size.bytes / 1e6:.1f} MB{age}.")
    for model, answers in models.items():
        click.echo(f"  {answers:8,}  {model}")


@command.command("prune")
@click.option("--days", default=None, type=click.FloatRange(0), help="Only answers older than that.")
@click.option("--model", default=None, help="Only answers of this model.")
@click.option("--max-mb", default=None, type=click.FloatRange(0), help="The oldest, until so much is left.")
@click.option("--all", "everything", is_flag=True, help="All answers.")
def prune(days: float | None, model: str | None, max_mb: float | None, everything: bool) -> None:
    """Delete answers and give the space back."""
    if not everything and days is None and model is None and max_mb is None:
        raise click.UsageError("Say what to delete: --days, --model, --max-mb, or --all.")
    if not default_path().exists():
        click.echo(f"{default_path()} does not exist.")
        return
    cache = CallCache()
    gone = cache.prune(days=days, model=model, most_bytes=None if max_mb is None else int(max_mb * 1e6))
    left = cache.size()
    cache.close()
    click.echo(f"Deleted {gone:,} answers; {left.answers:,} are left ({left.bytes / 1e6:.1f} MB).")
