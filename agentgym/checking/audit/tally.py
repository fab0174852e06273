"""What an audit counts: for each policy its passes and its mean reward, for an environment the three figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

Group = Literal["gold", "exploit", "guess", "wrong step", "tampering"]
"""``exploit`` does nothing, ``guess`` may be right by chance, ``wrong step`` spoils the solution."""


class Tally(msgspec.Struct, kw_only=True):
    """What one policy got.

    Attributes:
        policy: what it does.
        group: what kind of policy it is.
        tasks: tasks that it was played on.
        passed: tasks with reward 1; a policy with several draws a task counts their mean.
        reward: sum of the rewards.
        errors: episodes that ended as a failure of the machinery: a way to leave the mean.
        complaints: the first few of these failures.
        examples: ids of tasks that passed (of the gold solution: that failed), the first few.
    """

    policy: str
    group: Group
    tasks: int = 0
    passed: float = 0.0
    reward: float = 0.0
    errors: int = 0
    examples: list[str] = []
    complaints: list[str] = []

    def add(self, task: str, rewards: list[float], errors: Sequence[str] = ()) -> None:
        """Count a task, of which each draw got a reward or ended in an error."""
        self.tasks += 1
        self.errors += len(errors)
        self.complaints += [f"{task}: {error:.300}" for error in errors][: 5 - len(self.complaints)]
        self.passed += sum(r >= 1.0 for r in rewards) / max(len(rewards), 1)
        self.reward += sum(rewards) / max(len(rewards), 1)
        noted = any(r < 1.0 for r in rewards) if self.group == "gold" else any(r >= 1.0 for r in rewards)
        if (noted or errors) and len(self.examples) < 5:
            self.examples.append(task)

    @property
    def share(self) -> float:
        """Share of tasks that passed."""
        return self.passed / self.tasks if self.tasks else 0.0

    @property
    def mean(self) -> float:
        """Mean reward."""
        return self.reward / self.tasks if self.tasks else 0.0


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """The audit of one environment under one profile.

    Of ``tasks``, those that are ``unanswerable`` (nobody is asked about them), ``unscored`` (a judge scores them) and
    ``beyond_limit`` (:attr:`~agentgym.card.Card.limited`) are in no tally.
    """

    env_id: str
    profile: str
    split: str
    tasks: int
    tallies: list[Tally]
    leniency: str = ""
    unanswerable: int = 0
    unscored: int = 0
    beyond_limit: int = 0
    chance: float = 0.0
    seconds: float = 0.0

    @property
    def worst(self) -> Tally:
        """The policy that passes most without the task; guesses are told apart."""
        return max(self._of("exploit", "wrong step", "tampering"), key=lambda t: t.share)

    @property
    def false_pass_ceiling(self) -> float:
        """Largest share of tasks that a policy passes that neither does the task nor guesses."""
        return self.worst.share

    @property
    def beyond_chance(self) -> float:
        """How much of that is more than what is right by chance in such tasks (:attr:`~agentgym.card.Card.chance`)."""
        return max(0.0, self.false_pass_ceiling - self.chance)

    @property
    def guessing(self) -> Tally:
        """The guess that passes most."""
        return max(self._of("guess"), key=lambda t: t.share)

    @property
    def lazy(self) -> Tally:
        """The policy with the largest mean reward among those that do nothing or guess."""
        return max(self._of("exploit", "guess"), key=lambda t: t.mean)

    @property
    def gold_false_fail(self) -> float:
        """Share of tasks whose own solution does not reach reward 1."""
        gold = self._of("gold")[0]
        return 1.0 - gold.share if gold.tasks else 0.0

    @property
    def errors(self) -> int:
        """Episodes that ended as failures of the machinery."""
        return sum(t.errors for t in self.tallies)

    @property
    def clean(self) -> bool:
        """Whether nothing passes beyond chance, no solution fails, and nothing broke."""
        return self.beyond_chance == 0.0 and self.gold_false_fail == 0.0 and self.errors == 0

    def facts(self) -> dict[str, Any]:
        """Return all of it in plain values, the figures among them."""
        return {
            "env_id": self.env_id, "profile": self.profile, "split": self.split, "tasks": self.tasks,
            "false_pass_ceiling": self.false_pass_ceiling, "false_pass_policy": self.worst.policy,
            "beyond_chance": self.beyond_chance, "chance": self.chance, "unanswerable": self.unanswerable,
            "unscored": self.unscored, "beyond_limit": self.beyond_limit,
            "guessing": self.guessing.share, "guessing_policy": self.guessing.policy,
            "lazy_reward": self.lazy.mean, "lazy_policy": self.lazy.policy,
            "gold_false_fail": self.gold_false_fail, "errors": self.errors, "leniency": self.leniency,
            "seconds": round(self.seconds, 1),
            "policies": [{**msgspec.to_builtins(t), "share": t.share, "mean": t.mean} for t in self.tallies],
        }  # fmt: skip

    def _of(self, *groups: Group) -> list[Tally]:
        return [t for t in self.tallies if t.group in groups] or [Tally(policy="none", group=groups[0])]
