"""What the samples of an environment have in common: instructions, tool schemas, demonstrations.

These stand in every training conversation of the environment as well, and say nothing about a sample. Common is a run
of a few tokens that nearly all samples of an environment have, and a whole text that nearly all samples of one kind of
tasks have (a demonstration): runs would be too much of those, the tasks of a kind are alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.contamination.tokens import TEST_BORDER, Texts, hashes, mixed, window_starts

RUN = 5
"""Tokens of a run that is looked for in all samples."""
SHARE = 0.9
"""Share of the samples that have what is common."""
FEWEST = 5
"""Samples that a group has at least: two samples have everything in common that one has copied."""


def common_runs(texts: Texts, groups: Iterable[Sequence[Sequence[int]]]) -> NDArray[np.bool_]:
    """Return which tokens lie in a run that nearly all samples of a group have.

    Args:
        texts: all texts.
        groups: for each group, for each of its samples, the numbers of its texts.
    """
    found = np.zeros(len(texts.tokens), np.uint64)
    starts = window_starts(texts.tokens, RUN, TEST_BORDER)
    found[starts] = hashes(mixed(texts.tokens), starts, range(RUN))
    mark = np.zeros(len(texts.tokens), bool)
    for group in groups:
        if len(group) < FEWEST:
            continue
        places = [_runs(texts, numbers) for numbers in group]
        values, counts = np.unique(
            np.concatenate([np.unique(found[at]) for at in places]), return_counts=True
        )
        often = values[counts >= SHARE * len(group)]
        everywhere = np.unique(np.concatenate(places))
        hit = everywhere[np.isin(found[everywhere], often)]
        for offset in range(RUN):
            mark[hit + offset] = True
    return mark


def common_texts(groups: Iterable[Sequence[Sequence[int]]]) -> set[int]:
    """Return the numbers of the texts that nearly all samples of a group have.

    Args:
        groups: as for :func:`common_runs`.
    """
    found: set[int] = set()
    for group in groups:
        counts = Counter(number for numbers in group for number in set(numbers))
        if len(group) >= FEWEST:
            found |= {number for number, count in counts.items() if count >= SHARE * len(group)}
    return found


def _runs(texts: Texts, numbers: Sequence[int]) -> NDArray[np.int64]:
    """Return where the runs of some texts begin."""
    ends = [(int(texts.starts[i]), int(texts.lengths[i])) for i in numbers]
    return np.concatenate(
        [np.zeros(0, np.int64), *(np.arange(s, s + n - RUN + 1, dtype=np.int64) for s, n in ends if n >= RUN)]
    )
