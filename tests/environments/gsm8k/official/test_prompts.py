"""The original's texts by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import DataError, OptionError
from tests.prompts.checkouts import Strings, strings, write

FILE = "eval_general/eval_gsm8k_tgi.py"
SHOTS = [f"{letter} {n}" for n in range(1, 9) for letter in "QA"]


def source(instruction: str, acknowledged: str, question: str, shots: list[str]) -> str:
    """Write the script; ``question`` is an f-string."""
    pairs = "".join(f"{'QA'[n % 2]}{n // 2 + 1} = {text!r}\n" for n, text in enumerate(shots))
    return f"""{pairs}
def doc_to_text(doc):
    conv = get_conversation_template("llama-2")
    conv.set_system_message("Be good.")
    conv.append_message(conv.roles[0], {instruction!r})
    conv.append_message(conv.roles[1], {acknowledged!r})
    for q, a in shots:
        conv.append_message(conv.roles[0], q)
        conv.append_message(conv.roles[1], a)
    conv.append_message(conv.roles[0], f{question!r})
    conv.append_message(conv.roles[1], None)
"""


def made(prompts: Path, **arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/GSM8K-v0", prompts=prompts, **arguments).unwrapped  # type: ignore[return-value]


def _begins(env: AgentEnv) -> tuple[list[str], str]:
    observation, info = env.reset(options={"task": env.tasks.ids[0]})
    assert [m["role"] for m in info["messages"]] == ["user", "assistant"] * 9
    return [m["content"] for m in info["messages"]], observation


def test_a_checkout_is_read(tmp_path: Path) -> None:
    env = made(write(tmp_path, {FILE: source("Solve.", "Yes.", "\nNow: {doc}", SHOTS)}), profile="paper")
    question = env.tasks[0].data.question
    assert _begins(env) == (["Solve.", "Yes.", *SHOTS], f"\nNow: {question}")


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {FILE: source("Solve.", "Yes.", "\nNow: {doc}", SHOTS[:-1])})
    with pytest.raises(DataError, match="no text A8"):
        made(folder, profile="paper")
    with pytest.raises(OptionError, match="profile='paper'"):
        made(folder)


def test_the_real_texts(tmp_path: Path) -> None:
    s: Strings = strings(f"AgentTuning/{FILE}")
    said = s.all("doc_to_text", "call conv.append_message")
    shots = [s.one("", f"= {letter}{n}") for n in range(1, 9) for letter in "QA"]
    messages, observation = _begins(made(write(tmp_path, {FILE: source(*said, shots)}), profile="paper"))
    assert messages[0].startswith("Please provide a detailed step-by-step") and messages[0].endswith(" ")
    assert messages[2].startswith("Question: In 2004") and messages[-1].endswith("The answer is 350")
    assert observation.startswith("\nQuestion: ")
