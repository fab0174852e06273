"""From the samples of a step to forward passes: packed behind one another, or one a row with padding.

Either way a pass holds the same facts: for each target, where the model predicts it (``keep``), which token it is
(``targets``), what its loss counts (``weights``, normalised over the whole batch of all ranks) and whose it is
(``owners``). So how samples are put together decides speed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Sample(NamedTuple):
    """A drawn row.

    Attributes:
        source: number of its source.
        row: its number in the source.
        ids: token ids, shape (tokens,).
        trained: which of them are targets, shape (tokens,); the first never is.
    """

    source: int
    row: int
    ids: NDArray[np.int32]
    trained: NDArray[np.bool_]

    @property
    def targets(self) -> int:
        """How many tokens are trained."""
        return int(self.trained.sum())


class Pass(NamedTuple):
    """One forward pass.

    Attributes:
        ids, positions: shape (rows, width); positions begin at 0 with each conversation.
        bounds: where each conversation begins in the flattened ids, and their end; packed, or ``None``.
        longest: tokens of the longest conversation.
        keep: flat places whose next token is a target, ascending, shape (targets,).
        targets: those tokens, shape (targets,).
        weights: what each loss counts, float32, shape (targets,).
        owners: number of the sample in the step, shape (targets,).
        real: tokens without padding.
    """

    ids: Ints
    positions: Ints
    bounds: NDArray[np.int32] | None
    longest: int
    keep: Ints
    targets: Ints
    weights: NDArray[np.float32]
    owners: Ints
    real: int


def weights(samples: Sequence[Sample], norm: str) -> NDArray[np.float64]:
    """Return what the loss of one token of each sample counts, so that the sum over the batch is the objective.

    Args:
        samples: the whole batch, of all ranks.
        norm: ``token``: mean over all trained tokens; ``sample``: mean over samples of their own means.
    """
    counts = np.array([s.targets for s in samples], np.float64)
    return np.full(len(samples), 1.0 / counts.sum()) if norm == "token" else 1.0 / (counts * len(samples))


def first_fit(lengths: Sequence[int], room: int) -> list[list[int]]:
    """Put items into as few bins as first-fit decreasing finds (at most 11/9 of the fewest, and 1); return the bins.

    Args:
        lengths: of the items, each at most ``room``.
        room: of a bin.
    """
    bins: list[list[int]] = []
    left: list[int] = []
    for item in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        for number, space in enumerate(left):
            if lengths[item] <= space:
                bins[number].append(item)
                left[number] -= lengths[item]
                break
        else:
            bins.append([item])
            left.append(room - lengths[item])
    return bins


def groups(
    lengths: Sequence[int], *, packing: bool, micro_batch: int, length: int, bucketing: bool
) -> list[list[int]]:
    """Return which samples are computed together, the greatest groups first.

    Args:
        lengths: of the samples.
        packing, micro_batch, bucketing: as in :class:`~agentgym.tuning.config.ComputeConfig`.
        length: tokens of a row at most.
    """
    if packing:
        return sorted(first_fit(lengths, micro_batch * length), key=lambda b: -sum(lengths[i] for i in b))
    order = list(range(len(lengths)))
    if bucketing:
        order.sort(key=lambda i: -lengths[i])
    return [order[i : i + micro_batch] for i in range(0, len(order), micro_batch)]


def share_out(found: Sequence[list[int]], rank: int, ranks: int) -> list[list[int]]:
    """Return the groups of one rank; all ranks get the same number, the last ones of some may be empty."""
    each = -(-len(found) // ranks)
    mine = [found[i] for i in range(rank, len(found), ranks)]
    return mine + [[]] * (each - len(mine))


def build(
    samples: Sequence[Sample],
    group: Sequence[int],
    counts: NDArray[np.float64],
    *,
    packed: bool,
    width: int = 0,
) -> Pass:
    """Return a group as one forward pass.

    Args:
        samples: the batch.
        group: which of them; none gives a pass of one token without a target, for ranks that must keep step.
        counts: what a token of each sample counts, from :func:`weights`.
        packed: all in one row, else each in its own.
        width: pad rows to this many tokens; packed rows are not padded by default, others to the longest.
    """
    if not group:
        nothing = np.zeros(0, np.int64)
        one = np.zeros((1, max(1, width)), np.int64)
        bounds = np.array([0, one.size], np.int32) if packed else None
        positions = np.arange(one.size)[None]
        return Pass(
            one, positions, bounds, one.size, nothing, nothing, nothing.astype(np.float32), nothing, 0
        )
    lengths = [len(samples[i].ids) for i in group]
    longest = max(lengths)
    rows, columns = (1, max(sum(lengths), width)) if packed else (len(group), max(longest, width))
    ids = np.zeros(rows * columns, np.int64)
    positions = np.zeros(rows * columns, np.int64)
    starts = np.cumsum([0, *lengths]) if packed else np.arange(len(group) + 1) * columns
    keep: list[Ints] = []
    for start, size, number in zip(starts, lengths, group, strict=False):
        ids[start : start + size] = samples[number].ids
        positions[start : start + size] = np.arange(size)
        keep.append(start + np.flatnonzero(samples[number].trained) - 1)
    bounds = starts.astype(np.int32) if packed else None
    if packed and starts[-1] < columns:  # padding is a conversation of its own
        positions[starts[-1] :] = np.arange(columns - starts[-1])
        bounds = np.append(starts, columns).astype(np.int32)
        longest = max(longest, int(columns - starts[-1]))
    places = np.concatenate(keep)
    owners = np.repeat(np.asarray(group, np.int64), [len(k) for k in keep])
    return Pass(
        ids.reshape(rows, columns), positions.reshape(rows, columns), bounds, longest, places, ids[places + 1],
        counts[owners].astype(np.float32), owners, sum(lengths),
    )  # fmt: skip
