"""The original's texts by path, and its conversations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.environments.database import env as module
from agentgym.environments.database.world.backend import Reply, cut
from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.limits import Limits
from agentgym.errors import DataError, OptionError
from agentgym.prompts.texts import fingerprint
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests
from tests.shared_data import shared

PROFILES = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}
FINGERPRINTS = {"old": "56e48dfbc97f5287", "v0.2": "56e48dfbc97f5287", "fc": "ace731f57944ea19"}


def source(variant: str, prompt: str, acknowledged: str) -> str:
    """Write the task's source in the form that AgentBench before v0.1 and v0.2 have."""
    body = f"""
    session.inject({{"role": "user", "content": big_prompt}})
    session.inject({{"role": "agent", "content": {acknowledged!r}}})
    prompt = entry["description"] + "\\n" + entry["add_description"]
    session.inject({{"role": "user", "content": prompt}})
    session.inject({{"role": "user", "content": response if response else ""}})
"""
    head = f"big_prompt = {prompt!r}\n"
    if variant == "old":
        return f"{head}def process(session, entry):{body}"
    inner = body.replace("\n    ", "\n        ")
    return f"{head}class DBBench(Task):\n    async def start_sample(self, index, session):{inner}"


def interaction(text: str) -> str:
    """Write the source that cuts results."""
    return f"""
class Container:
    def execute(self, sql):
        result = str(result)
        if len(result) > 800:
            result = result[:800] + {text!r}
"""


def fc_source(system: str, leads: list[str], said: list[str], failed: str) -> str:
    """Write the task's source in the form of AgentBench's main branch; ``failed`` is an f-string."""
    return f"""
SYSTEM_PROMPT = {system!r}

class DBBenchTask(Task):
    async def start_sample(self, index, session):
        session.inject(ChatCompletionSystemMessageParam(role='system', content=SYSTEM_PROMPT))
        user_prompt = ""
        if entry.get("evidence", "") != "":
            user_prompt += {leads[0]!r} + entry["evidence"] + "\\n"
        if entry.get("add_description", "") != "":
            user_prompt += {leads[1]!r} + entry["add_description"] + "\\n"
        user_prompt += {leads[2]!r} + entry["description"] + "\\n"
        session.inject(ChatCompletionUserMessageParam(role='user', content=user_prompt))
        session.inject(ChatCompletionUserMessageParam(role='user', content={said[0]!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content={said[1]!r}))
        response = "No response."
        response = "Too slow."
        response = f{failed!r}
        session.inject(ChatCompletionToolMessageParam(role='tool', content=response))
        session.inject(ChatCompletionToolMessageParam(role='tool', content={said[2]!r}))
"""


def fc_interaction(text: str) -> str:
    """Write the source that cuts results there."""
    return f"class MySQLDatabase:\n    async def execute(self):\n        result_str = result_str[:800] + {text!r}\n"


def _texts(s: Strings, variant: str) -> str:
    scope = "process" if variant == "old" else "DBBench.start_sample"
    return source(variant, s.one("", "= big_prompt"), s.one(scope, "call session.inject['content']"))


def _fc_texts(s: Strings) -> str:
    scope = "DBBenchTask.start_sample"
    leads = [t for t in s.all(scope, "+= user_prompt") if t.endswith(": ")]
    said = [
        s.one(scope, "call session.inject call ChatCompletionUserMessageParam content="),
        *s.all(scope, "call session.inject call ChatCompletionToolMessageParam content="),
    ]
    return fc_source(s.one("", "= SYSTEM_PROMPT"), leads, said, s.one(scope, "= response", "template"))


def originals(folder: Path, variant: str) -> Path:
    if variant == "fc":
        sources = {
            "src/server/tasks/dbbench/task.py": _fc_texts,
            "src/server/tasks/dbbench/interaction.py": lambda s: fc_interaction(
                s.one("MySQLDatabase.execute", "=")
            ),
        }
        return write(official(folder, ROOTS["fc"], sources), {"src/server/tasks/knowledgegraph/const.py": ""})
    below = "src/tasks/dbbench" if variant == "old" else "src/server/tasks/dbbench"
    return official(
        folder,
        ROOTS[variant],
        {
            f"{below}/__init__.py": lambda s: _texts(s, variant),
            f"{below}/Interaction.py": lambda s: interaction(s.one("Container.execute", "= result")),
        },
    )


