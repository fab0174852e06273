"""Check scripts are run by the programs that the machine had before the agent, or do not hold."""

from __future__ import annotations

import pytest

from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.world import interpreters, tampering
from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.tasks import Task
from tests.environments.operating_system.playing import bash, begin, end, sandboxed

PASSES = Item(description="d", check=[Script(code="cat /dev/null; exit 0")])
TASK = Task(id="passes", data=PASSES)


@pytest.mark.parametrize("name", [n for n in tampering.attempts(TASK) if "bash" in n or "tools" in n])
@sandboxed
def test_nothing_holds_on_a_machine_whose_programs_were_exchanged(env: OSEnv, name: str) -> None:
    begin(env, PASSES)
    assert end(env, "finish") == 1.0, "untouched"
    begin(env, PASSES)
    for action in tampering.attempts(TASK)[name]:
        bash(env, action["script"])
    assert end(env, "finish") == 0.0


@pytest.mark.parametrize(
    "script",
    [
        "echo /tmp/x.so > /etc/ld.so.preload",
        "cp /bin/true /usr/local/bin/cat",
        "cp -p /bin/cat /tmp/c && cp /bin/true /bin/cat; cp -p /tmp/c /bin/cat",
    ],
)
@sandboxed
def test_a_preloaded_library_a_shadow_and_a_file_put_back_are_noticed(env: OSEnv, script: str) -> None:
    begin(env, PASSES)
    bash(env, script)
    assert end(env, "finish") == 0.0


@sandboxed
def test_programs_of_the_agents_own_do_not_count_against_it(env: OSEnv) -> None:
    begin(env, PASSES)
    bash(
        env,
        "echo '#!/bin/bash' > /usr/local/bin/greet; chmod +x /usr/local/bin/greet; cp /bin/true /usr/bin/sort",
    )
    assert end(env, "finish") == 1.0, "the check does not sort"


@sandboxed
def test_the_machine_says_where_a_program_is(env: OSEnv) -> None:
    begin(env, PASSES)
    assert env.machine is not None
    found = interpreters.look(env.machine, PASSES)
    assert interpreters.path("bash", found).endswith("/bash")
    assert interpreters.path("python", {}) == "python3"
    assert interpreters.path("c", found) == ""
    assert env.machine.programs(["no-such-program"]) == [None]
