"""The two rules: equal to the naive reference, and what they mean."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from agentgym.dataset.contamination.rules import Rule, SeedRule, WindowRule, cover
from agentgym.dataset.contamination.tokens import TEST_BORDER, TRAIN_BORDER, Texts, Vocabulary
from agentgym.errors import OptionError
from tests.dataset.contamination import naive

RULES = [(WindowRule, naive.window), (SeedRule, naive.seed)]


def marked(rule: type[Rule], test: naive.Texts, *blocks: naive.Texts) -> naive.Marks:
    vocabulary = Vocabulary(str.split)
    texts = Texts.of([vocabulary.learn(" ".join(t)) for t in test], TEST_BORDER)
    compared = rule(texts.tokens)
    for block in blocks:
        compared.compare(Texts.of([vocabulary.look_up(" ".join(t)) for t in block], TRAIN_BORDER))
    covered = compared.found.covered()
    return [[bool(c) for c in covered[s : s + n]] for s, n in zip(texts.starts, texts.lengths, strict=True)]


def case(rng: random.Random) -> tuple[list[list[str]], list[list[str]]]:
    """Return test and training texts, some of which have copies with mistakes of others."""
    tokens = rng.choice([2, 3, 5, 30])
    train = [
        [str(rng.randrange(tokens)) for _ in range(rng.randrange(60))] for _ in range(rng.randrange(1, 6))
    ]
    test = [
        [str(rng.randrange(tokens)) for _ in range(rng.randrange(40))] for _ in range(rng.randrange(1, 5))
    ]
    for text in test:
        other = rng.choice(train)
        if rng.random() < 0.7 and other and text:
            start = rng.randrange(len(other))
            copy = [
                w if rng.random() < 0.85 else f"z{rng.randrange(9)}"
                for w in other[start : start + rng.randrange(30)]
            ]
            place = rng.randrange(len(text))
            text[place : place + len(copy)] = copy
    return test, train


@pytest.mark.parametrize(("rule", "reference"), RULES)
def test_200_random_cases_equal_the_naive_reference(rule: type[Rule], reference: naive.Naive) -> None:
    rng = random.Random(13)
    for number in range(200):
        test, train = case(rng)
        assert marked(rule, test, train[:2], train[2:]) == reference(test, train), number


@pytest.mark.parametrize(("rule", "reference"), RULES)
def test_many_copies_of_one_text_equal_the_naive_reference(rule: type[Rule], reference: naive.Naive) -> None:
    rng = random.Random(5)
    template = [str(rng.randrange(6)) for _ in range(14)]
    train = [[*template, *(str(rng.randrange(3)) for _ in range(12))] for _ in range(90)]
    test = [[*template, *(str(rng.randrange(3)) for _ in range(12))] for _ in range(3)]
    assert marked(rule, test, train) == reference(test, train)


def test_the_rules_read_the_sentence_differently() -> None:
    words = [f"w{i}" for i in range(12)]
    spread = ["x" if i in (1, 4, 7, 9) else w for i, w in enumerate(words)]
    assert marked(WindowRule, [spread], [words]) == [[True] * 10 + [True] * 2]
    assert not any(marked(SeedRule, [spread], [words])[0])
    long = [f"w{i}" for i in range(20)]
    behind = ["x" if i in (11, 13, 15, 16, 19) else w for i, w in enumerate(long)]
    assert marked(SeedRule, [behind], [long]) == [[True] * 19 + [False]]


def test_four_mismatches_are_let_through_and_five_are_not() -> None:
    words = [f"w{i}" for i in range(10)]
    for places in combinations(range(10), 4):
        assert all(marked(WindowRule, [["x" if i in places else w for i, w in enumerate(words)]], [words])[0])
    for places in [(0, 1, 2, 3, 4), (0, 2, 4, 6, 8), (5, 6, 7, 8, 9)]:
        assert not any(
            marked(WindowRule, [["x" if i in places else w for i, w in enumerate(words)]], [words])[0]
        )


@pytest.mark.parametrize(
    ("window", "mismatches", "size"), [(10, 4, 4), (10, 4, 3), (8, 2, 4), (13, 0, 4), (6, 5, 4)]
)
def test_a_cover_meets_every_way_to_differ(window: int, mismatches: int, size: int) -> None:
    masks = [set(m) for m in cover(window, mismatches, size)]
    for differing in combinations(range(window), mismatches):
        assert any(not mask & set(differing) for mask in masks)


def test_numbers_that_make_no_sense_are_refused() -> None:
    texts = Texts.of([[1, 2]], TEST_BORDER)
    for window, mismatches in ((0, 0), (10, 10), (65, 4), (10, -1)):
        with pytest.raises(OptionError):
            WindowRule(texts.tokens, window, mismatches)


@pytest.mark.parametrize("rule", [WindowRule, SeedRule])
def test_empty_sets_have_nothing_in_common(rule: type[Rule]) -> None:
    assert marked(rule, [[]], [[]]) == [[]]
    assert marked(rule, [["a"] * 12], []) == [[False] * 12]
    assert marked(rule, [["a"] * 9], [["a"] * 99]) == [[False] * 9]
