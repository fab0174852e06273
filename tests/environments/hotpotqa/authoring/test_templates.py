"""Templates."""

from __future__ import annotations

import itertools

from agentgym.environments.hotpotqa.authoring.relations import RELATIONS
from agentgym.environments.hotpotqa.authoring.templates import TEMPLATES, Chain, Comparison, Same, Shared


def test_relations_fit_together() -> None:
    assert len({t.form for t in TEMPLATES}) == len(TEMPLATES)
    for template in TEMPLATES:
        if isinstance(template, Comparison):
            relations = [r for r in (template.bridge, template.attribute) if r]
        else:
            assert isinstance(template, Chain | Same | Shared)
            relations = list(template.relations)
        for before, after in itertools.pairwise(relations):
            assert RELATIONS[before].target == RELATIONS[after].source, template
        if isinstance(template, Chain):
            assert all(RELATIONS[r].phrase for r in relations[:-1]), template
            assert (
                len(relations) == {"easy": 2, "medium": 2}.get(template.level, 3) or template.level == "hard"
            )
        if isinstance(template, Comparison | Same):
            assert RELATIONS[relations[0]].source == template.source
