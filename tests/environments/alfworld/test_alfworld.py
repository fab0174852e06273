"""ALFWorld: real games won, lock-step with TextWorld, embedded games, profiles, broken files."""

from __future__ import annotations

import json
import lzma
import random
import re
import tarfile
from pathlib import Path

import gymnasium as gym
import msgspec
import pytest

import agentgym
from agentgym.environments.alfworld import embedded, files
from agentgym.environments.alfworld.dialect import recognise, task_sentence
from agentgym.environments.alfworld.engines import FastEngine, GameFile
from agentgym.environments.alfworld.game import Game
from agentgym.environments.alfworld.generator import KINDS
from agentgym.environments.alfworld.solver import solve
from agentgym.environments.alfworld.state import NOTHING, State
from agentgym.errors import DataError, OptionError, UnknownNameError
from tests.shared_data import shared

ENV = "AgentTune/ALFWorld-v0"


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alfworld")
    with tarfile.open(shared("alfworld/games.tar.xz")) as archive:
        archive.extractall(folder, filter="data")
    return folder


def test_every_real_training_walkthrough_wins() -> None:
    logic = json.loads(shared("alfworld/logic.json").read_text())
    env = gym.make(ENV).unwrapped
    won = 0
    with lzma.open(shared("alfworld/train.jsonl.xz")) as lines:
        for line in lines:
            record = json.loads(line)
            dialect = recognise(logic["domains"][record["dom"]], logic["grammars"][record["gram"]])
            assert dialect is not None
            state = State(Game(record["problem"], record["goal"], dialect))
            env.reset(seed=0)
            env._fast.state = state  # the training set is stored factored: put its game under the environment
            env._dialect = dialect
            for command in record["walkthrough"]:
                _, reward, terminated, _, _ = env.step(f"ACTION: {command}")
            won += reward == 1.0 and terminated
    assert won == 3553


@pytest.mark.parametrize(("split", "count"), [("dev", 200), ("seen", 140), ("unseen", 20)])
def test_every_verbatim_game_is_won_by_the_expert(games: Path, split: str, count: int) -> None:
    run = agentgym.rollout(ENV, "expert", data=games, split=split)
    assert (run.planned, run.successes) == (count, count)


@pytest.mark.textworld
@pytest.mark.parametrize("part", range(4))
def test_lock_step_with_textworld_on_real_games(games: Path, part: int) -> None:
    pytest.importorskip(
        "alfworld", reason="the alfworld extra is not installed: pip install 'agentgym[alfworld]'"
    )
    paths = sorted(games.rglob("game.tw-pddl"))
    random.Random(7).shuffle(paths)
    paths.sort(key=lambda p: "valid_unseen" not in p.parts)  # all the test games that are here, then others
    grammar = shared("alfworld/alfred_put_grammar.twl2").read_text()
    for number, path in enumerate(paths[part * 12 : part * 12 + 12]):
        file = files.read(path)
        walkthrough = file.walkthrough or solve(files.parsed(path)) or []
        if number % 2:
            file, walkthrough = _in_put_dialect(file, walkthrough, grammar)
        _compare(file, walkthrough, number)


@pytest.mark.textworld
def test_lock_step_with_textworld_on_embedded_games(tmp_path: Path) -> None:
    pytest.importorskip(
        "alfworld", reason="the alfworld extra is not installed: pip install 'agentgym[alfworld]'"
    )
    from agentgym.environments.alfworld.data_cli import package_logic, write_game

    domain, grammar = package_logic()
    put = _put_grammar(grammar)
    chosen = (
        list(embedded.blueprints("unseen").values())[:24] + list(embedded.blueprints("train").values())[:20]
    )
    for number, blueprint in enumerate(chosen):
        file = files.read(write_game(blueprint, tmp_path, domain, grammar))
        walkthrough = list(file.walkthrough or [])
        if number % 2:
            file, walkthrough = _in_put_dialect(file, walkthrough, put)
        _compare(file, walkthrough, number)


def test_games_of_several_seeds_share_a_folder(tmp_path: Path) -> None:
    pytest.importorskip(
        "alfworld", reason="the alfworld extra is not installed: pip install 'agentgym[alfworld]'"
    )
    from agentgym.environments.alfworld.data_cli import package_logic, write_game

    logic = package_logic()
    written = {write_game(b, tmp_path, *logic) for s in (1, 2) for b in embedded.generate("dev", 2, seed=s)}
    assert len(written) == 24 and len(files.find(tmp_path, "train")) == 24


