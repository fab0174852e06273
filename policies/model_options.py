"""The options that policies share: how a model samples and what it is shown, and how a server is called."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import msgspec

from agentgym.client.rate_limits import RateLimits
from agentgym.client.retry import Retry
from agentgym.models import recipes
from agentgym.policies.options import Options, incidental, option, sampling


class ModelOptions(Options, frozen=True):
    """Options of every model."""

    temperature: Annotated[float, sampling("0 takes the likeliest token.", ge=0)] | None = None
    top_p: Annotated[float, sampling("probability mass to draw from.", ge=0, le=1)] | None = None
    max_tokens: Annotated[int, sampling("tokens that an answer may take.", ge=1)] | None = None
    stop: Annotated[list[str] | None, sampling("texts that end an answer: `A|B`, `\\n` a new line.")] = None
    system: Annotated[str | None, option("system prompt, put before every conversation.")] = None
    history: Annotated[
        str | None,
        option(
            "what is shown of a long conversation: `full`, `paper` (3,500 segments), `window` (the task and the "
            "newest 10 turns), or with an amount: `window:8`."
        ),
    ] = None
    demonstration: Annotated[
        Literal["keep", "strip"] | None,
        option(
            "`strip` shows the model no solved examples: instruction, acknowledgement and task are left of the opening."
        ),
    ] = None
    version: Annotated[
        str, option("version of the weights behind the name; part of the key of cached answers.")
    ] = ""


class CallOptions(ModelOptions, frozen=True):
    """Options of every model that is called over a network."""

    base_url: Annotated[str | None, incidental("another address than the usual one.")] = None
    key_env: Annotated[
        str | None, incidental("environment variable that holds the key; the key itself is never logged.")
    ] = None
    connections: Annotated[
        int, incidental("calls in flight at each server at most; fewer where a server pushes back.", ge=1)
    ] = 256
    rpm: Annotated[int, incidental("requests per minute.", ge=1)] | None = None
    tpm: Annotated[int, incidental("tokens per minute.", ge=1)] | None = None
    timeout: Annotated[float, incidental("seconds for one attempt.", gt=0)] = 600.0
    deadline: Annotated[float, incidental("seconds for a call in all, from its first attempt.", gt=0)] = (
        1800.0
    )
    attempts: (
        Annotated[int, incidental("attempts for each class of failure; each has its own by default.", ge=1)]
        | None
    ) = None
    backoff: Annotated[float, incidental("first pause in seconds; doubles each time.", gt=0)] = 0.5

    def retry(self) -> Retry:
        """Return what is tried again."""
        return Retry(
            timeout=self.timeout, deadline=self.deadline, attempts=self.attempts, backoff=self.backoff
        )

    def rates(self) -> RateLimits | None:
        """Return the rates to keep to, if there are any."""
        return RateLimits(self.rpm, self.tpm) if self.rpm or self.tpm else None


RECIPE = option(
    "a published model's way of being asked, whose parts are the defaults of the other options: `agentlm` (the fixed "
    "system prompt, greedy, 128 new tokens, 4,096 in all, the paper's history filter)."
)

M = TypeVar("M", bound=ModelOptions)


def with_recipe(options: M, recipe: recipes.Recipe | None) -> M:
    """Return the options with what a recipe says where nothing else was said."""
    if recipe is None:
        return options
    parts = {
        "system": recipe.system,
        "history": recipe.history,
        "chat_template": recipe.chat_template,
        **recipe.sampling,
    }
    known = options.__struct_fields__
    unsaid = {name: part for name, part in parts.items() if name in known and getattr(options, name) is None}
    return msgspec.structs.replace(options, **unsaid)
