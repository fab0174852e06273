"""``anthropic:MODEL``: Anthropic's models, through Anthropic's SDK (extra ``anthropic``)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec

from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.errors import ContextLengthError, DependencyError
from agentgym.install import hint
from agentgym.messages import Message, ToolCallDict, arguments_of
from agentgym.policies.model_options import CallOptions
from agentgym.policies.options import sampling
from agentgym.policies.sdk import SDKPolicy, instructions
from agentgym.policy import Completion, Usage, View

MAX_TOKENS = 4096
"""The API requires a bound for the answer; this one where the spec names none."""
_NOTHING = "(no text)"  # The API refuses an empty message.
_FINISH = {"end_turn": "stop", "stop_sequence": "stop", "max_tokens": "length", "tool_use": "tool_calls"}


class AnthropicOptions(CallOptions, frozen=True):
    """Options of ``anthropic:``."""

    top_k: Annotated[int | None, sampling("tokens that are drawn from.")] = None


class AnthropicPolicy(SDKPolicy):
    """A model behind Anthropic's messages API; options are those of :class:`AnthropicOptions`."""

    scheme: ClassVar[str] = "anthropic"
    example: ClassVar[str] = "anthropic:MODEL"
    options_type: ClassVar[type[AnthropicOptions]] = AnthropicOptions
    incidental: ClassVar[frozenset[str]] = AnthropicOptions.incidental()
    sdk: ClassVar[str] = "anthropic"
    address: ClassVar[str] = "https://api.anthropic.com"
    default_key: ClassVar[str] = "ANTHROPIC_API_KEY"

    def connect(self, key: str) -> None:
        """Make the client; its own retries are off."""
        try:
            import anthropic
        except ImportError as error:
            raise DependencyError(f"anthropic:MODEL needs Anthropic's SDK: {hint('anthropic')}.") from error
        self._sdk = anthropic
        self._client = anthropic.AsyncAnthropic(
            api_key=key, base_url=self.base_url, max_retries=0, timeout=self.options.timeout
        )

    async def disconnect(self) -> None:
        """Close the client."""
        await self._client.close()

    def translate(self, view: View) -> dict[str, Any]:
        """Return the arguments of ``messages.create``."""
        drawn = {k: v for k, v in self.sampling.items() if k not in ("stop", "max_tokens")}
        arguments: dict[str, Any] = {
            "model": self.model,
            "max_tokens": self.sampling.get("max_tokens", MAX_TOKENS),
            "messages": _turns(view.messages),
        }
        if drawn:  # Newer versions of the SDK know no temperature, for models that take none.
            arguments["extra_body"] = drawn
        system = instructions(view.messages)
        if system is not None:
            arguments["system"] = system
        if "stop" in self.sampling:
            arguments["stop_sequences"] = self.sampling["stop"]
        if view.tools:
            arguments["tools"] = [
                {
                    "name": t["function"]["name"],
                    "description": t["function"]["description"],
                    "input_schema": t["function"]["parameters"],
                }
                for t in view.tools
            ]
        return arguments

    async def attempt(self, arguments: dict[str, Any]) -> Completion:
        """Ask once."""
        sdk = self._sdk
        try:
            return self._read(await self._client.messages.create(**arguments))
        except sdk.APITimeoutError:
            raise self.timed_out() from None
        except sdk.APIConnectionError as error:
            cause = error.__cause__ or error
            raise CallError(CallFailure.CONNECTION, f"{self.base_url}: {cause!r}") from error
        except sdk.APIStatusError as error:
            raw = error.response.content
            raise refusal(
                error.status_code, raw, error.response.headers, self.base_url, secret=self._key
            ) from None
        except (sdk.APIError, ValueError, TypeError, AttributeError, KeyError) as error:
            # What the SDK makes of an answer that is none: a text, or a message with holes.
            raise CallError(
                CallFailure.BROKEN, f"{self.base_url} answered with something else than a message: {error!r}"
            ) from error

    def _read(self, answer: Any) -> Completion:
        if answer.stop_reason == "model_context_window_exceeded":
            raise ContextLengthError(
                f"{self.model}: the conversation and the answer have filled its context."
            )
        if not isinstance(answer.content, list):
            raise TypeError(f"no content in {answer!r:.200}")
        calls: list[ToolCallDict] = [
            {
                "id": block.id,
                "type": "function",
                "function": {"name": block.name, "arguments": msgspec.json.encode(block.input).decode()},
            }
            for block in answer.content
            if block.type == "tool_use"
        ]
        usage = answer.usage
        cached = usage.cache_read_input_tokens or 0
        prompt = usage.input_tokens + cached + (usage.cache_creation_input_tokens or 0)
        return Completion(
            text="".join(b.text for b in answer.content if b.type == "text"),
            reasoning="".join(b.thinking for b in answer.content if b.type == "thinking"),
            tool_calls=calls,
            finish_reason=_FINISH.get(answer.stop_reason, answer.stop_reason or ""),
            model=answer.model,
            usage=Usage(prompt_tokens=prompt, completion_tokens=usage.output_tokens, cached_tokens=cached),
        )


def _turns(messages: list[Message]) -> list[dict[str, Any]]:
    """Return the messages in Anthropic's form: blocks, results of tools as the user's, no role twice in a row."""
    turns: list[dict[str, Any]] = []
    for message in messages:
        if message["role"] == "system":
            continue
        role = "assistant" if message["role"] == "assistant" else "user"
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += _blocks(message)
        else:
            turns.append({"role": role, "content": _blocks(message)})
    return turns


def _blocks(message: Message) -> list[dict[str, Any]]:
    if message["role"] == "tool":
        result = {
            "type": "tool_result",
            "tool_use_id": message["tool_call_id"],
            "content": message["content"],
        }
        return [result]
    calls = [
        {
            "type": "tool_use",
            "id": call["id"],
            "name": call["function"]["name"],
            "input": arguments_of(call),
        }
        for call in message.get("tool_calls", ())
    ]
    text = message["content"].rstrip() or ("" if calls else _NOTHING)
    return [*([{"type": "text", "text": text}] if text else []), *calls]