def made(**arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/DB-v0", **arguments).unwrapped  # type: ignore[return-value]


class _Server:
    """A server whose answers have been recorded."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.answers: list[dict[str, str]] = []

    def begin(self, database: Database, seed: int) -> None:
        """Make nothing."""

    def run(self, statement: str) -> Reply:
        told = self.answers.pop(0)
        assert told["action"].replace("\n", " ") == statement
        return Reply(cut(told.get("rows", told.get("error", "")), self.limits), "error" in told)

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_conversations_are_the_originals(
    variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers: list[_Server] = []

    def start(_: str, limits: Limits, **__: str) -> _Server:
        servers.append(_Server(limits))
        return servers[-1]

    monkeypatch.setattr(module.backends, "start", start)
    monkeypatch.setattr(module.scoring, "solved", lambda *_: False)
    monkeypatch.setattr(module.scoring, "unanswered", lambda *_: False)
    data = shared("agentbench/db/dev.jsonl")
    env = made(profile=PROFILES[variant], prompts=originals(tmp_path / "checkout", variant), data=data)
    assert fingerprint(env.texts.openings[""]) == FINGERPRINTS[variant]
    compared = 0
    for record in records("db", variant):
        if variant == "fc":
            assert env.texts.schemas == record["tools"]
        if not servers:
            env.reset(seed=0)
        servers[0].answers = list(record["observations"])
        for turn, original, ours in requests(env, env.tasks.ids[record["task"]["index"]], record):
            assert not difference(original, ours), (
                record["task"],
                record["case"],
                turn,
                difference(original, ours),
            )
            compared += 1
    assert compared > 10


# ---- a checkout with texts of ours ------------------------------------------------------------------------------


def test_a_checkout_is_read(tmp_path: Path) -> None:
    for variant, below in (("old", "src/tasks"), ("v0.2", "src/server/tasks")):
        files = {
            f"{below}/dbbench/__init__.py": source(variant, "\nAsk.\n", "Yes."),
            f"{below}/dbbench/Interaction.py": interaction(" [more]"),
        }
        env = made(profile=PROFILES[variant], prompts=write(tmp_path / variant, files))
        _, info = env.reset(seed=0)
        assert [m["content"] for m in info["messages"]] == ["\nAsk.\n", "Yes."]
        shown, *_ = env.step("Action: Operation\n```sql\nSELECT REPEAT('x', 900)\n```")
        assert shown.endswith("xxx [more]") and len(shown) == 800 + len(" [more]")
        env.close()


def test_function_calling_has_lines_with_labels(tmp_path: Path) -> None:
    files = {
        "src/server/tasks/knowledgegraph/const.py": "",
        "src/server/tasks/dbbench/task.py": fc_source(
            "Ask.", ["E: ", "T: ", "Q: "], ["Call!", "Bad!", "What?"], "No: {e}"
        ),
        "src/server/tasks/dbbench/interaction.py": fc_interaction("…"),
        "configs/tasks/dbbench.yaml": "default: {parameters: {tools: [{type: function}]}}",
    }
    env = made(profile="fc", prompts=write(tmp_path, files))
    question = env.tasks[0].data.question
    observation, info = env.reset(seed=0, options={"task": env.tasks.ids[0]})
    description, _, table = question.rpartition("\n")
    assert observation == f"T: {table}\nQ: {description}\n"
    assert [(m["role"], m["content"]) for m in info["messages"]] == [("system", "Ask.")]
    assert env.step("words")[0] == "Call!"
    env.close()


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    files = {
        "src/tasks/dbbench/__init__.py": source("old", "\nAsk.\n", "Yes."),
        "src/tasks/dbbench/Interaction.py": interaction(""),
    }
    with pytest.raises(OptionError, match="go with profile='paper'"):
        made(profile="corrected", prompts=write(tmp_path / "a", files))
    with pytest.raises(DataError, match="cuts no result"):
        made(profile="paper", prompts=write(tmp_path / "a", files))
