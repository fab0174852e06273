"""Measuring contamination: a test set against a training set, sample by sample, with what matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.contamination.rules import MISMATCHES, WINDOW, Rule, SeedRule, WindowRule
from agentgym.dataset.contamination.samples import Sample, Source
from agentgym.dataset.contamination.shared import common_runs, common_texts
from agentgym.dataset.contamination.tokens import (
    TEST_BORDER,
    TRAIN_BORDER,
    Texts,
    Tokenizer,
    Tokens,
    Vocabulary,
    words,
)
from agentgym.errors import DataError

RuleName = Literal["window", "llama2"]
RULES: dict[str, type[Rule]] = {"window": WindowRule, "llama2": SeedRule}
CLEAN, DIRTY = 0.2, 0.8
"""A sample with a smaller share of contaminated tokens is clean, one with a larger share dirty (the paper)."""
BLOCK = 1 << 21
"""Tokens of the training set in memory at a time."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a test sample, and the run of the training set that it matches, as tokens.

    Attributes:
        sample, train: ids of the two samples.
        test_text, train_text: the runs; a token that no test sample has is ``…``.
        tokens: how many.
    """

    sample: str
    train: str
    test_text: str
    train_text: str
    tokens: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A test sample.

    Attributes:
        id, group: of the sample.
        tokens: how many are compared; what samples share is not, if it was stripped.
        contaminated: how many of them lie in a run of the training set.
        leak: why its task itself is in the training set: ``id``, ``content``, or empty.
    """

    id: str
    group: str
    tokens: int
    contaminated: int
    leak: str = ""

    @property
    def share(self) -> float:
        """Share of contaminated tokens; 0 where nothing is left to compare."""
        return self.contaminated / self.tokens if self.tokens else 0.0


