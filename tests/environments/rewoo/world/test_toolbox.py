"""Which tools a problem has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agentgym.environments.rewoo.world.documents import Document
from agentgym.environments.rewoo.world.toolbox import Toolbox
from agentgym.errors import DataError, EnvironmentFailure, OptionError
from agentgym.tools.encyclopedia.articles import Article
from tests.environments.rewoo.playing import problem


def shout(text: str) -> str:
    if text == "fail":
        raise ValueError("too quiet")
    return text.upper()


def toolbox(**arguments: Any) -> Toolbox:
    default: dict[str, Any] = {"texts": "embedded", "language": "en", "recorded": None, "plugins": {}}
    return Toolbox(**(default | arguments), documents=lambda name: Document(f"About {name}."))


def test_the_environments_own() -> None:
    tools = toolbox().tools(
        problem(tools=("Wikipedia", "LLM", "Google", "Calculator", "SearchDocument"), document="x")
    )
    assert sorted(tools) == ["Calculator", "Google", "SearchDocument", "Wikipedia"]
    assert "capital" in tools["Wikipedia"]("Germany") and "Berlin" in tools["Google"]("capital of Germany")
    assert tools["SearchDocument"]("about") == "About x."


def test_paragraphs_of_the_problem_go_first() -> None:
    context = (Article("Aachen", (("A town.", " A second sentence."), ("More.",))),)
    assert toolbox().tools(problem(context=context))["Wikipedia"]("aachen") == "A town. A second sentence."


def test_plugins_and_records(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"Wikipedia": {"Rome": "kept"}}))
    tools = toolbox(recorded=str(path), plugins={"Wikipedia": f"{__name__}:shout"}).tools(problem())
    assert tools["Wikipedia"]("Rome") == "kept" and tools["Wikipedia"]("oslo") == "OSLO"
    with pytest.raises(EnvironmentFailure, match=r"Wikipedia .* failed: ValueError: too quiet"):
        tools["Wikipedia"]("fail")


def test_wrong_ones(tmp_path: Path) -> None:
    for plugins in ({"Bing": "a:b"}, {"LLM": "a:b"}):
        with pytest.raises(OptionError, match="no tool"):
            toolbox(plugins=plugins)
    for target in ("no.such.module:f", f"{__name__}:nothing", "nothing"):
        with pytest.raises(OptionError, match="cannot be imported"):
            toolbox(plugins={"Google": target})
    (tmp_path / "bad.json").write_text('{"Google": 3}')
    with pytest.raises(DataError, match="recorded"):
        toolbox(recorded=str(tmp_path / "bad.json"))
    with pytest.raises(DataError, match="no such folder"):
        toolbox(texts=str(tmp_path / "none")).tools(problem())
