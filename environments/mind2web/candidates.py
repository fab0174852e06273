"""Which candidates of a step are played: the best-ranked ones that are on the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from agentgym.environments.mind2web import ranker
from agentgym.environments.mind2web.page import Page
from agentgym.environments.mind2web.records import Candidate, Sample


@lru_cache(maxsize=64)
def page_of(html: str) -> Page:
    """Return the parsed page; pages are shared by the environments of a process and never changed."""
    return Page(html)


def ranking(sample: Sample) -> tuple[str, ...]:
    """Return the candidates on the page, best first: as the score file ranks them, or as our ranker does."""
    known = page_of(sample.action.cleaned_html).node_of
    if sample.ranks is not None:
        listed = {c.backend_node_id for c in _candidates(sample)}
        return tuple(node for node in sample.ranks if node in known and node in listed)
    identities = tuple(sorted({c.backend_node_id for c in _candidates(sample) if c.backend_node_id in known}))
    return _lexical(sample.action.cleaned_html, identities, sample.task, sample.previous)


@lru_cache(maxsize=512)
def _lexical(html: str, identities: tuple[str, ...], task: str, previous: tuple[str, ...]) -> tuple[str, ...]:
    page = page_of(html)
    nodes: Mapping[int, str] = {page.node_of[i]: i for i in identities}
    return tuple(nodes[n] for n in ranker.rank(page, list(nodes), task, previous))


def reachable(sample: Sample, count: int) -> tuple[list[str], list[str]]:
    """Return the positives and the negatives within the best ``count`` candidates, in the data's order."""
    best = set(ranking(sample)[:count])
    positives = [c.backend_node_id for c in sample.action.pos_candidates if c.backend_node_id in best]
    negatives = [c.backend_node_id for c in sample.action.neg_candidates if c.backend_node_id in best]
    return positives, negatives


def _candidates(sample: Sample) -> tuple[Candidate, ...]:
    return (*sample.action.pos_candidates, *sample.action.neg_candidates)
