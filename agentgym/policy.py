"""Policies: what answers an environment's messages. A model, an expert, a person, a recording.

A policy is made from a spec string (``expert``, ``openai:gpt-4?temperature=0``), answers one request at a
time and leaves batching, concurrency and retries to the engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec

from agentgym.errors import OptionError, PolicyError
from agentgym.messages import Message, ToolCallDict
from agentgym.specs import LABEL, Spec

Suggestion = Literal["expert", "random"]
"""What an environment can suggest at every turn: the gold message, or a random admissible one."""


class Request(msgspec.Struct, kw_only=True):
    """What a policy is asked: the conversation, and what else is known about the turn.

    Attributes:
        messages: the conversation so far, the newest message last. Not to be mutated.
        tools: tool schemas in OpenAI's form; empty unless the action format is ``tools``.
        env_id, task_id: what is being played.
        action_format: ``react``, ``tools`` or ``native``.
        step: number of this turn, from 0.
        seed: the episode's seed.
        repeat: number of this repetition of the task.
        episode_id: id of the episode in the log.
        admissible: admissible actions where they are finite.
        suggestions: what the environment suggests, for each kind that the policy asked for.
        continuations: the texts of which the answer is one, the likeliest; empty where it is written freely.
    """

    messages: list[Message]
    tools: list[dict[str, Any]] = []
    env_id: str = ""
    task_id: str = ""
    action_format: str = "react"
    step: int = 0
    seed: int = 0
    repeat: int = 0
    episode_id: str = ""
    admissible: list[str] | None = None
    suggestions: dict[str, str] = {}
    continuations: list[str] = []

    def suggested(self, kind: Suggestion) -> Completion:
        """Return a suggestion of the environment as a completion, tool calls unpacked.

        Raises:
            PolicyError: the environment made no such suggestion.
        """
        text = self.suggestions.get(kind)
        if text is None:
            raise PolicyError(f"{self.env_id} made no suggestion of the kind {kind!r} at step {self.step}.")
        return Completion.of_action(text, self.action_format, model=kind)


class View(msgspec.Struct, kw_only=True):
    """What a model is shown of a request, exactly: the log records it, and the request to the server holds it.

    Attributes:
        messages: system prompt, what is kept of the conversation, notices; in the order they are sent. Messages of
            the conversation are the request's own objects, so that the log can refer to them instead of copying.
        tools: tool schemas that travel with the request; empty where tools are shown as text, or not at all.
        reasoning: the reasoning of earlier turns is sent along (:func:`agentgym.messages.wire`).
        omitted: messages of the conversation that are not shown.
    """

    messages: list[Message]
    tools: list[dict[str, Any]] = []
    reasoning: bool = False
    omitted: int = 0


MOST_TOKENS = 1 << 53
"""Tokens below which a server's count is believed; more is no count, and no file of ours could hold it."""


class Usage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tokens of one call, as the server counted them; 0 where its count is none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    def __post_init__(self) -> None:
        if (  # Nearly always; a log is read with one of these a turn.
            0 <= self.prompt_tokens < MOST_TOKENS
            and 0 <= self.completion_tokens < MOST_TOKENS
            and 0 <= self.cached_tokens < MOST_TOKENS
            and 0 <= self.reasoning_tokens < MOST_TOKENS
        ):
            return
        for name in self.__struct_fields__:
            if not 0 <= getattr(self, name) < MOST_TOKENS:
                msgspec.structs.force_setattr(self, name, 0)


