"""The chat completions API: a request as the body of a call, and the answer as a completion.

Servers differ in details: where they put the reasoning, whether arguments are JSON text or an object, how they
give token ids. All of it is read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agentgym.client import odd_answers
from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.errors import ContextLengthError
from agentgym.messages import ToolCallDict
from agentgym.policy import Completion, Usage

_encode = msgspec.json.Encoder().encode
# Templates that open the thought themselves leave its end only in the answer. In quotes, or in a block of code, the tag
# is a word of the answer (a command that looks for it).
_END_ALONE = re.compile(r"""(?<!['"`])</think>(?!['"`])""")
_OPEN, _END = "<think>", "</think>"
_FAILED = frozenset({"error", "failed", "network_error"})
"""Reasons to stop that are failures of the server, in an answer with status 200."""
_MALFORMED = frozenset({"malformed_function_call", "tool_use_failed"})
"""Reasons to stop that are the model's own malformed tool call."""


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
    function_call: dict[str, Any] | None = None


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
    error: Any = None


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
    answer = _answer(raw, server, content_type)
    if answer.error:  # Gateways answer 200 and put the status of the provider behind them into the body.
        raise _failed(answer.error, raw, server)
    if not answer.choices:
        raise CallError(CallFailure.BROKEN, f"{server} answered without choices.")
    choice = answer.choices[0]
    reason = choice.finish_reason or ""
    if choice.error or reason.lower() in _FAILED:
        raise _failed(choice.error, raw, server)
    text, reasoning = _texts(choice.message)
    completion = Completion(
        text=text,
        reasoning=reasoning,
        finish_reason=reason,
        model=answer.model or "",
        usage=_usage(answer.usage),
        cost=answer.usage.cost if answer.usage is not None else None,
    )
    if reason.lower() in _MALFORMED:
        completion.extra = {"malformed_call": reason}
    calls = choice.message.tool_calls or []
    if choice.message.function_call:  # The form before ``tool_calls``, which some servers still give.
        calls = [{"function": choice.message.function_call}, *calls]
    if calls:
        completion.tool_calls = _calls(calls, server)
    _tokens(completion, answer, choice)
    return completion


def malformed_call(status: int, raw: bytes) -> Completion | None:
    """Return the turn of a model whose tool call the server could not read and answers with an error; else ``None``.

    It is the model's own malformed call and no failure of the server: the environment answers it as one. Groq gives
    what the model wrote (``failed_generation``), llama.cpp the rest of it behind the place where it stopped reading.
    """
    if status not in (400, 422, 500):
        return None
    try:
        error = odd_answers.decode(raw).get("error")
    except ValueError:
        return None
    if not isinstance(error, dict):
        return None
    told = str(error.get("message") or "")
    if error.get("code") == "tool_use_failed" or "failed_generation" in error:
        text = odd_answers.said(error.get("failed_generation"))
    elif (found := _UNREAD.search(told)) is not None:
        text = found[1]
    else:
        return None
    return Completion(text=text, finish_reason="tool_use_failed", extra={"malformed_call": told[:500]})


_UNREAD = re.compile(r"Failed to parse (?:input at pos \d+|tool call[^:]*): ?(.*)", re.DOTALL)


def _answer(raw: bytes, server: str, content_type: str) -> _Answer:
    try:
        return _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.convert(odd_answers.mended(odd_answers.decode(raw)), _Answer, strict=False)
    except (ValueError, msgspec.ValidationError) as error:
        shown = raw[:200].decode("utf-8", "replace")
        raise CallError(
            CallFailure.BROKEN,
            f"{server} answered with something else than a completion ({content_type}): {error}: {shown}",
        ) from None


def _failed(error: Any, raw: bytes, server: str) -> CallError | ContextLengthError:
    code = error.get("code") if isinstance(error, dict) else None
    return refusal(code if isinstance(code, int) else 500, raw, {}, server)


def _texts(message: _Message) -> tuple[str, str]:
    """Return the answer and the reasoning, wherever the server has put it."""
    content = message.content
    reasoning = message.reasoning_content or message.reasoning or ""
    if isinstance(content, list):  # Parts: text, and the thinking of some models.
        parts = [p for p in content if isinstance(p, dict)]
        reasoning += "".join(odd_answers.said(p.get("thinking")) for p in parts)
        content = "".join(odd_answers.said(p.get("text")) for p in parts)
    text = content if isinstance(content, str) else (message.refusal or "")
    if "think>" not in text:
        return text, reasoning
    thought, answer = _split_thought(text)
    return answer, reasoning or thought


def _split_thought(text: str) -> tuple[str, str]:
    """Return the thought at the beginning of a text, and what follows it."""
    inside = text.lstrip()
    if inside.startswith(_OPEN):
        inside = inside.removeprefix(_OPEN)
        thought, end, answer = inside.partition(_END)
        return (
            thought.strip(),
            answer.lstrip() if end else "",
        )  # Without an end the answer ended within the thought.
    found = _END_ALONE.search(text)
    if found is None or _OPEN in text[: found.start()] or text.count("```", 0, found.start()) % 2:
        return "", text
    begin, _, rest = text[found.start() :].partition(_END)
    return (text[: found.start()] + begin).strip(), rest.lstrip()


def _calls(calls: list[dict[str, Any]], server: str) -> list[ToolCallDict]:
    read: list[ToolCallDict] = []
    used: set[str] = set()
    for number, call in enumerate(calls):
        function = call.get("function")
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise CallError(
                CallFailure.BROKEN, f"{server} answered with a tool call without a function: {call}"
            )
        arguments = function.get("arguments")
        if not isinstance(arguments, str):  # Some servers decode them; the log keeps the form of the wire.
            arguments = _encode(arguments if arguments is not None else {}).decode()
        name = str(call.get("id") or f"call_{number}")
        if name in used:  # A repeated id would be sent back, which servers refuse.
            name = f"{name}_{number}"
        used.add(name)
        kept: ToolCallDict = {
            "id": name,
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
        prompt_tokens=odd_answers.count(usage.prompt_tokens),
        completion_tokens=odd_answers.count(usage.completion_tokens),
        cached_tokens=odd_answers.count(prompt.cached_tokens) if prompt is not None else 0,
        reasoning_tokens=odd_answers.count(completion.reasoning_tokens) if completion is not None else 0,
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