@pytest.mark.textworld
def test_patched_textworld_gives_what_stock_textworld_gives(games: Path) -> None:
    pytest.importorskip(
        "alfworld", reason="the alfworld extra is not installed: pip install 'agentgym[alfworld]'"
    )
    import subprocess
    import sys

    path = sorted(games.rglob("game.tw-pddl"))[0]
    program = (
        "import sys, json, random; from pathlib import Path\n"
        "from agentgym.environments.alfworld import files\n"
        "from agentgym.environments.alfworld.textworld_engine import TextWorldEngine\n"
        "engine = TextWorldEngine(fast=sys.argv[2] == 'fast'); rng = random.Random(1)\n"
        "seen = [engine.start(files.read(Path(sys.argv[1])))]\n"
        "for _ in range(12):\n"
        "    listed = engine.admissible(); seen += [listed, engine.step(rng.choice(listed)), engine.won]\n"
        "print(json.dumps(seen))\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, str(path), mode], capture_output=True, text=True, check=True
        )
        for mode in ("fast", "stock")
    ]
    assert outputs[0].stdout.splitlines()[-1] == outputs[1].stdout.splitlines()[-1]


_engines: dict[str, object] = {}


def _compare(file: GameFile, walkthrough: list[str], seed: int) -> None:
    from agentgym.environments.alfworld.textworld_engine import TextWorldEngine

    theirs = _engines.setdefault("textworld", TextWorldEngine())
    assert isinstance(theirs, TextWorldEngine)
    ours, rng = FastEngine(), random.Random(seed)
    for commands in (walkthrough, [None] * 40):
        assert ours.start(file) == theirs.start(file)
        for command in commands:
            listed = theirs.admissible()
            assert ours.admissible() == listed
            chosen = command or rng.choice(
                [c for c in listed if not c.startswith("go to") or rng.random() < 0.3]
            )
            assert ours.step(chosen) == theirs.step(chosen), chosen
            assert ours.won == theirs.won == bool(theirs.score)
    assert ours.step("dance") == theirs.step("dance") == NOTHING


def _in_put_dialect(file: GameFile, walkthrough: list[str], grammar: str) -> tuple[GameFile, list[str]]:
    sentence = task_sentence(file.grammar).removeprefix("Your task is to: ").removesuffix(".")
    domain = file.pddl_domain
    changed = msgspec.structs.replace(
        file,
        grammar=grammar.replace("UNKNOWN GOAL", sentence),
        pddl_domain=domain[: domain.index("(:action help")] + ")",  # the old domain has no such action
    )
    return changed, [re.sub(r"^move (.*) to (.*)$", r"put \1 in/on \2", c) for c in walkthrough]


def _put_grammar(grammar: str) -> str:
    return shared("alfworld/alfred_put_grammar.twl2").read_text() if grammar else ""


def test_the_embedded_games_are_enough_and_differ_in_layout() -> None:
    sizes = {split: len(embedded.blueprints(split)) for split in ("train", "dev", "seen", "unseen")}
    assert sum(sizes.values()) >= 600 and min(sizes.values()) >= 60
    layouts = {split: {(b.room, b.layout) for b in embedded.blueprints(split).values()} for split in sizes}
    assert not layouts["unseen"] & layouts["train"] and not layouts["dev"] & (
        layouts["train"] | layouts["unseen"]
    )
    assert {b.kind for b in embedded.blueprints("unseen").values()} == set(KINDS)


def test_the_generator_still_makes_what_is_stored() -> None:
    assert list(embedded.generate("dev", embedded.SIZES["dev"])) == [
        b for b in embedded._all() if b.id.startswith("dev/")
    ]


@pytest.mark.parametrize("split", ["train", "dev", "seen", "test"])
@pytest.mark.parametrize("profile", ["paper", "agentbench", "alfworld"])
def test_the_expert_wins_every_embedded_game(split: str, profile: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split, profile=profile)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_random_stays_low() -> None:
    run = agentgym.rollout(ENV, "random", split="test")
    assert run.mean_reward is not None and run.mean_reward < 0.05


