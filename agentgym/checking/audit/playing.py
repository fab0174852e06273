"""``audit``: play every policy over the tasks of an environment and count what it gets."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np

from agentgym import registry
from agentgym.actions import Action
from agentgym.card import load
from agentgym.checking.audit.policies import REFUSAL, Attempt, AuditPolicy, Say, acting, lazy, written
from agentgym.checking.audit.solution import Solution, solve, wrong
from agentgym.checking.audit.tally import Audit, Tally
from agentgym.checking.findings import raised
from agentgym.env import AgentEnv
from agentgym.errors import AgentGymError, UnavailableError
from agentgym.tasks import Task

POSITIONS = 6
"""Steps of a solution that are spoilt, one at a time, spread from the first to the last."""
SPOILT = 4
"""Ways in which the steps are spoilt, one after another, until one costs something: some are right by chance."""
IDLE = 12
"""Turns in a row that were refused alike, after which an attempt has but one more: an environment may have hundreds."""
WRONG = "the solution with one step wrong, wherever it is"

Watch = Callable[[str, int, int], None]
"""Told the policy, the task's number and how many there are."""


def audit(
    env_id: str, *, tasks: int | Sequence[str] | None = None, watch: Watch | None = None, **arguments: Any
) -> Audit:
    """Audit an environment: every policy of :mod:`.policies` over its tasks, one after another.

    Args:
        env_id: id, short name, or ``module:Class``.
        tasks: tasks at most, spread over the split, or their ids; all by default.
        watch: told what is being played.
        arguments: what the environment is made with.

    Raises:
        UnavailableError: this machine cannot run it.
        AgentGymError: unknown names, wrong options, broken data.
    """
    began = time.perf_counter()
    env_id = registry.resolve(env_id)
    lack = registry.environment_class(env_id).unavailable(arguments)
    if lack:
        raise UnavailableError(f"{env_id} cannot run here: {lack}")
    env = cast(AgentEnv, registry.make(env_id, arguments).unwrapped)
    try:
        ids = _chosen(env, tasks)
        left_out: dict[str, str] = {}
        return Audit(
            env_id=env_id, profile=env.profile.name, split=env.split, tasks=len(ids),
            tallies=list(_tallies(env, ids, left_out, watch or (lambda policy, task, of: None))),
            **Counter(left_out.values()), chance=env.card.chance,
            leniency=env.profile.leniency, seconds=time.perf_counter() - began,
        )  # fmt: skip
    finally:
        env.close()


def _tallies(env: AgentEnv, ids: list[str], left_out: dict[str, str], watch: Watch) -> Iterator[Tally]:
    gold = Tally(policy="the solution itself", group="gold")
    solutions: list[Solution] = []
    for number, task in enumerate(ids):
        watch(gold.policy, number, len(ids))
        try:
            solution = solve(env, task)
        except Exception as error:  # noqa: BLE001  (a solution that breaks the environment is counted)
            solution = Solution(task=task, error=raised(error))
        if solution.left_out:
            left_out[task] = solution.left_out
            continue
        solutions.append(solution)
        gold.add(task, [solution.reward], [solution.error] if solution.error else [])
    yield gold
    for policy in [*lazy(), *_tampering(env, ids[0])]:
        tally = Tally(policy=policy.name, group=policy.group)
        for number, solution in enumerate(solutions):
            watch(policy.name, number, len(ids))
            played = list(_drawn(env, policy, solution))
            if all(p is not None for p in played):
                rewards = [r for r in played if isinstance(r, float)]
                tally.add(solution.task, rewards or [0.0], [r for r in played if isinstance(r, str)])
        if tally.tasks:
            yield tally
    yield _spoilt(env, solutions, watch)


def _drawn(env: AgentEnv, policy: AuditPolicy, solution: Solution) -> Iterator[float | str | None]:
    """Play each draw of a policy; an episode in which it could say as many things stands for all of them."""
    for draw in range(policy.draws):
        yield attempt(env, policy.say, solution, draw)
        if env.steps >= policy.draws:
            return


