"""The categories and averages."""

from __future__ import annotations

import pytest

from agentgym.environments.mmlu.tasks import questions
from agentgym.environments.mmlu.world.categories import CATEGORIES, averages
from tests.shared_data import shared


def test_the_57_subjects_have_a_category_each() -> None:
    subjects = {p.name.removesuffix("_test.csv") for p in shared("general/mmlu/test").glob("*.csv")}
    known = [s for found in CATEGORIES.values() for s in found]
    assert len(subjects) == 57 and subjects <= set(known) and len(known) == len(set(known))
    official = {name: len(subjects & set(found)) for name, found in CATEGORIES.items()}
    assert official == {"STEM": 18, "humanities": 13, "social sciences": 12, "other": 14}


def test_every_embedded_subject_has_a_category() -> None:
    known = {s for found in CATEGORIES.values() for s in found}
    embedded = {q.subject for q in questions(None, "test").tasks.values()}
    assert len(embedded) == 18 and embedded <= known


def test_micro_counts_questions_and_macro_subjects() -> None:
    found = averages([("anatomy", 1.0), ("anatomy", 1.0), ("anatomy", 0.0), ("philosophy", 0.0)])
    assert (found.micro, found.macro) == (0.5, pytest.approx(1 / 3))
    assert found.categories == {"humanities": 0.0, "other": pytest.approx(2 / 3)}
    assert found.subjects["anatomy"] == (pytest.approx(2 / 3), 3)
    with pytest.raises(ValueError, match="no scores"):
        averages([])
