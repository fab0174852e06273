"""The scripts of an item: what runs where, and what they need."""

from __future__ import annotations

import pytest

from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.world.item import Item, Match, Script
from agentgym.environments.operating_system.world.scripts import prepare, run
from agentgym.errors import EnvironmentFailure
from agentgym.sandbox.interface import Result
from tests.environments.operating_system.playing import PretendedMachine, bash, begin, sandboxed


@sandboxed
def test_init_runs_apart_and_start_in_the_agents_shell(env: OSEnv) -> None:
    item = Item(
        description="d",
        init=[
            Script(code="cd /tmp; x=1; echo one >/tmp/f"),
            Script(language="python", code="open('/tmp/g','w')"),
        ],
        start=Script(code="y=2; sleep 654 & cd /srv"),
        match=Match(answer="1"),
    )
    assert begin(env, item) == "Here is a new task on a fresh machine:\n\nd"
    assert (
        bash(env, "echo .$x.$y. $PWD; cat /tmp/f; ls /tmp; pgrep -fc 'sleep 654'")
        == "..2. /srv\none\nf\ng\n1\n"
    )


@sandboxed
def test_a_script_in_c_needs_a_compiler(env: OSEnv) -> None:
    begin(env, Item(description="d", check=[Script(language="c", code="int main(void) { return 0; }")]))
    with pytest.raises(EnvironmentFailure, match="the image has no gcc"):
        env.step("Act: finish")


def test_a_language_decides_how_a_script_is_run() -> None:
    machine = PretendedMachine()
    for script, parameters in (
        (Script(code="a"), []),
        (Script(code="b"), ["1", "2"]),
        (Script(language="python", code="c"), ["1"]),
        (Script(language="c++", code="d"), ["1"]),
    ):
        run(machine, script, parameters)
    assert machine.asked == [
        ["bash", "-c", "a"], ["bash", "-c", "b", "--", "1", "2"], ["python3", "-c", "c", "1"],
        ["/tmp/main.cpp"], ["g++", "-o", "/tmp/a.out", "/tmp/main.cpp"], ["/tmp/a.out", "1"],
    ]  # fmt: skip


def test_a_set_up_that_fails_is_passed_over_and_one_that_does_not_end_is_named() -> None:
    item = Item(description="d", init=[Script(code="one"), Script(code="two")], start=Script(code="three"))
    machine = PretendedMachine({"two": Result(exit_code=1), "three": Result(exit_code=3, ended="exited")})
    prepare(machine, item, 30.0)
    assert [a[-1] for a in machine.asked] == ["one", "two", "three"]
    stopped = Result(exit_code=124, output="waiting", ended="timeout", seconds=180.2)
    for part, what in (("two", "init"), ("three", "start")):
        with pytest.raises(
            EnvironmentFailure, match=rf"The {what} script .* \(timeout\) after 180 s.*'waiting'"
        ):
            prepare(PretendedMachine({part: stopped}), item, 30.0)


def test_a_compiler_that_is_not_there_is_named_on_any_machine() -> None:
    with pytest.raises(EnvironmentFailure, match="is in c, and the image has no gcc"):
        run(PretendedMachine({"gcc": Result(exit_code=127)}), Script(language="c", code=""), [])
