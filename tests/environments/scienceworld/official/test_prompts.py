"""The texts of AgentTuning's harness, from a folder of its layout."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.environments.scienceworld.official.prompts import read
from agentgym.errors import DataError, OptionError
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR
from tests.shared_data import shared

ENV = "AgentTune/ScienceWorld-v0"
PROGRAM = """
INIT_PROMPT = '''
Do this.
'''.strip()
def eval(args):
    new_task = 'Next one.\\n' + clean(obs) + '\\n' + task_description
"""


def folder(path: Path, program: str = PROGRAM) -> Path:
    (path / "prompts").mkdir(parents=True)
    (path / "eval.py").write_text(program)
    (path / "prompts" / "prompt.json").write_text(json.dumps({"0": ["a room", "Think: x"], "1": ["odd"]}))
    return path


def test_the_texts_are_found_in_the_program_and_beside_it(tmp_path: Path) -> None:
    found = read(folder(tmp_path))
    assert (found.instruction, found.new_task) == ("Do this.", "Next one.\n")
    assert [m["content"] for m in found.opening(0)] == ["Do this.", "Ok.", "a room", "Think: x"]
    assert [m["role"] for m in found.opening(0)] == ["user", "assistant"] * 2
    for number in (1, 7):
        with pytest.raises(DataError, match=f"task number {number}"):
            found.opening(number)


def test_a_checkout_is_as_good_as_its_folder(tmp_path: Path) -> None:
    folder(tmp_path / "eval_heldout" / "science-world")
    assert read(tmp_path).instruction == "Do this."


def test_broken_folders_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"prompt\.json"):
        read(tmp_path)
    with pytest.raises(DataError, match="assigns no text to new_task"):
        read(folder(tmp_path / "one", "INIT_PROMPT = 'x'"))
    cut = folder(tmp_path / "two", "INIT_PROMPT = '''x")
    with pytest.raises(DataError, match=r"eval\.py"):
        read(cut)
    (folder(tmp_path / "three") / "prompts" / "prompt.json").write_text('{"0": ["cut')
    with pytest.raises(DataError):
        read(tmp_path / "three")


def test_they_belong_to_the_papers_protocol(tmp_path: Path) -> None:
    for arguments in ({}, {"profile": "paper", "action_format": "tools"}):
        with pytest.raises(OptionError, match="paper"):
            gym.make(ENV, prompts=folder(tmp_path / str(len(arguments))), **arguments)


@NEEDS_SIMULATOR
def test_an_episode_begins_as_in_the_harness(tmp_path: Path) -> None:
    texts = json.loads(shared("prompts/python_texts.json").read_text())["files"]
    rows = next(v for name, v in texts.items() if name.endswith("science-world/eval.py"))
    instruction = next(text for _, _, where, _, text in rows if "INIT_PROMPT" in where)
    lead = next(text for _, _, where, _, text in rows if "new_task" in where)
    folder(
        tmp_path, f"INIT_PROMPT = {instruction!r}.strip()\nnew_task = {lead!r} + clean(obs) + '\\n' + goal\n"
    )
    shutil.copy(shared("scienceworld/prompt.json"), tmp_path / "prompts" / "prompt.json")
    env = gym.make(ENV, profile="paper", prompts=tmp_path)
    observation, info = env.reset(options={"task": "boil-26"})
    examples = json.loads(shared("scienceworld/prompt.json").read_text())["0"]
    assert [m["content"] for m in info["messages"]] == [instruction.strip(), "Ok.", *examples]
    assert (
        observation.startswith(lead)
        and observation.count("\n") == 2
        and "Your task is to boil" in observation
    )
    env.close()
