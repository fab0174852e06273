"""Do an environment's own gold solutions reach reward 1? ``python -m agentgym.benchmarks.replay_gold os --data FILE``.

Every task is played by the expert; those that do not reach reward 1 are listed with what is known of the reason: by the
environment's own diagnosis (:attr:`agentgym.card.Card.diagnosis`), else by the log.
"""

from __future__ import annotations

import time
from typing import Any, cast

import click

import agentgym
from agentgym import registry
from agentgym.card import load
from agentgym.env import AgentEnv
from agentgym.trajectory import Episode


def reason(episode: Episode, env: AgentEnv) -> str:
    """Return why an episode of the expert was not won.

    Args:
        episode: the episode.
        env: an environment of the same arguments; a diagnosis plays in it.
    """
    if episode.failure is not None:
        return f"{episode.status}: {episode.failure.message}"
    if env.card.diagnosis:
        return str(load(env.card.diagnosis)(env, env.tasks[episode.task_id]))
    last = episode.steps[-1].observation if episode.steps else episode.observation
    return f"{episode.status}, reward {episode.reward}; last observation {last[-150:]!r}"


@click.command()
@click.argument("environment")
@click.option(
    "--data", default=None, help="File or folder in the official layout; the embedded tasks by default."
)
@click.option("--split", default=None, help="All splits by default; with --data, the split train.")
@click.option("--action-format", default=None, type=click.Choice(["react", "tools", "native"]))
@click.option("--concurrency", default=4, show_default=True)
@click.option("--tasks", default=None, type=int, help="Play only the first tasks.")
def main(
    environment: str, data: str | None, split: str | None, action_format: str | None, concurrency: int,
    tasks: int | None,
) -> None:  # fmt: skip
    """Play the gold solutions of ENVIRONMENT (an id or a short name) and list those that fail."""
    env_id = registry.resolve(environment)
    chosen = [split] if split else ["train"] if data else list(registry.environment_class(env_id).splits)
    options: dict[str, Any] = {k: v for k, v in (("data", data), ("action_format", action_format)) if v}
    lost = 0
    for name in chosen:
        arguments: dict[str, Any] = {**options, "split": name}
        began = time.perf_counter()
        run = agentgym.rollout(env_id, "expert", tasks=tasks, concurrency=concurrency, **arguments)
        click.echo(f"{env_id} {name}: {run.successes} of {run.planned} reach reward 1 "
                   f"({time.perf_counter() - began:.0f} s)")  # fmt: skip
        env = registry.make(env_id, arguments)
        for episode in run:
            if not episode.success:
                lost += 1
                click.echo(f"  {episode.task_id}: {reason(episode, cast(AgentEnv, env.unwrapped))}")
        env.close()
    raise SystemExit(lost > 0)


if __name__ == "__main__":
    main()
