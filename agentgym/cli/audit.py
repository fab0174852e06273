"""``agentgym audit``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec

from agentgym.cli.options import environment_args, environment_options
from agentgym.cli.options import tasks as read_tasks

if TYPE_CHECKING:
    from agentgym.checking.audit import Audit


@click.command("audit")
@click.argument("env")
@click.option(
    "--tasks",
    default=None,
    help="How many, spread over the split; ids separated by commas; or a file with one id a line; all by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@environment_options
def command(env: str, tasks: str | None, as_json: bool, **options: Any) -> None:
    """Ask whether ENV's reward can be had without doing the task, and whether the right solution gets it.

    Policies that do nothing, echo, refuse, copy the demonstration, repeat themselves, guess from the question, spoil
    one step of the solution, and (where commands run in a sandbox) tamper with it are played over the tasks. Exit code
    1 if one passes that does not guess, or a solution fails.

    \b
    agentgym audit webshop --tasks 50
    agentgym audit db --profile corrected --json
    """
    from agentgym.checking.audit import audit

    found = audit(env, tasks=read_tasks(tasks), watch=_watch(), **environment_args(options))
    if as_json:
        click.echo(msgspec.json.encode(found.facts()))
    else:
        _print(found)
    sys.exit(0 if found.clean else 1)


def _print(found: Audit) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("policy", "kind", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("passed", "mean reward", "broken"):
        table.add_column(column, justify="right")
    table.add_column("for example")
    for tally in found.tallies:
        table.add_row(
            escape(tally.policy), tally.group, f"{tally.passed:g} of {tally.tasks}", f"{tally.mean:.3f}",
            str(tally.errors), escape(", ".join(tally.examples[:2])),
        )  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"{found.env_id}, profile {found.profile}, {found.tasks} tasks of {found.split} ({found.seconds:.0f} s):\n"
        f"  false-pass ceiling {found.false_pass_ceiling:.1%} ({found.worst.policy})\n"
        f"  beyond chance      {found.beyond_chance:.1%} (by chance {found.chance:.0%})\n"
        f"  guessing           {found.guessing.share:.1%} ({found.guessing.policy})\n"
        f"  lazy reward        {found.lazy.mean:.3f} ({found.lazy.policy})\n"
        f"  gold false-fail    {found.gold_false_fail:.1%}"
        + (f", and {found.unanswerable} tasks that no answer solves" if found.unanswerable else "")
        + (f", and {found.unscored} tasks that a judge scores" if found.unscored else "")
        + (f", and {found.beyond_limit} whose solution is beyond the limit" if found.beyond_limit else ""),
        markup=False,
    )
    if found.leniency:
        console.print(f"Known leniency of the profile: {found.leniency}", markup=False)


def _watch() -> Any:
    if not sys.stderr.isatty():
        return None
    return lambda policy, task, of: click.echo(f"\r\033[K{policy}: {task + 1} of {of}", nl=False, err=True)
