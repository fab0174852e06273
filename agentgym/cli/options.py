"""Options that several commands share: how an environment is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
import msgspec

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--data", default="embedded", help="'embedded', or a path in the official layout."),
    click.option("--split", default=None, help="Which tasks: train, dev, test …"),
    click.option("--profile", default=None, help="Protocol profile; `agentgym info ENV` lists them."),
    click.option("--action-format", default=None, type=click.Choice(["react", "tools", "native"])),
    click.option("--max-steps", default=None, type=int, help="Steps before an episode is cut."),
    click.option(
        "--env-arg",
        "-E",
        "extra",
        multiple=True,
        metavar="NAME=VALUE",
        help="Any other argument of the environment.",
    ),
)


def environment_options(command: F) -> F:
    """Add the options that choose data, split, profile and format."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def environment_args(
    data: str,
    split: str | None,
    profile: str | None,
    action_format: str | None,
    max_steps: int | None,
    extra: tuple[str, ...],
) -> dict[str, Any]:
    """Return the arguments for ``gymnasium.make``; only what was given.

    Raises:
        click.BadParameter: an ``--env-arg`` without ``=``.
    """
    given = {
        "data": None if data == "embedded" else data,
        "split": split,
        "profile": profile,
        "action_format": action_format,
        "max_steps": max_steps,
    }
    arguments = {k: v for k, v in given.items() if v is not None}
    for item in extra:
        name, equals, value = item.partition("=")
        if not equals:
            raise click.BadParameter(f"expected NAME=VALUE, got {item!r}", param_hint="--env-arg")
        arguments[name.replace("-", "_")] = _value(value)
    return arguments


def _value(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
