"""ReWOO as an environment: sessions, broken plans, workers, wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest

import agentgym
from agentgym.environments.rewoo.demonstration import OWN
from agentgym.environments.rewoo.env import ReWOOEnv
from agentgym.errors import EnvironmentFailure, EpisodeError, UnknownNameError
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.policy import Request
from agentgym.tools.encyclopedia import live
from agentgym.trajectory import sessions
from tests.environments.rewoo.playing import begin, made, play, problem

PLAN = "Plan: Where is it?\n#E1 = Wikipedia[Aachen]\nPlan: Read the country.\n#E2 = LLM[Country? Given context: #E1]"
PLAN += "\nPlan: Its capital.\n#E3 = Wikipedia[#E2]\nPlan: Count.\n#E4 = Calculator[6 * [7]]"


def test_planner_workers_solver() -> None:
    env = made()
    prompt = begin(env)
    assert prompt.endswith(f"\n\n{problem().question}\n") and "\nWikipedia[input]: " in prompt
    asked, reward, terminated, _, info = env.step(PLAN)
    assert asked.startswith(OWN.ask_worker("Country? Given context: [The city of Aachen is"))
    assert (reward, terminated, info["messages"], info["action"]) == (0, False, [], PLAN)
    solving, _, _, _, info = env.step("Germany\n")
    assert info["messages"] == []
    assert "Plan: Read the country.\nEvidence:\nGermany\n" in solving
    assert "Berlin" in solving.partition("Plan: Its capital.\nEvidence:\n")[2].partition("Plan:")[0]
    assert "Plan: Count.\nEvidence:\n42\n" in solving
    _, reward, terminated, _, info = env.step("It is Berlin.")
    assert (reward, terminated, info["status"]) == (1.0, True, "completed")
    assert {
        k: info["metrics"][k]
        for k in ("acc", "em", "plans", "plan_steps", "llm_calls", "tool_calls", "broken")
    } == {
        "acc": 1.0,
        "em": 0.0,
        "plans": 1.0,
        "plan_steps": 4.0,
        "llm_calls": 1.0,
        "tool_calls": 3.0,
        "broken": 0.0,
    }


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "I cannot plan.",
        "Plan: a",
        "Plan: a\n#E1 = Wikipedia[LLM[Who?]]",
        "Plan: a\n#E1 = Wikipedia[#E1]",
        "Plan: a\n#E1 = Wikipedia[#E2]\nPlan: b\n#E2 = Wikipedia[#E1]",
        "#",
        "Plan: a\n#E1",
        "Plan: a\n#E1 = Bing[x]",
        "Plan: a\n#E1 = Calculator[9**9**9]",
        "Plan: a\n#E1 = " + "Wikipedia[" * 500,
    ],
)
def test_plans_that_nest_or_loop_are_answered(plan: str) -> None:
    env = made()
    begin(env)
    observation, reward, terminated, truncated, _ = env.step(plan)
    assert (reward, terminated, truncated) == (0, False, False)
    assert "Now give the answer to the task alone" in observation
    assert env.step("Berlin")[1] == 1.0, "the reward is the answer's, whatever the plan was"


def test_a_plan_of_too_many_questions_reaches_the_limit() -> None:
    env = made()
    begin(env)
    env.step("\n".join(f"Plan: p\n#E{n} = LLM[q]" for n in range(1, 30)))
    for _ in range(11):
        _, reward, terminated, truncated, info = env.step("x")
    assert (reward, terminated, truncated, info["status"]) == (0, False, True, "task_limit")
    assert info["metrics"]["acc"] == 0.0 and info["metrics"]["llm_calls"] == 12.0


def test_the_papers_broken_plans_begin_anew_and_end() -> None:
    env = made(profile="paper")
    prompt = begin(env)
    again, _, _, _, info = env.step("Plan: a\n#E1: LLM[x]")
    assert again == prompt and info["refused"] and info["messages"] == []
    env.step("Plan: a\nPlan: b\n#E1 = LLM[x]")  # the second plan's evidence will be missing
    again, _, _, _, info = env.step("an answer")
    assert again == prompt and info["refused"]
    _, reward, terminated, _, info = env.step("#")
    assert (reward, terminated, info["status"]) == (0, True, "invalid_format")
    assert info["metrics"]["broken"] == 3.0 and info["metrics"]["plans"] == 3.0


def test_the_papers_calculations_are_translated() -> None:
    env = made(profile="paper")
    prompt = begin(env)
    asked = env.step("Plan: a\n#E1 = Calculator[a dozen of sevens]")[0]
    assert asked == OWN.ask_translator("a dozen of sevens")
    assert "Evidence:\n84\n" in env.step("```text\n12 * 7\n```")[0]
    begin(env)
    env.step("Plan: a\n#E1 = Calculator[x]")
    assert env.step("I cannot")[0] == prompt, (
        "what the original's calculator refuses begins the question anew"
    )


def answers(request: Request) -> str:
    return "Germany" if "Country?" in request.messages[0]["content"] else "?"


def test_a_second_policy_answers_for_the_worker() -> None:
    spec = f"scripted:{__name__}:answers"
    assert ReWOOEnv.execution_of({"worker": spec}) == "thread" and ReWOOEnv.execution_of({}) == "inline"
    env = made(worker=spec)
    begin(env)
    solving, _, _, _, info = env.step(PLAN)
    assert "Evidence:\nGermany\n" in solving and info["messages"] == []
    metrics = env.step("Berlin")[4]["metrics"]
    assert (metrics["worker_calls"], metrics["llm_calls"]) == (1.0, 0.0)
    env.close()
    (episode,) = agentgym.rollout("rewoo", "expert", tasks=1, env_args={"worker": spec, "kinds": "multi_hop"})
    assert episode.reward == 1.0 and len(episode.steps) == 2 and episode.env_args["worker"] == spec
    with pytest.raises(UnknownNameError):
        made(worker="nobody")


def test_every_question_is_a_session_of_its_own() -> None:
    (episode,) = agentgym.rollout("rewoo", "expert", tasks=1, env_args={"kinds": "multi_hop"})
    found = sessions(episode)
    assert len(found) == len(episode.steps) >= 4
    assert all([m["role"] for m in s.messages] in (["user", "assistant"], ["user"]) for s in found)


def test_what_an_empty_policy_earns() -> None:
    run = agentgym.rollout("rewoo", ScriptedPolicy(lambda request: ""), tasks=10)
    assert [e.reward for e in run] == [0.0] * 10 and {e.status for e in run} == {"completed"}


def test_live_wikipedia(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wikipediaapi")
    monkeypatch.setattr(live.LiveWikipedia, "look", lambda self, term: ["A", "B"])
    assert ReWOOEnv.execution_of({"corpus": "live"}) == "thread"
    env = made(corpus="live")
    begin(env)
    assert "Could not find [x]. Similar: ['A', 'B']" in env.step("Plan: a\n#E1 = Wikipedia[x]")[0]

    def down(self: live.LiveWikipedia, term: str) -> list[str]:
        raise EnvironmentFailure("Wikipedia (en) cannot be reached: no network.")

    monkeypatch.setattr(live.LiveWikipedia, "look", down)
    plan = ScriptedPolicy(lambda request: "Plan: a\n#E1 = Wikipedia[x]")
    chosen = next(t.id for t in env.tasks if "Wikipedia" in t.data.tools)
    (episode,) = agentgym.rollout("rewoo", plan, tasks=[chosen], env_args={"corpus": "live"})
    assert (episode.status, episode.reward) == ("environment_error", None), "a dead network is no score of 0"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "wikipedia-api" in ReWOOEnv.unavailable({"corpus": "live"}) and ReWOOEnv.unavailable({}) == ""


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(EpisodeError):
        made().final_metrics()
    with pytest.raises(UnknownNameError):
        made(profile="strict")


def test_what_defines_an_episode(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text("{}")
    defined = made(recorded=path, plugins={"Google": "builtins:str"}).definition()
    assert {k: defined[k] for k in ("worker", "corpus", "language", "recorded", "plugins")} == {
        "worker": "policy",
        "corpus": "embedded",
        "language": "en",
        "recorded": str(path),
        "plugins": {"Google": "builtins:str"},
    }


def test_formats() -> None:
    for action_format in ("react", "native", "tools"):
        env = made(action_format=action_format, kinds="yes_no")
        assert play(env, env.tasks.ids[0])[0] == 1.0
