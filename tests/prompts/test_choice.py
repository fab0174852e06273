"""Which texts `prompts=` says, in an environment."""

from __future__ import annotations

import random
from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import AgentGymError, DataError, OptionError
from agentgym.messages import user
from agentgym.prompts.toml_form import Head, write
from tests.environments.alfworld.official import test_prompts as alfworld
from tests.environments.knowledge_graph.official import test_prompts as knowledge_graph
from tests.environments.mind2web.official import test_prompts as mind2web

ENV = "AgentTune/ALFWorld-v0"
HEAD = Head("ALFWorld", "paper", "react")


def made(**arguments: object) -> AgentEnv:
    return gym.make(ENV, **arguments).unwrapped  # type: ignore[return-value]


def file(folder: Path, task: str = "Now: {observation}") -> Path:
    own = made().texts
    texts = type(own)(task=task, openings={"": [user("Do it.")]})  # type: ignore[call-arg]
    path = folder / "mine.toml"
    path.write_text(write(HEAD, texts))
    return path


def test_texts_of_a_file_are_said(tmp_path: Path) -> None:
    env = made(prompts=file(tmp_path))
    observation, info = env.reset(seed=0)
    assert info["messages"] == [user("Do it.")] and observation.startswith("Now: You are in the middle")


def test_their_hash_is_a_part_of_the_definition(tmp_path: Path) -> None:
    assert "prompts" not in made().definition()
    name = made(prompts=file(tmp_path)).definition()["prompts"]
    assert name.startswith(f"{tmp_path}/mine.toml#")
    assert made(prompts=name).definition()["prompts"] == name
    file(tmp_path, "Then: {observation}")
    with pytest.raises(DataError, match="have changed: they were"):
        made(prompts=name)
    assert made(prompts=tmp_path / "mine.toml").definition()["prompts"] != name


def test_wrong_paths_and_profiles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read: No such file"):
        made(prompts=tmp_path / "no.toml")
    with pytest.raises(DataError, match="no such file or folder"):
        made(prompts=tmp_path / "no")
    with pytest.raises(OptionError, match="they were asked for ALFWorld, profile agentbench"):
        made(profile="agentbench", prompts=file(tmp_path))
    with pytest.raises(OptionError, match="HumanEval reads no official checkout"):
        gym.make("AgentTune/HumanEval-v0", prompts=tmp_path)


READERS = {
    "AgentTune/ALFWorld-v0": ("agentbench", alfworld.checkout),
    "AgentTune/KG-v0": ("paper", knowledge_graph.checkout),
    "AgentTune/Mind2Web-v0": ("agentbench", mind2web.checkout),
}


@pytest.mark.parametrize("env_id", READERS)
def test_whatever_a_checkout_is_it_is_read_or_refused_in_words(env_id: str, tmp_path: Path) -> None:
    profile, checkout = READERS[env_id]
    folder = checkout(tmp_path / "checkout")
    files = {path: path.read_text() for path in folder.rglob("*") if path.is_file()}
    rng = random.Random(0)
    refused = 0
    for _ in range(60):
        path, text = rng.choice([*files.items()])
        at = rng.randrange(len(text))
        other = rng.choice(["", "\n", "'", '"', "[", "}", "{x}", "3", " + y", "\\", ": ", "None", text[:at]])
        path.write_text(text[:at] + other + text[at + rng.choice([0, 1, 9, 40]) :])
        try:
            env = gym.make(env_id, profile=profile, prompts=folder).unwrapped
            env.reset(seed=0)
        except AgentGymError as error:
            refused += 1
            assert str(error)
        path.write_text(text)
    assert refused > 15


def test_a_source_that_nests_too_deeply_is_refused(tmp_path: Path) -> None:
    folder = alfworld.checkout(tmp_path / "checkout")
    path = folder / "src/server/tasks/alfworld/task.py"
    path.write_text(path.read_text().replace("'Do it.\\n\\n'", " + ".join(["'a'"] * 3000)))
    with pytest.raises(DataError, match=r"RecursionError|cannot be read"):
        made(profile="agentbench", prompts=folder)


def test_what_does_not_parse_is_answered_in_the_texts_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    head = Head("Database", "corrected", "react")
    own = gym.make("AgentTune/DB-v0", profile="corrected").unwrapped.texts  # type: ignore[attr-defined]
    path.write_text(write(head, type(own)(unreadable="What? {hint}")))
    env = gym.make("AgentTune/DB-v0", profile="corrected", prompts=path).unwrapped
    env.reset(seed=0)
    assert env.step("nothing")[0].startswith("What? There is neither an operation nor")
    env.close()
