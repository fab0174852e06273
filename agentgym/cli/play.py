"""``agentgym play``."""

from __future__ import annotations

from typing import Any

import click

from agentgym import registry
from agentgym.card import load
from agentgym.cli.options import OutPath, environment_args, environment_options


@click.command("play")
@click.argument("env")
@click.option("--task", default=None, help="Task id; the first of the split by default.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", default=None, type=OutPath(file_okay=False), help="Record the episode here.")
@click.option("--browser", is_flag=True, help="Open the environment as a web page, where it has one.")
@environment_options
def command(env: str, task: str | None, seed: int, out: str | None, browser: bool, **options: Any) -> None:
    """Play ENV yourself: the model's view, your answers."""
    env_id = registry.resolve(env)
    arguments = environment_args(options)
    if browser:
        _site(env_id, task, arguments)
        return
    from agentgym.engine import rollout

    run = rollout(
        env_id, "human", tasks=[task] if task else 1, seed=seed, concurrency=1, out=out, env_args=arguments
    )
    for episode in run:
        reward = "none" if episode.reward is None else f"{episode.reward:.4f}"
        click.echo(f"{episode.status}, reward {reward} after {len(episode.steps)} turns.")


def _site(env_id: str, task: str | None, arguments: dict[str, Any]) -> None:
    site = registry.environment_class(env_id).card.site
    if not site:
        raise click.UsageError(f"{env_id} has no web page; play it in the terminal, without --browser.")
    load(site)(task, arguments)
