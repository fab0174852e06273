"""The texts of AgentTuning's harness, from a folder of its layout."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.environments.scienceworld.texts import ScienceWorldTexts
from agentgym.errors import DataError, OptionError
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR
from tests.shared_data import shared

ENV = "AgentTune/ScienceWorld-v0"
PROGRAM = """
INIT_PROMPT = '''
Do this.
'''.strip()
def eval(args):
    conv.append_message(conv.roles[1], 'Yes.')
    new_task = 'Next one.\\n' + clean(obs) + '\\n' + task_description
    obs = info["x"]
    obs = 'Fine.'
"""
EXAMPLES = {str(n): [f"room {n}", "Think: x"] for n in range(30)}


def folder(path: Path, program: str = PROGRAM, examples: dict[str, list[str]] = EXAMPLES) -> Path:
    (path / "prompts").mkdir(parents=True)
    (path / "eval.py").write_text(program)
    (path / "prompts" / "prompt.json").write_text(json.dumps(examples))
    return path


def read(path: Path) -> ScienceWorldTexts:
    texts = gym.make(ENV, profile="paper", prompts=path).unwrapped.texts  # type: ignore[attr-defined]
    assert isinstance(texts, ScienceWorldTexts)
    return texts


@NEEDS_SIMULATOR
def test_the_texts_are_found_in_the_program_and_beside_it(tmp_path: Path) -> None:
    found = read(folder(tmp_path))
    assert (found.task, found.thought) == ("Next one.\n", "Fine.")
    opening = found.opening("boil")
    assert opening is not None
    assert [m["content"] for m in opening] == ["Do this.", "Yes.", "room 0", "Think: x"]
    assert [m["role"] for m in opening] == ["user", "assistant"] * 2


@NEEDS_SIMULATOR
def test_a_checkout_is_as_good_as_its_folder(tmp_path: Path) -> None:
    folder(tmp_path / "eval_heldout" / "science-world")
    assert read(tmp_path).task == "Next one.\n"


@NEEDS_SIMULATOR
def test_broken_folders_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no eval\.py"):
        read(tmp_path)
    with pytest.raises(DataError, match="no eval"):
        read(folder(tmp_path / "one", "INIT_PROMPT = 'x'"))
    cut = folder(tmp_path / "two", "INIT_PROMPT = '''x")
    with pytest.raises(DataError, match=r"eval\.py"):
        read(cut)
    (folder(tmp_path / "three") / "prompts" / "prompt.json").write_text('{"0": ["cut')
    with pytest.raises(DataError):
        read(tmp_path / "three")
    for number, bad in enumerate(({**EXAMPLES, "1": ["odd"]}, {"0": ["a", "b"]})):
        with pytest.raises(DataError, match="task number 1"):
            read(folder(tmp_path / f"bad{number}", examples=bad))


@NEEDS_SIMULATOR
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
        tmp_path,
        f"INIT_PROMPT = {instruction!r}.strip()\ndef eval(args):\n    conv.append_message(conv.roles[1], 'Ok.')\n"
        f"    new_task = {lead!r} + clean(obs) + '\\n' + goal\n    obs = 'OK.'\n",
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
