"""The original's texts by path, and its conversations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import msgspec
import pytest

from agentgym.env import AgentEnv
from agentgym.environments.operating_system import env as module
from agentgym.environments.operating_system import protocol
from agentgym.environments.operating_system.official.agentbench import find
from agentgym.environments.operating_system.protocol import OSProfile
from agentgym.errors import DataError, OptionError
from agentgym.prompts.texts import fingerprint
from agentgym.sandbox.interface import Result
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests
from tests.shared_data import shared

PROFILES = {"old": "terminal", "v0.2": "agentbench", "fc": "fc"}
FINGERPRINTS = {"old": "91dbd706d6615452", "v0.2": "91dbd706d6615452", "fc": "ba97c2012eda4716"}
OLD, NEW = "src/tasks/os_interaction/task.py", "src/server/tasks/os_interaction/task.py"


def source(
    variant: str, instruction: str, asked: str, shots: list[str], task: str, output: str, empty: str, cut: str
) -> str:
    """Write the task's source in the form that AgentBench before v0.1 and v0.2 have."""
    example = [{"role": "agent" if n % 2 else "user", "content": text} for n, text in enumerate(shots)]
    last = 'session.history[-1]["content"]' if variant == "old" else "session.history[-1].content"
    body = f"""
        session.inject({{"role": "user", "content": {instruction!r}}})
        if not oneshot:
            {last} += "no example" + config.description
        else:
            {last} += {asked!r} + ONE_SHOT[0]["content"]
            for item in ONE_SHOT[1:]:
                session.inject(item)
            session.inject({{"role": "user", "content": {task!r} + config.description}})
        result = container.execute(content)
        result = result.output.decode('utf-8')
        if len(result) > 800:
            result = result[:780] + {cut!r}
        session.inject({{"role": "user", "content": ({output!r} + result) if result else {empty!r}}})
"""
    if variant == "old":
        body = "        def get_answer():\n" + body.replace("\n        ", "\n            ")
    return f"ONE_SHOT = {example!r}\n\nclass OSInteraction(Task):\n    def _judge(self, session):\n{body}"


def fc_source(system: str, task: str, no_call: str, unknown: str, output: str, empty: str, cut: str) -> str:
    """Write the task's source in the form of AgentBench's main branch; ``task`` and ``output`` are f-strings."""
    return f"""
class OSInteraction(Task):
    def _inject_initial_messages(self, session, description):
        system_message = {system!r}
        session.inject(ChatCompletionSystemMessageParam(role='system', content=system_message))
        session.inject(ChatCompletionUserMessageParam(role='user', content=f{task!r}))
    async def _handle_agent_action(self, session):
        session.inject(ChatCompletionUserMessageParam(role='user', content={no_call!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=str(e)))
        session.inject(ChatCompletionToolMessageParam(role='tool', content={unknown!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content={unknown!r}))
    async def _execute_bash_command(self, session):
        result_text = result_text[:780] + {cut!r}
        session.inject(ChatCompletionToolMessageParam(role='tool', content=f{output!r} if result_text else {empty!r}))
"""


def _texts(s: Strings, variant: str) -> str:
    scope = "OSInteraction._judge.get_answer" if variant == "old" else "OSInteraction._judge"
    instruction, task, output, empty = s.all(scope, "call session.inject['content']")
    asked = next(t for _, f, w, _, t in s.rows if f == scope and str(w).startswith("+=") and t != "content")
    shots = s.all("", "= ONE_SHOT['content']")
    return source(variant, instruction, str(asked), shots, task, output, empty, s.one(scope, "= result"))


def _fc_texts(s: Strings) -> str:
    act, run = "OSInteraction._handle_agent_action", "OSInteraction._execute_bash_command"
    output, empty = s.all(run, "call session.inject call ChatCompletionToolMessageParam content=")
    return fc_source(
        s.one("OSInteraction._inject_initial_messages", "= system_message"),
        s.one("OSInteraction._inject_initial_messages", "call session.inject", "template"),
        s.one(act, "call session.inject call ChatCompletionUserMessageParam content="),
        s.one(act, "call session.inject call ChatCompletionToolMessageParam content="),
        output, empty, s.all(run, "= result_text")[-1],
    )  # fmt: skip


