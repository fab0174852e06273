"""``agentgym play``."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import click

from agentgym import registry
from agentgym.cli.options import environment_args, environment_options


@click.command("play")
@click.argument("env")
@click.option("--task", default=None, help="Task id; the first of the split by default.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", default=None, type=click.Path(file_okay=False), help="Record the episode here.")
@click.option("--browser", is_flag=True, help="Open the environment as a web page, where it has one.")
@environment_options
def command(env: str, task: str | None, seed: int, out: str | None, browser: bool, **options: Any) -> None:
    """Play ENV yourself: the model's view, your answers."""
    env_id = registry.resolve(env)
    arguments = environment_args(**options)
    if browser:
        _site(env_id, task, arguments)
        return
    from agentgym.engine import rollout

    run = rollout(
        env_id, "human", tasks=[task] if task else 1, seed=seed, concurrency=1, out=out, **arguments
    )
    for episode in run:
        reward = "none" if episode.reward is None else f"{episode.reward:.4f}"
        click.echo(f"{episode.status}, reward {reward} after {len(episode.steps)} turns.")


def _site(env_id: str, task: str | None, arguments: dict[str, Any]) -> None:
    module = registry.environment_class(env_id).__module__.rsplit(".", 1)[0] + ".site"
    if importlib.util.find_spec(module) is None:
        raise click.UsageError(f"{env_id} has no web page; play it in the terminal, without --browser.")
    importlib.import_module(module).serve(task, arguments)
