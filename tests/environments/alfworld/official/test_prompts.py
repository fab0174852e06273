"""The original's texts by path, and its conversations."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import DataError, OptionError
from agentgym.prompts.texts import fingerprint
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests
from tests.shared_data import shared

PROFILES = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}
PREFIXES = {
    "pick_and_place": "put", "pick_clean_then_place": "clean", "pick_heat_then_place": "heat",
    "pick_cool_then_place": "cool", "look_at_obj": "examine", "pick_two_obj": "puttwo",
}  # fmt: skip
RUN = "ALFWorld.alfworld_run"
FINGERPRINTS = {
    "old": "f8d5a08b05b8f6ff 0114bebe16827fd3 1b0632e80566dc9c 367c911b1d9a516a c5e42d648219b4b8 ea7449598c2d4f55",
    "v0.2": "11512872e1185829 3831c95a47cd6088 23a4b9d5ee8eac5b 3c3ac4a1d5e518dd a03b8d2cd2dd6534 1df16304dbf8e009",
    "fc": "cf0d21971d12b4ab",
}


def source(instruction: str, acknowledged: str, lead: str, task: str, actions: tuple[str, str] | None) -> str:
    """Write the task's source in the form that AgentBench before v0.1 and v0.2 have."""
    shown = "''" if actions is None else f"{actions[0]!r} + actions + {actions[1]!r}"
    return f"""
class ALFWorld(Task):
    def __init__(self, **kwargs):
        self.prefixes = {PREFIXES!r}
    @staticmethod
    def get_task_instruction():
        # return "an older text"
        return {instruction!r}
    def get_available_actions(self, actions):
        actions = "\\n".join(actions)
        return {shown}
    async def alfworld_run(self, session, env):
        session.inject({{"role": "user", "content": self.get_task_instruction()}})
        session.inject(
            {{"role": "agent", "content": {acknowledged!r}}})
        history = self.get_prompt(name)
        history[0] = {lead!r} + history[0]
        init_prompt = {task!r} + ob + self.get_available_actions(info.get('admissible_commands', [[]])[0])
        session.inject({{"role": "user", "content": init_prompt}})
"""


def fc_source(instruction: str, task: str, actions: tuple[str, str], no_call: str, bad_call: str) -> str:
    """Write the task's source in the form of AgentBench's main branch."""
    return f"""
class ALFWorld(Task):
    def get_task_instruction(self):
        return {instruction!r}
    def get_available_actions(self, actions):
        actions = "\\n".join(actions)
        return {actions[0]!r} + actions + {actions[1]!r}
    def alfworld_run(self, session, env):
        session.inject(ChatCompletionSystemMessageParam(role='system', content=self.get_task_instruction()))
        init_prompt = {task!r} + ob + self.get_available_actions(info.get('admissible_commands', [[]])[0])
        session.inject(ChatCompletionUserMessageParam(role='user', content=init_prompt))
        session.inject(ChatCompletionUserMessageParam(role='user', content={no_call!r}))
        session.inject(ChatCompletionUserMessageParam(role='user', content={bad_call!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=observation + self.get_available_actions(x)))
"""


def _texts(s: Strings) -> str:
    acknowledged = s.one(RUN, "call session.inject['content']")
    shown = s.all("ALFWorld.get_available_actions", "return", "text")
    task = s.one(RUN, "= init_prompt")
    return source(
        s.one("ALFWorld.get_task_instruction", "return"), acknowledged, s.one(RUN, "= history[0]"), task,
        None if shown == [""] else (shown[0], shown[1]),
    )  # fmt: skip


def _fc_texts(s: Strings) -> str:
    said = s.all(RUN, "call session.inject call ChatCompletionUserMessageParam content=")
    shown = s.all("ALFWorld.get_available_actions", "return")
    return fc_source(
        s.one("ALFWorld.get_task_instruction", "return"), s.one(RUN, "= init_prompt"), (shown[0], shown[1]),
        said[0], said[1],
    )  # fmt: skip


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what writes a checkout with the originals' texts."""

    def made(variant: str) -> Path:
        folder = tmp_path_factory.mktemp(f"alfworld-{variant}") / "checkout"
        below = "src/tasks" if variant == "old" else "src/server/tasks"
        sources = {f"{below}/alfworld/task.py": _fc_texts if variant == "fc" else _texts}
        official(folder, ROOTS[variant], sources)
        if variant == "fc":  # By this file the main branch is told.
            write(folder, {f"{below}/knowledgegraph/const.py": ""})
        return folder

    return made


