"""``google:MODEL``: Google's models, through Google's SDK (extra ``google``)."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Mapping
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

_NAMES = {"max_tokens": "max_output_tokens", "stop": "stop_sequences"}
_FINISH = {"STOP": "stop", "MAX_TOKENS": "length"}
_DELAY = re.compile(rb'"retryDelay":\s*"([\d.]+)s"')


class GoogleOptions(CallOptions, frozen=True):
    """Options of ``google:``."""

    top_k: Annotated[int | None, sampling("tokens that are drawn from.")] = None
    seed: Annotated[int | None, sampling("seed of the draws.")] = None


class GooglePolicy(SDKPolicy):
    """A model behind the Gemini API; options are those of :class:`GoogleOptions`."""

    scheme: ClassVar[str] = "google"
    example: ClassVar[str] = "google:MODEL"
    options_type: ClassVar[type[GoogleOptions]] = GoogleOptions
    incidental: ClassVar[frozenset[str]] = GoogleOptions.incidental()
    sdk: ClassVar[str] = "google.genai"
    address: ClassVar[str] = "https://generativelanguage.googleapis.com"
    default_key: ClassVar[str] = "GEMINI_API_KEY"

    def connect(self, key: str) -> None:
        """Make the client; its own retries are off."""
        try:
            from google import genai
            from google.genai import errors, types
        except ImportError as error:
            raise DependencyError(f"google:MODEL needs Google's SDK: {hint('google')}.") from error
        self._errors = errors
        self._client = genai.Client(
            api_key=key,
            vertexai=False,
            http_options=types.HttpOptions(
                base_url=self.base_url, retry_options=types.HttpRetryOptions(attempts=1)
            ),
        )

    async def disconnect(self) -> None:
        """Close the client."""
        await self._client.aio.aclose()

    def translate(self, view: View) -> dict[str, Any]:
        """Return the arguments of ``generate_content``."""
        config: dict[str, Any] = {_NAMES.get(k, k): v for k, v in self.sampling.items()}
        system = instructions(view.messages)
        if system is not None:
            config["system_instruction"] = system
        if view.tools:
            declared = [
                {
                    "name": t["function"]["name"],
                    "description": t["function"]["description"],
                    "parameters_json_schema": t["function"]["parameters"],
                }
                for t in view.tools
            ]
            config["tools"] = [{"function_declarations": declared}]
            config["automatic_function_calling"] = {"disable": True}
        return {"model": self.model, "contents": _contents(view.messages), "config": config}

    async def attempt(self, arguments: dict[str, Any]) -> Completion:
        """Ask once."""
        try:
            async with asyncio.timeout(self.options.timeout):
                answer = await self._client.aio.models.generate_content(**arguments)
            return self._read(answer)
        except TimeoutError:
            raise self.timed_out() from None
        except (CallError, ContextLengthError):
            raise
        except self._errors.APIError as error:
            raw = msgspec.json.encode(error.details)
            headers = dict(getattr(error.response, "headers", None) or {})
            refused = refusal(int(error.code or 500), raw, headers, self.base_url, secret=self._key)
            delay = _DELAY.search(raw)
            if delay is not None and isinstance(refused, CallError) and refused.retry_after is None:
                refused.retry_after = float(delay[1])
            raise refused from None
        except (ValueError, TypeError, AttributeError) as error:
            # What the SDK makes of an answer that is none.
            raise CallError(
                CallFailure.BROKEN,
                f"{self.base_url} answered with something else than content: {error!r:.300}",
            ) from error
        except Exception as error:
            raise CallError(CallFailure.CONNECTION, f"{self.base_url}: {error!r:.300}") from error

    def _read(self, answer: Any) -> Completion:
        usage = answer.usage_metadata
        candidates = answer.candidates
        if usage is None and not candidates:
            raise CallError(CallFailure.BROKEN, f"{self.base_url} answered without candidates.")
        content = candidates[0].content if candidates else None
        parts = (content.parts if content is not None else None) or []
        reason = candidates[0].finish_reason if candidates else None
        name = str(getattr(reason, "value", reason) or ("blocked" if not candidates else ""))
        thoughts = (usage.thoughts_token_count or 0) if usage is not None else 0
        return Completion(
            text="".join(p.text for p in parts if p.text and not p.thought),
            reasoning="".join(p.text for p in parts if p.text and p.thought),
            tool_calls=[_call(n, p) for n, p in enumerate(parts) if p.function_call is not None],
            finish_reason=_FINISH.get(name, name.lower()),
            model=answer.model_version or self.model,
            usage=Usage(
                prompt_tokens=usage.prompt_token_count or 0,
                completion_tokens=(usage.candidates_token_count or 0) + thoughts,
                cached_tokens=usage.cached_content_token_count or 0,
                reasoning_tokens=thoughts,
            )
            if usage is not None
            else None,
        )


def _call(number: int, part: Any) -> ToolCallDict:
    function = part.function_call
    call: ToolCallDict = {
        "id": function.id or f"call_{number}",
        "type": "function",
        "function": {"name": function.name, "arguments": msgspec.json.encode(function.args or {}).decode()},
    }
    # Has to come back with the call; kept where Google's own OpenAI endpoint has it.
    if part.thought_signature:
        signature = base64.b64encode(part.thought_signature).decode()
        call["extra_content"] = {"google": {"thought_signature": signature}}
    return call


def _contents(messages: list[Message]) -> list[dict[str, Any]]:
    """Return the messages in Google's form: parts, results of tools by the tool's name, no role twice in a row."""
    names = {c["id"]: c["function"]["name"] for m in messages for c in m.get("tool_calls", ())}
    contents: list[dict[str, Any]] = []
    for message in messages:
        if message["role"] == "system":
            continue
        role = "model" if message["role"] == "assistant" else "user"
        if contents and contents[-1]["role"] == role:
            contents[-1]["parts"] += _parts(message, names)
        else:
            contents.append({"role": role, "parts": _parts(message, names)})
    return contents


def _parts(message: Message, names: Mapping[str, str]) -> list[dict[str, Any]]:
    if message["role"] == "tool":
        called = message["tool_call_id"]
        response = {"name": names.get(called, called), "response": {"result": message["content"]}}
        return [{"function_response": response}]
    calls = []
    for call in message.get("tool_calls", ()):
        part: dict[str, Any] = {
            "function_call": {"name": call["function"]["name"], "args": arguments_of(call)}
        }
        extra = call.get("extra_content", {}).get("google", {})
        if "thought_signature" in extra:
            part["thought_signature"] = extra["thought_signature"]
        calls.append(part)
    text = [{"text": message["content"]}] if message["content"] or not calls else []
    return [*text, *calls]
