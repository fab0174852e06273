"""The original's texts by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import DataError, OptionError
from tests.prompts.checkouts import Strings, strings, write

FILE = "eval_general/eval_mmlu_hf.py"


def source(instruction: str, question: str, answer: str) -> str:
    """Write the script; the first two are f-strings."""
    return f"""
def generate_few_shot_prompt(k, subject, dev_df):
    def format_subject(subject):
        return subject
    prompt = f{instruction!r}
    conv = get_conversation_template("llama-2")
    conv.set_system_message(f"{{prompt}}")
    for i in range(k):
        conv.append_message(conv.roles[0], f{question!r} + '\\n'.join(
            [f"{{choice}}. {{line[f'{{choice}}']}}" for choice in ["A", "B", "C", "D"]]))
        conv.append_message(conv.roles[1], {answer!r} + line["answer"])
    return conv
"""


def made(prompts: Path, **arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/MMLU-v0", prompts=prompts, **arguments).unwrapped  # type: ignore[return-value]


def test_a_checkout_is_read(tmp_path: Path) -> None:
    env = made(write(tmp_path, {FILE: source("About {s}.", "Q: {l}\n", "It is ")}), profile="paper")
    observation, info = env.reset(options={"task": env.tasks.ids[0]})
    question = env.tasks[0].data
    assert info["messages"][0] == {
        "role": "system",
        "content": f"About {question.subject.replace('_', ' ')}.",
    }
    assert [m["role"] for m in info["messages"][1:3]] == ["user", "assistant"]
    choices = "\n".join(f"{letter}. {c}" for letter, c in zip("ABCD", question.choices, strict=True))
    assert observation == f"Q: {question.text}\n{choices}"
    assert info["continuations"] == [f"It is {letter}" for letter in "ABCD"]
    assert env.step(f"It is {question.letter}")[1] == 1.0


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {FILE: source("About {s}.", "Q: {l}\n", "It is ").replace("'It is ' + ", "")})
    with pytest.raises(DataError, match="says 1 texts, not 2"):
        made(folder, profile="paper")
    with pytest.raises(OptionError, match="profile='paper'"):
        made(folder)


def test_the_real_texts(tmp_path: Path) -> None:
    s: Strings = strings(f"AgentTuning/{FILE}")
    shots = "generate_few_shot_prompt"
    said = [
        s.one(shots, "= prompt", "template"),
        *(s.all(shots, "call conv.append_message")[n] for n in (0, -2)),
    ]
    env = made(write(tmp_path, {FILE: source(*said)}), profile="paper")
    observation, info = env.reset(options={"task": env.tasks.ids[0]})
    assert info["messages"][0]["content"].startswith("The following is a multiple-choice question about ")
    assert observation.startswith("Question: ") and info["continuations"][0] == "Answer: A"