def attempt(env: AgentEnv, say: Say, solution: Solution, draw: int = 0) -> float | str | None:
    """Play a policy; return the reward, the error it ended in, or ``None`` where it does not apply.

    Who says the same thing :data:`IDLE` times in a row, is refused and shown the same each time, has reached the limit
    of steps with the next one: what is refused changes nothing.
    """
    limit, idle = env.max_steps, 0
    try:
        env.reset(seed=0, options={"task": solution.task})
        rng, said = (
            np.random.default_rng([draw, len(solution.task), *solution.task.encode()[-8:]]),
            list[str](),
        )
        before: tuple[str, str] = ("", "")
        while True:
            message = say(Attempt(env, solution, len(said), draw, rng, said))
            if message is None:
                if not said:
                    return None
                message = REFUSAL
            said.append(message)
            seen, reward, terminated, truncated, info = env.step(message)
            if terminated or truncated:
                return float(reward)
            nothing = bool(info["refused"] or info["parse_error"]) and (message, seen) == before
            before, idle = (message, seen), idle + 1 if nothing else 0
            if idle >= IDLE:  # What would come is the same again, until the limit.
                env.max_steps = min(limit, env.steps + 1)
    except (AgentGymError, OSError) as error:
        return str(error)
    finally:
        env.max_steps = limit


def _tampering(env: AgentEnv, task: str) -> list[AuditPolicy]:
    if not env.card.tampering:
        return []
    attempts: Callable[[Task], dict[str, list[Action]]] = load(env.card.tampering)
    return [
        AuditPolicy(f"tamper: {name}", "tampering", acting(lambda task, name=name: attempts(task)[name]))  # type: ignore[misc]
        for name in attempts(env.tasks[task])
    ]


def _spoilt(env: AgentEnv, solutions: list[Solution], watch: Watch) -> Tally:
    """Spoil one step of each solution in turn, until one costs something; it passes where none does."""
    tally = Tally(policy=WRONG, group="wrong step")
    for number, solution in enumerate(solutions):
        watch(WRONG, number, len(solutions))
        if solution.reward < 1.0:
            continue
        others = [s.last for s in solutions[number + 1 :] + solutions[:number] if s.last is not None]
        places = np.unique(np.linspace(0, len(solution.actions) - 1, POSITIONS).round().astype(int))
        rewards: list[float] = []
        errors: list[str] = []
        for way in range(SPOILT):
            for place in places[::-1]:
                played = attempt(env, _with_wrong(int(place), others[way:]), solution, way)
                rewards += [played] if isinstance(played, float) else []
                errors += [played] if isinstance(played, str) else []
                if rewards and rewards[-1] < 1.0:
                    break
            if min(rewards, default=0.0) < 1.0:
                break
        tally.add(solution.task, [min(rewards, default=0.0)], errors)
    return tally


def _with_wrong(place: int, others: list[Any]) -> Say:
    def say(attempt: Attempt) -> str | None:
        actions, number = attempt.solution.actions, attempt.number
        if number >= len(actions):
            return None
        if number != place:
            return written(attempt.env, actions[number])
        last = number == len(actions) - 1
        return written(attempt.env, wrong(attempt.env, actions[number], others if last else [], attempt.rng))

    return say


def _chosen(env: AgentEnv, tasks: int | Sequence[str] | None) -> list[str]:
    if tasks is None or isinstance(tasks, int):
        return _spread(env.tasks.ids, tasks)
    return [env.tasks[task_id].id for task_id in tasks]


def _spread(ids: tuple[str, ...], count: int | None) -> list[str]:
    """Return ``count`` ids, evenly over all; all of them by default."""
    if count is None or count >= len(ids):
        return list(ids)
    return [ids[int(i)] for i in np.unique(np.linspace(0, len(ids) - 1, max(count, 1)).round())]