def test_the_bleu_fallback_and_the_labels_of_the_profiles() -> None:
    env = gym.make(ENV, profile="paper")
    _, info = env.reset(seed=0)
    receptacle = next(a for a in info["admissible"] if a.startswith("go to")).removeprefix("go to ")
    _, _, _, _, info = env.step(f"I will go to the {receptacle}")
    assert info["action"] == f"go to {receptacle}" and info["mapped_from"]
    strict = gym.make(ENV, profile="agentbench")
    observation, _ = strict.reset(seed=0)
    assert " AVAILABLE ACTIONS: " in observation
    _, reward, terminated, _, info = strict.step("go to desk 1")
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_action")


def test_agentbench_strips_available_actions_from_older_turns() -> None:
    run = agentgym.rollout(ENV, "expert", tasks=1, profile="agentbench")
    episode = next(iter(run))
    shown = ["AVAILABLE ACTIONS" in m["content"] for m in episode.messages]
    assert not any(shown[:-1])
    assert "AVAILABLE ACTIONS" in episode.steps[0].observation


def test_three_identical_outputs_fail_at_the_fourth_step() -> None:
    env = gym.make(ENV, profile="paper")
    env.reset(seed=0)
    ended = [env.step("ACTION: look")[2] for _ in range(3)]
    _, _, terminated, _, info = env.step("ACTION: look")
    assert ended == [False] * 3 and terminated and info["status"] == "repetition"


def test_broken_games_say_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "game.tw-pddl"
    for content, message in (
        ('{"pddl_domain": "', "is no game file.*cut off"),
        ('{"pddl_domain": "x"}', "is no game file.*grammar"),
        ('{"pddl_domain": "x", "grammar": "y", "pddl_problem": "z"}', 'no "Your task is to: …" sentence'),
        (
            '{"pddl_domain": "x", "grammar": "\\"Your task is to: a.\\"", "pddl_problem": "z"}',
            r"engine='fast' cannot play it.*textworld",
        ),
    ):
        broken.write_text(content)
        files.parsed.cache_clear()
        env = gym.make(ENV, data=broken)
        with pytest.raises(DataError, match=message):
            env.reset(seed=0)
            env.unwrapped.suggest("expert")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match="agentgym data alfworld get"):
        gym.make(ENV, data=empty).reset()


def test_wrong_arguments_say_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown engine 'quick'; known: fast, textworld"):
        gym.make(ENV, engine="quick")
    with pytest.raises(OptionError, match="agentgym data alfworld generate"):
        gym.make(ENV, engine="textworld")
    with pytest.raises(UnknownNameError, match="Unknown task type 'pick'"):
        gym.make(ENV, kinds="pick")


@pytest.mark.textworld
def test_alfworlds_own_environment_plays_our_games(tmp_path: Path) -> None:
    pytest.importorskip(
        "alfworld", reason="the alfworld extra is not installed: pip install 'agentgym[alfworld]'"
    )
    from alfworld.agents.environment.alfred_tw_env import AlfredTWEnv

    from agentgym.environments.alfworld.data_cli import package_logic, write_game

    domain, grammar = package_logic()
    chosen = list(embedded.blueprints("train").values())[:6]  # one of each task type
    walkthroughs = {}
    for blueprint in chosen:
        path = write_game(blueprint, tmp_path / "json_2.1.1" / "train", domain, grammar)
        walkthroughs[str(path)] = list(blueprint.walkthrough)
    config = {
        "dataset": {"data_path": str(tmp_path / "json_2.1.1" / "train"), "num_train_games": -1},
        "env": {
            "goal_desc_human_anns_prob": 0,
            "task_types": [1, 2, 3, 4, 5, 6],
            "domain_randomization": False,
            "expert_type": "handcoded",
        },
        "general": {"training_method": "dqn"},
        "rl": {"training": {"max_nb_steps_per_episode": 80}},
    }
    theirs = AlfredTWEnv(config)
    assert sorted(theirs.game_files) == sorted(walkthroughs)
    env = theirs.init_env(batch_size=1)
    won = set()
    for _ in walkthroughs:
        _, infos = env.reset()
        played = infos["extra.gamefile"][0]
        for command in walkthroughs[played]:
            _, _, _, infos = env.step([command])
        won |= {played} if infos["won"][0] else set()
    env.close()
    assert won == set(walkthroughs)
