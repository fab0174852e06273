"""``agentgym``: the command line. Subcommands are imported when they are used, so ``--help`` is quick."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import NoReturn

import click

from agentgym import __version__
from agentgym.errors import AgentGymError, nearest

COMMANDS = {
    "list": ("list_", "List the environments and policies."),
    "info": ("info", "Show what an environment offers: splits, profiles, tools, an example."),
    "play": ("play", "Play an environment yourself, in the terminal or in a browser."),
    "rollout": ("rollout", "Play a policy over tasks and record every episode."),
    "eval": ("eval_", "Play policies over a suite and print the table."),
    "tune": ("tune", "Train a model on data sets of conversations."),
    "show": ("show", "Show recorded episodes: a listing, or one as a conversation."),
    "score": ("score", "Score recorded episodes by a function of yours; the log stays as it is."),
    "report": ("report", "Tables, paired tests and error categories of runs, as text or as a page."),
    "instruct": ("instruct", "Make instructions: of a train split, derived, or invented by a model."),
    "curate": ("curate", "Make a data set of runs: what to train on, and what proves it."),
    "thoughts": ("thoughts", "Complete the thoughts that a data set lacks; no action changes."),
    "verify": ("verify", "Execute the rows of a data set again, and say what differs."),
    "contamination": ("contamination", "Measure how much of a test set stands in a training set."),
    "export": ("export", "Write a data set in a format that trainers read."),
    "import": ("import_", "Read conversations of another format as a data set."),
    "compare": ("compare", "Compare two runs: paired tests, effects, tasks that would be needed."),
    "view": ("view", "Read episodes in the browser: filter, search, compare; live while a run goes on."),
    "check": ("check", "Check that an environment keeps the contract."),
    "audit": ("audit", "Ask whether an environment's reward can be had without doing the task."),
    "prompts": ("prompts", "Write the texts of an environment to a file, and say what a checkout's are."),
    "data": ("data", "Get, generate and convert the data of the environments."),
    "models": ("models", "List and install small real models."),
    "doctor": ("doctor", "Say what this machine can run, and what is missing."),
    "migrate": ("migrate", "Bring logs of an earlier agentgym up to date."),
    "cache": ("cache", "Say what the cache of model calls holds, and prune it."),
    "clean": ("clean", "Remove caches and what dead runs left behind."),
}


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"agentgym.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and suggest the nearest where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message}{nearest(args[0], COMMANDS)}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__)
def cli() -> None:
    """Gyms for language-model agents: play them, record every episode, score policies.

    \b
    First steps:
      agentgym list                            environments and policies
      agentgym play alfworld                   be the agent yourself
      agentgym rollout webshop --policy expert --tasks 5 --out runs/first
      agentgym show runs/first                 what was recorded
      agentgym eval --policy expert --policy random --tasks 20
      agentgym view runs/eval                  read and compare episodes

    An environment is named by its id (AgentTune/WebShop-v0) or in short (webshop), a policy by a spec: expert,
    random, or a model behind a server, "openai:MODEL?base_url=http://127.0.0.1:8000/v1". A command that was
    interrupted goes on when it is given again. Each command has a --help of its own.
    """


def main() -> None:
    """Run the command line; errors of ours are printed as one sentence, without a traceback."""
    warnings.formatwarning = lambda message, *_, **__: f"Warning: {message}\n"
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. The same command again goes on where this one stopped.", err=True)
        sys.exit(130)
    except AgentGymError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        _cannot(error)
    finally:
        _write_out()


def _cannot(error: OSError) -> NoReturn:
    """Say what the system refuses: a full disk, a folder that cannot be written."""
    where = f" ({error.filename})" if error.filename else ""
    click.echo(f"Error: {error.strerror or error}{where}.", err=True)
    sys.exit(1)


def _write_out() -> None:
    """Write what is still to be printed, where Python would print a traceback of its own at the end."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # What cannot be written must not be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _cannot(error)


if __name__ == "__main__":
    main()
