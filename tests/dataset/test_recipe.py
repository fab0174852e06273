"""Recipes of curation."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks import shipped
from agentgym.dataset.recipe import Recipe, load
from agentgym.errors import AgentGymError, OptionError


def test_what_is_said_for_an_environment_goes_before_what_is_said_for_all() -> None:
    recipe = Recipe(caps={"*": 5, "OS": 2}, demonstration={"*": "strip", "KG": "keep"})
    assert recipe.cap("OS") == 2 and recipe.cap("KG") == 5 and Recipe().cap("KG") is None
    assert recipe.strips("OS") and not recipe.strips("KG") and not Recipe().strips("OS")


def test_the_papers_recipe_ships() -> None:
    recipe = shipped.recipe("agenttuning")
    assert sum(r.kept for r in recipe.published.rows.values()) == 1866
    assert sum(r.instructions for r in recipe.published.rows.values()) == 35_341


@pytest.mark.parametrize("wrong", [{"near": 0.0}, {"near": 1.5}, {"best": 0}, {"caps": {"OS": -1}}])
def test_numbers_have_a_range(wrong: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        Recipe(**wrong)  # type: ignore[arg-type]


def test_a_file_with_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("keeep = 'reward == 1'")
    with pytest.raises(AgentGymError, match="keeep"):
        load("mine", tmp_path)
    with pytest.raises(AgentGymError, match="Did you mean 'mine'"):
        load("mne", tmp_path)
