"""Measuring contamination."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, get_args

import pytest

from agentgym.dataset.contamination.measure import Contamination, RuleName, measure
from agentgym.dataset.contamination.samples import Sample
from agentgym.errors import DataError

WORDS = [f"word{i}" for i in range(5000)]
TEMPLATE = "you are a helpful agent in a house answer with one command and nothing else but the command itself please"
SCHEMA = (
    '{"name":"act","parameters":{"command":{"type":"string","description":"what is done in the house now"}}}'
)
Rules = Literal["window", "llama2"]


def sample(number: int, text: str, group: str = "House", **more: object) -> Sample:
    return Sample(id=f"s{number}", group=group, texts=[TEMPLATE, "Ok.", text, SCHEMA], **more)  # type: ignore[arg-type]


def found(train: Sequence[Sample], test: Sequence[Sample], rule: RuleName, **how: object) -> Contamination:
    return measure(lambda: iter(train), lambda: iter(test), rule=rule, **how)  # type: ignore[arg-type]


def text(rng: random.Random, length: int = 40) -> str:
    return " ".join(rng.choices(WORDS, k=length))


@pytest.mark.parametrize("rule", get_args(RuleName))
def test_planted_copies_are_all_found_and_nothing_else(rule: RuleName) -> None:
    rng = random.Random(3)
    test = [sample(i, text(rng)) for i in range(100)]
    train = [sample(1000 + i, text(rng)) for i in range(300)]
    planted = range(0, 100, 5)
    for i in planted:
        copy = test[i].texts[2].split()
        copy[30] = "exchanged"
        train.append(sample(2000 + i, f"{text(rng, 7)} {' '.join(copy)} {text(rng, 9)}"))
    result = found(train, test, rule, block=2000)
    assert [i for i, s in enumerate(result.samples) if s.share > 0.8] == list(planted)
    assert all(s.contaminated == 0 for i, s in enumerate(result.samples) if i not in planted)


@pytest.mark.parametrize("rule", get_args(RuleName))
def test_templates_and_schemas_are_no_contamination_unless_asked_for(rule: RuleName) -> None:
    rng = random.Random(4)
    test, train = ([sample(i, f"Your task is to find {text(rng, 12)}") for i in range(n)] for n in (20, 60))
    assert {s.share for s in found(train, test, rule).samples} == {0.0}
    assert all(s.share > 0.4 for s in found(train, test, rule, strip=False).samples)


@pytest.mark.parametrize("rule", get_args(RuleName))
def test_texts_that_differ_in_their_numbers_are_different(rule: RuleName) -> None:
    rng = random.Random(5)

    def sums() -> str:
        return " ; ".join(
            f"{rng.randrange(10**6)} {rng.randrange(10**6)} {rng.randrange(10**6)}" for _ in range(12)
        )

    test, train = ([sample(i, sums()) for i in range(n)] for n in (20, 500))
    assert {s.contaminated for s in found(train, test, rule).samples} == {0}


def test_spans_stand_beside_what_they_match() -> None:
    rng = random.Random(6)
    test = [sample(i, text(rng)) for i in range(6)]
    words = test[2].texts[2].split()
    words[12] = "elsewhere"
    train = [sample(100, text(rng)), sample(101, text(rng)), sample(102, " ".join([*words, "more"]))]
    result = found(train, test, "llama2", spans=2, block=10)
    (span,) = result.spans
    assert (span.sample, span.train, span.tokens) == ("s2", "s102", 40)
    assert span.test_text == test[2].texts[2] and span.train_text == " ".join(words).replace("elsewhere", "…")
    windows = found(train, test, "window", spans=2, block=10).spans
    assert [(s.sample, s.train, s.tokens) for s in windows] == [("s2", "s102", 10)] * 2


def test_tasks_that_are_in_the_training_set_are_told_by_id_and_by_content() -> None:
    rng = random.Random(7)
    test = [sample(i, text(rng), task=("House-v0", f"t{i}"), task_hash=f"h{i}") for i in range(3)]
    train = [
        sample(10, text(rng), task=("House-v0", "t0"), task_hash="other"),
        sample(11, text(rng), task=("House-v0", "renamed"), task_hash="h1"),
        sample(12, text(rng), task=("Other-v0", "t2"), task_hash="h2"),
    ]
    assert [s.leak for s in found(train, test, "window").samples] == ["id", "content", ""]


def test_samples_without_tasks_leak_nothing_and_an_empty_test_set_is_refused() -> None:
    one = sample(1, "hello there")
    assert found([one], [one], "window").samples[0].leak == ""
    with pytest.raises(DataError, match="no test sample"):
        found([one], [], "window")


@pytest.mark.parametrize("block", [1, 100, 10**9])
def test_blocks_change_nothing(block: int) -> None:
    rng = random.Random(8)
    test = [sample(i, text(rng)) for i in range(10)]
    train = [*(sample(100 + i, text(rng)) for i in range(10)), *test[::3]]
    whole = found(train, test, "window")
    assert found(train, test, "window", block=block) == whole and whole.train_samples == 14
