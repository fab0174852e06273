"""What an answer gives away about its server: a prompt that was cut in silence, another model than before."""

from __future__ import annotations

import warnings

from agentgym.client.failures import CallError, CallFailure
from agentgym.errors import ContextLengthError
from agentgym.policy import Completion


def check_context(completion: Completion, model: str, context: int | None) -> None:
    """Tell an answer that the context cut short, and a prompt that a server cut in silence.

    Raises:
        ContextLengthError: prompt and answer have filled ``context`` tokens.
    """
    usage = completion.usage
    if context is None or usage is None:
        return
    total = usage.prompt_tokens + usage.completion_tokens
    full = completion.finish_reason == "length" and total >= context
    if full or usage.prompt_tokens >= context:
        raise ContextLengthError(
            f"{model} holds {context:,} tokens: {usage.prompt_tokens:,} of the conversation and "
            f"{usage.completion_tokens:,} of the answer have filled it."
        )


class ModelWatch:
    """Notices when another model answers than before, or than the one that is pinned.

    Args:
        server: for messages.
        pin: the model name that every answer must carry.
    """

    def __init__(self, server: str, pin: str | None) -> None:
        self.server = server
        self.pin = pin
        self._answering = ""

    def check(self, completion: Completion) -> None:
        """Mark an answer of another model than before, and warn of it once.

        Raises:
            CallError: it is not the pinned model's.
        """
        answering = completion.model
        if self.pin is not None and answering != self.pin:
            raise CallError(
                CallFailure.MODEL,
                f"{self.server} answered as the model {answering!r}, but {self.pin!r} is pinned (pin=…).",
            )
        if not self._answering:
            self._answering = answering
        elif answering != self._answering:
            if not completion.extra.get("model_before"):
                completion.extra = {**completion.extra, "model_before": self._answering}
            warnings.warn(
                f"{self.server} answered as {self._answering!r} and now as {answering!r}: the run mixes models. "
                "The episodes say which turn is whose; pin=NAME makes it a failure.",
                stacklevel=2,
            )