class Completion(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One answer of a policy; in a log, what is as usual is left out.

    ``prompt_ids``, ``completion_ids`` and ``logprobs`` are there when the server gives them, so that training
    never has to tokenise again.
    """

    text: str = ""
    tool_calls: list[ToolCallDict] = []
    reasoning: str = ""
    finish_reason: str = "stop"
    model: str = ""
    sampling: dict[str, Any] = {}
    usage: Usage | None = None
    cost: float | None = None
    latency: float = 0.0
    cached: bool = False
    attempts: int = 1
    prompt_ids: list[int] | None = None
    completion_ids: list[int] | None = None
    logprobs: list[float] | None = None
    extra: dict[str, Any] = {}

    @classmethod
    def of_action(cls, text: str, action_format: str, *, model: str) -> Completion:
        """Return an action string as a completion; in the ``tools`` format it is JSON with the calls."""
        if action_format != "tools":
            return cls(text=text, model=model)
        message = msgspec.json.decode(text)
        return cls(text=message["content"], tool_calls=message["tool_calls"], model=model)

    def message(self) -> Message:
        """Return the answer as an assistant message."""
        message: Message = {"role": "assistant", "content": self.text}
        if self.tool_calls:
            message["tool_calls"] = list(self.tool_calls)
        if self.reasoning:
            message["reasoning_content"] = self.reasoning
        return message


class Policy(ABC):
    """Base class of policies.

    Attributes:
        needs: what the environment shall suggest at every turn. Only policies that are not models need any.
        preferred_format: the action format to play in where none is asked for; the environment's otherwise.
        incidental: options of its spec that do not change its answers: an address, a time-out, logging. They are in
            neither the label nor the identity.
        spec: the text that the policy was made from, or that would make it; empty where there is none.
        label: what tables call it: the ``name=`` of its spec, else the spec without what is incidental.

    Where an environment names the texts of which the answer is one (multiple choice by log-likelihood), the engine
    calls :meth:`choose` instead of :meth:`act`. A model needs :meth:`score` for that, which is optional; a policy that
    is no model says which one itself (:attr:`chooses`).

    A policy that asks a model overrides :meth:`view` (what the model is shown) and :meth:`identity` (what an answer
    depends on besides). Both are pure; the engine calls :meth:`view` once a turn, and gives the result to
    :meth:`act`, to :meth:`cache_key` and to the log.
    """

    needs: tuple[Suggestion, ...] = ()
    preferred_format: str | None = None
    incidental: ClassVar[frozenset[str]] = frozenset()
    chooses: ClassVar[bool] = False
    """It is no model: asked for the likeliest of given texts, it answers as always."""
    spec: str = ""
    label: str = ""

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> Policy:
        """Make the policy of ``scheme:argument?options``; the default takes neither.

        Raises:
            OptionError: an argument or option that the policy does not take.
        """
        if argument or options:
            raise OptionError(f"The policy {cls.__name__} takes no argument and no options in its spec.")
        return cls()

    @classmethod
    def unavailable(cls) -> str:
        """Return why this machine cannot use such a policy, and the mend; ``""`` if it can. For ``agentgym doctor``."""
        return ""

    def view(self, request: Request) -> View:
        """Return what the model is shown; everything by default. Asked for while the policy is open."""
        return View(messages=request.messages, tools=request.tools)

    @abstractmethod
    async def act(self, request: Request, view: View) -> Completion:
        """Answer one request, of which the model is shown ``view``.

        Raises:
            PolicyError: no answer could be had.
        """

    async def answer(self, request: Request) -> Completion:
        """Answer a request outside of a run: :meth:`view`, then :meth:`act` or :meth:`choose`."""
        view = self.view(request)
        return await (self.choose(request, view) if request.continuations else self.act(request, view))

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        """Return the log-probability of each text as the whole next thing that the model would write.

        The sum over the tokens of the text, behind the conversation as :meth:`view` shows it; the end of the turn is no
        part of it. Optional: a policy without it plays no environment that names continuations.

        Raises:
            PolicyError: the policy cannot give them.
            ContextLengthError: the conversation does not fit the model.
        """
        raise PolicyError(
            f"{self.label or type(self).__name__} gives no log-probabilities of given texts, which this protocol "
            "compares. Play it with `transformers:MODEL`, or take a profile in which the answer is written."
        )

    async def choose(self, request: Request, view: View) -> Completion:
        """Answer with the likeliest of ``request.continuations``, the first of equals; :meth:`act` if it ``chooses``.

        The log-probabilities are in ``Completion.extra["continuations"]``, in the order of the request.

        Raises:
            PolicyError, ContextLengthError: as :meth:`score`.
        """
        if self.chooses:
            return await self.act(request, view)
        scores = await self.score(request, request.continuations)
        best = max(range(len(scores)), key=scores.__getitem__)
        return Completion(text=request.continuations[best], model=self.label, extra={"continuations": scores})

    def identity(self) -> dict[str, Any]:
        """Return what the answers depend on: model, sampling, view, version. JSON-serialisable.

        Part of an episode's key: a policy with another identity is another policy. Addresses, time-outs,
        connections and logging do not belong in it. By default the spec without what is incidental.
        """
        spec = Spec.parse(self.spec or type(self).__name__)
        return {"policy": str(spec.without({LABEL, *self.incidental}))}

    def cache_key(self, request: Request, view: View) -> bytes | None:
        """Return what an answer depends on, so that ``--cache`` can keep it; ``None``: it is not kept.

        Everything belongs in it that is sent, and the version of what answers. The repetition is added by the
        engine. Asked for while the policy is open.
        """
        return None

    async def open(self) -> None:
        """Acquire connections or start servers; called once before the first request of a run."""

    async def close(self) -> None:
        """Release what :meth:`open` acquired; called once, also after a failure."""
