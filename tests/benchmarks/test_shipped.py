"""The suites that ship: the paper's tasks, weights and groups."""

from __future__ import annotations

import pytest

from agentgym.benchmarks import shipped
from agentgym.report.overall import Part, overall

PAPER = shipped.published("agenttuning")
GROUPS = ("held-in", "held-out", "general")


@pytest.mark.parametrize("group", GROUPS)
def test_a_suite_has_the_paper_s_environments_with_its_weights(group: str) -> None:
    published = {e.env: (e.weight, e.metric) for e in PAPER.environments if e.group == group}
    suite = shipped.suite(group)
    assert {e.env: (e.weight, e.metric) for e in suite.environments} == published
    assert suite.published == "agenttuning"


def test_agenttuning_is_the_three_suites_as_one() -> None:
    whole = shipped.suite("agenttuning").environments
    assert len(whole) == 16
    assert whole == [e for group in GROUPS for e in shipped.suite(group).environments]


@pytest.mark.parametrize(("group", "off"), [("held-out", 0.0038), ("general", 0.0039)])
def test_the_fitted_weights_give_all_printed_overalls(group: str, off: float) -> None:
    """The paper's own weights are rounded too far; how far the fitted ones are off stands in the suites' comments."""
    weights = {e.env: e.weight or 0.0 for e in shipped.suite(group).environments}
    deviations = {}
    for number, model in enumerate(PAPER.models):
        parts = [Part(e.scores[number] / 100, weights[e.env]) for e in PAPER.environments if e.group == group]
        whole = overall(parts)
        assert whole is not None
        deviations[model] = whole.value - PAPER.overall[group][number]
    assert max(map(abs, deviations.values())) <= off, deviations
