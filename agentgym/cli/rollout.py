"""``agentgym rollout``."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import click
import msgspec

from agentgym.cli.options import environment_args, environment_options
from agentgym.cli.progress import Board
from agentgym.engine import cost as price_tables


@click.command("rollout")
@click.argument("env")
@click.option("--policy", required=True, help="Policy spec: expert, random, openai:gpt-4?temperature=0 …")
@click.option("--tasks", default=None, help="How many, or ids separated by commas; all by default.")
@click.option("--repeats", default=1, show_default=True, help="Episodes per task.")
@click.option("--seed", default=0, show_default=True)
@click.option("--concurrency", default=16, show_default=True, help="Episodes at once.")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Run folder.")
@click.option(
    "--step-seconds", default=600.0, show_default=True, help="Time limit of one step of the environment."
)
@click.option("--episode-seconds", default=None, type=float, help="Time limit of an episode.")
@click.option("--retry-errors", is_flag=True, help="Run again what failed for reasons of the machinery.")
@click.option("--max-cost", default=None, type=float, help="US dollars; then no further episode begins.")
@click.option("--max-tokens", default=None, type=int, help="Tokens; then no further episode begins.")
@click.option("--max-time", default=None, type=float, help="Seconds; then no further episode begins.")
@click.option(
    "--prices", default=None, type=click.Path(exists=True), help="Price table before the shipped one."
)
@click.option(
    "--cache", default="off", show_default=True, type=click.Choice(["off", "read", "write"]),
    help="Answers of earlier calls: use them (read), keep new ones as well (write).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@environment_options
def command(
    env: str,
    policy: str,
    tasks: str | None,
    repeats: int,
    seed: int,
    concurrency: int,
    out: str,
    step_seconds: float,
    episode_seconds: float | None,
    retry_errors: bool,
    max_cost: float | None,
    max_tokens: int | None,
    max_time: float | None,
    prices: str | None,
    cache: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Play POLICY over the tasks of ENV and record every episode in OUT.

    The same command again does only what is left. Exit code 1 if episodes failed, 3 if a
    budget was spent before the end.

    \b
    agentgym rollout alfworld --policy expert --out runs/expert
    agentgym rollout webshop --policy "openai:gpt-4?temperature=0" --tasks 50 --out runs/gpt4
    """
    from agentgym.engine import Budget, Limits, Observers
    from agentgym.engine import rollout as play

    costs = price_tables.load(prices)
    budget = Budget(max_cost=max_cost, max_tokens=max_tokens, max_seconds=max_time, prices=costs)
    with Board(prices=costs) as board:
        run = play(
            env,
            policy,
            tasks=_tasks(tasks),
            repeats=repeats,
            seed=seed,
            concurrency=concurrency,
            out=out,
            limits=Limits(step_seconds=step_seconds, episode_seconds=episode_seconds),
            retry_errors=retry_errors,
            observer=Observers(board.row(f"{env} {policy}"), budget),
            cache=cache,
            prices=costs,
            **environment_args(**options),
        )
    facts = {
        "env_id": run.env_id,
        "policy": run.policy,
        "planned": run.planned,
        "scored": run.scored,
        "resumed": run.resumed,
        "failed": run.failed,
        "mean_reward": run.mean_reward,
        "success_rate": run.successes / run.scored if run.scored else None,
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
        click.echo(
            f"{run.env_id}, {run.policy}: {run.scored} of {run.planned} episodes scored, mean reward {mean}, "
            f"{run.failed} failed, {run.seconds:.1f} s.\nThe trajectories are in {run.out}: agentgym show {run.out}"
        )
    if run.stopped:
        left = run.planned - run.scored - run.failed
        click.echo(
            f"Not finished: {run.stopped}; {left} episodes are left. A larger budget goes on.", err=True
        )
        sys.exit(3)
    sys.exit(1 if run.failed else 0)


def _tasks(text: str | None) -> int | list[str] | None:
    if text is None:
        return None
    with contextlib.suppress(ValueError):
        return int(text)
    return [t for t in text.split(",") if t]
