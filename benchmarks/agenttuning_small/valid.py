"""Which turns were actions that the environment could take as they stood: what a model learns first, before any reward.

A turn is valid if its answer parsed, was not refused, and was not replaced by the closest admissible action.
The paper's profiles are lenient in places (ALFWorld takes any text and plays what is nearest), so a score can hide it.
"""

from __future__ import annotations

from agentgym.registry import short_name
from agentgym.report.results import Results
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.reader import read

Shares = dict[tuple[str, str], dict[str, list[float]]]
"""By environment's short name and model: the share of each task's episodes, one an episode."""


def share(episode: Episode) -> float:
    """Return the share of an episode's turns that are valid."""
    asked = [s for s in episode.steps if not s.unasked]
    return sum(not (s.parse_error or s.mapped_from or s.refused) for s in asked) / max(1, len(asked))


def shares(results: Results) -> Shares:
    """Return the shares of all scored episodes of an evaluation."""
    # One policy under two names has the same keys twice.
    wanted = {
        (row.entry.policy, row.entry.key): row for cell in results.cells.values() for row in cell.scored
    }
    found: Shares = {}
    for folder in dict.fromkeys(row.folder for row in wanted.values()):
        for episode in read(folder):
            row = wanted.get((episode.policy, episode.key))
            if row is not None:
                tasks = found.setdefault((short_name(episode.env_id), row.label), {})
                tasks.setdefault(episode.task_id, []).append(share(episode))
    return found
