"""The persistent shell and the files: what a user of a sandbox may rely on, with every backend."""

from __future__ import annotations

import asyncio

import pytest

from agentgym.errors import OptionError, SandboxError
from agentgym.sandbox import Sandbox, Spec


def test_folder_variables_functions_and_jobs_stay(machine: Sandbox) -> None:
    machine.run("cd /tmp; export A=1; b=2; f() { echo f$1; }; sleep 100 &")
    result = machine.run("echo $A $b $PWD; f 3; jobs -r | wc -l")
    assert result.output.split() == ["1", "2", "/tmp", "f3", "1"]


@pytest.mark.parametrize("code", [0, 1, 7, 127, 255])
def test_exit_codes_are_exact(machine: Sandbox, code: int) -> None:
    assert machine.run(f"(exit {code})").exit_code == code
    assert machine.execute(["bash", "-c", f"exit {code}"]).exit_code == code


def test_the_status_of_the_command_before_is_known(machine: Sandbox) -> None:
    machine.run("(exit 7)")
    assert machine.run("echo $?").output == "7\n"
    assert machine.run("echo $?").output == "0\n"


def test_a_signal_is_told_as_a_shell_tells_it(machine: Sandbox) -> None:
    assert machine.run("sh -c 'kill -9 $$'").exit_code == 137
    assert machine.execute(["sh", "-c", "kill -15 $$"]).exit_code == 143


def test_output_and_errors_come_in_order_or_apart(machine: Sandbox) -> None:
    script = "echo a; echo b >&2; echo c"
    assert machine.run(script).output == "a\nb\nc\n"
    assert machine.execute(["sh", "-c", script]).output == "a\nb\nc\n"
    apart = machine.execute(["sh", "-c", script], merge=False)
    assert (apart.output, apart.errors) == ("a\nc\n", "b\n")


def test_long_output_keeps_its_head_and_tail(machine: Sandbox) -> None:
    result = machine.run("seq 1 100000", limit=1000)
    assert result.truncated
    assert result.bytes == 588_895
    assert result.output.startswith("1\n2\n3\n") and result.output.endswith("99999\n100000\n")
    assert "[... 587895 bytes left out ...]" in result.output
    whole = machine.run("seq 1 100", limit=1000)
    assert not whole.truncated and whole.output.count("\n") == 100


def test_a_late_command_is_killed_with_all_it_began(machine: Sandbox) -> None:
    machine.run("cd /var; export KEPT=yes; sleep 300 & echo $! > /tmp/earlier")
    late = machine.run("trap '' INT TERM HUP; setsid sleep 200 & (sleep 201; echo) | cat", seconds=0.3)
    assert (late.ended, late.exit_code) == ("timeout", 124)
    assert late.seconds < 5
    after = machine.run("echo $KEPT $PWD; pgrep -c 'sleep'; kill -0 $(cat /tmp/earlier) && echo lives")
    assert after.output.split() == ["yes", "/var", "1", "lives"]


def test_output_until_the_time_limit_is_kept(machine: Sandbox) -> None:
    late = machine.run("echo before; sleep 100", seconds=0.3)
    assert late.output == "before\n"


def test_exit_ends_the_shell_and_another_one_goes_on(machine: Sandbox) -> None:
    ended = machine.run("cd /var; export E=1")
    assert ended.ended == "done"
    ended = machine.run("echo bye; exit 7")
    assert (ended.ended, ended.exit_code, ended.output) == ("exited", 7, "bye\n")
    assert machine.run("echo $E $PWD").output == "1 /var\n"


def test_a_program_that_replaces_the_shell_is_waited_for(machine: Sandbox) -> None:
    ended = machine.run("exec sh -c 'echo one; sleep 0.2; echo two; exit 3'")
    assert (ended.ended, ended.exit_code, ended.output) == ("exited", 3, "one\ntwo\n")


@pytest.mark.parametrize("command", ["echo 'abc", "cat <<EOF\nabc", "if then", "cat << 'E", "$((", "((("])
def test_unfinished_commands_give_an_error_at_once(machine: Sandbox, command: str) -> None:
    result = machine.run(command, seconds=5)
    assert result.ended in ("done", "exited")
    assert result.seconds < 2
    assert machine.run("echo on").output == "on\n"


def test_redirecting_the_shell_does_not_break_it(machine: Sandbox) -> None:
    machine.run("exec > /tmp/out 2>&1; echo hidden")
    assert machine.run("echo seen; cat /tmp/out").output == "seen\nhidden\n"


@pytest.mark.parametrize("command", ["rm -f /bin/bash /usr/bin/bash", "chmod 000 /usr/bin/bash"])
def test_an_agent_that_breaks_bash_is_told_turn_after_turn(machine: Sandbox, command: str) -> None:
    machine.run(command)
    machine.run("exit")
    for _ in range(2):
        told = machine.run("echo next")
        assert told.output.startswith("bash: ") and (told.ended, told.exit_code) == ("exited", 127)
    machine.reset()
    assert machine.run("echo again").output == "again\n"


