"""``openai:MODEL``: any server with the OpenAI chat completions API, over one aiohttp connection pool.

The key is read from ``OPENAI_API_KEY`` (or the variable that ``key_env`` names) and never logged. TLS is always
verified. What the server says of an error decides what it is: too long a conversation is an outcome of the
episode, a rate limit or an overload is tried again, a wrong key ends the episode as a failure, never as a 0.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar

import aiohttp

from agentgym.client import chat_completions
from agentgym.client.calls import Calls
from agentgym.client.file_limit import allow_files
from agentgym.client.http import open_session, post
from agentgym.client.servers import Server, Servers
from agentgym.errors import PolicyError
from agentgym.messages import wire
from agentgym.models import recipes
from agentgym.policies.answer_checks import ModelWatch, check_context
from agentgym.policies.model_options import with_recipe
from agentgym.policies.model_policy import ModelPolicy
from agentgym.policies.openai_options import BASE_URL, OpenAIOptions
from agentgym.policy import Completion, Request, View


class OpenAIPolicy(ModelPolicy):
    """A model behind the chat completions API; options are those of :class:`OpenAIOptions`.

    Raises:
        OptionError: no model, or an option that is not accepted.
    """

    scheme: ClassVar[str] = "openai"
    example: ClassVar[str] = "openai:MODEL, for example openai:gpt-4?temperature=0"
    options_type: ClassVar[type[OpenAIOptions]] = OpenAIOptions
    incidental: ClassVar[frozenset[str]] = OpenAIOptions.incidental()
    options: OpenAIOptions

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        chosen = self.options
        self.model = model
        """Name under which the servers offer the model."""
        self.base_urls = chosen.addresses()
        self.azure = chosen.azure.rstrip("/") if chosen.azure else None
        self.key_env = chosen.key_env or ("AZURE_OPENAI_API_KEY" if self.azure else "OPENAI_API_KEY")
        self.context = chosen.context
        self.version = chosen.version
        self.send_reasoning = chosen.send_reasoning
        cut = self.recipe.body(chosen.most_tokens()) if self.recipe else {}
        self.fields: dict[str, Any] = {**cut, **chosen.fields()}
        """Fields of every call besides model, messages and tools."""
        self.sampling = chosen.sampling()
        self.calls: Calls | None = None
        """The calls under way; there while the policy is open."""
        self._session: aiohttp.ClientSession | None = None
        self._key = ""
        self._watch = ModelWatch(self.base_urls[0], chosen.pin)
        Servers(self.base_urls, chosen.connections)  # Wrong addresses are told now and not when a run begins.

    def resolved(self, options: OpenAIOptions) -> OpenAIOptions:
        """Return the options with the recipe's parts."""
        self.recipe = recipes.named(options.recipe) if options.recipe else None
        return with_recipe(options, self.recipe)

    async def open(self) -> None:
        """Open the connection pool.

        Raises:
            PolicyError: OpenAI's own server is meant and there is no key.
        """
        key = self._key = os.environ.get(self.key_env, "")
        if not key and (self.base_urls == [BASE_URL] or self.azure):
            raise PolicyError(
                f"{self.label} needs a key: set {self.key_env}, or name another server with ?base_url=http://…/v1."
            )
        headers = {"Content-Type": "application/json"}
        if key:
            headers |= {"api-key": key} if self.azure else {"Authorization": f"Bearer {key}"}
        urls, chosen = self.endpoints(), self.options
        allow_files(len(urls) * chosen.connections)
        self._session = open_session(headers, chosen.timeout)
        self.calls = Calls(Servers(urls, chosen.connections), chosen.retry(), chosen.rates())
        self._watch = ModelWatch(self.base_urls[0], chosen.pin)

    def endpoints(self) -> list[str]:
        """Return the addresses that calls are posted to."""
        if self.azure:
            path = f"openai/deployments/{self.model}/chat/completions"
            return [f"{self.azure}/{path}?api-version={self.options.api_version}"]
        return [f"{url}/chat/completions" for url in self.base_urls]

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def body(self, request: Request, view: View) -> bytes:
        """Return the body of the call that answers a request."""
        return chat_completions.body(
            self.model,
            wire(view.messages, reasoning=view.reasoning),
            tools=view.tools,
            fields=self.fields_for(request),
        )

    def fields_for(self, request: Request) -> Mapping[str, Any]:
        """Return the fields of a call besides model, messages and tools."""
        return self.fields

    def cache_key(self, request: Request, view: View) -> bytes | None:
        """Return the call as sent, with the version of the weights, or the servers where none is named."""
        answering = self.version or ",".join(self.endpoints())
        return answering.encode() + b"\n" + self.body(request, view)

    async def act(self, request: Request, view: View) -> Completion:
        """Ask the server.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            CallError: no answer could be had, for the reason that ``kind`` says; everything that another attempt
                may mend has been tried again.
        """
        calls, session = self.calls, self._session
        if calls is None or session is None:
            raise PolicyError("The policy is not open: call open() first.")
        body = self.body(request, view)

        async def once(server: Server) -> Completion:
            return await post(session, server.url, body, secret=self._key)

        completion, attempts = await calls.make(
            once,
            affinity=request.episode_id,
            tokens=len(body) // 4 + self.options.most_tokens() if calls.rates is not None else 0,
            used=_total,
        )
        completion.attempts = attempts
        completion.sampling = self.sampling
        if view.omitted:
            completion.extra = {
                **completion.extra, "omitted": view.omitted, "history": str(self.history)
            }  # fmt: skip
        check_context(completion, self.model, self.context)
        self._watch.check(completion)
        return completion


def _total(completion: Completion) -> int:
    usage = completion.usage
    return usage.prompt_tokens + usage.completion_tokens if usage is not None else 0
