"""``mixture:0.8*expert+0.2*random``: several policies as one, for noisy teachers and mixed data.

Each turn (or, with ``by=episode``, each episode) one of them is drawn; the draw follows from the episode's seed
alone. A spec with options of its own stands in parentheses: ``mixture:0.5*expert+0.5*(openai:m?temperature=1)``.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np

from agentgym.errors import OptionError
from agentgym.policies.options import Options, option, read
from agentgym.policy import Completion, Policy, Request, Suggestion, View
from agentgym.registry import make_policy
from agentgym.specs import Spec

_STREAM = 11
"""Number of the random stream, so that the draw is independent of what else follows from the seed."""


class MixtureOptions(Options, frozen=True):
    """Options of ``mixture:``."""

    by: Annotated[
        Literal["turn", "episode"],
        option("draws anew at every `turn`, or once for the whole `episode`."),
    ] = "turn"


class MixturePolicy(Policy):
    """Answers with one of several policies, drawn by weight.

    Args:
        policies: what to draw from.
        weights: one weight each, positive; their sum is scaled to 1.
        options: those of :class:`MixtureOptions`.

    Raises:
        OptionError: fewer than two policies, a weight that is not positive, another ``by``.

    Which policy answered is in ``Completion.extra["by"]``. Where an expert has nothing left to suggest after the
    others went astray, another policy is drawn.
    """

    def __init__(self, policies: Sequence[Policy], weights: Sequence[float], **options: Any) -> None:
        if len(policies) < 2 or len(weights) != len(policies):
            raise OptionError(
                f"A mixture takes two policies or more, each with a weight; got {len(policies)}."
            )
        if not all(0 < w < math.inf for w in weights):  # not a number is neither
            raise OptionError(f"The weights of a mixture must be positive numbers, got {list(weights)}.")
        self.policies = list(policies)
        self.weights = np.asarray(weights, dtype=float) / sum(weights)
        self.by = read("mixture", options, MixtureOptions).by
        self.needs: tuple[Suggestion, ...] = tuple(dict.fromkeys(n for p in policies for n in p.needs))
        self.preferred_format = next((p.preferred_format for p in policies if p.preferred_format), None)
        labels = (p.label or p.spec or type(p).__name__ for p in policies)
        parts = (f"{w:g}*{_enclosed(text)}" for w, text in zip(weights, labels, strict=True))
        self.spec = self.label = str(Spec.of("mixture", "+".join(parts), options))

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> MixturePolicy:
        """Make it from ``mixture:WEIGHT*SPEC+WEIGHT*SPEC…[?by=turn|episode]``.

        Raises:
            OptionError: a part without a weight, or an unknown option.
        """
        parts = [_part(text) for text in _split(argument)]
        return cls([make_policy(spec) for _, spec in parts], [weight for weight, _ in parts], **options)

    async def open(self) -> None:
        """Open all policies."""
        for policy in self.policies:
            await policy.open()

    async def close(self) -> None:
        """Close all policies, also where one of them fails to."""
        results = await asyncio.gather(*(p.close() for p in self.policies), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def view(self, request: Request) -> View:
        """Return the view of the policy that answers."""
        return self.policies[self.drawn(request)].view(request)

    def identity(self) -> dict[str, Any]:
        """Return the parts with their shares."""
        shares = [round(float(weight), 9) for weight in self.weights]
        parts = [[share, p.identity()] for share, p in zip(shares, self.policies, strict=True)]
        return {"policy": "mixture", "by": self.by, "parts": parts}

    def cache_key(self, request: Request, view: View) -> bytes | None:
        """Return the key of the policy that answers."""
        return self.policies[self.drawn(request)].cache_key(request, view)

    async def act(self, request: Request, view: View) -> Completion:
        """Ask the policy that is drawn."""
        policy = self.policies[self.drawn(request)]
        completion = await policy.act(request, view)
        completion.extra = {**completion.extra, "by": policy.label or type(policy).__name__}
        return completion

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        """Ask the policy that is drawn."""
        return await self.policies[self.drawn(request)].score(request, continuations)

    async def choose(self, request: Request, view: View) -> Completion:
        """Let the policy that is drawn choose."""
        policy = self.policies[self.drawn(request)]
        completion = await policy.choose(request, view)
        completion.extra = {**completion.extra, "by": policy.label or type(policy).__name__}
        return completion

    def drawn(self, request: Request) -> int:
        """Return the position of the policy that answers a request."""
        turn = request.step if self.by == "turn" else 0
        rng = np.random.default_rng([request.seed, turn, _STREAM])
        able = [all(n in request.suggestions for n in p.needs) for p in self.policies]
        weights = self.weights * able if any(able) else self.weights
        return int(rng.choice(len(self.policies), p=weights / weights.sum()))


def _split(text: str) -> list[str]:
    """Split at every ``+`` outside parentheses."""
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "+" and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _enclosed(spec: str) -> str:
    """Return a spec as it stands within a mixture."""
    return f"({spec})" if any(sign in spec for sign in "?+*(") else spec


def _part(text: str) -> tuple[float, str]:
    weight, star, spec = text.partition("*")
    try:
        if not star:
            raise ValueError(text)
        number = float(weight)
    except ValueError:
        raise OptionError(
            f"Expected mixture:WEIGHT*SPEC+WEIGHT*SPEC, such as mixture:0.8*expert+0.2*random; got {text!r}."
        ) from None
    inner = spec.strip()
    return number, inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
