"""Whether a conversation's tokens grow by appending only, as training on recorded ids takes for granted."""

from __future__ import annotations

from agentgym.policy import Completion


def prefix_break(before: Completion, now: Completion) -> int | None:
    """Return where the prompt of ``now`` differs from the prompt and the answer of the turn before.

    A chat template may write an old answer differently from how it was sampled: other tokens for the same text,
    reasoning left out, messages omitted or shortened. From the returned position on, the ids that ``before``
    recorded are not what ``now`` was conditioned on.

    Args:
        before: the completion of the turn before.
        now: the completion of this turn.

    Returns:
        A position in ``now.prompt_ids``; ``None`` if nothing differs, or ids are missing.
    """
    if before.prompt_ids is None or before.completion_ids is None or now.prompt_ids is None:
        return None
    expected = before.prompt_ids + before.completion_ids
    if now.prompt_ids[: len(expected)] == expected:
        return None
    pairs = zip(expected, now.prompt_ids, strict=False)
    shorter = min(len(expected), len(now.prompt_ids))
    return next((i for i, (was, is_) in enumerate(pairs) if was != is_), shorter)
