"""The environment: protocols in play, what counts when, its options, its expert."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import ANY

import gymnasium as gym
import pytest

import agentgym
from agentgym.environments.database.world.content import MODIFYING
from agentgym.errors import EpisodeError, OptionError, SandboxError, UnknownNameError
from agentgym.messages import encode_tool_calls, tool_call
from agentgym.sandbox import services
from tests.environments.database.playing import ENV, SELECT, begun


def test_operations_and_answers_are_read_as_agentbench_does() -> None:
    env = begun()
    text = 'I look.\nAction: Operation\n```sql\nSELECT 1,\n2\n```\nand\n```sql\nSELECT 3\n```\nFinal Answer: ["x"]'
    observation, _, terminated, _, info = env.step(text)
    assert (observation, terminated) == ("[(1, 2)]", False)
    assert (info["action"], info["thought"]) == ("execute_sql[SELECT 1, 2]", "I look.")
    answer = env.task.data.answer[0]
    _, reward, terminated, _, info = env.step(f'Done.\nAction: Answer\nFinal Answer: ["{answer}"]')
    assert (reward, terminated, info["status"], info["metrics"]["success"]) == (1.0, True, "completed", 1.0)


@pytest.mark.parametrize(
    "text",
    ["SELECT 1", "Action: Operation\nSELECT 1", "Action: Operation\n```sql\nSELECT 1```", "Final Answer: [\"1\"]"],
)  # fmt: skip
def test_another_form_ends_the_episode_under_paper_and_is_told_under_corrected(text: str) -> None:
    _, reward, terminated, _, info = begun(profile="paper").step(text)
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_format")
    observation, _, terminated, _, info = begun(profile="corrected").step(text)
    assert not terminated and "Action: Answer" in observation and info["parse_error"] == observation


def test_fifteen_operations_and_then_an_answer() -> None:
    env = begun()
    for _ in range(15):
        observation, _, terminated, truncated, _ = env.step(SELECT)
        assert observation == "[(1,)]" and not terminated and not truncated
    _, reward, terminated, truncated, info = env.step(f"\nFinal Answer: {list(env.task.data.answer)}")
    assert (reward, terminated, truncated, info["status"]) == (1.0, True, False, "completed")
    env = begun()
    for _ in range(16):
        observation, _, terminated, truncated, info = env.step(SELECT)
    assert "no operations left" in observation and info["refused"]
    assert (terminated, truncated, info["status"]) == (False, True, "task_limit")


def test_a_change_counts_though_no_answer_was_given() -> None:
    """As upstream: the hash is taken whatever ended the episode."""
    for kind in MODIFYING:
        env = begun(kind)
        gold = env.suggest("expert")
        env.step(gold)
        _, reward, terminated, _, info = env.step("I am done.")
        assert (reward, terminated, info["status"]) == (1.0, True, "invalid_format")
        env = begun(kind)
        env.step(gold)
        for _ in range(15):
            _, reward, _, truncated, info = env.step(SELECT)
        assert (reward, truncated, info["status"]) == (1.0, True, "task_limit")
        env = begun(kind)
        assert env.step("I am done.")[1] == 0.0
        env = begun(kind)
        assert env.step('\nFinal Answer: ["done"]')[1] == 0.0, "the answer's text is not what counts"


def test_errors_are_observations_and_counted_as_such() -> None:
    env = begun()
    observation, _, terminated, _, info = env.step("Action: Operation\n```sql\nSELECT x FROM y\n```")
    assert (
        observation == "1146 (42S02): Table 'task.y' doesn't exist" and info["call_error"] and not terminated
    )


def test_strange_answers_are_wrong_and_nothing_else() -> None:
    for text in (
        "[1j, b'x', {1, 2}, ...]",
        "{(1, 2): 3}",
        "['\\ud800']",
        "[" * 300,
        "1e999",
        "[float('nan')]",
        "",
    ):
        env = begun(profile="corrected")
        _, reward, terminated, _, info = env.step(f"Action: Answer\nFinal Answer: {text}")
        assert (reward, terminated) == (0.0, True), text
        json.dumps(info)


def test_the_comparison_is_the_profiles_or_ones_own() -> None:
    for profile, comparison, reward in (
        ("paper", None, 0.0),
        ("corrected", None, 1.0),
        ("paper", "corrected", 1.0),
    ):
        env = begun(profile=profile, comparison=comparison)
        wanted = float(env.task.data.answer[0])
        assert env.step(f"\nFinal Answer: ['{wanted + 0.005}%']")[1] == reward
    with pytest.raises(UnknownNameError, match=r"Unknown comparison 'papr'.*Did you mean 'paper'"):
        gym.make(ENV, comparison="papr")


def test_function_calling() -> None:
    env = begun(profile="fc")
    assert env.action_format == "tools"
    message = json.dumps(
        {
            "content": "",
            "tool_calls": [{"function": {"name": "execute_sql", "arguments": {"query": "SELECT 2"}}}],
        }
    )
    assert env.step(message)[0] == "[(2,)]"
    observation, *_ = env.step("no call")
    assert "Call one of the tools: execute_sql, commit_final_answer" in observation


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_expert_reaches_reward_one_on_every_task(split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_random_earns_nothing() -> None:
    run = agentgym.rollout(ENV, "random", split="dev")
    assert run.mean_reward == 0.0 and run.failed == 0


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="backend is 'sqlite', 'mariadb' or an SQLAlchemy URL"):
        gym.make(ENV, backend="mysql")
    with pytest.raises(OptionError, match="seconds of a database's limits must be positive"):
        gym.make(ENV, seconds=0)
    with pytest.raises(agentgym.errors.AgentGymError, match=r"needs the driver|is no SQLAlchemy URL"):
        gym.make(ENV, backend="nosuchserver://x/").reset()


def test_every_argument_is_kept_and_defines_an_episode() -> None:
    env: Any = gym.make(ENV, seconds=3.0, comparison="corrected").unwrapped
    definition = env.definition()
    assert {n: definition[n] for n in ("backend", "comparison", "seconds")} == {
        "backend": "sqlite", "comparison": "corrected", "seconds": 3.0
    }  # fmt: skip
    assert gym.make(ENV, profile="fc").unwrapped.definition()["comparison"] == "corrected"  # type: ignore[attr-defined]


def test_which_of_the_two_servers_mariadb_is_defines_an_episode(monkeypatch: pytest.MonkeyPatch) -> None:
    for meant in ("docker", "bubblewrap"):
        monkeypatch.setattr(services, "choose", lambda spec, meant=meant: meant)
        env: Any = gym.make(ENV, backend="mariadb").unwrapped
        assert (env.backend, env.definition()["backend"]) == ("mariadb", f"mariadb:{meant}")

    def none(spec: object) -> str:
        raise SandboxError("nothing here")

    monkeypatch.setattr(services, "choose", none)
    assert (
        env.definition()["backend"] == "mariadb"
        and gym.make(ENV).unwrapped.definition()["backend"] == "sqlite"
    )  # type: ignore[attr-defined]


def test_a_password_is_not_part_of_what_is_logged() -> None:
    env: Any = gym.make(ENV, backend="mysql+pymysql://root:secret@host/x").unwrapped
    assert env.definition()["backend"] == "mysql+pymysql://root:***@host/x"
    with pytest.raises(OptionError, match="is no SQLAlchemy URL"):
        gym.make(ENV, backend="://")


def test_the_expert_speaks_as_the_server_does() -> None:
    """The gold statements are MySQL's; a backend says how its server is spoken to."""
    env = begun("UPDATE")
    env._server.spoken = lambda statement: f"/* here */ {statement}"
    assert f"/* here */ {env.task.data.gold[0]}" in env.suggest("expert")


