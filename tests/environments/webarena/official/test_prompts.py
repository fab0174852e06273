"""The original's texts by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentgym.environments.webarena.env import WebArenaEnv
from agentgym.environments.webarena.official.prompts import read
from agentgym.environments.webarena.texts import WebArenaTexts
from agentgym.errors import DataError, OptionError
from agentgym.prompts import Checkout
from tests.prompts.checkouts import Strings, strings, write

BELOW = "eval_heldout/webarena/agent/prompts/"
RAW, AGENT = f"{BELOW}raw/p_cot_id_actree_2s.py", f"{BELOW}prompt_constructor.py"


def sources(intro: str, examples: list[tuple[str, str]], template: str, acknowledged: str) -> dict[str, str]:
    """Write the prompt and the agent that sends it."""
    prompt = {"intro": intro, "examples": examples, "template": template, "meta_data": {"keywords": ["url"]}}
    agent = f"""
class PromptConstructor(object):
    def get_lm_api_input(self, intro, examples, current):
        conv.append_message(conv.roles[0], intro.strip())
        conv.append_message(conv.roles[1], {acknowledged!r})
        for (x, y) in examples:
            conv.append_message(conv.roles[0], x.strip())
"""
    return {RAW: f"prompt = {prompt!r}\n", AGENT: agent}


def made(folder: Path, profile: str = "paper", action_format: str = "react") -> WebArenaTexts:
    return read(Checkout(folder), WebArenaEnv.profiles[profile], action_format)


def test_a_checkout_is_read(tmp_path: Path) -> None:
    files = sources(
        "Browse.\n", [("page ", "```stop```"), ("other", "\n```stop```")], "AT {url}: {observation}\n", "Yes."
    )
    texts = made(write(tmp_path, files))
    assert [m["content"] for m in texts.openings[""]] == [
        "Browse.",
        "Yes.",
        "page",
        "```stop```",
        "other",
        "```stop```",
    ]
    assert [m["role"] for m in texts.openings[""]] == ["user", "assistant"] * 3
    assert texts.turn == "AT {url}: {observation}"


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    files: dict[str, Any] = sources("a", [], "b", "c")
    with pytest.raises(OptionError, match="profile='paper'"):
        made(write(tmp_path / "a", files), "current")
    with pytest.raises(OptionError, match="action_format='react'"):
        made(write(tmp_path / "a", files), action_format="tools")
    with pytest.raises(DataError, match="has no intro"):
        made(write(tmp_path / "b", {**files, RAW: "prompt = {'intro': 'x'}\n"}))


def test_the_real_texts(tmp_path: Path) -> None:
    s: Strings = strings(f"AgentTuning/{RAW}")
    shown = s.all("", "= prompt['examples']")
    examples = list(zip(shown[::2], shown[1::2], strict=True))
    acknowledged = strings(f"AgentTuning/{AGENT}").one(
        "PromptConstructor.get_lm_api_input", "call conv.append_message"
    )
    template = s.one("", "= prompt['template']")
    texts = made(write(tmp_path, sources(s.one("", "= prompt['intro']"), examples, template, acknowledged)))
    assert texts.turn == WebArenaTexts().turn and len(texts.openings[""]) == 6
    assert texts.openings[""][1]["content"] == "Ok." and texts.openings[""][-1]["content"].endswith("[1]```")
