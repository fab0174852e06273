"""The original's texts by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import DataError, OptionError
from tests.prompts.checkouts import ROOTS, Strings, official, write

PROFILES = {"old": "paper", "v0.2": "agentbench"}
FOLDERS = {"old": "src/tasks/card_game/AI_SDK/Python", "v0.2": "src/server/tasks/card_game/AI"}
FISH = {name: {"passive": f"{name} 50%", "active": "hits"} for name in ("spray", "eel")}
FORMS = ({"pick_fish": "one"}, {"guess_type": "kind"})


def prompts(
    variant: str, fish: dict[str, Any], forms: tuple[dict[str, str], dict[str, str]],
    act: str, guess: str, rule: str, asked: tuple[str, str] = ("", ""), names: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """Write the source of the rules."""
    text = f"""
fish_description = {fish!r}
action_format = {forms[0]!r}
guess_format = {forms[1]!r}
ACTION_PROMPT = {act!r}
GUESS_RULE = {rule!r}
GUESS_PROMPT = {guess!r}
"""
    if variant == "old":
        return text
    fish_of_both = f"your_fish = {list(names)!r}\nenemy_fish = {list(names)!r}\n"
    return f"{text}{fish_of_both}action_prompt = {asked[0]!r}\nguess_prompt = {asked[1]!r}\n"


def agent(act: str, guess: str) -> str:
    """Write the source of the prompts of the older version; both are f-strings."""
    return f"""
class Agent(AIClient):
    def _guess(self, game):
        prompt = f{guess!r}
    def _decide(self, game):
        prompt = f{act!r}
"""


def client(acknowledged: str) -> str:
    """Write the source of the client."""
    method = f"    def llm_call(self, history, prompt, system):\n        history.append((system, {acknowledged!r}))\n"
    return f"class Client:\n{method}"


def _prompts(s: Strings, variant: str) -> str:
    def table(name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for *_, where, _, text in s.rows:
            keys = str(where).removeprefix(f"= {name}").replace("'", "").strip("[]").split("][")
            if str(where).startswith(f"= {name}["):
                inner = found
                for key in keys[:-1]:
                    inner = inner.setdefault(key, {})
                inner[keys[-1]] = text
        return found

    forms = (table("action_format"), table("guess_format"))
    asked = ("", "") if variant == "old" else (s.one("", "= action_prompt"), s.one("", "= guess_prompt"))
    rules = (s.one("", "= ACTION_PROMPT"), s.one("", "= GUESS_PROMPT"), s.one("", "= GUESS_RULE"))
    return prompts(variant, table("fish_description"), forms, *rules, asked, tuple(s.all("", "= your_fish")))


def _agent(s: Strings) -> str:
    return agent(
        s.one("Agent._decide", "= prompt", "template"), s.one("Agent._guess", "= prompt", "template")
    )


def originals(folder: Path, variant: str) -> Path:
    below = FOLDERS[variant]
    sources: dict[str, Any] = {
        f"{below}/prompt/en.py": lambda s: _prompts(s, variant),
        f"{below}/client.py": lambda s: client(s.one("Client.llm_call", "call history.append")),
    }
    if variant == "old":
        sources[f"{below}/AI_En.py"] = _agent
    return official(folder, ROOTS[variant], sources)


def made(**arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/CardGame-v0", **arguments).unwrapped  # type: ignore[return-value]


@pytest.mark.parametrize("variant", ["old", "v0.2"])
def test_a_game_with_the_originals_texts(variant: str, tmp_path: Path) -> None:
    env = made(profile=PROFILES[variant], prompts=originals(tmp_path, variant))
    observation, info = env.reset(seed=0)
    told = info["messages"][0]["content"]
    assert told.startswith("This is a two-player battle game with four pet fish in each team.")
    assert "{'guess_type': \"the enemy's fish type you may guess\"" in told and "%s" not in told
    assert info["messages"][1]["content"] == "Okay, I will play the game with you according to the rules."
    assert "Previous Guess: " in observation and "{" not in observation.replace("{'", "").replace('{"', "")
    _, _, _, _, info = env.step(env.suggest("expert"))
    rules = next(m["content"] for m in info["messages"] if m["content"].startswith("This is"))
    assert "Your fish's identity is initially hidden." in rules and "pick an alive fish" in rules
    assert "Counter: Deal" in rules and "You must return your move in each round." in rules


def checkout(folder: Path, variant: str, act: str = "A %s|%s|%s") -> Path:
    """Write a small checkout."""
    below = FOLDERS[variant]
    forms = act if variant == "old" else f"{act}|%s"
    guess = "G %s|%s" if variant == "old" else "G %s|%s|%s"
    asked = ("at %s: %s, %s", "was %s, %s, %s, %s")
    return write(
        folder,
        {
            f"{below}/prompt/en.py": prompts(variant, FISH, FORMS, forms, guess, "50%", asked, ("eel",)),
            f"{below}/client.py": client("Fine."),
            f"{below}/AI_En.py": agent("at {a}: {b}, {c}", "was {d.e}, {f}, {g}, {h}"),
        },
    )


def test_a_checkout_is_read(tmp_path: Path) -> None:
    for variant in ("old", "v0.2"):
        texts: Any = made(profile=PROFILES[variant], prompts=checkout(tmp_path / variant, variant)).texts
        assert texts.guess == "was {previous_guess}, {live_enemy}, {enemy_action}, {enemy_passive}"
        assert texts.act == "at {state}: {my_action}, {enemy_action}" and texts.acknowledgement == "Fine."
        fish = f"{FISH}" if variant == "old" else "|".join([str({"eel": FISH["eel"]})] * 2)
        assert texts.act_rules == f"A 50%|{fish}|{FORMS[0]}" and texts.guess_rules == f"G {fish}|{FORMS[1]}"


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="go with profile='paper'"):
        made(profile="fixed", prompts=checkout(tmp_path / "a", "old"))
    with pytest.raises(DataError, match=r"has 1 places \(%s\), not 3"):
        made(profile="paper", prompts=checkout(tmp_path / "b", "old", "A %s"))