def test_an_expert_needs_an_episode() -> None:
    env: Any = gym.make(ENV).unwrapped
    with pytest.raises(EpisodeError, match=r"call reset\(\) first"):
        env.gold(env.tasks[0])


def test_what_the_embedded_database_does_not_do_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    env = begun()
    assert not env.step(SELECT)[4]["call_error"]
    told, *_, info = env.step(SELECT.replace("SELECT 1", "CALL nothing()"))
    assert told.startswith("1235 (42000)") and info["call_error"]
    monkeypatch.setattr(env._server._database, "run", lambda *_: {}["gap"])
    assert env.step(SELECT)[0].startswith(
        "1105 (HY000): The embedded database failed on this statement (KeyError)"
    )
    *_, info = env.step("\nFinal Answer: ['no']")
    assert info["metrics"] == {
        "steps": 4, "success": 0.0, "calls": 3.0, "unsupported": 2.0, "unsupported_internal": 1.0
    }  # fmt: skip


def test_several_statements_of_one_message_are_one_operation_under_function_calling() -> None:
    env = begun(profile="fc")

    def call(*queries: str) -> tuple[str, dict[str, Any]]:
        calls = [tool_call("execute_sql", {"query": query}) for query in queries]
        observation, _, _, _, info = env.step(encode_tool_calls("", calls))
        return observation, info

    for _ in range(15):
        assert call("SELECT 1", "SELECT 2") == ("[(1,)]\n\n[(2,)]", ANY)
    observation, info = call("SELECT 1", "SELECT 2")
    assert observation.count("no operations left") == 2 and info["status"] == "task_limit"
    assert info["metrics"]["calls"] == 30.0
    env = begun(profile="fc")
    for name in ("query", "sql"):  # the first argument is the statement, whatever it is called
        assert env.step(encode_tool_calls("", [tool_call("execute_sql", {name: "SELECT 3"})]))[0] == "[(3,)]"
    for arguments in ({}, {"query": 3}):
        assert env.step(encode_tool_calls("", [tool_call("execute_sql", arguments)]))[4][
            "parse_error_kind"
        ] == ("bad_arguments")
