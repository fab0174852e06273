"""``agentgym show``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import click
import msgspec

from agentgym.registry import short_name
from agentgym.terminal import harmless
from agentgym.trajectory import Entry, Episode, Index, index, prompt, settled
from agentgym.trajectory.codec import encode
from agentgym.trajectory.scores import PRIMARY
from agentgym.trajectory.transcript import call_text, transcript

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES = {"assistant": "green", "user": "default", "system": "dim", "tool": "cyan"}


@click.command("show")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.argument("episode", required=False)
@click.option("--turn", default=None, type=click.IntRange(1), help="What was sent to the model at this turn.")
@click.option("--status", default=None, help="Only episodes of this status.")
@click.option("--limit", default=50, show_default=True, help="Rows of the listing at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: str, episode: str | None, turn: int | None, status: str | None, limit: int, as_json: bool
) -> None:
    """List the episodes below FOLDER, or show one: EPISODE is its key or its task id."""
    if episode is None:
        _list(folder, status, limit, as_json)
        return
    recorded = Index(folder)
    recorded.refresh()
    entry = next((e for e in settled(recorded.entries) if episode in (e.key, e.task_id)), None)
    if entry is None:
        raise click.UsageError(f"No episode {episode!r} in {folder}; `agentgym show {folder}` lists them.")
    found = recorded.episode(entry)
    if turn is not None:
        _prompt(found, turn - 1, as_json)
    elif as_json:
        click.echo(encode(found), nl=False)
    else:
        _one(found, entry)


def _list(folder: str, status: str | None, limit: int, as_json: bool) -> None:
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
    from rich.text import Text

    table = Table(
        title=Text(harmless(f"{len(entries)} episodes in {folder}")), box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("key", no_wrap=True)
    for column in ("env", "task", "policy", "status", "reward", "steps"):
        table.add_column(column, overflow="fold", no_wrap=column in ("env", "status"))
    for entry in islice(entries, limit):
        table.add_row(*_row(entry))
    console = Console()
    console.print(table)
    if len(entries) > limit:
        console.print(f"… and {len(entries) - limit} more: --limit {len(entries)}")


def _row(entry: Entry) -> list[Text]:
    reward = entry.score()
    from rich.text import Text

    shown = (
        entry.key, short_name(entry.env_id), entry.task_id, entry.policy, entry.status,
        "–" if reward is None else f"{reward:.3f}", str(entry.steps),
    )  # fmt: skip
    return [Text(harmless(cell)) for cell in shown]


def _one(episode: Episode, entry: Entry) -> None:
    """Print an episode as it was had, session by session."""
    from rich.console import Console

    console = Console()
    score = entry.score()
    reward = "not scored" if score is None else f"reward {score:.4f}"
    reward += "".join(f", {name} {value:.4f}" for name, value in entry.later.items() if name != PRIMARY)
    console.print(
        harmless(f"{episode.env_id}  {episode.task_id}  {episode.policy}  {episode.status}, {reward}"),
        markup=False, highlight=False,
    )  # fmt: skip
    for message in episode.made:
        _print(console, message, f"{message['role']}, added by the policy")
    sessions = transcript(episode)
    for number, messages in enumerate(sessions, 1):
        if len(sessions) > 1:
            console.print(f"Session {number} of {len(sessions)}")
        for message in messages:
            _print(console, message, message["role"])
    if episode.failure is not None:
        failure = episode.failure
        told = harmless(f"Failure in {failure.where}: {failure.kind}: {failure.message}")
        console.print(told, markup=False, highlight=False)


def _prompt(episode: Episode, turn: int, as_json: bool) -> None:
    """Print what was sent to the model at a turn."""
    sent = prompt(episode, turn)
    if as_json:
        click.echo(msgspec.json.encode({"messages": sent.messages, "tools": sent.tools}))
        return
    from rich.console import Console

    console = Console()
    for message in sent.messages:
        _print(console, message, message["role"])
    console.print(f"{len(sent.tools)} tools, {sent.omitted} messages of the conversation left out.")


def _print(console: Console, message: Mapping[str, Any], title: str) -> None:
    from rich.panel import Panel
    from rich.text import Text

    text = "\n".join([message["content"], *map(call_text, message.get("tool_calls", ()))])
    text = harmless(text)
    example = message["role"] == "assistant" and message.get("loss") is False
    style = _STYLES[message["role"]] + (" dim" if example else "")
    console.print(Panel(Text(text.strip()), title=title, border_style=style))
