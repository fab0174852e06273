"""MMLU's four categories, and the averages that are published of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

CATEGORIES: dict[str, tuple[str, ...]] = {
    "STEM": tuple(
        "abstract_algebra astronomy college_biology college_chemistry college_computer_science college_mathematics "
        "college_physics computer_security conceptual_physics electrical_engineering elementary_mathematics "
        "high_school_biology high_school_chemistry high_school_computer_science high_school_mathematics "
        "high_school_physics high_school_statistics machine_learning "
        # embedded
        "arithmetic binary_numbers chemical_elements discoverers_of_elements element_families geometry number_theory "
        "python_expressions".split()
    ),
    "humanities": tuple(
        "formal_logic high_school_european_history high_school_us_history high_school_world_history international_law "
        "jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy prehistory professional_law "
        "world_religions "
        # embedded
        "propositional_logic scripts_of_languages official_languages".split()
    ),
    "social sciences": tuple(
        "econometrics high_school_geography high_school_government_and_politics high_school_macroeconomics "
        "high_school_microeconomics high_school_psychology human_sexuality professional_psychology public_relations "
        "security_studies sociology us_foreign_policy "
        # embedded
        "capitals cities currencies neighbouring_countries".split()
    ),
    "other": tuple(
        "anatomy business_ethics clinical_knowledge college_medicine global_facts human_aging management marketing "
        "medical_genetics miscellaneous nutrition professional_accounting professional_medicine virology "
        # embedded
        "airports calendar time_zones".split()
    ),
}
"""Subjects by category: the original's 57 (hendrycks/test, ``categories.py``), then our embedded ones."""
_CATEGORY = {subject: name for name, subjects in CATEGORIES.items() for subject in subjects}


class Averages(msgspec.Struct, frozen=True):
    """Scores of many questions.

    Attributes:
        subjects: mean score and number of questions of each subject.
        categories: mean over the questions of each category, as the original has it.
        micro: mean over all questions: the figure that is published as MMLU's.
        macro: mean over the subjects.
    """

    subjects: dict[str, tuple[float, int]]
    categories: dict[str, float]
    micro: float
    macro: float


def averages(scored: Iterable[tuple[str, float]]) -> Averages:
    """Return the averages of (subject, score); a subject of neither list counts as ``other``.

    Raises:
        ValueError: there are no scores.
    """
    by_subject: dict[str, list[float]] = defaultdict(list)
    by_category: dict[str, list[float]] = defaultdict(list)
    for subject, score in scored:
        by_subject[subject].append(score)
        by_category[_CATEGORY.get(subject, "other")].append(score)
    if not by_subject:
        raise ValueError("there are no scores to average")
    subjects = {s: (_mean(found), len(found)) for s, found in sorted(by_subject.items())}
    return Averages(
        subjects=subjects,
        categories={name: _mean(by_category[name]) for name in CATEGORIES if name in by_category},
        micro=_mean([score for found in by_subject.values() for score in found]),
        macro=_mean([mean for mean, _ in subjects.values()]),
    )


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores)
