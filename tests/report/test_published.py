"""The published numbers, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks import shipped
from agentgym.engine import cost
from agentgym.errors import DataError, UnknownNameError
from agentgym.report import tables
from agentgym.report.published import NOTHING
from agentgym.report.results import collect
from agentgym.report.suite import Suite
from tests.report.judged import HELD_IN, PAPER
from tests.report.synthetic import episode, write


def test_a_suite_names_its_published_numbers(tmp_path: Path) -> None:
    assert HELD_IN.published == "agenttuning"
    own = tmp_path / "own.toml"
    own.write_text('source = "ours"\nmodels = ["a"]\noverall = { mine = [1.0] }\nenvironments = []\n')
    write(tmp_path / "run", [episode(1, "p", 1.0), episode(2, "p", 0.0)])
    suite = Suite("mine", [], published=str(own))
    found = collect(
        [tmp_path / "run"], suite, prices=cost.load(), published=shipped.published(suite.published)
    )
    assert [row[0] for row in tables.scores(found, compare=True).rows] == ["p", "a (paper)"]
    with pytest.raises(
        UnknownNameError, match=r"set of published numbers 'agenttunin'.*Did you mean 'agenttuning'"
    ):
        shipped.published("agenttunin")
    own.write_text("models = 3")
    with pytest.raises(DataError, match="holds no published numbers"):
        shipped.published(str(own))


def test_the_suite_has_the_published_weights() -> None:
    published = {t.env: (t.weight, t.metric) for t in PAPER.environments}
    for environment in HELD_IN.environments:
        assert (environment.weight, environment.metric) == published[environment.env]
    assert PAPER.score("AgentTune/ALFWorld-v0", "GPT-4") == 78.0
    assert PAPER.score("Nowhere-v0", "GPT-4") is None
    assert (PAPER.group("AgentTune/ALFWorld-v0"), PAPER.group("Nowhere-v0")) == ("held-in", None)


def test_nothing_to_compare_with_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "p", 1.0)])
    found = collect([tmp_path], HELD_IN, prices=cost.load())
    assert found.published is NOTHING
    for table in tables.all_tables(found, compare=True):
        assert [row[0] for row in table.rows] == ["p"] and not any("(paper)" in n for n in table.notes)
