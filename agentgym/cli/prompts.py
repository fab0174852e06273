"""``agentgym prompts``: the texts of an environment as a file, and what a file or a checkout says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
import msgspec

from agentgym.cli.options import environment_args, environment_options

if TYPE_CHECKING:
    from agentgym.env import AgentEnv
    from agentgym.messages import Message


@click.group("prompts")
def command() -> None:
    """The texts of an environment's conversations: write them to a file, edit it, play with --prompts FILE."""


@command.command("export")
@click.argument("env")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="File to write; printed by default."
)
@environment_options
def export(env: str, out: Path | None, **options: Any) -> None:
    """Write the texts of ENV under a profile as TOML: its opening messages and the templates of what it says.

    \b
    agentgym prompts export alfworld --out alfworld.toml
    agentgym rollout alfworld --prompts alfworld.toml --policy random --tasks 2 --out runs/prompts
    """
    from agentgym.prompts import toml_form

    with _made(env, options) as made:
        title = made.card.title or type(made).__name__
        head = toml_form.Head(title, made.profile.name, made.action_format)
        texts = msgspec.structs.replace(made.texts, openings=made.texts.openings or _openings(made))
        written = toml_form.write(head, texts)
    if out is None:
        click.echo(written, nl=False)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(written.encode())
        click.echo(f"{out}: texts of {title}, profile {head.profile}, action format {head.action_format}")


@command.command("show")
@click.argument("env")
@environment_options
def show(env: str, **options: Any) -> None:
    """Say what the texts of ENV are, and print the fingerprint of each opening.

    The fingerprint is over roles and contents of the messages before the task's own: two checkouts, or a checkout and
    docs/prompts.md, can be compared by it.

    \b
    agentgym prompts show webshop --profile paper --prompts ~/AgentTuning
    """
    from agentgym.prompts.texts import fingerprint

    with _made(env, options) as made:
        click.echo(f"texts     {made.prompts or 'ours'}")
        if made.texts.source:
            click.echo(f"source    {made.texts.source}")
        for kind, messages in (made.texts.openings or _openings(made)).items():
            click.echo(
                f"{fingerprint(messages)}  {len(messages):3d} messages  {kind or 'every kind of task'}"
            )


class _made:
    """An environment that is closed at the end."""

    def __init__(self, env: str, options: dict[str, Any]) -> None:
        from agentgym import registry

        self._env = registry.make(registry.resolve(env), environment_args(options))

    def __enter__(self) -> Any:
        from agentgym.env import AgentEnv

        return cast(AgentEnv, self._env.unwrapped)

    def __exit__(self, *_: object) -> None:
        self._env.close()


def _openings(env: AgentEnv) -> dict[str, list[Message]]:
    """Return the openings that an environment makes, by kind of task; one for all where they are the same.

    None where a session begins with something else: each one anew (the card game), or with nothing.
    """
    first: dict[str, str] = {}
    for task_id in env.tasks.ids:
        kind = env.kind_of(task_id)
        first.setdefault(env.tasks[task_id].kind if kind is None else kind, task_id)
    begun = None
    if env.execution == "inline":  # Others need a machine or a server to begin.
        begun = env.reset(seed=0, options={"task": next(iter(first.values()))})[1]["messages"]
        if not begun:
            return {}
    openings = {kind: env.first_messages(env.tasks[task_id]) for kind, task_id in first.items()}
    if begun is not None and begun != next(iter(openings.values())):
        return {}
    distinct = {msgspec.json.encode(messages) for messages in openings.values()}
    return {"": next(iter(openings.values()))} if len(distinct) == 1 else openings
