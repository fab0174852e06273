"""Asking a policy to judge episodes that ended unscored, and writing down what it says.

Every verdict is kept word for word (:mod:`agentgym.trajectory.verdicts`), so that a second call asks only what is left:
what could not be read, what failed, further repetitions. An episode gets its score when all verdicts about it are there
and could be read; one that is missing is never a rating of 0.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from agentgym import card, registry
from agentgym.engine.asking import Asker, PolicyBroke
from agentgym.engine.cost import Prices
from agentgym.env import AgentEnv
from agentgym.errors import ContextLengthError, DataError, OptionError
from agentgym.judging import Judge, Question
from agentgym.policy import Policy, Request
from agentgym.status import Ending, Status
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.identity import policy_id
from agentgym.trajectory.reader import read
from agentgym.trajectory.scores import PRIMARY, add, later_scores, run_folders
from agentgym.trajectory.verdicts import Verdict, add_verdict, read_verdicts

PREFERRED = "preferred"
"""Name of the score of a comparison: 1 where the episode is preferred to the other, 0.5 for a tie."""
_VALUE = {"first": 1.0, "second": 0.0, "tie": 0.5}


class Judged(msgspec.Struct, kw_only=True):
    """What judging did.

    Attributes:
        episodes: episodes that there are to judge.
        scored: how many of them have their score now.
        asked: calls made.
        unreadable: verdicts that could not be read.
        failed: calls without an answer, with the first reason.
        reason: that reason.
        cost: US dollars, as far as prices are known.
        by_repeat: mean rating over the scored episodes, for each repetition; of a comparison, the mean preference.
    """

    episodes: int = 0
    scored: int = 0
    asked: int = 0
    unreadable: int = 0
    failed: int = 0
    reason: str = ""
    cost: float = 0.0
    by_repeat: list[float] = []


class _Item(NamedTuple):
    """An episode, where it lies, and what is asked about it; in a comparison also the other episode."""

    folder: Path
    episode: Episode
    judge: Judge
    questions: list[Question]
    swapped: frozenset[str] = frozenset()
    against: str = ""


async def ajudge(
    folder: Path,
    policy: Policy,
    *,
    repeats: int = 1,
    against: Path | None = None,
    concurrency: int = 16,
    prices: Prices | None = None,
) -> Judged:
    """Judge the episodes below ``folder``.

    Args:
        folder: a run folder, or a folder of run folders.
        policy: judges.
        repeats: verdicts on every question.
        against: another run folder: its answers to the same tasks are compared with these, in both orders.
        concurrency: calls at once.
        prices: for answers whose server reports no cost.

    Raises:
        DataError: there is nothing to judge, or the tasks are no longer what was played.
        OptionError: fewer than one repetition, or a judge that does not compare.
        AgentGymError: the policy cannot be opened; nothing was asked then.
    """
    if repeats < 1:
        raise OptionError(f"repeats must be at least 1, got {repeats}.")
    items = _compared(folder, against) if against is not None else _rated(folder)
    done = Judged(episodes=len(items))
    known = {v.about: v for place in {i.folder for i in items} for v in read_verdicts(place)}
    asking = _Asking(policy, known, done)
    async with Asker(policy, prices=prices) as asker:
        limit = asyncio.Semaphore(concurrency)
        await asyncio.gather(
            *(
                asking.verdict(asker, limit, i, q, r)
                for i in items
                for q in i.questions
                for r in range(repeats)
            )
        )
    _score(items, asking, repeats)
    return done


def judge(folder: Path, policy: Policy, **options: Any) -> Judged:
    """Judge the episodes below ``folder``; see :func:`ajudge`."""
    return asyncio.run(ajudge(folder, policy, **options))


class _Asking:
    """Asks for verdicts that are not there yet.

    Args:
        policy: judges.
        known: verdicts that are there.
        done: what is counted.
    """

    def __init__(self, policy: Policy, known: dict[tuple[Any, ...], Verdict], done: Judged) -> None:
        self.label = policy.label or policy.spec or type(policy).__name__
        self.id = policy_id(policy)
        self.known = known
        self.done = done

    def about(self, item: _Item, question: Question, repeat: int) -> tuple[Any, ...]:
        """Return what identifies a verdict."""
        return item.episode.key, item.against, question.name, repeat, self.id, item.judge.version

    def value(self, item: _Item, question: Question, repeat: int) -> float | None:
        """Return a verdict's value, ``None`` where there is none that could be read."""
        found = self.known.get(self.about(item, question, repeat))
        return found.value if found is not None else None

    async def verdict(
        self, asker: Asker, limit: asyncio.Semaphore, item: _Item, question: Question, repeat: int
    ) -> None:
        """Ask for one verdict, unless one that could be read is there, and write it down."""
        if self.value(item, question, repeat) is not None:
            return
        episode = item.episode
        request = Request(
            messages=question.messages,
            env_id=episode.env_id,
            task_id=episode.task_id,
            action_format="native",
            seed=repeat,
            repeat=repeat,
            episode_id=f"{episode.key}{item.against}/{question.name}",
        )
        async with limit:
            self.done.asked += 1
            try:
                view, completion = await asker.ask(request)
            except (PolicyBroke, ContextLengthError) as error:
                self.done.failed += 1
                self.done.reason = self.done.reason or str(error.__cause__ or error)
                return
        self.done.cost += completion.cost or 0.0
        given = Verdict(
            key=episode.key,
            against=item.against,
            question=question.name,
            repeat=repeat,
            by=self.label,
            by_id=self.id,
            version=item.judge.version,
            asked=view.messages,
            text=completion.text,
            value=_value(item, question, completion.text),
            usage=completion.usage,
            cost=completion.cost,
            made=time.time(),
        )
        self.done.unreadable += given.value is None
        self.known[self.about(item, question, repeat)] = given
        add_verdict(item.folder, given)


