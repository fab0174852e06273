"""Which candidates of a step are played: the best-ranked ones that are on the page."""

from __future__ import annotations

from functools import lru_cache

from agentgym.environments.mind2web.official.records import Candidate
from agentgym.environments.mind2web.world import ranker
from agentgym.environments.mind2web.world.markup import Markup
from agentgym.environments.mind2web.world.page import Page
from agentgym.environments.mind2web.world.sample import Sample


@lru_cache(maxsize=64)
def markup_of(html: str) -> Markup:
    """Return the parsed page and its written nodes; shared by the environments of a process.

    Raises:
        DataError: the page is no well-formed XML.
    """
    return Markup(Page(html, where="cleaned_html"))


def page_of(html: str) -> Page:
    """Return the parsed page; shared, and never changed.

    Raises:
        DataError: the page is no well-formed XML.
    """
    return markup_of(html).page


def ranking(sample: Sample) -> tuple[str, ...]:
    """Return the candidates on the page, best first: as the score file ranks them, or as our ranker does."""
    known = page_of(sample.action.cleaned_html).node_of
    listed = {c.backend_node_id for c in _candidates(sample)}
    if sample.ranks is not None:
        return tuple(identity for identity in sample.ranks if identity in known and identity in listed)
    identities = tuple(sorted(listed & known.keys()))
    return _lexical(sample.action.cleaned_html, identities, sample.task, sample.previous)


@lru_cache(maxsize=512)
def _lexical(html: str, identities: tuple[str, ...], task: str, previous: tuple[str, ...]) -> tuple[str, ...]:
    page = page_of(html)
    by_node = {page.node_of[identity]: identity for identity in identities}
    return tuple(by_node[node] for node in ranker.rank(page, list(by_node), task, previous))


def reachable(sample: Sample, count: int, *, complete: bool = False) -> tuple[list[str], list[str]]:
    """Return the positives and the negatives within the best ``count`` candidates, in the data's order.

    Args:
        sample: the step.
        count: how many candidates are played.
        complete: where none of them is right, the best-ranked right one has the last place.
    """
    ranked = ranking(sample)
    best = set(ranked[:count])
    if complete:
        right = [i for i in ranked if any(c.backend_node_id == i for c in sample.action.pos_candidates)]
        if right and not best.intersection(right):
            best = {*ranked[: count - 1], right[0]}
    positives = [c.backend_node_id for c in sample.action.pos_candidates if c.backend_node_id in best]
    negatives = [c.backend_node_id for c in sample.action.neg_candidates if c.backend_node_id in best]
    return positives, negatives


def _candidates(sample: Sample) -> tuple[Candidate, ...]:
    return (*sample.action.pos_candidates, *sample.action.neg_candidates)
