"""The options of a run: one set for all commands, and every field of a run is one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest

from agentgym.cli import eval_, info, play, rollout
from agentgym.cli.options import environment_args, given, run_options, tasks
from agentgym.engine import Limits, RunSpec
from agentgym.errors import DataError, OptionError


def options(command: click.Command) -> dict[str, tuple[Any, ...]]:
    """Return the options of a command by name: what makes two of them the same."""
    return {
        p.name or "": (tuple(p.opts), p.type.to_info_dict(), p.default, p.multiple, p.help)
        for p in command.params
        if isinstance(p, click.Option)
    }


def parsed(*arguments: str) -> dict[str, Any]:
    """Return what click makes of the options of a run."""

    @click.command()
    @run_options
    def command(**found: Any) -> dict[str, Any]:
        return found

    values: dict[str, Any] = command(list(arguments), standalone_mode=False)
    return values


def test_rollout_and_eval_have_the_same_options_of_a_run() -> None:
    rolled, evaluated = options(rollout.command), options(eval_.command)
    assert set(rolled) - set(evaluated) == {"policy"} - set(evaluated)
    own = {"policy", "out", "as_json"}
    assert {n: o for n, o in rolled.items() if n not in own} == {
        n: o for n, o in evaluated.items() if n in rolled and n not in own
    }
    assert set(evaluated) - set(rolled) == {
        "suite_name", "policies", "max_failures", "available", "score", "paper", "dry_run"
    } - {"policy"}  # fmt: skip
    assert "--limit" not in {flag for o in evaluated.values() for flag in o[0]}


def test_info_and_play_have_the_same_options_of_an_environment() -> None:
    shared = {"data", "split", "profile", "action_format", "max_steps", "extra"}
    for command in (info.command, play.command):
        found = options(command)
        assert {n: found[n] for n in shared} == {n: options(rollout.command)[n] for n in shared}


def test_every_field_of_a_run_is_an_option() -> None:
    names = set(parsed())
    assert set(RunSpec.__struct_fields__) - names == {"env_id", "policy", "env_args", "out", "limits"}
    limits = {"tokens": "episode_tokens", "cost": "episode_cost"}
    for field in Limits.__struct_fields__:
        assert limits.get(field, field) in names or field in (
            "environment_retries", "backoff_seconds", "backoff_most"
        )  # fmt: skip


def test_a_run_is_what_its_options_say(tmp_path: Path) -> None:
    found = parsed(
        "--tasks", "a,b", "--repeats", "2", "--seed", "3", "--concurrency", "4", "--retry-errors",
        "--step-seconds", "5", "--working-seconds", "6", "--wall-seconds", "7", "--episode-tokens", "8",
        "--episode-cost", "9", "--cache", "read", "--data", "official", "--split", "dev", "--profile", "paper",
        "--action-format", "tools", "--max-steps", "10",
        "-E", "goals=human", "-E", "a-number=3", "--max-cost", "1.5", "--max-tokens", "11", "--max-time", "12",
    )  # fmt: skip
    spec, budget, prices = given("webshop", "expert", tmp_path, found)
    limits = Limits(step_seconds=5.0, working_seconds=6.0, wall_seconds=7.0, tokens=8, cost=9.0)
    assert spec == RunSpec(
        env_id="webshop", policy="expert", out=tmp_path, tasks=["a", "b"], repeats=2, seed=3, concurrency=4,
        retry_errors=True, limits=limits, cache="read",
        env_args={
            "data": "official", "split": "dev", "profile": "paper", "action_format": "tools", "max_steps": 10,
            "goals": "human", "a_number": 3,
        },
    )  # fmt: skip
    assert (budget.max_cost, budget.max_tokens, budget.max_seconds, budget.prices) == (1.5, 11, 12.0, prices)
    assert given("webshop", "expert", None, parsed()).spec == RunSpec(env_id="webshop", policy="expert")
    with pytest.raises(OptionError, match="repeats must be at least 1"):
        given("webshop", "expert", None, parsed("--repeats", "0"))


def test_only_what_was_given_is_an_argument_of_the_environment() -> None:
    assert environment_args(parsed()) == {}
    assert environment_args(parsed("--data", "embedded")) == {"data": "embedded"}
    with pytest.raises(click.BadParameter, match="expected NAME=VALUE"):
        environment_args(parsed("-E", "nothing"))


def test_tasks(tmp_path: Path) -> None:
    listed = tmp_path / "ids"
    listed.write_text("one\n\n  two \nthree,four\n")
    assert tasks(None) is None and tasks("7") == 7 and tasks("a, b,") == ["a", "b"]
    assert tasks(str(listed)) == ["one", "two", "three,four"]
    listed.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="cannot be read as a list of task ids"):
        tasks(str(listed))