def _value(item: _Item, question: Question, text: str) -> float | None:
    if not item.against:
        return item.judge.rating(text)
    preferred = item.judge.preference(text)
    if preferred is None:
        return None
    value = _VALUE[preferred]
    return 1.0 - value if question.name in item.swapped else value


def _score(items: Sequence[_Item], asking: _Asking, repeats: int) -> None:
    """Write the scores of the episodes whose verdicts are all there."""
    done, means = asking.done, [[] for _ in range(repeats)]  # type: tuple[Judged, list[list[float]]]
    kept: dict[Path, dict[str, Any]] = {}
    for item in items:
        values = {q.name: [asking.value(item, q, r) for r in range(repeats)] for q in item.questions}
        if any(v is None for found in values.values() for v in found):
            continue
        ratings = cast(Mapping[str, list[float]], values)
        scores = _preferred(item, ratings) if item.against else item.judge.scores(ratings)
        done.scored += 1
        for repeat in range(repeats):
            once = {name: [found[repeat]] for name, found in ratings.items()}
            mean = _preferred(item, once)[PREFERRED] if item.against else _mean([f[0] for f in once.values()])
            means[repeat].append(mean)
        by = f"judge:{asking.label}" + (f" against {item.against}" if item.against else "")
        version = f"{item.judge.version} {asking.id} repeats={repeats}"
        there = kept.setdefault(item.folder, later_scores(item.folder)).get(item.episode.key, {})
        name = PREFERRED if item.against else PRIMARY
        if name in there and (there[name].by, there[name].version) == (by, version):
            continue
        add(item.folder, item.episode.key, scores, by=by, version=version)
    done.by_repeat = [_mean(found) for found in means if found]


def _preferred(item: _Item, values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the score of a comparison: of each pair of orders that disagree, a tie (MT-Bench's rule)."""
    straight = [n for n in values if n not in item.swapped]
    counted = []
    for name in straight:
        for first, second in zip(values[name], values[f"{name} swapped"], strict=True):
            counted.append(first if first == second else 0.5)
    return {PREFERRED: _mean(counted)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _unscored(folder: Path) -> Iterator[tuple[Path, Episode]]:
    for place in run_folders(folder):
        for episode in read(place):
            if episode.ending is Ending.UNSCORED and episode.status is Status.UNSCORED:
                yield place, episode


def _rated(folder: Path) -> list[_Item]:
    judges = _Judges()
    items = []
    for place, episode in _unscored(folder):
        judge = judges.of(episode)
        if judge is not None:
            items.append(
                _Item(place, episode, judge, judge.questions(judges.task(episode), _answers(episode)))
            )
    if not items:
        raise DataError(
            f"There is nothing to judge below {folder}: no episode that ended unscored has a judge."
        )
    return items


def _compared(folder: Path, against: Path) -> list[_Item]:
    judges = _Judges()
    others: dict[tuple[Any, ...], list[Episode]] = defaultdict(list)
    for _, episode in _unscored(against):
        others[episode.env_id, episode.task_id, episode.task_hash, episode.repeat].append(episode)
    items = []
    for place, episode in _unscored(folder):
        judge = judges.of(episode)
        if judge is None:
            continue
        for other in others[episode.env_id, episode.task_id, episode.task_hash, episode.repeat]:
            task, ours, theirs = judges.task(episode), _answers(episode), _answers(other)
            straight = judge.comparisons(task, ours, theirs)
            if not straight:
                raise OptionError(f"The judge of {episode.env_id} rates answers; it does not compare them.")
            swapped = [
                Question(name=f"{q.name} swapped", messages=q.messages)
                for q in judge.comparisons(task, theirs, ours)
            ]
            names = frozenset(q.name for q in swapped)
            items.append(_Item(place, episode, judge, [*straight, *swapped], names, other.key))
    if not items:
        raise DataError(f"{folder} and {against} have no task in common that a judge could compare.")
    return items


def _answers(episode: Episode) -> list[str]:
    return [step.action for step in episode.steps]


class _Judges:
    """The judges of environments, each made once for its arguments, and their tasks."""

    def __init__(self) -> None:
        self._made: dict[bytes, tuple[AgentEnv, Judge]] = {}

    def of(self, episode: Episode) -> Judge | None:
        """Return the judge of an episode, ``None`` where its environment has none."""
        if not registry.card(episode.env_id).judge:
            return None
        return self._of(episode)[1]

    def task(self, episode: Episode) -> Any:
        """Return the task of an episode.

        Raises:
            DataError: its content is not what was played.
        """
        task = self._of(episode)[0].tasks[episode.task_id]
        if task.content_hash != episode.task_hash:
            raise DataError(
                f"The task {task.id!r} of {episode.env_id} has changed since it was played: give the data of then."
            )
        return task

    def _of(self, episode: Episode) -> tuple[AgentEnv, Judge]:
        key = msgspec.json.encode([episode.env_id, episode.env_args], order="sorted")
        if key not in self._made:
            env = cast(AgentEnv, registry.make(episode.env_id, episode.env_args).unwrapped)
            self._made[key] = env, card.load(registry.card(episode.env_id).judge)(env)
        return self._made[key]
