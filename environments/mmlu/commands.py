"""``agentgym data mmlu``: the averages that are published of MMLU, from a run's log."""

from __future__ import annotations

import click


@click.group("mmlu")
def commands() -> None:
    """Multiple-choice questions: averages by subject and category."""


@commands.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
def averages(folder: str) -> None:
    """Print the score of every subject, of the four categories, and of all, for the episodes below FOLDER."""
    from agentgym import trajectory
    from agentgym.environments.mmlu.world import categories
    from agentgym.status import Ending

    scored: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for episode in trajectory.read(folder):
        if episode.env_id == "AgentTune/MMLU-v0" and episode.ending is Ending.SCORED:
            found = scored.setdefault((episode.policy, episode.profile), [])
            found.append((episode.task_kind, episode.reward or 0.0))
    if not scored:
        raise click.ClickException(f"There are no scored episodes of MMLU below {folder}.")
    for (policy, profile), pairs in scored.items():
        result = categories.averages(pairs)
        click.echo(f"{policy}, profile {profile}")
        for subject, (mean, number) in result.subjects.items():
            click.echo(f"  {subject:40}{100 * mean:6.1f} %  {number:5} questions")
        for category, mean in result.categories.items():
            click.echo(f"  {category:40}{100 * mean:6.1f} %")
        click.echo(f"  {'all questions (micro)':40}{100 * result.micro:6.1f} %")
        click.echo(f"  {'all subjects (macro)':40}{100 * result.macro:6.1f} %")
