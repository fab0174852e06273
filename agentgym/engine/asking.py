"""Asking a policy: from the cache or anew, with what it cost. Judges and generators ask through it as well."""

from __future__ import annotations

import hashlib
import math
import time
import warnings

import msgspec

from agentgym.engine.cache import CacheMode, CallCache
from agentgym.engine.cost import Prices, price
from agentgym.errors import BudgetExceeded, ContextLengthError, DataError, PolicyError
from agentgym.policy import Completion, Policy, Request, View

LEAST_LOGPROB = -9999.0
"""What a log-probability that is no finite number becomes, as vLLM has it."""


class PolicyBroke(Exception):
    """The policy failed for good; carries the error to the one place that records it."""


class Asker:
    """Asks one policy, for all who need answers of it; an asynchronous context manager opens and closes the policy.

    Args:
        policy: the policy; what helps to try again is tried by itself.
        cache: where answers are kept, for policies that say what theirs depend on.
        mode: ``read`` answers from the cache what it has, ``write`` keeps new answers as well.
        prices: for answers whose server reports no cost.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        cache: CallCache | None = None,
        mode: CacheMode = "off",
        prices: Prices | None = None,
    ) -> None:
        self.policy = policy
        self.cache = cache if mode != "off" else None
        self.mode = mode
        self.prices = prices

    async def __aenter__(self) -> Asker:
        await self.policy.open()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def ask(self, request: Request) -> tuple[View, Completion]:
        """Answer one request; return what the model was shown, and its answer.

        Raises:
            PolicyBroke: there is no answer; its cause says why.
            ContextLengthError: the conversation does not fit the model.
        """
        try:
            view = self.policy.view(request)
            key = self._key(request, view) if self.cache is not None else None
            kept = self.cache.get(key) if self.cache is not None and key is not None else None
            if kept is not None:
                return view, kept
            completion = await self._anew(request, view)
        except (BudgetExceeded, ContextLengthError):
            raise
        except Exception as error:
            raise PolicyBroke from error
        if key is not None and self.mode == "write":
            self._keep(key, completion)
        return view, completion

    async def close(self) -> None:
        """Close the policy and the cache."""
        try:
            await self.policy.close()
        finally:
            if self.cache is not None:
                self.cache.close()

    async def _anew(self, request: Request, view: View) -> Completion:
        clock = time.perf_counter()
        asked = self.policy.choose if request.continuations else self.policy.act
        completion = _checked(await asked(request, view))
        completion.latency = completion.latency or time.perf_counter() - clock
        completion.cost = price(completion, self.prices)
        if completion.logprobs and not all(map(math.isfinite, completion.logprobs)):
            # JSON has no infinity, and a log with it could not be read again.
            completion.logprobs = [p if p >= LEAST_LOGPROB else LEAST_LOGPROB for p in completion.logprobs]
        return completion

    def _key(self, request: Request, view: View) -> bytes | None:
        identity = self.policy.cache_key(request, view)
        if identity is None:
            return None
        among = msgspec.json.encode(request.continuations) if request.continuations else b""
        return hashlib.sha256(b"%d\n%s%s" % (request.repeat, among, identity)).digest()

    def _keep(self, key: bytes, completion: Completion) -> None:
        assert self.cache is not None
        try:
            self.cache.put(key, completion)
        except (
            UnicodeEncodeError
        ):  # Half a surrogate pair, which the cache cannot hold: this answer is not kept.
            return
        except DataError as error:
            # The answer is there and paid for: the episode goes on, and what is lost is said once.
            warnings.warn(f"{error} The run goes on and keeps no further answers.", stacklevel=2)
            self.mode = "read"


def _checked(completion: Completion) -> Completion:
    """Refuse an answer of a user's policy that is none: it fails this episode, and no other."""
    if not isinstance(completion, Completion):
        raise PolicyError(f"A policy answers with a Completion, got {type(completion).__name__}.")
    if not isinstance(completion.text, str) or not isinstance(completion.tool_calls, list):
        raise PolicyError(
            f"A Completion's text is a str and its tool_calls a list, got {type(completion.text).__name__} and "
            f"{type(completion.tool_calls).__name__}; an empty answer is Completion(text='')."
        )
    return completion
