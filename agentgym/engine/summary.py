"""What a run leaves: counts, scores, and the episodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from agentgym.status import Ending
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.reader import read


class Run(msgspec.Struct, kw_only=True):
    """Summary of a run over one environment and one policy.

    Attributes:
        out: the run folder, ``None`` if the episodes are in memory.
        planned: episodes of the plan.
        keys: their keys.
        resumed: episodes that an earlier run had done.
        played: episodes that ended well in this run.
        failed: episodes that the machinery failed; no reward.
        unscored: episodes, of those resumed and played, whose score is given later.
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
    unscored: int = 0
    reward_sum: float = 0.0
    successes: int = 0
    steps: int = 0
    statuses: Counter[str] = msgspec.field(default_factory=Counter)
    stopped: str = ""
    seconds: float = 0.0
    kept: list[Episode] = []

    @property
    def ended(self) -> int:
        """Episodes that ended well: scored, or unscored."""
        return self.resumed + self.played

    @property
    def scored(self) -> int:
        """Episodes with a reward."""
        return self.ended - self.unscored

    @property
    def mean_reward(self) -> float | None:
        """Mean reward over the scored episodes, ``None`` if there is none."""
        return self.reward_sum / self.scored if self.scored else None

    @property
    def success_rate(self) -> float | None:
        """Share of the scored episodes with reward 1, ``None`` if there is none."""
        return self.successes / self.scored if self.scored else None

    @property
    def complete(self) -> bool:
        """Whether every planned episode has ended well."""
        return self.ended >= self.planned

    def count(self, status: str, ending: Ending, reward: float | None, steps: int) -> None:
        """Take one episode that ended well into the sums."""
        self.statuses[status] += 1
        self.unscored += ending is Ending.UNSCORED
        self.reward_sum += reward or 0.0
        self.successes += (reward or 0.0) >= 1.0
        self.steps += steps

    def episodes(self) -> Iterator[Episode]:
        """Iterate the episodes that ended well."""
        return read(self.out) if self.out is not None else iter(self.kept)

    def __repr__(self) -> str:
        # Short on purpose: asyncio writes the result of its main task into a text, which must not be all episodes.
        return f"Run({self.env_id!r}, {self.policy!r}, {self.ended} of {self.planned} episodes, {self.failed} failed)"

    def __iter__(self) -> Iterator[Episode]:
        return self.episodes()