def made(**arguments: object) -> AgentEnv:
    return gym.make("AgentTune/ALFWorld-v0", **arguments).unwrapped  # type: ignore[return-value]


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_conversations_are_the_originals(
    variant: str, originals: Callable[[str], Path], tmp_path: Path
) -> None:
    arguments = {"profile": PROFILES[variant], "prompts": originals(variant)}
    env, compared = made(**arguments), 0
    if variant == "fc":
        assert records("alfworld", "fc")[0]["tools"] == env.texts.schemas
    for record in records("alfworld", variant):
        told = record["task"]
        if told["source"] == "embedded":
            played, task = env, told["id"]
        else:
            played = made(**arguments, data=_game(told["file"], tmp_path))
            task = played.tasks[0].id
        for turn, original, ours in requests(played, task, record):
            assert not difference(original, ours), (told, record["case"], turn, difference(original, ours))
            compared += 1
    assert compared > 30


def _game(file: str, folder: Path) -> Path:
    with tarfile.open(shared("alfworld/games.tar.xz")) as games:
        member = next(m for m in games.getnames() if m.endswith(file))
        games.extract(member, folder, filter="data")
    return folder / member


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_openings_are_the_known_ones(variant: str, originals: Callable[[str], Path]) -> None:
    texts = made(profile=PROFILES[variant], prompts=originals(variant)).texts
    kinds = ["pick_and_place_simple", "pick_clean_then_place_in_recep", "pick_heat_then_place_in_recep",
             "pick_cool_then_place_in_recep", "look_at_obj_in_light", "pick_two_obj_and_place"]  # fmt: skip
    kinds = [""] if variant == "fc" else kinds
    assert " ".join(fingerprint(texts.openings[kind]) for kind in kinds) == FINGERPRINTS[variant]


# ---- a checkout with texts of ours ------------------------------------------------------------------------------


def checkout(folder: Path, **files: str) -> Path:
    """Write a small checkout of v0.2's form."""
    shown = (" YOU MAY: ", "\n")
    prompts = {name: [f"A {name}.", "ACTION: a\n", "b", "ACTION: done\n"] for name in PREFIXES.values()}
    return write(
        folder,
        {
            "src/server/tasks/alfworld/task.py": source(
                "Do it.\n\n", "Yes.", "An example.\n", "Yours. ", shown
            ),
            "configs/tasks/alfworld.yaml": "default:\n  parameters:\n    prompts_path: shots.json\n",
            "shots.json": json.dumps(prompts),
            **files,
        },
    )


def test_a_checkout_is_read_and_never_run(tmp_path: Path) -> None:
    env = made(profile="agentbench", prompts=checkout(tmp_path / "agentbench"))
    observation, info = env.reset(seed=0, options={"task": "unseen/look_at_obj_in_light-000"})
    assert [m["content"] for m in info["messages"]] == [
        "Do it.\n\n", "Yes.", "An example.\nA examine.", "ACTION: a\n", "b", "ACTION: done\n"
    ]  # fmt: skip
    assert [m["role"] for m in info["messages"]] == ["user", "assistant"] * 3
    assert observation.startswith("Yours. You are in") and " YOU MAY: go to bed 1\n" in observation
    assert not any(m.get("loss", False) for m in info["messages"])
    name = env.definition()["prompts"]
    assert made(profile="agentbench", prompts=name).definition() == env.definition()


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "a")
    with pytest.raises(
        OptionError, match=r"v0\.2, which go with profile='agentbench' and action_format='react'"
    ):
        made(profile="paper", prompts=folder)
    with pytest.raises(OptionError, match="has 'agentbench' and 'tools'"):
        made(profile="agentbench", action_format="tools", prompts=folder)
    with pytest.raises(DataError, match="is no checkout of AgentTuning or AgentBench"):
        made(profile="paper", prompts=write(tmp_path / "b", {"x.py": ""}))
    with pytest.raises(DataError, match="no such file or folder"):
        made(profile="paper", prompts=tmp_path / "nowhere")
    for name, text, said in (
        ("shots.json", "[1]", "Is it another version"),
        ("shots.json", "{}", "names no examples of pick_and_place_simple"),
        ("configs/tasks/alfworld.yaml", "default: 3", "has no default.parameters.prompts_path"),
        (
            "configs/tasks/alfworld.yaml",
            "default:\n  parameters:\n    prompts_path: ../x",
            "nothing else is read",
        ),
        ("src/server/tasks/alfworld/task.py", "class ALFWorld: pass", "has no ALFWorld.get_task_instruction"),
    ):
        with pytest.raises(DataError, match=said):
            made(profile="agentbench", prompts=checkout(tmp_path / "c", **{name: text}))
