"""The environment on a real sandbox: its expert, isolation of episodes, determinism, failures."""

from __future__ import annotations

import threading
from typing import Any

import gymnasium as gym
import pytest

import agentgym
from agentgym import sandbox
from agentgym.engine import Limits
from agentgym.environments.operating_system.authoring import make
from agentgym.environments.operating_system.env import OSEnv
from agentgym.environments.operating_system.world.item import Item, Match, Script
from agentgym.errors import DataError, OptionError, SandboxError, UnknownNameError
from agentgym.policies.expert import ExpertPolicy
from agentgym.policy import Completion, Request, View
from agentgym.sandbox import backends, engine
from agentgym.tasks import Task
from tests.environments.operating_system.playing import ENV, bash, begin, end, sandboxed


@pytest.mark.parametrize("split", ["train", "dev", "test"])
@sandboxed
def test_the_expert_reaches_reward_one_on_every_embedded_task(split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split, concurrency=3)
    assert run.planned == len(make.ids(split))
    assert {e.task_id.rpartition("-")[0] for e in run if e.reward != 1.0} <= _beyond(sandbox.choose())


def _beyond(backend: str) -> set[str]:
    """Return the templates that a backend cannot play: bubblewrap has one user, and files cannot be given to others."""
    others = {"permissions/hand_over", "permissions/new_user", "permissions/shared_folder"}
    return others if backend == "bubblewrap" else set()


@sandboxed
def test_bubblewrap_plays_all_but_what_needs_other_users() -> None:
    if OSEnv.unavailable({"backend": "bubblewrap"}):
        pytest.skip(OSEnv.unavailable({"backend": "bubblewrap"}))
    ids = make.ids("test", instances=1)
    run = agentgym.rollout(ENV, "expert", split="test", tasks=ids, concurrency=2, backend="bubblewrap")
    assert {e.task_id.rpartition("-")[0] for e in run if e.reward != 1.0} == {"permissions/shared_folder"}


@sandboxed
def test_nothing_is_won_by_doing_nothing(env: OSEnv) -> None:
    for entry in make.make(instances=1):
        task = Task(id=entry.id, data=entry.item)
        env.reset(seed=1, options={"task": task})
        assert end(env, "finish") == 0.0, task.id
        env.reset(seed=1, options={"task": task})
        assert end(env, "answer(0)") == 0.0, task.id


@sandboxed
def test_an_item_without_its_scripts_says_which(env: OSEnv) -> None:
    item = Item(description="d", init=[Script(file="init/a.sh", missing="/scripts")], match=Match(answer="1"))
    with pytest.raises(DataError, match=r"needs init/a\.sh, which is not in /scripts"):
        begin(env, item)


@sandboxed
def test_the_shell_persists_within_an_episode_and_nothing_beyond_it(env: OSEnv) -> None:
    item = Item(description="d", match=Match(answer="1"))
    begin(env, item)
    bash(env, "cd /etc; here=$PWD; touch /etc/left; sleep 321 & echo left >/dev/shm/left; useradd left")
    assert bash(env, "echo $here $PWD; pgrep -c sleep") == "/etc /etc\n1\n"
    begin(env, item)
    assert bash(env, "echo .$here. $PWD; pgrep -c sleep; ls /etc/left /dev/shm 2>&1; id left 2>&1").split("\n") == [
        ".. /root", "0", "ls: cannot access '/etc/left': No such file or directory", "/dev/shm:",
        "id: ‘left’: no such user", "",
    ]  # fmt: skip


@sandboxed
def test_the_last_exit_status_is_there_in_the_next_turn(env: OSEnv) -> None:
    begin(env, Item(description="d", match=Match(answer="1")))
    assert bash(env, "echo $?; grep -q nothing /etc/passwd") == "0\n"
    assert bash(env, "echo $?\ncat <<'END'\n# kept\nEND") == "1\n# kept\n"
    assert bash(env, "echo $?") == "0\n"


@sandboxed
def test_long_and_endless_commands(env: OSEnv) -> None:
    begin(env, Item(description="d", match=Match(answer="1")))
    assert bash(env, "seq 9999").endswith("\n[truncated because the output is too long]")
    assert env.last is not None and env.last.output.endswith("9999\n"), (
        "the whole output is kept for the expert"
    )
    assert bash(env, "true") == "The output of the OS is empty."
    assert "[the command wrote too much and was stopped]" in bash(env, "yes")
    bash(env, "cd /srv")
    assert "[the shell ended; there is a new one" in bash(env, "exit 3")
    assert bash(env, "pwd") == "/srv\n"
    env.step("Act: bash")
    _, reward, terminated, truncated, info = env.step("Act: bash\n```bash\nls\n```")
    assert (reward, terminated, truncated, info["status"], info["metrics"]["success"]) == (
        0.0, False, True, "task_limit", 0.0
    )  # fmt: skip


