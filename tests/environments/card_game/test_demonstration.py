"""The example of `fixed`."""

from __future__ import annotations

from typing import Any

import gymnasium

from agentgym.environments.card_game.demonstration import demonstration


def test_its_prompts_are_those_that_are_shown() -> None:
    env: Any = gymnasium.make("AgentTune/CardGame-v0", profile="fixed", kinds="baseline1-first").unwrapped
    observation, info = env.reset(seed=1)
    shown, answer = demonstration("fixed")["guess"]
    assert [m["content"] for m in info["messages"]][2] == shown
    assert [line.split(":")[0] for line in shown.splitlines() if ":" in line and "{" not in line] == [
        line.split(":")[0] for line in observation.splitlines() if ":" in line and "{" not in line
    ]
    assert env.format.parse(env.format.render(answer)).arguments == answer.arguments
    _, _, _, _, info = env.step(env.suggest("random"))
    assert info["messages"][2]["content"] == demonstration("fixed")["act"][0]


def test_its_thoughts_are_true() -> None:
    guess_prompt, guess = demonstration("fixed")["guess"]
    act_prompt, move = demonstration("fixed")["act"]
    assert (
        "Deflect of position 1, Deflect of position 2" in guess_prompt and "AOE by position 1" in guess_prompt
    )
    assert "eel at position 1, right" in act_prompt and guess["guess_type"] == "eel"
    assert move["pick_fish"] == "spray" and '"ID": "eel", "POSITION": 1' in act_prompt
