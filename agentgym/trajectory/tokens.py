"""Token ids in the log: each turn keeps only what is new, so that a log grows with the turns and not their square."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from agentgym.policy import Completion
from agentgym.trajectory.episode import Step


def shared(before: Completion, now: Completion) -> int:
    """Return how many ids the prompt of ``now`` has in common with the prompt and the answer of ``before``."""
    if before.prompt_ids is None or before.completion_ids is None or now.prompt_ids is None:
        return 0
    expected = before.prompt_ids + before.completion_ids
    if now.prompt_ids[: len(expected)] == expected:
        return len(expected)
    pairs = zip(expected, now.prompt_ids, strict=False)
    shorter = min(len(expected), len(now.prompt_ids))
    return next((i for i, (was, is_) in enumerate(pairs) if was != is_), shorter)


def prefix_break(before: Completion, now: Completion) -> int | None:
    """Return where the prompt of ``now`` differs from the prompt and the answer of the turn before.

    A chat template may write an old answer differently from how it was sampled: other tokens for the same text,
    reasoning left out, messages omitted or shortened. From the returned position on, the ids that ``before``
    recorded are not what ``now`` was conditioned on.

    Args:
        before: the completion of the turn before, with all ids.
        now: the completion of this turn, with all ids.

    Returns:
        A position in ``now.prompt_ids``; ``None`` if nothing differs, or ids are missing.
    """
    if before.prompt_ids is None or before.completion_ids is None or now.prompt_ids is None:
        return None
    kept = shared(before, now)
    return kept if kept < len(before.prompt_ids) + len(before.completion_ids) else None


def shorten(step: Step, before: Completion | None) -> Step:
    """Return the step with only the new ids of its prompt.

    Args:
        step: a turn whose completion has all ids.
        before: the completion of the turn before, with all ids; ``None`` at the beginning.
    """
    kept = shared(before, step.completion) if before is not None else 0
    if not kept or step.completion.prompt_ids is None:
        return step
    rest = step.completion.prompt_ids[kept:]
    short = msgspec.structs.replace(step.completion, prompt_ids=rest)
    return msgspec.structs.replace(step, completion=short, prompt_kept=kept)


def completions(steps: Sequence[Step]) -> list[Completion]:
    """Return the completions of an episode's turns with all ids of their prompts."""

    def whole(before: Completion, step: Step) -> Completion:
        answer = step.completion
        if answer.prompt_ids is None or not step.prompt_kept:
            return answer
        known = (before.prompt_ids or []) + (before.completion_ids or [])
        return msgspec.structs.replace(answer, prompt_ids=known[: step.prompt_kept] + answer.prompt_ids)

    # The empty completion stands before the first turn.
    return list(accumulate(steps, whole, initial=Completion()))[1:]
