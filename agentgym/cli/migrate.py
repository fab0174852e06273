"""``agentgym migrate``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("migrate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Bring the logs below FOLDER up to date, so that they can be resumed and read in full.

    Logs of an earlier agentgym can be read as they are. Migrated, they also say what the model was shown at every
    turn, and the same rollout command does only what is left. The old files stay beside the new ones, as *.schema1.
    """
    from agentgym.trajectory.migrate import migrate

    done = migrate(folder)
    if not done.files:
        click.echo(f"The logs below {folder} are up to date.")
        return
    click.echo(f"{done.episodes} episodes in {done.files} files rewritten; the old files end in .schema1.")
    if done.torn:
        click.echo(f"{done.torn} torn lines (a process died while writing) stay in the old files only.")
    for reason, count in done.no_views.items():
        click.echo(f"{count} episodes: what the model was shown is not known. {reason}")
    for reason, count in done.old_keys.items():
        click.echo(f"{count} episodes keep their old key, a resume plays them again. {reason}")
