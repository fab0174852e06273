"""Judging: matches, chains of check scripts, whatever the answer is."""

from __future__ import annotations

import pytest

from agentgym.actions import Action
from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.scoring import judge
from agentgym.environments.operating_system.world.item import Item, Match, Script
from agentgym.errors import DataError
from agentgym.sandbox.interface import Result
from tests.environments.operating_system.playing import PretendedMachine, begin, end, sandboxed


def check(*scripts: Script | None) -> Item:
    return Item(description="d", check=list(scripts), example=Script(code="echo 41; echo noise >&2"))


@sandboxed
def test_check_scripts_are_chained(env: OSEnv) -> None:
    seen = Script(
        language="python", code="import sys; sys.exit(sys.argv[1:] != ['41', '41\\n', '--:41:41\\n'])"
    )
    begin(env, check(None, Script(code='printf "%s:%s:%s" "$0" "$1" "$2"'), seen))
    assert end(env, "answer(41)") == 1.0
    begin(env, check(None, Script(code="exit 3"), Script(code="exit 0")))
    assert end(env, "answer(41)") == 0.0
    begin(env, check(Script(code='[ "$1" = None ]')))
    assert end(env, "finish") == 1.0


@pytest.mark.parametrize("answer", ["\ud800", "a\0b", "x" * 200_000, "漢字 'quoted\" $(id)"])
@sandboxed
def test_any_answer_can_be_judged(env: OSEnv, answer: str) -> None:
    begin(env, check(None, Script(code="exit 1")))
    outcome = env.perform(Action(name="answer_action", arguments={"answer": answer}))
    assert outcome.reward == 0.0 and outcome.terminated


def _judged(
    results: dict[str, Result], *scripts: Script | None, answer: str | None = "41"
) -> tuple[bool, list[list[str]]]:
    machine = PretendedMachine(results)
    return judge(machine, check(*scripts), answer), machine.asked


def test_what_a_script_prints_is_a_parameter_of_those_after_it() -> None:
    """On a machine that only remembers what it is asked; on a real one above."""
    printed = {"echo 41": Result(exit_code=0, output="41\n"), "second": Result(exit_code=0, output="seen")}
    solved, asked = _judged(printed, None, Script(code="second"), Script(language="python", code="third"))
    assert solved and asked == [
        ["bash", "-c", "echo 41; echo noise >&2", "--", "41"],
        ["bash", "-c", "second", "--", "41", "41\n"],
        ["python3", "-c", "third", "41", "41\n", "seen"],
    ]


def test_the_first_script_that_fails_decides() -> None:
    failing = {"second": Result(exit_code=1, output="no")}
    solved, asked = _judged(failing, Script(code="first"), Script(code="second"), Script(code="third"))
    assert not solved and [a[2] for a in asked] == ["first", "second"]
    assert _judged({}, Script(code="first")) == (True, [["bash", "-c", "first", "--", "41"]])
    assert _judged({}, Script(code="first"), answer=None)[1] == [["bash", "-c", "first", "--", "None"]]


def test_a_match_needs_no_machine() -> None:
    machine = PretendedMachine()
    item = Item(description="d", match=Match(answer="41", strip=True))
    assert judge(machine, item, " 41\n") and not judge(machine, item, "42") and not judge(machine, item, None)
    assert machine.asked == []


def test_a_check_that_refers_to_an_example_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="refers to the example, and the item has none"):
        judge(PretendedMachine(), Item(description="d", check=[None]), "1")