def originals(folder: Path, variant: str) -> Path:
    if variant == "fc":
        official(folder, ROOTS["fc"], {NEW: _fc_texts})
        return write(folder, {"src/server/tasks/knowledgegraph/const.py": ""})
    return official(folder, ROOTS[variant], {OLD if variant == "old" else NEW: lambda s: _texts(s, variant)})


def made(**arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/OS-v0", **arguments).unwrapped  # type: ignore[return-value]


class _Machine:
    """A machine whose terminal has been recorded."""

    alive = True

    def __init__(self, terminals: list[str]) -> None:
        self.terminals = terminals
        self.shown = ""

    def run(self, script: str, *, seconds: float = 1.0) -> Result:
        if script.startswith("printf"):  # The prompt, of which the folder is what differs.
            host, _, folder = self.shown.rpartition("root@")[2].partition(":")
            return Result(output=f"{host}\n{folder.removesuffix('# ')}", exit_code=0)
        if script.startswith("RANDOM"):
            return Result(exit_code=0)
        self.shown = self.terminals.pop(0)
        output = self.shown[: self.shown.rindex("\x1b]0;")]
        for mark in ("\x1b[?2004l\r", "\x1b[?2004h"):
            output = output.replace(mark, "")
        return Result(output=output.replace("\r\n", "\n"), exit_code=0)

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_conversations_are_the_originals(
    variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts, compared = originals(tmp_path / "checkout", variant), 0
    tasks = find(shared("agentbench/os/dev.json"), "dev")
    monkeypatch.setattr(module, "prepare", lambda *_: None)
    monkeypatch.setattr(module.interpreters, "look", lambda *_: {})
    monkeypatch.setattr(module, "judge", lambda *_: False)
    for record in records("os", variant):
        env = made(profile=PROFILES[variant], prompts=prompts)
        assert fingerprint(env.texts.openings[""]) == FINGERPRINTS[variant]
        if variant == "fc":
            assert [t["function"]["name"] for t in env.texts.schemas] == [t.name for t in env.tools]
            assert env.texts.schemas == record["tools"]
        terminals = [o["terminal"] for o in record["observations"]]
        profile = env.profile
        assert isinstance(profile, OSProfile)
        env.profile = msgspec.structs.replace(profile, paste=any("2004" in t for t in terminals))
        machine = _Machine(terminals)
        monkeypatch.setattr(
            env, "_renew", lambda _, env=env, machine=machine: setattr(env, "machine", machine)
        )
        task = tasks[record["task"]["index"]]
        for turn, original, ours in requests(env, task, record):
            assert not difference(original, ours), (
                record["task"],
                record["case"],
                turn,
                difference(original, ours),
            )
            compared += 1
        assert not terminals
    assert compared > 10


# ---- a checkout with texts of ours ------------------------------------------------------------------------------

SHOTS = ["How many?", "I look.", "Seen: 2", "Two."]


def test_a_checkout_is_read(tmp_path: Path) -> None:
    for variant, file in (("old", OLD), ("v0.2", NEW)):
        text = source(variant, "Be a person.\n\n", "Mine: ", SHOTS, "New: ", "Seen:\n", "Nothing.", "\n[cut]")
        texts = made(profile=PROFILES[variant], prompts=write(tmp_path / variant, {file: text})).texts
        assert [m["content"] for m in texts.openings[""]] == ["Be a person.\n\nMine: How many?", *SHOTS[1:]]
        assert [m["role"] for m in texts.openings[""]] == ["user", "assistant", "user", "assistant"]
        profile = protocol.PROFILES["paper"]
        assert protocol.shown("x" * 801, profile, texts) == "Seen:\n" + "x" * 780 + "\n[cut]"  # type: ignore[arg-type]
        assert protocol.shown("", profile, texts) == "Nothing."  # type: ignore[arg-type]


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    text = source("v0.2", "a", "b", SHOTS, "c", "d", "e", "f")
    with pytest.raises(OptionError, match="go with profile='agentbench'"):
        made(profile="paper", prompts=write(tmp_path / "a", {NEW: text}))
    broken = write(tmp_path / "b", {NEW: text.replace("ONE_SHOT = ", "ONE_SHOT = 1 + ")})
    with pytest.raises(DataError, match="is no"):
        made(profile="agentbench", prompts=broken)
    fewer = write(tmp_path / "c", {NEW: text.replace("\"content\": 'c'", '"other": 3')})
    with pytest.raises(DataError, match="injects 2 texts where it had 3"):
        made(profile="agentbench", prompts=fewer)
