"""``agentgym check``."""

from __future__ import annotations

import sys
from typing import Any

import click
import msgspec

from agentgym.cli.options import environment_args, environment_options

_STYLES = {"ok": "green", "failed": "bold red", "note": "", "skipped": "yellow"}


@click.command("check")
@click.argument("env")
@click.option(
    "--tasks",
    default=5,
    show_default=True,
    help="Tasks that the expert and random actions play, in each format.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@environment_options
def command(env: str, tasks: int, as_json: bool, **options: Any) -> None:
    """Check that ENV keeps the contract; exit code 1 if it does not.

    Gymnasium's own checker, what every hook returns, whether the definition tells all, whether the expert reaches
    reward 1 and its actions are read back in every format, seeds, replay, and leaks between splits. `agentgym audit`
    asks the other question: whether the reward can be had without doing the task.

    \b
    agentgym check my_package.guess:Guess
    agentgym check Mine/Guess-v0 --import my_package.guess --tasks 50
    """
    from agentgym.checking import examine

    report = examine(env, tasks=tasks, **environment_args(options))
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.to_builtins(report), "ok": report.ok}))
    else:
        from rich import box
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        table = Table("check", "", "what was seen", box=box.SIMPLE_HEAD, pad_edge=False)
        for finding in report.findings:
            style = _STYLES[finding.result]
            shown = f"[{style}]{finding.result}[/]" if style else finding.result
            table.add_row(escape(finding.check), shown, escape(finding.detail))
        console = Console(highlight=False)
        console.print(table)
        verdict = (
            "keeps the contract" if report.ok else f"does not keep the contract: {len(report.failed)} failed"
        )
        console.print(f"{report.env_id} {verdict} ({report.seconds:.1f} s).")
    sys.exit(0 if report.ok else 1)