class Contamination(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured: every test sample, the longest spans of each, and how much was compared."""

    samples: list[Measured]
    spans: list[Span]
    train_samples: int
    train_tokens: int
    stripped: int


class _Tests:
    """The test set: its texts once each, who has which, and what counts."""

    def __init__(self, samples: list[Sample], vocabulary: Vocabulary, *, strip: bool) -> None:
        self.samples = samples
        numbers: dict[tuple[str, str], int] = {}
        # What is common to an environment may be telling in another: a text is one for each.
        self.texts_of = [
            [numbers.setdefault((s.group, t), len(numbers)) for t in dict.fromkeys(s.texts)] for s in samples
        ]
        self.texts = Texts.of([vocabulary.learn(text) for _, text in numbers], TEST_BORDER)
        self.counts = self.texts.tokens != TEST_BORDER
        if strip:
            self.counts &= ~self._common()
        self.stripped = int((self.texts.tokens != TEST_BORDER).sum() - self.counts.sum())
        self.compared = np.where(self.counts, self.texts.tokens, TEST_BORDER).astype(np.int32)

    def _common(self) -> NDArray[np.bool_]:
        environments: defaultdict[str, list[list[int]]] = defaultdict(list)
        kinds: defaultdict[tuple[str, str], list[list[int]]] = defaultdict(list)
        for sample, texts in zip(self.samples, self.texts_of, strict=True):
            environments[sample.group].append(texts)
            kinds[sample.group, sample.kind].append(texts)
        mark = common_runs(self.texts, environments.values())
        for text in common_texts([*environments.values(), *kinds.values()]):
            mark[self.range(text)] = True
        return mark

    def range(self, text: int) -> slice:
        """Return where a text stands."""
        start = int(self.texts.starts[text])
        return slice(start, start + int(self.texts.lengths[text]))


class _Train:
    """The training set in blocks, and which sample each text is of."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self._source, self._vocabulary = source, vocabulary
        self.samples = self.tokens = 0
        self.tasks: set[tuple[str, str]] = set()
        self.hashes: set[tuple[str, str]] = set()

    def blocks(self, size: int) -> Iterator[tuple[Texts, list[str]]]:
        """Yield blocks of texts, and the ids of the samples that they are of; a text is in a block once."""
        texts: dict[str, list[int]] = {}
        ids: list[str] = []
        total = 0
        self.samples = self.tokens = 0
        for sample in self._source():
            self.samples += 1
            self.tasks.add(sample.task)
            self.hashes.add((sample.task[0], sample.task_hash))
            for text in sample.texts:
                if text in texts:
                    self.tokens += len(texts[text])
                    continue
                texts[text] = found = self._vocabulary.look_up(text)
                ids.append(sample.id)
                total += len(found)
                self.tokens += len(found)
            if total >= size:
                yield Texts.of(list(texts.values()), TRAIN_BORDER), ids
                texts, ids, total = {}, [], 0
        if texts:
            yield Texts.of(list(texts.values()), TRAIN_BORDER), ids


def measure(
    train: Source,
    test: Source,
    *,
    rule: RuleName = "window",
    cut: Tokenizer = words,
    strip: bool = True,
    window: int = WINDOW,
    mismatches: int = MISMATCHES,
    spans: int = 0,
    block: int = BLOCK,
    progress: Callable[[int], None] = lambda tokens: None,
) -> Contamination:
    """Measure how much of a test set stands in a training set.

    Args:
        train, test: the samples of both.
        rule: ``window``: runs of 10 tokens with up to 4 mismatches; ``llama2``: equal runs of 10, extended.
        cut: the tokenizer.
        strip: leave out what the samples of an environment have in common.
        window, mismatches: the numbers of the rule.
        spans: for how many of a sample's runs the two texts are returned, the longest first.
        block: tokens of the training set in memory at a time.
        progress: called with the number of training tokens that are done.

    Raises:
        DataError: there is no test sample.
    """
    return measure_by(
        train, test, rules=[rule], cut=cut, strip=strip, window=window, mismatches=mismatches, spans=spans, block=block,
        progress=progress,
    )[rule]  # fmt: skip


def measure_by(
    train: Source,
    test: Source,
    *,
    rules: Sequence[RuleName],
    cut: Tokenizer = words,
    strip: bool = True,
    window: int = WINDOW,
    mismatches: int = MISMATCHES,
    spans: int = 0,
    block: int = BLOCK,
    progress: Callable[[int], None] = lambda tokens: None,
) -> dict[RuleName, Contamination]:
    """Measure by several rules, in one pass over the training set; see :func:`measure`.

    Raises:
        DataError: there is no test sample.
    """
    vocabulary = Vocabulary(cut)
    tests = _Tests(list(test()), vocabulary, strip=strip)
    if not tests.samples:
        raise DataError("There is no test sample.")
    compared = {rule: RULES[rule](tests.compared, window, mismatches) for rule in rules}
    known = _Train(train, vocabulary)
    for texts, _ in known.blocks(block):
        for one in compared.values():
            one.compare(texts)
        progress(known.tokens)
    found: dict[RuleName, Contamination] = {}
    for rule, one in compared.items():
        covered = one.found.covered() & tests.counts
        found[rule] = Contamination(
            samples=[_measured(i, tests, covered, known) for i in range(len(tests.samples))],
            spans=list(_spans(tests, one, known, vocabulary, spans, block)) if spans else [],
            train_samples=known.samples,
            train_tokens=known.tokens,
            stripped=tests.stripped,
        )
    return found


def _measured(number: int, tests: _Tests, covered: np.ndarray, train: _Train) -> Measured:
    sample = tests.samples[number]
    parts = [tests.range(t) for t in tests.texts_of[number]]
    leak = ""
    if sample.task[1] and sample.task in train.tasks:
        leak = "id"
    elif sample.task_hash and (sample.task[0], sample.task_hash) in train.hashes:
        leak = "content"
    return Measured(
        id=sample.id,
        group=sample.group,
        tokens=sum(int(tests.counts[p].sum()) for p in parts),
        contaminated=sum(int(covered[p].sum()) for p in parts),
        leak=leak,
    )


class _Wanted(msgspec.Struct, frozen=True):
    sample: str
    start: int
    length: int
    place: int


def _spans(
    tests: _Tests, rule: Rule, train: _Train, vocabulary: Vocabulary, most: int, block: int
) -> Iterator[Span]:
    """Yield the longest runs of each sample beside those that they match; reads the training set once more."""
    by_block: defaultdict[int, list[_Wanted]] = defaultdict(list)
    order: list[tuple[str, int]] = []
    for number, sample in enumerate(tests.samples):
        for start, length in _longest(tests, rule, tests.texts_of[number], most):
            wanted = _Wanted(sample.id, start, length, int(rule.found.place[start]))
            by_block[int(rule.found.block[start])].append(wanted)
            order.append((sample.id, start))
    made: dict[tuple[str, int], Span] = {}
    for number, (texts, ids) in enumerate(train.blocks(block)):
        for wanted in by_block.get(number, ()):
            text = int(np.searchsorted(texts.starts, wanted.place, "right")) - 1
            made[wanted.sample, wanted.start] = Span(
                sample=wanted.sample,
                train=ids[text],
                test_text=vocabulary.text(_cut(rule.test, wanted.start, wanted.length)),
                train_text=vocabulary.text(_cut(texts.tokens, wanted.place, wanted.length)),
                tokens=wanted.length,
            )
    yield from (made[key] for key in order)


def _longest(tests: _Tests, rule: Rule, texts: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return start and length of the longest runs of a sample that do not lie over each other."""
    runs = []
    for text in texts:
        part = tests.range(text)
        lengths = rule.found.length[part]
        runs += [(int(i) + part.start, int(lengths[i])) for i in np.flatnonzero(lengths)]
    chosen: list[tuple[int, int]] = []
    for start, length in sorted(runs, key=lambda r: (-r[1], r[0])):
        if len(chosen) == most:
            break
        if all(start + length <= s or s + n <= start for s, n in chosen):
            chosen.append((start, length))
    return chosen


def _cut(tokens: Tokens, start: int, length: int) -> list[int]:
    return [int(t) for t in tokens[start : start + length]]
