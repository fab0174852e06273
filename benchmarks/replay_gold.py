"""Do an environment's own gold solutions reach reward 1? ``python -m agentgym.benchmarks.replay_gold os --data FILE``.

Every task is played by the expert; those that do not reach reward 1 are listed with what is known of the reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import click
import gymnasium

import agentgym
from agentgym import card
from agentgym.env import AgentEnv
from agentgym.registry import resolve
from agentgym.tasks import Task
from agentgym.trajectory import Episode


def reason(episode: Episode, task: Task) -> str:
    """Return why an episode of the expert was not won, as far as the log says."""
    if episode.failure is not None:
        return f"{episode.status}: {episode.failure.message}"
    last = episode.steps[-1].observation if episode.steps else episode.observation
    return f"{episode.status}, reward {episode.reward}; last observation {last[-150:]!r}"


def reasons(env: AgentEnv) -> Callable[[Episode, Task], str]:
    """Return what explains a failure: the environment's own diagnosis where its card names one."""
    if not env.card.diagnosis:
        return reason
    diagnosis: Callable[[AgentEnv, Task], str] = card.load(env.card.diagnosis)

    def diagnosed(episode: Episode, task: Task) -> str:
        return reason(episode, task) if episode.failure is not None else diagnosis(env, task)

    return diagnosed


@click.command()
@click.argument("environment")
@click.option(
    "--data", default=None, help="File or folder in the official layout; the embedded tasks by default."
)
@click.option("--split", default=None, help="All splits by default; with --data, the split train.")
@click.option("--action-format", default=None, type=click.Choice(["react", "tools", "native"]))
@click.option("--concurrency", default=4, show_default=True)
@click.option("--limit", default=None, type=int, help="Play only the first tasks.")
def main(
    environment: str, data: str | None, split: str | None, action_format: str | None, concurrency: int,
    limit: int | None,
) -> None:  # fmt: skip
    """Play the gold solutions of ENVIRONMENT (an id or a short name) and list those that fail."""
    env_id = resolve(environment)
    cls = agentgym.registry.environment_class(env_id)
    chosen = [split] if split else ["train"] if data else list(cls.splits)
    options: dict[str, Any] = {k: v for k, v in (("data", data), ("action_format", action_format)) if v}
    lost = 0
    for name in chosen:
        arguments: dict[str, Any] = {**options, "split": name}
        began = time.perf_counter()
        run = agentgym.rollout(env_id, "expert", tasks=limit, concurrency=concurrency, **arguments)
        click.echo(f"{env_id} {name}: {run.successes} of {run.planned} reach reward 1 "
                   f"({time.perf_counter() - began:.0f} s)")  # fmt: skip
        env: Any = gymnasium.make(env_id, **arguments).unwrapped
        explain = reasons(env)
        for episode in run:
            if episode.reward != 1.0:
                lost += 1
                click.echo(f"  {episode.task_id}: {explain(episode, env.tasks[episode.task_id])}")
        env.close()
    raise SystemExit(lost > 0)


if __name__ == "__main__":
    main()
