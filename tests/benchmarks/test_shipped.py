"""What ships: every suite and every set of published numbers can be read, and they fit each other."""

from __future__ import annotations

import pytest

from agentgym.benchmarks import shipped
from agentgym.registry import environment_ids
from agentgym.report.toml_file import names


@pytest.mark.parametrize("name", names(shipped.SUITES))
def test_a_suite_that_ships(name: str) -> None:
    suite = shipped.suite(name)
    assert suite.name == name and suite.environments
    assert {e.env for e in suite.environments} <= set(environment_ids())
    assert name in shipped.published(suite.published).overall


@pytest.mark.parametrize("name", names(shipped.PUBLISHED))
def test_published_numbers_that_ship(name: str) -> None:
    published = shipped.published(name)
    assert all(len(e.scores) == len(published.models) for e in published.environments)
    assert all(len(printed) == len(published.models) for printed in published.overall.values())
    assert all(len(s) == len(panel.models) for panel in published.errors for s in panel.shares.values())
