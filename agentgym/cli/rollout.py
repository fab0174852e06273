"""``agentgym rollout``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from agentgym.cli.options import OutPath, given, run_options


@click.command("rollout")
@click.argument("env")
@click.option("--policy", required=True, help="Policy spec: expert, random, openai:gpt-4?temperature=0 …")
@click.option("--out", required=True, type=OutPath(file_okay=False), help="Run folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@run_options
def command(env: str, policy: str, out: str, as_json: bool, **options: Any) -> None:
    """Play POLICY over the tasks of ENV and record every episode in OUT.

    The same command again does only what is left. Exit code 1 if episodes failed, 3 if a
    budget was spent before the end.

    \b
    agentgym rollout alfworld --policy expert --out runs/expert
    agentgym rollout webshop --policy "openai:gpt-4?temperature=0" --tasks 50 --out runs/gpt4
    """
    import asyncio

    import msgspec

    from agentgym.cli.progress import Board
    from agentgym.engine import Observers, arollout

    spec, budget, prices = given(env, policy, Path(out), options)
    with Board(prices=prices) as board:
        observer = Observers(board.row(f"{env} {policy}"), budget)
        run = asyncio.run(arollout(spec, observer=observer, prices=prices))
    facts = {
        "env_id": run.env_id,
        "policy": run.policy,
        "planned": run.planned,
        "scored": run.scored,
        "unscored": run.unscored,
        "resumed": run.resumed,
        "failed": run.failed,
        "mean_reward": run.mean_reward,
        "success_rate": run.success_rate,
        "statuses": dict(run.statuses),
        "steps": run.steps,
        "seconds": round(run.seconds, 3),
        "stopped": run.stopped,
        "out": str(run.out),
    }
    if as_json:
        click.echo(msgspec.json.encode(facts))
    else:
        mean = "none" if run.mean_reward is None else f"{run.mean_reward:.4f}"
        apart = f"{run.unscored} unscored, {run.failed} failed" if run.unscored else f"{run.failed} failed"
        click.echo(
            f"{run.env_id}, {run.policy}: {run.scored} of {run.planned} episodes scored, mean reward {mean}, "
            f"{apart}, {run.seconds:.1f} s.\nThe trajectories are in {run.out}: agentgym show {run.out}"
        )
    if run.stopped:
        left = run.planned - run.ended - run.failed
        click.echo(
            f"Not finished: {run.stopped}; {left} episodes are left. A larger budget goes on.", err=True
        )
        sys.exit(3)
    sys.exit(1 if run.failed else 0)
