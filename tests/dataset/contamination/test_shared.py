"""What samples have in common."""

from __future__ import annotations

from agentgym.dataset.contamination.shared import common_runs, common_texts
from agentgym.dataset.contamination.tokens import TEST_BORDER, Texts


def test_runs_that_nearly_all_samples_have_are_common() -> None:
    template = list(range(8))
    texts = Texts.of([[*template, 100 + i, 200 + i] for i in range(10)], TEST_BORDER)
    mark = common_runs(texts, [[[i] for i in range(10)]])
    for start, length in zip(texts.starts, texts.lengths, strict=True):
        assert mark[start : start + length].tolist() == [True] * 8 + [False] * 2
    assert not common_runs(texts, [[[i] for i in range(4)]]).any()


def test_what_half_of_the_samples_have_is_not_common() -> None:
    texts = Texts.of([list(range(8)) if i % 2 else [50 + i] * 8 for i in range(10)], TEST_BORDER)
    assert not common_runs(texts, [[[i] for i in range(10)]]).any()


def test_whole_texts_are_common_however_short() -> None:
    assert common_texts([[[0, i] for i in range(1, 7)]]) == {0}
    assert common_texts([[[0, i] for i in range(1, 4)]]) == set()
