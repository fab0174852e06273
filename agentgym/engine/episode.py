"""Playing one episode: a policy against a host, into an :class:`~agentgym.trajectory.Episode`."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Sequence

from agentgym.conversation import Conversation, action_text
from agentgym.engine.asking import Asker, PolicyBroke
from agentgym.engine.hosts.base import Begun, Host, Stepped, StepTimeout, within
from agentgym.engine.limits import Limits
from agentgym.engine.plan import Plan
from agentgym.errors import (
    AgentGymError,
    BudgetExceeded,
    ContextLengthError,
    OptionError,
    PolicyError,
    SandboxError,
    UnknownNameError,
)
from agentgym.policy import Completion, Request
from agentgym.status import Status
from agentgym.trajectory.episode import Episode, Failure, Step, ViewRef
from agentgym.trajectory.tokens import prefix_break, shorten
from agentgym.trajectory.views import ViewRecorder
from agentgym.turn import TurnInfo
from agentgym.version import framework


class LimitReached(Exception):
    """A limit of the episode ends it: with a score of 0."""

    def __init__(self, status: Status) -> None:
        super().__init__(status)
        self.status = status


class Broken(Exception):
    """The environment failed; carries the record of what was played until then. The error is its cause."""

    def __init__(self, episode: Episode) -> None:
        super().__init__(episode.key)
        self.episode = episode


async def play(plan: Plan, host: Host, asker: Asker, limits: Limits) -> Episode:
    """Play one episode to its end and return its record.

    A failure of the environment is raised, so that the caller can discard the host and try again; a failure of
    the policy, a context overflow and the limits are recorded in the episode.

    Raises:
        Broken: the environment failed during the episode.
        AgentGymError: it failed before the first turn, or the plan is wrong (an unknown task).
    """
    started = time.time()
    clock = time.perf_counter()
    begun: Begun = await within(host, host.begin(plan.task, plan.seed), limits.step_seconds)
    episode = _opened(plan, begun, started)
    try:
        async with asyncio.timeout(limits.wall_seconds):
            await _Player(episode, host, asker, limits).play(begun)
    except TimeoutError:
        episode.status, episode.reward = Status.CANCELLED, None
        message = f"The episode had not ended after {limits.wall_seconds:g} s (wall_seconds)."
        episode.failure = Failure(kind="TimeoutError", message=message, where="run")
    except LimitReached as limit:
        _end(episode, limit.status)
    except ContextLengthError as error:
        _end(episode, Status.CONTEXT_LIMIT, failure=_failure(error, "policy"))
    except PolicyBroke as broken:
        cause = broken.__cause__ or broken
        episode.status, episode.reward = Status.POLICY_ERROR, None
        episode.failure = _failure(cause, "policy")
    except BudgetExceeded:
        raise
    except Exception as error:
        if is_mistake(error):
            raise
        episode.seconds = time.perf_counter() - clock
        raise Broken(episode) from error
    episode.seconds = time.perf_counter() - clock
    return episode


class _Player:
    """The turns of one episode.

    Args:
        episode: grows with each turn.
        host: where its environment runs.
        asker: asks the policy.
        limits: of the episode.
    """

    def __init__(self, episode: Episode, host: Host, asker: Asker, limits: Limits) -> None:
        self.episode = episode
        self.host = host
        self.asker = asker
        self.limits = limits
        self.recorder = ViewRecorder(episode)
        self.tools = episode.tools if episode.action_format == "tools" else []
        self.tokens = 0
        self.cost = 0.0

    async def play(self, begun: Begun) -> None:
        """Take turns until the episode ends.

        Raises:
            LimitReached, PolicyBroke, ContextLengthError, AgentGymError: what ends it otherwise.
        """
        episode = self.episode
        chat = Conversation(begun.observation, begun.info)
        told: TurnInfo = begun.info
        suggestions, unasked = begun.suggestions, told["unasked"]
        before: Completion | None = None
        while True:
            view, completion = None, Completion()
            if not unasked:
                view, completion = await self._ask(chat, told, suggestions)
            message = completion.message()
            output = action_text(message)
            clock = time.perf_counter()
            try:
                result = await self._step(output)
            except LimitReached:
                raise
            except Exception:  # The answer that the environment broke at was given, and paid for.
                self._add(_unanswered(output, completion, time.perf_counter() - clock), view, unasked, before)
                raise
            step = _step(output, completion, result, time.perf_counter() - clock)
            self._add(step, view, unasked, before)
            info = result.info
            if result.terminated or result.truncated:
                status = Status(info["status"])
                _end(episode, status, None if status is Status.UNSCORED else result.reward, info["metrics"])
                return
            self._check(completion)
            before = None if info["messages"] is not None else completion
            chat.add(message, result.observation, info)
            told, suggestions, unasked = info, result.suggestions, info["unasked"]

    def _add(self, step: Step, view: ViewRef | None, unasked: bool, before: Completion | None) -> None:
        step.view, step.unasked = view, unasked
        if before is not None:
            step.prefix_break = prefix_break(before, step.completion)
            step = shorten(step, before)
        self.episode.steps.append(step)
        self.episode.working_seconds += step.seconds

    async def _ask(
        self, chat: Conversation, told: TurnInfo, suggestions: dict[str, str]
    ) -> tuple[ViewRef | None, Completion]:
        episode = self.episode
        request = Request(
            messages=chat.messages,
            tools=self.tools,
            env_id=episode.env_id,
            task_id=episode.task_id,
            action_format=episode.action_format,
            step=len(episode.steps),
            seed=episode.seed,
            repeat=episode.repeat,
            episode_id=episode.key,
            admissible=told["admissible"],
            suggestions=suggestions,
            continuations=told["continuations"],
        )
        view, completion = await self.asker.ask(request)
        return self.recorder.record(request, view), completion

    async def _step(self, output: str) -> Stepped:
        """Take a step, within its own limit and within what is left of the episode's working time."""
        limits = self.limits
        seconds = limits.step_seconds
        if limits.working_seconds is None:
            return await within(self.host, self.host.step(output), seconds)
        rest = max(0.001, limits.working_seconds - self.episode.working_seconds)
        short = seconds is None or rest < seconds
        try:
            return await within(self.host, self.host.step(output), rest if short else seconds)
        except StepTimeout:
            if not short:
                raise
            self.episode.working_seconds = limits.working_seconds
            raise LimitReached(Status.TIME_LIMIT) from None

    def _check(self, completion: Completion) -> None:
        """End an episode that goes on past one of its limits.

        Raises:
            LimitReached: it does.
            PolicyBroke: its cost is limited, and not known.
        """
        limits, usage = self.limits, completion.usage
        if limits.working_seconds is not None and self.episode.working_seconds >= limits.working_seconds:
            raise LimitReached(Status.TIME_LIMIT)
        if usage is not None:
            self.tokens += usage.prompt_tokens + usage.completion_tokens
        if limits.tokens is not None and self.tokens >= limits.tokens:
            raise LimitReached(Status.TOKEN_LIMIT)
        if limits.cost is None:
            return
        if completion.cost is None and usage is not None:
            raise PolicyBroke from PolicyError(
                f"The cost of an episode is limited, but the model {completion.model!r} has no price: add it to a "
                "price file (--prices FILE, or AGENTGYM_PRICES)."
            )
        self.cost += completion.cost or 0.0
        if self.cost >= limits.cost:
            raise LimitReached(Status.COST_LIMIT)


