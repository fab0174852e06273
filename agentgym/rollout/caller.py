"""How the engine asks a policy: from the cache or anew, again where that can help, with what it cost."""

from __future__ import annotations

import hashlib
import time
import warnings

from agentgym.client.cache import CacheMode, CallCache
from agentgym.errors import BudgetExceeded, ContextLengthError, DataError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.prices import Prices
from agentgym.rollout.limits import Limits


class PolicyBroke(Exception):
    """The policy failed for good; carries the error to the one place that records it."""


class Caller:
    """Asks one policy, for all episodes of a run.

    Args:
        policy: the policy; open.
        limits: how often a retryable error is tried again.
        cache: where answers are kept, for policies that say what theirs depend on.
        mode: ``read`` answers from the cache what it has, ``write`` keeps new answers as well.
        prices: for answers whose server reports no cost.
    """

    def __init__(
        self,
        policy: Policy,
        limits: Limits,
        *,
        cache: CallCache | None = None,
        mode: CacheMode = "off",
        prices: Prices | None = None,
    ) -> None:
        self.policy = policy
        self.limits = limits
        self.cache = cache if mode != "off" else None
        self.mode = mode
        self.prices = prices

    async def ask(self, request: Request, view: View) -> Completion:
        """Answer one request.

        Raises:
            PolicyBroke: there is no answer; its cause says why.
            ContextLengthError: the conversation does not fit the model.
        """
        if self.cache is None:
            return await self._anew(request, view)
        key = self._key(request, view)
        if key is None:
            return await self._anew(request, view)
        kept = self.cache.get(key)
        if kept is not None:
            return kept
        completion = await self._anew(request, view)
        if self.mode == "write":
            self._keep(key, completion)
        return completion

    async def close(self) -> None:
        """Close the policy and the cache."""
        try:
            await self.policy.close()
        finally:
            if self.cache is not None:
                self.cache.close()

    async def _anew(self, request: Request, view: View) -> Completion:
        clock = time.perf_counter()
        try:
            completion = await self.policy.act(request, view)
        except (BudgetExceeded, ContextLengthError):
            raise
        except Exception as error:
            raise PolicyBroke from error
        completion.latency = completion.latency or time.perf_counter() - clock
        self._price(completion)
        return completion

    def _key(self, request: Request, view: View) -> bytes | None:
        identity = self.policy.cache_key(request, view)
        if identity is None:
            return None
        return hashlib.sha256(b"%d\n%s" % (request.repeat, identity)).digest()

    def _keep(self, key: bytes, completion: Completion) -> None:
        assert self.cache is not None
        try:
            self.cache.put(key, completion)
        except DataError as error:
            # The answer is there and paid for: the episode goes on, and what is lost is said once.
            warnings.warn(f"{error} The run goes on and keeps no further answers.", stacklevel=2)
            self.mode = "read"

    def _price(self, completion: Completion) -> None:
        usage = completion.usage
        if self.prices is None or completion.cost is not None or usage is None or completion.cached:
            return
        completion.cost = self.prices.cost(completion.model, usage.prompt_tokens, usage.completion_tokens)