@sandboxed
def test_the_openings_of_the_profiles() -> None:
    made: Any = gym.make(ENV)
    messages = made.reset(seed=1)[1]["messages"]
    assert [m["role"] for m in messages] == ["user", "assistant", "user", "assistant", "user", "assistant"]
    assert "Act: answer(the answer)\n\nNow, my problem is:\n\n" in messages[0]["content"]
    assert messages[-1]["content"].endswith("Act: answer(www)") and messages[-1]["loss"] is False
    _, reward, terminated, _, info = made.step("I would like to think about it.")
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_action")
    made.close()
    calls: Any = gym.make(ENV, profile="fc")
    _, info = calls.reset(seed=1)
    assert [t["function"]["name"] for t in info["tools"]] == ["bash_action", "finish_action", "answer_action"]
    assert calls.step("I would like to think about it.")[2] is False
    calls.close()


class Killer(ExpertPolicy):
    """An expert during whose second episode somebody kills the container."""

    def __init__(self) -> None:
        self.spared = {c["Id"] for c in engine.containers()}
        self.began = 0

    async def act(self, request: Request, view: View) -> Completion:
        self.began += request.step == 0
        if self.began == 2 and request.step == 0:
            for container in engine.containers():
                mine = container["Labels"][engine.OWNER] == engine.labels("")[engine.OWNER]
                if mine and container["Id"] not in self.spared:
                    engine.connect().kill(container["Id"])
        return await super().act(request, view)


@sandboxed
def test_a_machine_that_dies_is_a_status_of_its_own_and_the_run_goes_on() -> None:
    if sandbox.choose() != "docker":
        pytest.skip("needs a Docker engine: the container is killed from outside")
    sandbox.drain()
    limits = Limits(environment_retries=0)
    run = agentgym.rollout(ENV, Killer(), split="train", tasks=4, concurrency=1, limits=limits)
    found = sorted((str(e.status), e.reward) for e in run)
    assert found == [("completed", 1.0)] * 3 + [("sandbox_error", None)]


@sandboxed
def test_a_machine_that_died_between_episodes_is_replaced(env: OSEnv) -> None:
    item = Item(description="d", match=Match(answer="1", strip=True))
    begin(env, item)
    bash(env, "true")
    if env.machine is None or env.machine.backend != "docker":
        pytest.skip("needs a Docker engine: the container is killed from outside")
    engine.connect().kill(env.machine.container)  # type: ignore[attr-defined]
    begin(env, item)
    assert bash(env, "echo 1") == "1\n"
    engine.connect().kill(env.machine.container)  # type: ignore[attr-defined]
    with pytest.raises(SandboxError):
        bash(env, "true")
    begin(env, item)
    assert end(env, "answer(1)") == 1.0


_SHOWN = (
    "id; env | sort; hostname; ls -la --time-style=+ /root /etc; ls -a /; cat /etc/passwd; df /; stat -c %i /",
    "echo $RANDOM $RANDOM; ls -lR /srv /opt /home /root; find /srv /opt /root /var/lib; umask; ulimit -a",
    "f() { echo $FUNCNAME; }; f; jobs; nproc; ls /proc/self/fd; mount | grep -c .; python3 -c 'print(list({1, 2, 3}))'",
)
"""Much of what a machine shows of itself; dates of today and numbers of processes are not promised to be equal."""


def _seen(task: str, seed: int) -> list[Any]:
    made: Any = gym.make(ENV, split="train")
    try:
        observation, info = made.reset(seed=seed, options={"task": task})
        seen: list[Any] = [observation, info]
        for script in _SHOWN:
            seen += [made.step(f"Act: bash\n```bash\n{script}\n```"), made.unwrapped.last.output]
        while True:
            seen.append(made.step(made.unwrapped.suggest("expert")))
            if seen[-1][2] or seen[-1][3]:
                return seen
    finally:
        made.close()


@sandboxed
def test_an_episode_is_the_same_alone_and_beside_32_others() -> None:
    ids = make.ids("train")
    alone = _seen(ids[5], 5)
    assert alone[-1][1] == 1.0
    found: dict[int, Any] = {}

    def play(number: int) -> None:
        found[number] = _seen(ids[5], 5) if number == 16 else _seen(ids[number], number)

    threads = [threading.Thread(target=play, args=(n,)) for n in range(33)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 33 and all(found[n][-1][1] == 1.0 for n in found)
    assert found[16] == alone


def test_what_auto_means_here_defines_an_episode(monkeypatch: pytest.MonkeyPatch) -> None:
    for meant in ("docker", "bubblewrap"):
        monkeypatch.setattr(backends, "choose", lambda backend, meant=meant: meant)
        env: Any = gym.make(ENV).unwrapped
        assert (env.backend, env.definition()["backend"]) == ("auto", meant)


def test_every_argument_is_kept_and_defines_an_episode() -> None:
    made: Any = gym.make(
        ENV, backend="bubblewrap", images={"packages": "mine"}, runtime="runsc", memory=1 << 28
    ).unwrapped
    definition = made.definition()
    assert {n: definition[n] for n in ("backend", "image", "images", "runtime", "memory")} == {
        "backend": "bubblewrap", "image": "os", "images": {"packages": "mine"}, "runtime": "runsc", "memory": 1 << 28
    }  # fmt: skip


def test_options_are_checked() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown sandbox backend 'doker'.*Did you mean 'docker'"):
        gym.make(ENV, backend="doker")
    with pytest.raises(OptionError, match="memory of a sandbox must be positive"):
        gym.make(ENV, memory=0)
