"""``agentgym info``."""

from __future__ import annotations

from tests.cli.running import agentgym, as_json


def test_info_reads_well() -> None:
    told = agentgym("info", "webshop")
    assert "Tasks by split: train 1360, dev 80, test 200" in told
    assert "goals: human or synthetic; the profile's by default. Embedded goals are of one kind." in told
    assert "tool search_action(keywords)" in told


def test_info_as_json() -> None:
    facts = as_json("info", "webshop")
    assert facts["tasks"] > 0 and facts["opening"][0]["role"] == "user"


def test_info_takes_the_options_of_an_environment() -> None:
    facts = as_json("info", "webshop", "--split", "dev", "--action-format", "tools", "--max-steps", "7")
    assert (facts["split"], facts["action_format"], facts["max_steps"]) == ("dev", "tools", 7)
