"""Playing one episode: a policy against a host, into an :class:`~agentgym.trajectory.Episode`."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Sequence
from typing import Any

import agentgym
from agentgym.conversation import Conversation, action_text
from agentgym.errors import (
    AgentGymError,
    ContextLengthError,
    OptionError,
    SandboxError,
    UnknownNameError,
)
from agentgym.policy import Completion, Request
from agentgym.rollout.caller import Caller, PolicyBroke
from agentgym.rollout.framework import framework
from agentgym.rollout.hosts import Begun, Host, Stepped, within
from agentgym.rollout.limits import Limits
from agentgym.rollout.plan import Plan
from agentgym.status import Status
from agentgym.trajectory.episode import Episode, Failure, Step
from agentgym.trajectory.prefix import prefix_break

_REMEMBERED = (
    "observation_later", "action_later", "tool_results", "messages", "refused", "call_error", "screenshot", "unasked"
)  # fmt: skip


async def play(plan: Plan, host: Host, caller: Caller, limits: Limits) -> Episode:
    """Play one episode to its end and return its record.

    A failure of the environment is raised, so that the caller can discard the host and try again; a failure of
    the policy, a context overflow and the time limit are recorded in the episode.

    Raises:
        AgentGymError: the environment failed, or the plan is wrong (an unknown task).
    """
    started = time.time()
    clock = time.perf_counter()
    begun: Begun = await within(host, host.begin(plan.task, plan.seed), limits.step_seconds)
    episode = _opened(plan, begun, started)
    try:
        async with asyncio.timeout(limits.episode_seconds):
            await _turns(episode, begun, host, caller, limits)
    except TimeoutError:
        _end(episode, Status.TIME_LIMIT)
    except ContextLengthError as error:
        _end(episode, Status.CONTEXT_LIMIT, failure=_failure(error, "policy"))
    except PolicyBroke as broken:
        cause = broken.__cause__ or broken
        episode.status, episode.reward = Status.POLICY_ERROR, None
        episode.failure = _failure(cause, "policy")
    episode.seconds = time.perf_counter() - clock
    return episode


async def _turns(episode: Episode, begun: Begun, host: Host, caller: Caller, limits: Limits) -> None:
    chat = Conversation(begun.observation, begun.info)
    info, wishes = begun.info, begun.wishes
    before: Completion | None = None
    while True:
        request = Request(
            messages=chat.messages,
            tools=episode.tools if episode.action_format == "tools" else [],
            env_id=episode.env_id,
            task_id=episode.task_id,
            action_format=episode.action_format,
            step=len(episode.steps),
            seed=episode.seed,
            repeat=episode.repeat,
            episode_id=episode.key,
            admissible=info.get("admissible"),
            suggestions=wishes,
        )
        view = caller.policy.view(request)
        completion = Completion() if info.get("unasked") else await caller.ask(request, view)
        message = completion.message()
        output = action_text(message)
        clock = time.perf_counter()
        result: Stepped = await within(host, host.step(output), limits.step_seconds)
        step = _step(output, completion, result, time.perf_counter() - clock)
        step.prefix_break = prefix_break(before, completion) if before is not None else None
        episode.steps.append(step)
        info, wishes = result.info, result.wishes
        if result.terminated or result.truncated:
            _end(episode, Status(info["status"]), result.reward, info.get("metrics", {}))
            return
        before = None if "messages" in info else completion
        chat.add(message, result.observation, info)


def _opened(plan: Plan, begun: Begun, started: float) -> Episode:
    return Episode(
        env_id=plan.env_id,
        env_args=plan.env_args,
        task_id=plan.task,
        task_kind=str(begun.info.get("task_kind", "")),
        task_hash=begun.task_hash,
        split=begun.split,
        profile=begun.profile,
        action_format=begun.action_format,
        policy=plan.policy,
        repeat=plan.repeat,
        seed=plan.seed,
        key=plan.key,
        status=Status.RUNNING,
        reward=None,
        opening=begun.info.get("messages", []),
        observation=begun.observation,
        observation_later=begun.info.get("observation_later"),
        tools=begun.info.get("tools", []),
        framework=framework(agentgym.__version__),
        started=started,
    )


def _step(output: str, completion: Completion, result: Stepped, seconds: float) -> Step:
    info = result.info
    return Step(
        output=output,
        completion=completion,
        action=info.get("action", ""),
        thought=info.get("thought", ""),
        parse_error=info.get("parse_error", ""),
        parse_error_kind=info.get("parse_error_kind", ""),
        mapped_from=info.get("mapped_from", ""),
        observation=result.observation,
        reward=result.reward,
        terminated=result.terminated,
        truncated=result.truncated,
        seconds=seconds,
        info={k: info[k] for k in _REMEMBERED if k in info},
    )


def _end(
    episode: Episode,
    status: Status,
    reward: float = 0.0,
    metrics: dict[str, float] | None = None,
    failure: Failure | None = None,
) -> None:
    episode.status, episode.reward, episode.failure = status, reward, failure
    episode.metrics = metrics if metrics else {"steps": float(len(episode.steps))}


def failed(plan: Plan, error: Exception, attempts: int) -> Episode:
    """Return the record of an episode whose environment failed for good: no reward."""
    status = Status.SANDBOX_ERROR if isinstance(error, SandboxError) else Status.ENVIRONMENT_ERROR
    return Episode(
        env_id=plan.env_id,
        env_args=plan.env_args,
        task_id=plan.task,
        policy=plan.policy,
        repeat=plan.repeat,
        seed=plan.seed,
        key=plan.key,
        status=status,
        reward=None,
        failure=_failure(error, "environment", attempts),
        framework=framework(agentgym.__version__),
        started=time.time(),
    )


def is_mistake(error: BaseException) -> bool:
    """Whether an error is the caller's (an unknown task, a wrong option): it ends the run, not an episode."""
    return isinstance(error, (OptionError, UnknownNameError))


def _failure(error: BaseException, where: str, attempts: int = 1) -> Failure:
    lines: Sequence[str] = () if isinstance(error, AgentGymError) else traceback.format_exception(error)
    text: Any = "".join(lines)
    return Failure(
        kind=type(error).__name__,
        message=str(error),
        where=where,
        traceback=text[-8000:],
        attempts=getattr(error, "attempts", attempts),
    )
