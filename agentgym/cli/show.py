"""``agentgym show``."""

from __future__ import annotations

from itertools import islice

import click
import msgspec

from agentgym.report.tables import short
from agentgym.trajectory import Episode, index, read


@click.command("show")
@click.argument("folder", type=click.Path(exists=True))
@click.argument("episode", required=False)
@click.option("--status", default=None, help="Only episodes of this status.")
@click.option("--limit", default=50, show_default=True, help="Rows of the listing at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: str, episode: str | None, status: str | None, limit: int, as_json: bool) -> None:
    """List the episodes below FOLDER, or show one: EPISODE is its key or its task id."""
    if episode is not None:
        found = next((e for e in read(folder, failures=True) if episode in (e.key, e.task_id)), None)
        if found is None:
            raise click.UsageError(
                f"No episode {episode!r} in {folder}; `agentgym show {folder}` lists them."
            )
        _one(found, as_json)
        return
    recorded = index(folder)
    if not recorded:
        raise click.UsageError(f"No episodes below {folder}; `agentgym rollout … --out DIR` records some.")
    entries = [e for e in recorded if status is None or e.status == status]
    if as_json:
        click.echo(msgspec.json.encode([msgspec.structs.asdict(e) for e in entries]))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{len(entries)} episodes in {folder}", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("key", no_wrap=True)
    for column in ("env", "task", "policy", "status", "reward", "steps"):
        table.add_column(column, overflow="fold", no_wrap=column in ("env", "status"))
    for entry in islice(entries, limit):
        reward = "–" if entry.reward is None else f"{entry.reward:.3f}"
        table.add_row(
            entry.key,
            short(entry.env_id),
            entry.task_id,
            entry.policy,
            entry.status,
            reward,
            str(entry.steps),
        )
    console = Console()
    console.print(table)
    if len(entries) > limit:
        console.print(f"… and {len(entries) - limit} more: --limit {len(entries)}")


def _one(episode: Episode, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(episode))
        return
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console()
    reward = "not scored" if episode.reward is None else f"reward {episode.reward:.4f}"
    console.print(f"{episode.env_id}  {episode.task_id}  {episode.policy}  {episode.status}, {reward}")
    styles = {"assistant": "green", "user": "default", "system": "dim", "tool": "cyan"}
    for message in episode.messages:
        calls = message.get("tool_calls") or []
        text = "\n".join(
            [message["content"], *(f"{c['function']['name']}({c['function']['arguments']})" for c in calls)]
        )
        dim = " dim" if message["role"] == "assistant" and message.get("loss") is False else ""
        console.print(
            Panel(Text(text.strip()), title=message["role"], border_style=styles[message["role"]] + dim)
        )
    if episode.failure is not None:
        console.print(
            f"Failure in {episode.failure.where}: {episode.failure.kind}: {episode.failure.message}"
        )
