"""Does every hook declare and return what the contract says? An error names hook, expected and found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from agentgym import returns
from agentgym.actions import Action, ParseError
from agentgym.checking.findings import Finding, guarded
from agentgym.checking.subject import Subject
from agentgym.env import AgentEnv
from agentgym.errors import EnvironmentFailure
from agentgym.formats import FORMATS, ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.outcome import Outcome
from agentgym.returns import returned
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet
from agentgym.turn import TurnInfo

_TURN = set(TurnInfo.__annotations__)


def hooks(subject: Subject) -> Iterator[Finding]:
    """Call every hook and look at what it returns."""
    yield from guarded("declarations", lambda: _declared(subject.cls))
    with subject.made() as env:
        yield from guarded("tasks", lambda: _tasks(env))
        yield from guarded("hooks before the first step", lambda: _beginning(env))
        yield from guarded("perform, and what follows it", lambda: _playing(env))
    yield from guarded("formats and grammar", lambda: _formats(subject))


def _declared(cls: type[AgentEnv]) -> Iterator[Finding]:
    for owner in reversed(cls.__mro__):
        returns.declared(owner)
    for tool in cls.tools:
        tool.check({}) if not tool.required else tool.schema()
    yield Finding("declarations", "ok", f"{len(cls.profiles)} profiles, {len(cls.tools)} tools")
    if not (cls.__doc__ or "").strip():
        yield Finding(
            "declarations", "note", f"{cls.__name__} has no docstring: `agentgym info` has nothing to show."
        )


def _tasks(env: AgentEnv) -> Iterator[Finding]:
    name = type(env).__name__
    tasks = returned(env, "load_tasks", env.load_tasks(), TaskSet, "a TaskSet (TaskSet.of(tasks) makes one)")
    if not len(tasks):
        raise EnvironmentFailure(f"{name}.load_tasks returned no task for the split {env.split!r}.")
    for task_id in _some(tasks.ids):
        if not isinstance(task_id, str):
            raise EnvironmentFailure(f"{name}.load_tasks: an id must be a str, got {task_id!r:.80}")
        task = returned(env, "load_tasks", tasks[task_id], Task, "a TaskSet of Task")
        if task.id != task_id:
            raise EnvironmentFailure(
                f"{name}.load_tasks: the task loaded for {task_id!r} has the id {task.id!r}."
            )
        if task.split not in ("", env.split):
            yield Finding(
                "tasks", "note", f"{task.id} of {env.split!r} says that its split is {task.split!r}."
            )
        try:
            if tasks.content_hash(task_id) != task.content_hash:
                raise EnvironmentFailure(
                    f"{name}.load_tasks: {task_id} has two content hashes (fingerprint=)."
                )
        except TypeError as error:
            raise EnvironmentFailure(
                f"{name}.load_tasks: Task.data must be JSON-able, or the Task have a fingerprint; {error}"
            ) from error
        kind = env.kind_of(task_id)
        if kind is not None and kind != task.kind:
            raise EnvironmentFailure(
                f"{name}.kind_of({task_id!r}) is {kind!r}, the task's kind is {task.kind!r}."
            )
    yield Finding("tasks", "ok", f"{len(tasks)} in {env.split}")


def _beginning(env: AgentEnv) -> Iterator[Finding]:
    task = env.tasks[0]
    _, info = env.reset(seed=0, options={"task": task.id})
    _outcome(Outcome.of(env.begin(task), env.begin), "begin")
    returned(env, "instruction", env.instruction(), str, "a str")
    returns.solved(env, env.demonstration(task))
    _messages(env, "opening", env.opening(task))
    _admissible(env)
    returned(env, "sample_action", env.sample_action(np.random.default_rng(0)), Action, "an Action")
    error = ParseError("no_action", "There is no action in the answer.")
    _outcome(Outcome.of(env.unknown_action(error), env.unknown_action), "unknown_action")
    returned(env, "unavailable", type(env).unavailable({}), str, "a str")
    execution = type(env).execution_of({})
    if execution not in returns.EXECUTIONS:
        raise returns.wrong("execution_of", f"one of {', '.join(returns.EXECUTIONS)}", execution)
    if missing := {*_TURN, "task_id", "task_kind", "tools"} - set(info):
        raise EnvironmentFailure(
            f"info of reset lacks {', '.join(sorted(missing))}: reset() must not be overridden."
        )
    yield Finding("hooks before the first step", "ok")


def _playing(env: AgentEnv) -> Iterator[Finding]:
    task = env.tasks[0]
    env.reset(seed=0, options={"task": task.id})
    actions = returns.expert(env, env.gold(task))
    first = next(actions, None)
    if first is None:
        raise EnvironmentFailure(f"{type(env).__name__}.gold yielded nothing for {task.id!r}.")
    returned(env, "gold", first, Action, "an iterator of Action")
    _outcome(Outcome.of(env.perform(first), env.perform), "perform")
    env.reset(seed=0, options={"task": task.id})
    info: dict[str, Any] = {}
    ended = False
    while not ended:
        _, _, terminated, truncated, info = env.step(env.suggest("expert"))
        _admissible(env)
        ended = terminated or truncated
    for name, value in {**info["metrics"], **env.final_metrics()}.items():
        if not isinstance(name, str) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise EnvironmentFailure(
                f"final_metrics must return finite numbers by name, it says {name!r}: {value!r}"
            )
    last = Outcome(observation="at the limit")
    _outcome(Outcome.of(env.at_limit(last), env.at_limit), "at_limit")
    msgspec.json.encode(info)
    yield Finding("perform, and what follows it", "ok")


def _formats(subject: Subject) -> Iterator[Finding]:
    for name in FORMATS:
        with subject.made(action_format=name) as env:
            returned(env, "make_grammar", env.make_grammar(), Grammar, "a Grammar (parse, render, describe)")
            made = returned(env, "make_format", env.make_format(name), ActionFormat, "an ActionFormat")
            returned(made, "instructions", made.instructions(), str, "a str")
    yield Finding("formats and grammar", "ok")


def _admissible(env: AgentEnv) -> None:
    listed = env.admissible() if env.status is Status.RUNNING else None
    if listed is None:
        return
    if not isinstance(listed, list) or not all(isinstance(a, str) for a in listed):
        raise returns.wrong(f"{type(env).__name__}.admissible", "a list of str, or None", listed)
    for text in _some(listed):
        try:
            env.grammar.parse(text)
        except ParseError as error:
            raise EnvironmentFailure(
                f"{type(env).__name__}.admissible lists {text!r}, which the grammar does not read: {error.hint}"
            ) from error


def _messages(env: AgentEnv, hook: str, messages: object) -> None:
    for message in returned(env, hook, messages, list, "a list of messages"):
        if not (isinstance(message, dict) and isinstance(message.get("role"), str) and "content" in message):
            raise returns.wrong(
                f"{type(env).__name__}.{hook}", "messages (user(text), assistant(text))", message
            )


def _outcome(outcome: Outcome, hook: str) -> None:
    """See that every field of an outcome is of its type."""
    try:
        msgspec.convert(msgspec.structs.asdict(outcome), Outcome)
    except msgspec.ValidationError as error:
        raise EnvironmentFailure(
            f"{hook} returned an Outcome with a field of another type: {error}"
        ) from error


def _some(texts: list[str] | tuple[str, ...]) -> list[str]:
    """Return the first ones, one from the middle, the last one."""
    return list(dict.fromkeys([*texts[:3], *texts[len(texts) // 2 :][:1], *texts[-1:]]))
