"""Validation of invented tasks, by ordinary episodes: the expert plays the reference solution, and wrong ones.

A task is valid if its reference is accepted in every one of several fresh runs, and its evaluation rejects enough
wrong solutions, among them doing nothing. A mutation that leaves the same behind as the reference is not wrong, and
does not count.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from agentgym.engine import Limits, Observer, RunSpec, arollout
from agentgym.instruct.record import Settings, Verdict
from agentgym.inventing import Inventor, Wrong
from agentgym.status import Ending
from agentgym.tasks import Task
from agentgym.trajectory.episode import Episode

SPLIT = "train"
"""Split that invented tasks are of."""
_OWN = ("data", "split", "kinds", "profile", "action_format", "max_steps", "prompts")
"""Arguments that are the solver's: a reference solution is validated in the environment's own protocol."""

Progress = Callable[[str, int, int], None]


class Checked(msgspec.Struct, kw_only=True):
    """What validation found of a task; the attributes are those of :class:`~.record.Proposal`.

    Attributes:
        verdict: what it fails for, ``None`` if it is valid.
    """

    verdict: Verdict | None = None
    detail: str = ""
    wrong: int = 0
    rejected: int = 0
    passed: list[str] = []
    equivalent: int = 0
    runs: int = 0

    def fails(self, verdict: Verdict, detail: str) -> Checked:
        """Note why the task is not valid."""
        self.verdict, self.detail = verdict, detail
        return self


class Validator:
    """Validates tasks.

    Args:
        inventor: knows wrong solutions, and writes the files that the environment loads.
        settings: how much is asked for.
        concurrency: episodes at once.
        progress: called with what is being done, and how much of it is.
    """

    def __init__(
        self, inventor: Inventor, settings: Settings, *, concurrency: int, progress: Progress
    ) -> None:
        self.inventor = inventor
        self.settings = settings
        self.concurrency = concurrency
        self.progress = progress

    async def validate(self, tasks: Sequence[Task]) -> dict[str, Checked]:
        """Return what was found of each task, by id."""
        found = {t.id: Checked() for t in tasks}
        probed = await self._play("reference", [self.inventor.probed(t) for t in tasks], 1)
        left = {}
        for task in tasks:
            if self._accepted(found[task.id], probed[task.id], 1):
                episode = probed[task.id][0]
                left[task.id] = self._left(episode)
        standing = [t for t in tasks if found[t.id].verdict is None]
        again = await self._play("reference again", standing, self.settings.runs)
        for task in standing:
            self._accepted(found[task.id], again[task.id], self.settings.runs)
        standing = [t for t in standing if found[t.id].verdict is None]
        mutants = {t.id: self.inventor.wrong(t, left[t.id]) for t in standing}
        played = await self._play("wrong solutions", [w.task for each in mutants.values() for w in each], 1)
        for task in standing:
            self._rejecting(found[task.id], mutants[task.id], played, left[task.id])
        return found

    def _accepted(self, found: Checked, episodes: Sequence[Episode], runs: int) -> bool:
        """Whether the reference was accepted in all runs; what is wrong is noted."""
        broken = _broken(episodes, runs)
        if broken:
            found.fails(Verdict.MACHINERY, broken)
            return False
        found.runs = sum(e.success for e in episodes)
        if found.runs == runs:
            return True
        if runs == 1:
            said = [s.observation.strip() for s in episodes[0].steps[:-1]]
            found.fails(Verdict.REFERENCE, f"its own solution is not accepted; it printed: {said[:1]!r:.300}")
        else:
            found.fails(Verdict.UNSTABLE, f"accepted in {found.runs} of {runs} fresh runs")
        return False

    def _rejecting(
        self, found: Checked, mutants: Sequence[Wrong], played: Mapping[str, Sequence[Episode]], left: str
    ) -> None:
        """Count which wrong solutions the evaluation rejects."""
        for mutant in mutants:
            episodes = played[mutant.task.id]
            broken = _broken(episodes, 1)
            if broken:
                found.fails(Verdict.MACHINERY, f"{mutant.name}: {broken}")
                return
            if not episodes[0].success:
                found.wrong += 1
                found.rejected += 1
            elif mutant.name not in self.inventor.never and left and self._left(episodes[0]) == left:
                found.equivalent += 1
            else:
                found.wrong += 1
                found.passed.append(mutant.name)
        never = [n for n in found.passed if n in self.inventor.never]
        if never or found.rejected < self.settings.required * found.wrong:
            found.fails(
                Verdict.EVALUATION,
                f"rejects {found.rejected} of {found.wrong} wrong solutions; it accepts: "
                f"{', '.join(found.passed):.300}",
            )

    def _left(self, episode: Episode) -> str:
        observations = [episode.observation, *(s.observation for s in episode.steps)]
        return self.inventor.left(observations, [s.output for s in episode.steps])

    async def _play(self, what: str, tasks: Sequence[Task], repeats: int) -> dict[str, list[Episode]]:
        """Play the expert over tasks; return the episodes of each, failed ones among them."""
        found: dict[str, list[Episode]] = defaultdict(list)
        if not tasks:
            return found
        with tempfile.TemporaryDirectory(prefix="agentgym-invented-") as folder:
            path = Path(folder) / "tasks.json.zst"
            self.inventor.write(path, tasks, SPLIT, {})
            spec = RunSpec(
                env_id=self.settings.env_id,
                env_args={**own_args(self.settings.env_args), "data": str(path), "split": SPLIT},
                repeats=repeats,
                seed=self.settings.seed,
                concurrency=self.concurrency,
                limits=Limits(step_seconds=self.settings.seconds),
            )
            await arollout(spec, "expert", observer=_Watch(found, what, self.progress))
        return found


class _Watch(Observer):
    """Collects the episodes of a run, failed ones among them, and shows how far it is."""

    def __init__(self, found: dict[str, list[Episode]], what: str, progress: Progress) -> None:
        self.found, self.what, self.progress = found, what, progress
        self.total = self.done = 0

    def planned(self, run: Any, plans: Sequence[Any]) -> None:
        """Note how many episodes there are."""
        self.total = len(plans)
        self.progress(self.what, 0, self.total)

    def started(self, plan: Any) -> None:
        """Nothing."""

    def finished(self, episode: Episode) -> None:
        """Collect an episode."""
        self.found[episode.task_id].append(episode)
        self.done += 1
        self.progress(self.what, self.done, self.total)


def own_args(env_args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the environment that say what it runs on, without those of the protocol."""
    return {k: v for k, v in env_args.items() if k not in _OWN}


def _broken(episodes: Sequence[Episode], runs: int) -> str:
    """Return what broke a run of a task, ``""`` if nothing did."""
    for episode in episodes:
        if episode.ending is not Ending.SCORED:
            reason = episode.failure.message if episode.failure is not None else episode.status.value
            return f"a run of it broke: {reason:.300}"
    return "" if len(episodes) == runs else f"{len(episodes)} of {runs} runs were played"
