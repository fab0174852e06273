"""Episodes: Gymnasium's checker, the expert, random actions, seeds alone and beside others, formats, replay."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Any

import numpy as np
from gymnasium.utils.env_checker import check_env as gymnasium_check

from agentgym.actions import Action
from agentgym.checking.definition import again
from agentgym.checking.findings import Finding, guarded
from agentgym.checking.subject import Subject, play, reward
from agentgym.env import AgentEnv
from agentgym.errors import EnvironmentFailure, EpisodeError, OptionError
from agentgym.formats import FORMATS
from agentgym.policy import Suggestion
from agentgym.status import Status

BESIDE = 6
"""Episodes that are played in threads beside the one that is compared."""
STEPS = 12
"""Steps of the episodes that are compared."""
WHOSE: tuple[Suggestion, ...] = ("expert", "random")
"""Whose suggestions the episodes that are compared follow."""


def episodes(subject: Subject) -> Iterator[Finding]:
    """Play episodes and check what is seen."""
    for name in FORMATS:
        yield from guarded(f"Gymnasium's checker, {name}", lambda name=name: _gymnasium(subject, name))  # type: ignore[misc]
    for name in FORMATS:
        yield from guarded(f"expert, {name}", lambda name=name: _expert(subject, name))  # type: ignore[misc]
    yield from guarded("random actions", lambda: _random(subject))
    yield from guarded("same seed, same episode", lambda: _seeds(subject))
    yield from guarded("replay of a log", lambda: _replay(subject))


def _gymnasium(subject: Subject, action_format: str) -> Iterator[Finding]:
    check = f"Gymnasium's checker, {action_format}"
    try:
        env = subject.make(action_format=action_format)
        env.max_steps = max(
            env.max_steps, 2
        )  # It takes one step too many for a mistake, and some tasks are one turn.
    except OptionError as error:
        yield Finding(check, "skipped", f"the environment refuses the format: {error}")
        return
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            gymnasium_check(env, skip_render_check=not subject.registered)
    except AssertionError as error:
        raise EnvironmentFailure(f"Gymnasium: {error}") from error
    finally:
        env.close()
    for warning in {str(w.message) for w in said if "gymnasium" in w.filename or "WARN" in str(w.message)}:
        yield Finding(check, "failed", warning)
    yield Finding(check, "ok")


def _expert(subject: Subject, action_format: str) -> Iterator[Finding]:
    """The expert reaches reward 1, and what it writes is read back as what it meant."""
    check, count, beyond = f"expert, {action_format}", 0, list[str]()
    try:
        env = subject.make(action_format=action_format)
    except OptionError:
        yield Finding(check, "skipped", "the environment refuses the format")
        return
    with env:
        for task in _spread(env.tasks.ids, subject.tasks):
            meant: list[Action] = []
            _listen(env, meant)
            seen = play(env, task, "expert", seed=1)
            if reward(seen) < 1.0 and env.card.limited and env.status is Status.TASK_LIMIT:
                beyond.append(task)
            elif reward(seen) < 1.0 and not (env.card.judge and env.status is Status.UNSCORED):
                raise EnvironmentFailure(
                    f"The expert of {type(env).__name__} ends {task} as {env.status} with reward {reward(seen):g}; "
                    f"last observation: {seen[-1][1]!r:.160}"
                )
            for action, (message, *_, info) in zip(meant, seen[1:], strict=True):
                _read_back(env, action, message, info)
                count += 1
    played = min(subject.tasks, len(env.tasks)) - len(beyond)
    yield Finding(check, "ok", f"reward 1 on {played} tasks, {count} actions read back")
    if beyond:
        yield Finding(check, "note", f"ends {', '.join(beyond)} at the limit: {env.card.limited}")


def _listen(env: AgentEnv, meant: list[Action]) -> None:
    """Note the actions that the expert means."""
    gold = type(env).gold

    def noted(task: Any) -> Iterator[Action]:
        for action in gold(env, task):
            meant.append(action)
            yield action

    env.gold = noted  # type: ignore[method-assign]


def _read_back(env: AgentEnv, meant: Action, message: str, info: dict[str, Any]) -> None:
    if info["parse_error"]:
        raise EnvironmentFailure(
            f"{type(env.format).__name__} renders the expert's action {meant.name} as {message!r:.120} and does not "
            f"read it back: {info['parse_error']}"
        )
    try:
        wanted = meant.text or env.grammar.render(meant)
    except KeyError:  # a format of its own, for actions that the native grammar does not have
        return
    if info["mapped_from"]:
        raise EnvironmentFailure(
            f"The expert's action {wanted!r:.120} is not on offer; it became {info['action']!r:.120}"
        )
    if _bare(info["action"]) != _bare(wanted):
        raise EnvironmentFailure(
            f"{type(env.format).__name__} reads the expert's action {wanted!r:.120} back as {info['action']!r:.120}"
        )


def _bare(text: str) -> str:
    return " ".join(text.replace("\r", "\n").split())


def _random(subject: Subject) -> Iterator[Finding]:
    with subject.made() as env:
        played = [
            play(env, task, "random", seed=n) for n, task in enumerate(_spread(env.tasks.ids, subject.tasks))
        ]
        rewards = [reward(seen) for seen in played]
        yield Finding(
            "random actions",
            "note",
            f"mean reward {mean(rewards):.3f}, {sum(r >= 1 for r in rewards)} of {len(rewards)} solved",
        )


def _seeds(subject: Subject) -> Iterator[Finding]:
    check = "same seed, same episode"
    with subject.made() as env:
        tasks = _spread(env.tasks.ids, 3)
        alone = _traces(env, tasks)
        if _traces(env, tasks) != alone:
            raise EnvironmentFailure(
                f"One environment plays one seed twice and differs: {_first(alone, _traces(env, tasks))}"
            )
        with again(subject, env) as other:
            if (found := _traces(other, tasks)) != alone:
                raise EnvironmentFailure(
                    f"Made again from its definition() it differs: {_first(alone, found)}"
                )
    yield Finding(check, "ok", "again, and made again from its definition as JSON")
    results: list[Any] = [None] * (BESIDE + 1)

    def run(number: int) -> None:
        try:
            with subject.made() as env:
                ours = number == BESIDE // 2
                if ours:
                    results[number] = _traces(env, tasks)
                    return
                # The others play the same tasks in another order: an expert may take long to find a solution.
                turn = number % len(tasks)
                _traces(env, tasks[turn:] + tasks[:turn], seed=number, whose=(WHOSE[number % 2],))
        except Exception as error:  # noqa: BLE001  (told by the thread that waits)
            results[number] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(BESIDE + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    if results[BESIDE // 2] != alone:
        raise EnvironmentFailure(f"Beside {BESIDE} others it differs: {_first(alone, results[BESIDE // 2])}")
    yield Finding(check, "ok", f"beside {BESIDE} others in threads")


def _traces(
    env: AgentEnv, tasks: list[str], *, seed: int = 7, whose: Sequence[Suggestion] = WHOSE
) -> list[Any]:
    found = []
    for task in tasks:
        for who in whose:
            try:
                found.append(play(env, task, who, seed=seed, steps=STEPS))
            except EpisodeError as error:  # an expert that has nothing left
                found.append([str(error)])
    return found


def _first(wanted: list[Any], found: list[Any]) -> str:
    for ours, theirs in zip(wanted, found, strict=True):
        for step, (a, b) in enumerate(zip(ours, theirs, strict=False)):
            if a != b:
                return f"step {step}: {a!r:.150} and {b!r:.150}"
        if len(ours) != len(theirs):
            return f"{len(ours)} and {len(theirs)} steps"
    return "nowhere"


def _replay(subject: Subject) -> Iterator[Finding]:
    check = "replay of a log"
    if not subject.registered:
        yield Finding(
            check, "skipped", "the environment was given as an object: name it by id or module:Class"
        )
        return
    from agentgym.engine import rollout
    from agentgym.trajectory import replay
    from agentgym.trajectory.codec import decode, encode

    for policy in ("expert", "random"):
        run = rollout(
            subject.env_id, policy, tasks=min(2, subject.tasks), seed=3, env_args=dict(subject.arguments)
        )
        for episode in run:
            if episode.failure is not None:
                raise EnvironmentFailure(f"{policy} fails on {episode.task_id}: {episode.failure.message}")
            difference = replay(decode(encode(episode)))
            if difference is not None:
                raise EnvironmentFailure(
                    f"The log of {policy} on {episode.task_id} plays differently: {difference}"
                )
    yield Finding(check, "ok", "expert and random, from their logs as JSON")


def _spread(ids: tuple[str, ...], count: int) -> list[str]:
    """Return ``count`` ids, evenly over all."""
    return [ids[int(i)] for i in np.unique(np.linspace(0, len(ids) - 1, min(count, len(ids))).round())]
