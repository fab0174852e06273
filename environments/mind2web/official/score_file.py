"""The score file ``scores_all_data.pkl``: how the official ranker orders the candidates of each step.

The file holds ``{"scores": {sample: {node: score}}, "ranks": {sample: {node: rank from 0}}}``, with samples named
``{annotation_id}_{action_uid}``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.environments.mind2web.official.derived import derived
from agentgym.environments.mind2web.official.plain_pickle import read_plain
from agentgym.errors import DataError

NAME = "scores_all_data.pkl"
DEPTH = 50
"""Ranked candidates that are kept of each sample."""

Ranks = dict[str, tuple[str, ...]]
"""The best candidates of each sample, best first."""


def locate_scores(data: Path) -> Path | None:
    """Return the score file beside the tasks, if there is one."""
    folder = data if data.is_dir() else data.parent
    for candidate in (folder / NAME, folder / "data" / NAME, folder.parent / NAME):
        if candidate.is_file():
            return candidate
    return None


def read_ranks(path: Path) -> Ranks:
    """Return the :data:`DEPTH` best candidates of each sample, best first; kept in the cache after the first time.

    Raises:
        DataError: the file is damaged, names code, or is not of the form above.
    """
    return derived(path, "mind2web-ranks-1", Ranks, _read)


def _read(path: Path) -> Ranks:
    with path.open("rb") as file:
        content: Any = read_plain(file, str(path))
    try:
        table = content["ranks"] if "ranks" in content else content["scores"]
        sign = 1 if "ranks" in content else -1
        return {
            str(sample): tuple(str(n) for n in sorted(nodes, key=lambda n: sign * nodes[n])[:DEPTH])
            for sample, nodes in table.items()
        }
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise DataError(
            f"{path}: expected a dictionary with 'ranks' (or 'scores') by sample and node, found something else "
            f"({error!r})."
        ) from None
