"""Exact and near duplicates."""

from __future__ import annotations

import random

from agentgym.dataset.duplicates import NearDuplicates, exact_key, shingles, similarity
from agentgym.dataset.row import Row
from agentgym.messages import assistant, user

WORDS = [f"w{i}" for i in range(2000)]


def row(answer: str, task: str = "task", opening: str = "Do it.") -> Row:
    return Row(id="", messages=[user(opening), assistant("Ok."), user(task), assistant(answer, loss=True)])


def test_exact_is_word_for_word() -> None:
    assert exact_key([row("a")]) == exact_key([row("a")]) != exact_key([row("b")])
    assert exact_key([row("a")]) != exact_key([row("a", opening="Do that.")])


def test_the_opening_does_not_make_conversations_alike() -> None:
    long = " ".join(WORDS[:200])
    a, b = (shingles([row(f"do {i}", f"put the thing {i}", long)]) for i in range(2))
    assert similarity(a, b) < 0.1


def test_near_duplicates_are_found_and_others_are_not() -> None:
    rng = random.Random(1)
    seen = NearDuplicates(0.8)
    texts = [rng.sample(WORDS, 120) for _ in range(60)]
    assert not any(seen.add("env", shingles([row(" ".join(t))])) for t in texts)
    for text in texts:
        changed = [*text]
        changed[rng.randrange(120)] = "other"
        assert seen.add("env", shingles([row(" ".join(changed))]))
        assert not seen.add(f"another environment {text[0]}", shingles([row(" ".join(changed))]))
    halves = [texts[i][:60] + texts[i + 1][60:] for i in range(0, 60, 2)]
    assert not any(seen.add("env", shingles([row(" ".join(t))])) for t in halves)


def test_texts_that_differ_in_their_numbers_only_are_no_duplicates() -> None:
    seen = NearDuplicates(0.9)
    assert not any(
        seen.add("e", shingles([row(f"{i} {i * 7} {i * 13} {i + 5} {i * 3} {i * i} {i} {i + 1}")]))
        for i in range(1, 200)
    )