def _opened(plan: Plan, begun: Begun, started: float) -> Episode:
    return Episode(
        env_id=plan.env_id,
        env_args=plan.env_args,
        task_id=plan.task,
        task_kind=begun.info["task_kind"],
        task_hash=plan.task_hash,
        split=begun.split,
        profile=begun.profile,
        action_format=begun.action_format,
        calls_functions=begun.calls_functions,
        policy=plan.policy,
        policy_spec=plan.policy_spec,
        policy_id=plan.policy_id,
        repeat=plan.repeat,
        seed=plan.seed,
        limits=plan.limits,
        key=plan.key,
        status=Status.RUNNING,
        reward=None,
        opening=begun.info["messages"] or [],
        observation=begun.observation,
        observation_later=begun.info["observation_later"],
        tools=begun.info["tools"],
        framework=framework(),
        started=started,
    )


def _unanswered(output: str, completion: Completion, seconds: float) -> Step:
    return Step(output=output, completion=completion, observation="", seconds=seconds)


def _step(output: str, completion: Completion, result: Stepped, seconds: float) -> Step:
    info = result.info
    return Step(
        output=output,
        completion=completion,
        action=info["action"],
        thought=info["thought"],
        parse_error=info["parse_error"],
        parse_error_kind=info["parse_error_kind"],
        mapped_from=info["mapped_from"],
        observation=result.observation,
        reward=result.reward,
        terminated=result.terminated,
        truncated=result.truncated,
        seconds=seconds,
        messages=info["messages"],
        observation_later=info["observation_later"],
        action_later=info["action_later"],
        tool_results=info["tool_results"],
        refused=info["refused"],
        call_error=info["call_error"],
        screenshot=info["screenshot"],
    )


def _end(
    episode: Episode,
    status: Status,
    reward: float | None = 0.0,
    metrics: dict[str, float] | None = None,
    failure: Failure | None = None,
) -> None:
    episode.status, episode.reward, episode.failure = status, reward, failure
    episode.metrics = metrics if metrics else {"steps": float(len(episode.steps))}


def failed(
    plan: Plan,
    error: BaseException,
    attempts: int,
    *,
    where: str = "environment",
    played: Episode | None = None,
) -> Episode:
    """Return the record of an episode that failed for good, for its environment or elsewhere: no reward.

    Args:
        plan: the episode that was planned.
        error: why it failed.
        attempts: how often it was tried.
        where: where the error was raised.
        played: the record of what was played until then; its turns are kept, and what they cost.
    """
    status = Status.SANDBOX_ERROR if isinstance(error, SandboxError) else Status.ENVIRONMENT_ERROR
    if played is not None:
        played.status, played.reward, played.failure = status, None, _failure(error, where, attempts)
        return played
    return Episode(
        env_id=plan.env_id,
        env_args=plan.env_args,
        task_id=plan.task,
        task_hash=plan.task_hash,
        policy=plan.policy,
        policy_spec=plan.policy_spec,
        policy_id=plan.policy_id,
        repeat=plan.repeat,
        seed=plan.seed,
        limits=plan.limits,
        key=plan.key,
        status=status,
        reward=None,
        failure=_failure(error, where, attempts),
        framework=framework(),
        started=time.time(),
    )


def is_mistake(error: BaseException) -> bool:
    """Whether an error is the caller's (an unknown task, a wrong option): it ends the run, not an episode."""
    return isinstance(error, (OptionError, UnknownNameError))


def _failure(error: BaseException, where: str, attempts: int = 1) -> Failure:
    lines: Sequence[str] = () if isinstance(error, AgentGymError) else traceback.format_exception(error)
    return Failure(
        kind=type(error).__name__,
        message=str(error),
        where=where,
        traceback="".join(lines)[-8000:],
        attempts=getattr(error, "attempts", attempts),
    )
