"""The embedded questions."""

from __future__ import annotations

from agentgym.environments.mmlu.authoring.make import SIZES, make
from agentgym.environments.mmlu.tasks import STORE
from agentgym.environments.mmlu.world.question import Question
from agentgym.stores import read_store


def test_what_ships_is_what_is_made() -> None:
    store = read_store(STORE, dict[str, list[Question]])
    assert store == make()
    subjects = {q.subject for q in store["test"]}
    assert len(subjects) >= 12 and {s: len(q) for s, q in store.items()} == {
        s: n * 18 for s, n in SIZES.items()
    }


def test_choices_differ_and_no_letter_is_favoured() -> None:
    store = read_store(STORE, dict[str, list[Question]])
    every = [q for found in store.values() for q in found]
    assert all(len(set(q.choices)) == 4 for q in every)
    shares = [sum(q.answer == n for q in every) / len(every) for n in range(4)]
    assert all(0.2 < share < 0.3 for share in shares), shares
    assert len({(q.text, q.choices[q.answer]) for q in every}) == len(every)
