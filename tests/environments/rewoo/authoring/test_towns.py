"""Addresses of towns."""

from __future__ import annotations

import random
from itertools import islice

from agentgym.environments.rewoo.authoring.towns import TOWNS, found_town, problems
from agentgym.environments.rewoo.tasks import document, store
from agentgym.tools.answers import holds


def test_an_address_tells_every_report_once() -> None:
    town = found_town("Testwick", random.Random(0))
    assert len(town.reports) == 48 and 35_000 < len(town.address) < 45_000
    assert all(town.address.count(f"{r.spent:,}") >= 1 for r in town.reports)
    assert len(list(islice(problems(town, random.Random(1)), 40))) == 40


def test_the_right_passage_is_not_given_away() -> None:
    known = [k.problem for k in store().problems if k.kind == "long_document" and len(k.problem.facts) == 1]
    first = sum(holds(document(p.document).best(p.question), p.facts[0]) for p in known) / len(known)
    assert 0.5 < first < 0.85 and len(TOWNS) == 3
