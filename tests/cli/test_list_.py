"""``agentgym list``."""

from __future__ import annotations

from tests.cli.running import agentgym, as_json


def test_the_list_reads_well() -> None:
    listed = agentgym("list")
    assert "A model behind the chat completions API" in listed and "``" not in listed


def test_the_list_as_json() -> None:
    listed = as_json("list")
    ids = [row["id"] for row in listed["environments"]]
    assert {"AgentTune/ALFWorld-v0", "AgentTune/WebShop-v0"} <= set(ids)
    assert {"expert", "random", "human", "replay", "scripted", "mock", "openai"} <= set(listed["policies"])
