"""The original's texts by path, and its conversations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium as gym
import msgspec
import pytest

from agentgym.env import AgentEnv
from agentgym.environments.mind2web import env as module
from agentgym.environments.mind2web.world.candidates import reachable
from agentgym.environments.mind2web.world.play import Play
from agentgym.errors import DataError, OptionError
from agentgym.prompts.texts import fingerprint
from agentgym.tasks import Task
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests

PROFILES = {"old": "paper", "v0.2": "agentbench"}
FINGERPRINTS = dict.fromkeys(PROFILES, "0c8dae76dfb545fe")
WRITE = "format_input_multichoice"


def dataloader(task: str, action: str, none: str, ask: str, choice: str) -> str:
    """Write the source of the question; ``task``, ``action`` and ``choice`` are f-strings."""
    return f"""
def format_input_generation(sample):
    seq_input = f"another {{sample}}"
def {WRITE}(sample, candidate_ids):
    seq_input = (f{task!r})
    if len(sample["previous_actions"]) > 0:
        for action in sample["previous_actions"][-5:]:
            seq_input += f{action!r}
    else:
        seq_input += {none!r}
    seq_input += (
        {ask!r})
    for idx, choice in enumerate(choices):
        seq_input += f{choice!r}
"""


def task(scope: str, wrapper: str) -> str:
    """Write the source of the task; ``wrapper`` is an f-string."""
    return f"""
class Mind2Web(Task):
    def {scope}(self, session, data_item):
        self.prompt_template[-1]["content"] = f{wrapper!r}
"""


def _dataloader(s: Strings) -> str:
    task, action, choice = s.all(WRITE, "", "template")
    none, ask = s.all(WRITE, "+= seq_input", "text")
    return dataloader(task, action, none, ask, choice)


def _task(s: Strings) -> str:
    (row,) = [r for r in s.rows if r[3] == "template"]
    return task(str(row[1]).rpartition(".")[2], str(row[4]))


def originals(folder: Path, variant: str) -> Path:
    below = "src/tasks/mind2web" if variant == "old" else "src/server/tasks/mind2web"
    return official(
        folder, ROOTS[variant], {f"{below}/dataloader.py": _dataloader, f"{below}/task.py": _task}
    )


def made(**arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/Mind2Web-v0", **arguments).unwrapped  # type: ignore[return-value]


class _Order:
    """Draws the order that was recorded."""

    def __init__(self, order: list[int]) -> None:
        self.order = order

    def permutation(self, count: int) -> list[int]:
        assert count == len(self.order)
        return self.order


@pytest.mark.parametrize("variant", ["old", "v0.2"])
def test_the_conversations_are_the_originals(
    variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = originals(tmp_path / "checkout", variant)
    compared = 0
    for record in records("mind2web", variant):
        told = record["task"]
        env = made(profile=PROFILES[variant], prompts=prompts, split=told["split"])
        assert fingerprint(env.texts.openings[""]) == FINGERPRINTS[variant]
        found = next(
            i for i in env.tasks.ids if i.startswith(told["task"].split("_")[0]) and _step(env, i, told)
        )
        (sample,) = env.tasks[found].data
        if "task_text" in told:
            sample = msgspec.structs.replace(sample, task=told["task_text"])
        positives, negatives = reachable(sample, 10)
        pool = [*positives, *negatives]
        order = [pool.index(identity) for identity in record["observations"][0]["pool"]]

        def play(samples: Any, _: Any, order: list[int] = order, **how: Any) -> Play:
            return Play(samples, _Order(order), **how)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "Play", play)
        for turn, original, ours in requests(env, Task(id=found, data=[sample]), record):
            assert not difference(original, ours), (
                told["task"],
                record["case"],
                turn,
                difference(original, ours),
            )
            compared += 1
    assert compared > 30


def _step(env: AgentEnv, task_id: str, told: dict[str, Any]) -> bool:
    (sample,) = env.tasks[task_id].data
    return bool(sample.id == told["task"] and sample.position == told["step"])


# ---- a checkout with texts of ours ------------------------------------------------------------------------------


def checkout(folder: Path, examples: list[dict[str, str]] | None = None, **files: str) -> Path:
    """Write a small checkout of v0.2's form."""
    shown = [
        {"role": "user", "content": "Q1"},
        {"role": "agent", "content": "A1"},
        {"role": "user", "content": ""},
    ]
    return write(
        folder,
        {
            "src/server/tasks/mind2web/task.py": task("start_sample", "<<{page}>> {rest}"),
            "src/server/tasks/mind2web/dataloader.py": dataloader(
                "Do {x}. Done: ", "{a};", "nothing;", " Now?", "({l}) {c}"
            ),
            "configs/tasks/mind2web.yaml": "default:\n  parameters:\n    llm_prompt: shots.json\n",
            "shots.json": json.dumps(shown if examples is None else examples),
            **files,
        },
    )


def test_a_checkout_is_read(tmp_path: Path) -> None:
    env = made(profile="agentbench", prompts=checkout(tmp_path))
    observation, info = env.reset(seed=0)
    assert [(m["role"], m["content"]) for m in info["messages"]] == [("user", "Q1"), ("assistant", "A1")]
    assert observation.startswith("<<<") and " Now?(B) " in observation and "(F) " in observation
    again = env.step("Answer: A.")[4]["messages"]
    assert again == info["messages"]


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="mode='multichoice'"):
        made(profile="agentbench", prompts=checkout(tmp_path / "a"), mode="element")
    with pytest.raises(DataError, match="does not end with the user's question"):
        made(profile="agentbench", prompts=checkout(tmp_path / "b", [{"role": "agent", "content": "A1"}]))
    file = "src/server/tasks/mind2web/dataloader.py"
    with pytest.raises(DataError, match="has 1 texts in format_input_multichoice, not 5"):
        made(
            profile="agentbench",
            prompts=checkout(tmp_path / "c", **{file: f"def {WRITE}():\n    seq_input = 'x'\n"}),
        )
    with pytest.raises(DataError, match=r"has 2 places to fill in, not 1"):
        made(
            profile="agentbench",
            prompts=checkout(tmp_path / "d", **{file: dataloader("{x}{y}", "{a}", "n", "a", "{l}{c}")}),
        )
