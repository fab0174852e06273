"""What lm-eval said, as test data: without a question's or an answer's words.

An item goes by the first digits of a hash. Of an answer only what extractors look at is kept: every run of letters is
one ``x``, so the numbers, signs and line breaks stay where they are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from agentgym.benchmarks.lm_eval_parity import gsm8k, mmlu
from agentgym.environments.gsm8k import scoring

DIGITS = 16
VERSION = "0.4.13"
"""Version of lm-eval that is recorded."""

_LETTERS = re.compile(r"[^\W\d_]+")


class MMLURecord(msgspec.Struct, frozen=True):
    """A question: the hash of lm-eval's prompt, the log-likelihoods of ' A' to ' D', whether the likeliest is right."""

    prompt: str
    log_likelihoods: list[float]
    right: bool


class GSM8KRecord(msgspec.Struct, frozen=True):
    """An answer: its numbers, the right one, what lm-eval's filters read off it, and whether that is right."""

    item: str
    answer: str
    result: str
    read: dict[str, str | None]
    right: dict[str, bool]


def hashed(text: str) -> str:
    """Return the first digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def without_words(answer: str) -> str:
    """Return an answer with one ``x`` in the place of each word, up to where it is cut."""
    return _LETTERS.sub("x", scoring.cut(answer))


def of_prompts(found: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the hashes of lm-eval's prompts, in the order of the questions."""
    return [theirs[:DIGITS] for _, theirs in found.values()]


def of_mmlu(items: Sequence[mmlu.Item]) -> list[MMLURecord]:
    """Return what lm-eval said of questions."""
    return [MMLURecord(i.prompt[:DIGITS], [round(x, 5) for x in i.theirs], i.their_verdict) for i in items]


def of_gsm8k(items: Sequence[gsm8k.Item]) -> list[GSM8KRecord]:
    """Return what lm-eval said of answers.

    Raises:
        ValueError: without its words an answer is read otherwise.
    """
    records = []
    for item in items:
        bare = without_words(item.answer)
        if any(scoring.extract(bare, name) != item.read[name] for name in gsm8k.FILTERS):
            raise ValueError(f"{item.task_id}: without its words it is read otherwise.")
        records.append(
            GSM8KRecord(hashed(item.answer), bare, item.result, dict(item.theirs_read), dict(item.theirs))
        )
    return records


def write(path: Path, records: Sequence[MMLURecord] | Sequence[GSM8KRecord] | Sequence[str]) -> None:
    """Write records, an item a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in records))
