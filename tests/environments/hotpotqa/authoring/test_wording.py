"""The wordings."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.wording import ARTICLES


def test_keywords_stand_in_every_wording() -> None:
    assert set(ARTICLES) == set(things.KINDS)
    for kind, paragraphs in ARTICLES.items():
        names = [f.name for p in paragraphs for f in p if f.name]
        assert len(names) == len(set(names)), kind
        for fact in (f for p in paragraphs for f in p):
            assert len(set(fact.wordings)) == 3
            told = [w.lower().replace("{offset}", "utc") for w in fact.wordings]
            assert all(fact.keyword.lower() in w and w.endswith(".") for w in told), (kind, fact.name)
            assert bool(fact.name) == bool(fact.keyword)
