"""The original's texts by path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.hotpotqa.texts import HotpotQATexts
from agentgym.errors import DataError, OptionError
from tests.environments.hotpotqa.samples import made, write
from tests.shared_data import shared

STEP = [
    "\nObservation {self.step_n}: ",
    "Right",
    "Wrong",
    "No such page.",
    "No page to look on.",
    "No valid action.",
]
INSTRUCTION = "Answer.\nExamples:\n{examples}\n(END OF EXAMPLES)\nQuestion: {question}{scratchpad}"


def checkout(
    folder: Path,
    instruction: str = INSTRUCTION,
    examples: str = "Question: {a}?\n",
    step: list[str] | None = None,
) -> Path:
    """Write sources of the original's form."""
    source = folder / "eval_heldout" / "hotpotQA" / "src"
    source.mkdir(parents=True, exist_ok=True)
    (source / "pre_prompt.py").write_text(
        f"REACT_INSTRUCTION = {instruction!r}\nagent = PromptTemplate(template=REACT_INSTRUCTION)\n"
    )
    (source / "fewshots.py").write_text(f"REACT_EXAMPLE = {examples!r}\n")
    lines = "".join(f"        self.scratchpad += {text!r}\n" for text in step or STEP)
    code = (
        f"class BaseAgent:\n    def step(self):\n{lines}        self.scratchpad += self.docstore.search(x)\n"
    )
    (source / "agent_arch.py").write_text(code)
    return folder


def test_every_text_is_the_originals(tmp_path: Path) -> None:
    prompts = checkout(tmp_path / "checkout")
    env = made(data=write(tmp_path / "items.json"), profile="paper", prompts=prompts)
    observation, _ = env.reset(options={"task": "q2"})
    asked = "Answer.\nExamples:\nQuestion: {a}?\n\n(END OF EXAMPLES)\nQuestion: Is the Orsa a river, as the Telm is?"
    assert observation == f"{asked}\nThought 1:"
    env.step("t")
    assert "\nObservation 1: No page to look on.\n" in env.step("Lookup[x]")[0]
    env.step("t")
    assert "\nObservation 2: No valid action.\n" in env.step("x")[0]
    assert env.prompts is not None and env.prompts.startswith(str(tmp_path)) and "#" in env.prompts


def test_the_name_makes_the_same_environment_as_long_as_the_texts_are_the_same(tmp_path: Path) -> None:
    env = made(profile="paper", prompts=checkout(tmp_path))
    assert made(profile="paper", prompts=env.definition()["prompts"]).definition() == env.definition()
    checkout(tmp_path, INSTRUCTION + "!")
    with pytest.raises(DataError, match="have changed"):
        made(profile="paper", prompts=env.prompts)


def read(folder: Path) -> HotpotQATexts:
    texts = made(profile="paper", prompts=folder).texts
    assert isinstance(texts, HotpotQATexts)
    return texts


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="profile 'paper'"):
        made(prompts=checkout(tmp_path))
    with pytest.raises(DataError, match="another version"):
        read(checkout(tmp_path, step=STEP[:3]))
    with pytest.raises(DataError, match="no such file or folder"):
        made(profile="paper", prompts=tmp_path / "nowhere")


def test_the_real_texts(tmp_path: Path) -> None:
    texts = json.loads(shared("prompts/python_texts.json").read_text())["files"]
    base = "AgentTuning/eval_heldout/hotpotQA/src/"
    (instruction,) = (
        t for *_, where, _, t in texts[f"{base}pre_prompt.py"] if where == "= REACT_INSTRUCTION"
    )
    (examples,) = (t for *_, where, _, t in texts[f"{base}fewshots.py"] if where == "= REACT_EXAMPLE")
    step = [
        t
        for _, function, where, _, t in texts[f"{base}agent_arch.py"]
        if function == "BaseAgent.step" and where.startswith("+=")
    ]
    found = read(checkout(tmp_path, instruction, examples, step))
    asked = found.asked("Who?")
    assert asked.endswith("\n(END OF EXAMPLES)\nQuestion: Who?") and examples in asked
    assert (
        found.invalid.startswith("Invalid Action.")
        and found.no_page.startswith("The last page")
        and "try again" in found.failed
    )
