"""What a run leaves: counts, scores, and the episodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from agentgym.trajectory.episode import Episode
from agentgym.trajectory.reader import read


class Run(msgspec.Struct, kw_only=True):
    """Summary of a run over one environment and one policy.

    Attributes:
        out: the run folder, ``None`` if the episodes are in memory.
        planned: episodes of the plan.
        keys: their keys.
        resumed: episodes that an earlier run had done.
        played: episodes scored by this run.
        failed: episodes that the machinery failed; no reward.
        reward_sum: sum of the rewards, resumed episodes included.
        statuses: episodes by status, resumed ones included.
        stopped: why the run ended before the plan did (a spent budget); empty otherwise.
        seconds: wall time.
    """

    env_id: str
    policy: str
    out: Path | None = None
    planned: int = 0
    keys: frozenset[str] = frozenset()
    resumed: int = 0
    played: int = 0
    failed: int = 0
    reward_sum: float = 0.0
    successes: int = 0
    steps: int = 0
    statuses: Counter[str] = msgspec.field(default_factory=Counter)
    stopped: str = ""
    seconds: float = 0.0
    kept: list[Episode] = []

    @property
    def scored(self) -> int:
        """Episodes with a reward."""
        return self.resumed + self.played

    @property
    def mean_reward(self) -> float | None:
        """Mean reward over the scored episodes, ``None`` if there is none."""
        return self.reward_sum / self.scored if self.scored else None

    @property
    def complete(self) -> bool:
        """Whether every planned episode is scored."""
        return self.scored >= self.planned

    def count(self, status: str, reward: float | None, steps: int) -> None:
        """Take one scored episode into the sums."""
        self.statuses[status] += 1
        self.reward_sum += reward or 0.0
        self.successes += reward is not None and reward >= 1.0
        self.steps += steps

    def episodes(self) -> Iterator[Episode]:
        """Iterate the scored episodes."""
        return read(self.out) if self.out is not None else iter(self.kept)

    def __iter__(self) -> Iterator[Episode]:
        return self.episodes()
