"""Options that several commands share: how an environment is made, and how a run is.

A run's options are the fields of :class:`~agentgym.engine.RunSpec`, of :class:`~agentgym.engine.Limits` and of
:class:`~agentgym.engine.Budget`; ``rollout`` and ``eval`` have the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
import msgspec

if TYPE_CHECKING:
    from agentgym.engine import Budget, RunSpec
    from agentgym.engine.cost import Prices

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[F], F]


def _import(context: click.Context, option: click.Parameter, modules: tuple[str, ...]) -> None:
    from agentgym import registry

    for module in modules:
        registry.import_module(module)


class OutPath(click.Path):
    """A path that is written to; an empty one, as an unset variable of a script gives, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty path."""
        if not str(value):
            self.fail("The path is empty.", param, ctx)
        return super().convert(value, param, ctx)


IMPORT: Option[Any] = click.option(
    "--import", "modules", multiple=True, metavar="MODULE", callback=_import, expose_value=False, is_eager=True,
    help="Import a module first, which registers environments of your own.",
)  # fmt: skip
"""Makes environments known that are not installed; it takes effect before the command begins."""

ENVIRONMENT: tuple[Option[Any], ...] = (
    IMPORT,
    click.option("--data", default=None, help="'embedded', 'official', or a path in the official layout."),
    click.option("--split", default=None, help="Which tasks: train, dev, test …"),
    click.option("--profile", default=None, help="Protocol profile; `agentgym info ENV` lists them."),
    click.option("--action-format", default=None, type=click.Choice(["react", "tools", "native"])),
    click.option("--max-steps", default=None, type=int, help="Steps before an episode is cut."),
    click.option(
        "--prompts", default=None, metavar="PATH",
        help="Whose texts the conversation has: a checkout of the original, or a file of `agentgym prompts export`.",
    ),
    click.option(
        "--env-arg", "-E", "extra", multiple=True, metavar="NAME=VALUE",
        help="Any other argument of the environment.",
    ),
)  # fmt: skip
"""How an environment is made."""

PRICES = click.option(
    "--prices", default=None, type=click.Path(exists=True), help="Price table before the shipped one."
)

RUN: tuple[Option[Any], ...] = (
    click.option(
        "--tasks", default=None,
        help="How many of an environment, ids separated by commas, or a file with one id a line; all by default.",
    ),
    click.option("--repeats", default=1, show_default=True, help="Episodes per task; give pass@k and pass^k."),
    click.option("--seed", default=0, show_default=True),
    click.option("--concurrency", default=16, show_default=True, help="Episodes at once."),
    click.option("--retry-errors", is_flag=True, help="Run again what failed for reasons of the machinery."),
    click.option(
        "--step-seconds", default=600.0, show_default=True, help="Time limit of one step of the environment."
    ),
    click.option(
        "--working-seconds", default=None, type=float,
        help="Time that an episode's steps may take together; waiting for a model does not count.",
    ),
    click.option(
        "--wall-seconds", default=None, type=float, help="Time after which an episode is given up, waiting included."
    ),
    click.option("--episode-tokens", default=None, type=int, help="Tokens of an episode at most."),
    click.option("--episode-cost", default=None, type=float, help="US dollars of an episode at most."),
    click.option("--max-cost", default=None, type=float, help="US dollars; then no further episode begins."),
    click.option("--max-tokens", default=None, type=int, help="Tokens; then no further episode begins."),
    click.option("--max-time", default=None, type=float, help="Seconds; then no further episode begins."),
    PRICES,
    click.option(
        "--cache", default="off", show_default=True, type=click.Choice(["off", "read", "write"]),
        help="Answers of earlier calls: use them (read), keep new ones as well (write).",
    ),
    *ENVIRONMENT,
)  # fmt: skip
"""What a run is, and what it may take."""

SCORE = click.option(
    "--score", default="reward", show_default=True,
    help="Score to report: the reward, a metric of the environments, or one given later (agentgym score).",
)  # fmt: skip

_LIMITS = {"step_seconds": "step_seconds", "working_seconds": "working_seconds", "wall_seconds": "wall_seconds",
           "episode_tokens": "tokens", "episode_cost": "cost"}  # fmt: skip
_SPEC = ("repeats", "seed", "concurrency", "retry_errors", "cache")


class Given(NamedTuple):
    """What the options of a run say: the run, the budget that stops it, and what tokens cost."""

    spec: RunSpec
    budget: Budget
    prices: Prices


def environment_options(command: F) -> F:
    """Add the options that say how an environment is made."""
    return _add(ENVIRONMENT, command)


def run_options(command: F) -> F:
    """Add the options of a run, those of its environment among them."""
    return _add(RUN, command)


def environment_args(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments for ``gymnasium.make``: those that were given, and no others.

    Raises:
        click.BadParameter: an ``--env-arg`` without ``=``.
    """
    names = ("data", "split", "profile", "action_format", "max_steps", "prompts")
    arguments = {name: options[name] for name in names if options.get(name) is not None}
    for item in options["extra"]:
        name, equals, value = item.partition("=")
        if not equals:
            raise click.BadParameter(f"expected NAME=VALUE, got {item!r}", param_hint="--env-arg")
        arguments[name.replace("-", "_")] = _value(value)
    return arguments


def given(env_id: str, policy: str, out: Path | None, options: Mapping[str, Any]) -> Given:
    """Return the run that the options of :func:`run_options` describe.

    Args:
        env_id: id or short name of the environment; empty for a template.
        policy: spec of the policy; empty for a template.
        out: run folder.
        options: values by name, as click gives them.

    Raises:
        OptionError: a value that is not accepted.
        DataError: the price table is none, or the file of tasks cannot be read.
        click.BadParameter: an ``--env-arg`` without ``=``.
    """
    from agentgym.engine import Budget, Limits, RunSpec, cost

    prices = cost.load(options["prices"])
    budget = Budget(
        max_cost=options["max_cost"], max_tokens=options["max_tokens"], max_seconds=options["max_time"], prices=prices
    )  # fmt: skip
    spec = RunSpec(
        env_id=env_id,
        policy=policy,
        env_args=environment_args(options),
        tasks=tasks(options["tasks"]),
        out=out,
        limits=Limits(**{field: options[name] for name, field in _LIMITS.items()}),
        **{name: options[name] for name in _SPEC},
    )
    return Given(spec, budget, prices)


def tasks(text: str | None) -> int | list[str] | None:
    """Read ``--tasks``: a number, the path of a file with one id a line, or ids separated by commas.

    Raises:
        DataError: the file is no text.
    """
    from agentgym.errors import DataError

    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    if Path(text).is_file():
        try:
            listed = Path(text).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"--tasks {text} cannot be read as a list of task ids: {error}.") from None
    else:
        listed = text.split(",")
    return [task for line in listed if (task := line.strip())]


def _add(options: tuple[Option[Any], ...], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def _value(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
