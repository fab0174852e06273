"""The chat completions API: a request as the body of a call, and the answer as a completion.

Servers differ in details: where they put the reasoning, whether arguments are JSON text or an object, how they
give token ids. All of it is read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.messages import ToolCallDict
from agentgym.policy import Completion, Usage

_encode = msgspec.json.Encoder().encode
# Templates that open the thought themselves leave its end only in the answer.
_THOUGHT = re.compile(r"\s*(?:<think>)?((?:(?!<think>).)*?)</think>\s*", re.DOTALL)
_OPEN_THOUGHT = re.compile(r"\s*<think>(.*)", re.DOTALL)


def body(
    model: str,
    messages: Sequence[Mapping[str, Any]],
    *,
    tools: Sequence[Mapping[str, Any]] = (),
    fields: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the body of a call.

    Args:
        model: model name.
        messages: as they are sent (:func:`agentgym.messages.wire`).
        tools: tool schemas.
        fields: sampling and everything else of the body.
    """
    whole: dict[str, Any] = {"model": model, "messages": messages}
    if fields:
        whole.update(fields)
    if tools:
        whole["tools"] = tools
    return _encode(whole)


class _Message(msgspec.Struct):
    content: Any = None
    tool_calls: list[dict[str, Any]] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None


class _Token(msgspec.Struct):
    logprob: float = 0.0
    token: str = ""
    id: int | None = None


class _Logprobs(msgspec.Struct):
    content: list[_Token] | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None
    token_ids: list[int] | None = None


class _PromptDetails(msgspec.Struct):
    cached_tokens: int | None = None


class _CompletionDetails(msgspec.Struct):
    reasoning_tokens: int | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None
    cost: float | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice] = []
    model: str | None = None
    usage: _Usage | None = None
    prompt_token_ids: list[int] | None = None
    error: Any = None


_decode = msgspec.json.Decoder(_Answer, strict=False).decode


def read(raw: bytes, server: str, content_type: str = "") -> Completion:
    """Read an answer with status 200.

    Raises:
        CallError: it is no completion.
        ContextLengthError: it is an error in disguise that says the conversation is too long.
    """
    try:
        answer = _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        shown = raw[:200].decode("utf-8", "replace")
        raise CallError(
            CallFailure.BROKEN,
            f"{server} answered with something else than a completion ({content_type}): {error}: {shown}",
        ) from None
    if answer.error:  # Gateways answer 200 and put the status of the provider behind them into the body.
        code = answer.error.get("code") if isinstance(answer.error, dict) else None
        raise refusal(code if isinstance(code, int) else 500, raw, {}, server)
    if not answer.choices:
        raise CallError(CallFailure.BROKEN, f"{server} answered without choices.")
    choice = answer.choices[0]
    text, reasoning = _texts(choice.message)
    completion = Completion(
        text=text,
        reasoning=reasoning,
        finish_reason=choice.finish_reason or "",
        model=answer.model or "",
        usage=_usage(answer.usage),
        cost=answer.usage.cost if answer.usage is not None else None,
    )
    if choice.message.tool_calls:
        completion.tool_calls = _calls(choice.message.tool_calls, server)
    _tokens(completion, answer, choice)
    return completion


def _texts(message: _Message) -> tuple[str, str]:
    """Return the answer and the reasoning, wherever the server has put it."""
    content = message.content
    reasoning = message.reasoning_content or message.reasoning or ""
    if isinstance(content, list):  # Parts: text, and the thinking of some models.
        reasoning += "".join(str(p.get("thinking", "")) for p in content if isinstance(p, dict))
        content = "".join(str(p.get("text", "")) for p in content if isinstance(p, dict))
    text = content if isinstance(content, str) else (message.refusal or "")
    if "think>" in text and not reasoning:
        thought = _THOUGHT.match(text)
        if thought is not None:
            return text[thought.end() :], thought[1].strip()
        cut = _OPEN_THOUGHT.fullmatch(text)  # The answer ended within the thought.
        if cut is not None:
            return "", cut[1].strip()
    return text, reasoning


def _calls(calls: list[dict[str, Any]], server: str) -> list[ToolCallDict]:
    read: list[ToolCallDict] = []
    for number, call in enumerate(calls):
        function = call.get("function")
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise CallError(
                CallFailure.BROKEN, f"{server} answered with a tool call without a function: {call}"
            )
        arguments = function.get("arguments")
        if not isinstance(arguments, str):  # Some servers decode them; the log keeps the form of the wire.
            arguments = _encode(arguments if arguments is not None else {}).decode()
        kept: ToolCallDict = {
            "id": str(call.get("id") or f"call_{number}"),
            "type": "function",
            "function": {"name": function["name"], "arguments": arguments},
        }
        if isinstance(call.get("extra_content"), dict):  # Signatures that Google wants back with the call.
            kept["extra_content"] = call["extra_content"]
        read.append(kept)
    return read


def _usage(usage: _Usage | None) -> Usage | None:
    if usage is None:
        return None
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    return Usage(
        prompt_tokens=usage.prompt_tokens or 0,
        completion_tokens=usage.completion_tokens or 0,
        cached_tokens=(prompt.cached_tokens or 0) if prompt is not None else 0,
        reasoning_tokens=(completion.reasoning_tokens or 0) if completion is not None else 0,
    )


def _tokens(completion: Completion, answer: _Answer, choice: _Choice) -> None:
    """Take over token ids and log-probabilities: vLLM's fields, or llama.cpp's ids within the log-probabilities."""
    completion.prompt_ids = answer.prompt_token_ids
    completion.completion_ids = choice.token_ids
    tokens = choice.logprobs.content if choice.logprobs is not None else None
    if not tokens:
        return
    completion.logprobs = [t.logprob for t in tokens]
    if completion.completion_ids is None:
        ids = [_token_id(t) for t in tokens]
        if None not in ids:
            completion.completion_ids = [i for i in ids if i is not None]


def _token_id(token: _Token) -> int | None:
    if token.id is not None:
        return token.id
    return int(token.token[9:]) if token.token.startswith("token_id:") and token.token[9:].isdigit() else None
