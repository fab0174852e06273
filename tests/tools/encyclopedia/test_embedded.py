"""The encyclopedias that ship."""

from __future__ import annotations

from collections import Counter

import pytest

from agentgym.tools.answers import holds
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.embedded import WORLDS, World, folder_of, library, questions
from agentgym.tools.encyclopedia.library import folded

SPLITS = {"train": 1000, "dev": 100, "test": 300}


@pytest.mark.parametrize("world", WORLDS)
def test_sizes(world: World) -> None:
    assert len(library(folder_of(world))) == 5603
    assert {s: len(questions(folder_of(world), s)) for s in SPLITS} == SPLITS
    levels = Counter(q.level for q in questions(folder_of(world), "test").values())
    assert levels == {"easy": 100, "medium": 100, "hard": 100}
    kinds = Counter((q.type, q.answer in ("yes", "no")) for q in questions(folder_of(world), "test").values())
    assert min(kinds.values()) > 25 and len(kinds) == 3, "bridges, comparisons, yes-no questions"


@pytest.mark.parametrize("world", WORLDS)
def test_every_hop_is_told_where_it_says(world: World) -> None:
    held = library(folder_of(world))
    for split in SPLITS:
        for question in questions(folder_of(world), split).values():
            for hop in question.hops:
                article = held.look(hop.search)
                if hop.sentence < 0:
                    assert isinstance(article, list) and len(article) == 2, question.id
                    continue
                assert isinstance(article, Article) and article.title == hop.search, question.id
                sentence = list(article.sentences())[hop.sentence]
                assert holds(sentence, hop.finds), (question.id, hop)
                assert (sentence in article.lead) is not bool(hop.keyword), (question.id, hop)
                if hop.uses >= 0:
                    assert holds(question.hops[hop.uses].finds, hop.search), (question.id, hop)


@pytest.mark.parametrize("world", WORLDS)
def test_the_answer_of_a_bridge_stands_in_no_earlier_article(world: World) -> None:
    held = library(folder_of(world))
    for question in questions(folder_of(world), "test").values():
        if question.type == "bridge" and not question.form.startswith("shared"):
            assert not holds(question.question, question.answer)
            for hop in question.hops[:-1]:
                article = held.look(hop.search)
                assert isinstance(article, Article) and not holds(article.text, question.answer), question.id


def test_the_worlds_have_the_same_questions_under_other_names() -> None:
    real, renamed = (questions(folder_of(w), "test") for w in WORLDS)
    assert list(real) == list(renamed)
    assert [q.form for q in real.values()] == [q.form for q in renamed.values()]
    names = {folded(t) for t in library(folder_of("real")).titles}
    assert not names & {folded(t) for t in library(folder_of("renamed")).titles}
    same = [i for i in real if real[i].answer == renamed[i].answer and real[i].answer not in ("yes", "no")]
    assert not same, "numbers are other ones, too"


def test_no_answer_is_frequent_and_test_names_nothing_that_train_does() -> None:
    test = questions(folder_of("real"), "test")
    for level in ("easy", "medium", "hard"):
        answers = Counter(q.answer for q in test.values() if q.level == level)
        assert all(n <= (8 if a in ("yes", "no") else 3) for a, n in answers.items())
    named = {_named(q) for q in test.values()}
    assert not named & {_named(q) for q in questions(folder_of("real"), "train").values()}


def _named(question: object) -> str:
    hop = next(h for h in question.hops if h.uses < 0)  # type: ignore[attr-defined]
    return str(hop.search)