def test_options_and_words_of_the_shell_reach_nothing_of_ours(machine: Sandbox) -> None:
    machine.run("set -x")
    assert machine.run("echo a").output == "++ echo a\na\n"
    machine.run("set +x")
    told = machine.run("cd /tmp; continue; break 9")
    assert told.ended == "done" and told.output.count("only meaningful in a") == 2
    assert machine.run("pwd").output == "/tmp\n"
    for name in ("printf", "export", "read", "echo", "time", "return", "exit"):
        machine.run(f"{name}() {{ :; }}", seconds=2)
    assert machine.run("unset -f echo; echo next").output == "next\n"
    assert machine.run("TIMEFORMAT=%%x; time true; set | grep -c __sb").output == "%x\n0\n"
    assert machine.run("time true").output == "%x\n"
    assert machine.run("trap 'echo bye' EXIT DEBUG; exit 3", seconds=2).output.endswith("bye\n")
    machine.run("enable -n eval builtin export unset; exec 0<&- 3>&- 4>&-", seconds=1)
    machine.run("exit", seconds=1)
    assert machine.run("echo on").ended == "done"


def test_messages_of_bash_count_the_commands(machine: Sandbox) -> None:
    assert machine.run("nothing-1").output == "bash: line 2: nothing-1: command not found\n"
    assert machine.run("\nnothing-2").output == "bash: line 4: nothing-2: command not found\n"
    machine.reset()
    assert machine.run("nothing-1").output == "bash: line 2: nothing-1: command not found\n"


def test_text_is_kept(machine: Sandbox) -> None:
    assert machine.run("printf 'zażółć ☃ \\xff'").output == "zażółć ☃ �"
    assert machine.run("echo 'ü\u2028x'").output == "ü\u2028x\n"
    assert machine.run("echo \ud800").exit_code == 0
    assert machine.run("echo a\0b").exit_code == 2
    assert machine.run("").exit_code == 0
    assert machine.run("# only a remark").exit_code == 0


def test_standard_input_is_empty(machine: Sandbox) -> None:
    assert machine.run("cat; read x; echo $?", seconds=5).output == "1\n"


def test_files_go_in_and_out(machine: Sandbox) -> None:
    data = bytes(range(256)) * 5000
    machine.put("/root/new/folder/x.bin", data, mode=0o600)
    assert machine.get("/root/new/folder/x.bin") == data
    assert machine.run("stat -c '%a %s' /root/new/folder/x.bin").output == "600 1280000\n"
    with pytest.raises(OptionError, match="cannot be read"):
        machine.get("/none")
    with pytest.raises(OptionError, match="larger"):
        machine.get("/root/new/folder/x.bin", limit=1000)
    with pytest.raises(OptionError, match="cannot be written"):
        machine.put("/etc", b"")


@pytest.mark.parametrize("path", ["/dev/zero", "/root/pipe", "/root"])
def test_only_plain_files_are_read_or_written(machine: Sandbox, path: str) -> None:
    machine.run("mkfifo /root/pipe")
    with pytest.raises(OptionError):
        machine.get(path)
    with pytest.raises(OptionError):
        machine.put(path, b"x")
    assert machine.run("echo on").output == "on\n"


def test_a_link_cannot_lead_to_the_supervisor(machine: Sandbox) -> None:
    machine.run(
        "for n in $(seq 0 120); do ln -s /proc/self/fd/$n /root/l$n; ln -s /proc/1/fd/$n /root/m$n; done"
    )
    for n in range(0, 120, 7):
        for name in (f"/root/l{n}", f"/root/m{n}"):
            with pytest.raises(OptionError):
                machine.put(name, b"\0\0\0\x02{}")
    assert machine.run("echo on").output == "on\n"


def test_reset_forgets_everything(machine: Sandbox) -> None:
    machine.run(
        "echo x > /etc/left; echo x > /dev/shm/left; rm /bin/ls; cd /tmp; export L=1; sleep 300 & hostname"
    )
    machine.reset()
    result = machine.run("echo [$L] $PWD; cat /etc/left /dev/shm/left; ls / | grep -c etc; pgrep -c sleep")
    assert result.output.split("\n")[0] == "[] /root"
    assert result.output.count("No such file") == 2
    assert result.output.split()[-2:] == ["1", "0"]


def test_processes_beside_the_shell(machine: Sandbox) -> None:
    result = machine.execute(["sh", "-c", "echo $1 $PWD $V", "sh", "a b"], cwd="/tmp", env={"V": "v"})
    assert result.output == "a b /tmp v\n"
    assert machine.execute(["no-such-program"]).exit_code == 127
    late = machine.execute(["sleep", "100"], seconds=0.2)
    assert (late.ended, late.exit_code) == ("timeout", 124)
    daemon = machine.execute(["sh", "-c", "sleep 50 & echo started"], seconds=5)
    assert (daemon.ended, daemon.output) == ("done", "started\n")


def test_awaitable(machine: Sandbox) -> None:
    async def play() -> str:
        await machine.aput("/root/x", b"data")
        assert await machine.aget("/root/x") == b"data"
        assert (await machine.aexecute(["true"])).exit_code == 0
        await machine.areset()
        return (await machine.arun("cat /root/x; echo done")).output

    assert asyncio.run(play()).endswith("done\n")


def test_a_closed_sandbox_says_so(slot: object) -> None:
    from agentgym.sandbox import start
    from tests.sandbox.machines import Slot, need

    assert isinstance(slot, Slot)
    need(slot.backend)
    with start(Spec(), slot.backend) as sandbox:
        assert sandbox.alive and sandbox.backend == slot.backend
    sandbox.close()
    assert not sandbox.alive
    with pytest.raises(SandboxError, match="closed"):
        sandbox.run("echo")
