"""Contamination: ``python -m agentgym.benchmarks.speed.contamination``.

Two million training tokens against a thousand test samples, by both rules, on one core; and beside it, in the same
run, the naive comparison of all pairs of positions and (where it is installed) datatrove's n-gram filter, which knows
no mismatches. The texts are what experts do in the embedded environments, and what these show.
"""

from __future__ import annotations

import importlib.util
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence

import numpy as np

import agentgym
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, print_lines
from agentgym.dataset.contamination.measure import RuleName, measure
from agentgym.dataset.contamination.rules import MISMATCHES, WINDOW
from agentgym.dataset.contamination.samples import Sample
from agentgym.dataset.contamination.tokens import words
from agentgym.dataset.conversations import rows_of

TOKENS = 2_000_000
SAMPLES = 1_000
ENVIRONMENTS = ("alfworld", "webshop", "kg", "mind2web")


def samples(split: str, per_environment: int, repeats: int) -> list[Sample]:
    """Return what is said in episodes of a split, by experts and by the random policy."""
    found: list[Sample] = []
    for env in ENVIRONMENTS:
        for policy in ("expert", "random"):
            run = agentgym.rollout(env, policy, split=split, tasks=per_environment, repeats=repeats)
            for episode in run.kept:
                for row in rows_of(episode):
                    found.append(
                        Sample(
                            id=f"{env} {policy} {episode.task_id}",
                            group=env,
                            texts=[m["content"] for m in row.messages],
                        )
                    )
    return found


def padded(base: Sequence[Sample], tokens: int, rng: random.Random) -> Iterator[Sample]:
    """Yield samples, and then variants of them in which some words are exchanged, up to a number of distinct tokens."""
    total, seen = 0, set()
    vocabulary = sorted({w for s in base[:200] for t in s.texts for w in words(t)})
    while True:
        for sample in base:
            texts = []
            for text in sample.texts:
                if text in seen:
                    cut = text.split(" ")
                    for _ in range(max(1, len(cut) // 12)):
                        cut[rng.randrange(len(cut))] = rng.choice(vocabulary)
                    text = " ".join(cut)
                seen.add(text)
                total += len(words(text))
                texts.append(text)
            yield Sample(id=sample.id, group=sample.group, texts=texts)
            if total >= tokens:
                return


def naive_seconds(
    train: Sequence[Sample], test: Sequence[Sample], train_tokens: int, test_tokens: int
) -> float:
    """Return how long comparing all pairs of positions would take, from a part of them (numpy, one core)."""
    a = np.array([hash(w) for s in test[:20] for t in s.texts for w in words(t)][: 200 + WINDOW])
    b = np.array([hash(w) for s in train[:200] for t in s.texts for w in words(t)][:50_000])
    runs = np.lib.stride_tricks.sliding_window_view(b, WINDOW)

    def work() -> None:
        for start in range(len(a) - WINDOW):
            np.flatnonzero((runs != a[start : start + WINDOW]).sum(axis=1) <= MISMATCHES)

    return cpu_seconds(work) * (train_tokens / len(b)) * (test_tokens / (len(a) - WINDOW))


def datatrove_seconds(train: Sequence[Sample]) -> float | None:
    """Return how long datatrove's filter takes for the training texts against an empty index: at the least."""
    if importlib.util.find_spec("datatrove") is None:
        return None
    from datatrove.data import Document  # type: ignore[import-not-found,unused-ignore]
    from datatrove.pipeline.decont.n_grams import (  # type: ignore[import-not-found,unused-ignore]
        NGramsDecontFilter,
    )

    with tempfile.TemporaryDirectory() as folder:
        stage = NGramsDecontFilter(folder)
        stage._index_hashes = {}
        documents = [Document(text=t, id=s.id) for s in train[:50] for t in s.texts]
        stage.filter(documents[0])  # loads its tokenizer
        count = sum(len(words(d.text)) for d in documents)
        return cpu_seconds(lambda: [stage.filter(d) for d in documents]) * TOKENS / count


def main() -> None:
    """Print the table."""
    rng = random.Random(0)
    train = list(padded(samples("train", 60, 1), TOKENS, rng))
    base = samples("test", 130, 1)
    rng.shuffle(base)
    test = base[:SAMPLES]
    count = sum(len(words(t)) for s in train for t in s.texts)
    asked = sum(len(words(t)) for s in test for t in s.texts)
    lines = [
        Line("training tokens", count, ""), Line("test samples", len(test), ""), Line("tokens of them", asked, ""),
    ]  # fmt: skip
    bounds: dict[RuleName, float] = {"llama2": 10.0, "window": 120.0}
    for rule, bound in bounds.items():
        for strip in (True, False):
            seconds = _timed(train, test, rule, strip=strip)
            how = "what samples share left out" if strip else "whole"
            lines.append(Line(f"rule {rule}, {how}", seconds, "s", at_most=bound))
    drawn, other = zipf(4_000, 500), zipf(1_000, 300)
    for rule, bound in bounds.items():
        seconds = _timed(drawn, other, rule, strip=True)
        lines.append(Line(f"rule {rule}, words drawn by Zipf's law", seconds, "s", at_most=bound))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(Line("memory of all of it at most", peak, "MiB", at_most=1024))
    lines.append(Line("naive window rule (extrapolated)", naive_seconds(train, test, count, asked), "s"))
    theirs = datatrove_seconds(train)
    if theirs is not None:
        lines.append(Line("datatrove's n-grams, without mismatches (extrapolated)", theirs, "s"))
    print_lines("Contamination", lines)


def zipf(count: int, length: int) -> list[Sample]:
    """Return texts of words drawn by Zipf's law from 20,000: hardly a text is like another, many words are frequent."""
    rng = np.random.default_rng(count)
    chances = 1 / np.arange(1, 20_001)
    drawn = rng.choice(20_000, size=(count, length), p=chances / chances.sum())
    return [
        Sample(id=str(i), group="zipf", texts=[" ".join(f"w{w}" for w in row)]) for i, row in enumerate(drawn)
    ]


def _timed(train: Sequence[Sample], test: Sequence[Sample], rule: RuleName, *, strip: bool) -> float:
    start = time.process_time()
    measure(lambda: iter(train), lambda: iter(test), rule=rule, strip=strip)
    return time.process_time() - start


if __name__ == "__main__":
    main()
