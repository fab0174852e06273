"""The reward's rules, each at its boundary; needs neither spaCy nor real data."""

from __future__ import annotations

import pytest

from agentgym.environments.webshop.scoring import COLORS, reward, similarity
from tests.environments.webshop.samples import goal, product, words

ELSEWHERE = {"query": "shoe", "product_category": "Shoes › Boots › Winter"}
"""Neither the query nor two levels of the category agree."""


def test_the_reward_and_its_traps() -> None:
    full = reward(product(), goal(), 10.0, {"color": "red"}, words)
    assert full.value == 1.0 and full.r_type == 1.0
    assert reward(product(), goal(), 10.0, {}, words).value == pytest.approx(2 / 3)
    assert reward(product(), goal(), 25.0, {"color": "red"}, words).value == pytest.approx(2 / 3)
    # An equal query does not save a foreign title: the later rules override.
    foreign = reward(product(title="Blue Shoe"), goal(), 10.0, {"color": "red"}, words)
    assert (foreign.query_match, foreign.r_type, foreign.value) == (True, 0.0, 0.0)
    # Attributes count in title, bullets and description as well.
    assert (
        reward(product(attributes=[]), goal(attributes=["warm lining"]), 10.0, {"c": "red"}, words).value
        == 1.0
    )
    # Colours are normalised: "dark red" is "dark", the first colour word of the list, not "red".
    assert reward(product(), goal(options=["dark red"]), 10.0, {"c": "dark grey"}, words).r_option == 1.0
    # A synthetic option is a pair; membership, not substring, normalises it.
    assert reward(product(), goal(options=[("color", "red")]), 10.0, {"color": "red"}, words).r_option == 1.0
    assert similarity("size medium", ("size", "medium")) == 100
    # No nouns in the goal's title: the score is 0.2, and alone not enough for 1.0.
    assert reward(product(), goal(title=""), 10.0, {}, words).title_score == 0.2


@pytest.mark.parametrize(
    ("title", "wanted", "score", "r_type"),
    [
        ("red", "red a b c", 0.25, 1.0),
        ("red", "red a b c d", 0.2, 0.5),  # must be above 0.2, not at it
        ("red", "", 0.2, 0.5),
        ("red", "red a b c d e f g h i", 0.1, 0.5),  # must be below 0.1
        ("red", "red a b c d e f g h i j", 1 / 11, 0.1),
        ("blue", "red a b c", 0.0, 0.0),
        ("red", "red red red a", 0.25, 1.0),  # a set above, a list below the line
    ],
)
def test_the_kind_of_product_by_its_title_alone(title: str, wanted: str, score: float, r_type: float) -> None:
    got = reward(product(title=title, **ELSEWHERE), goal(title=wanted), 10.0, {}, words)
    assert not got.query_match and not got.category_match
    assert (got.title_score, got.r_type) == (pytest.approx(score), r_type)


def test_an_equal_query_or_two_levels_of_the_category_save_a_weak_title() -> None:
    weak = {"title": "red"}
    wanted = goal(title="red a b c d")
    assert reward(product(**weak, **ELSEWHERE), wanted, 10.0, {}, words).r_type == 0.5
    assert reward(product(**weak, **ELSEWHERE | {"query": "hat"}), wanted, 10.0, {}, words).r_type == 1.0
    for path, matches in (("Clothing › Boots", False), ("Winter › x › Clothing", True), ("Clothing", False)):
        got = reward(product(**weak, **ELSEWHERE | {"product_category": path}), wanted, 10.0, {}, words)
        assert (got.category_match, got.r_type) == (matches, 1.0 if matches else 0.5)


def test_texts_are_alike_above_85() -> None:
    assert similarity("inch wool cotton", "inch cotton hat") == 85
    assert similarity("large dark wool", "dark of wool") == 86
    for attribute, wanted, share in (
        ("inch wool cotton", "inch cotton hat", 0.0),
        ("large dark wool", "dark of wool", 1.0),
    ):
        got = reward(product(attributes=[attribute]), goal(attributes=[wanted]), 10.0, {}, words)
        assert got.r_att == share
        assert reward(product(), goal(options=[wanted]), 10.0, {"c": attribute}, words).r_option == share
    assert (
        reward(product(), goal(options=["4 inch cotton hat"]), 10.0, {"c": "4 inch hat"}, words).r_option
        == 1.0
    )
    assert similarity("zürich", "zrich") == 100, "what is not ASCII is dropped"


def test_the_price_may_reach_the_limit() -> None:
    assert reward(product(), goal(price_upper=10.0), 10.0, {}, words).r_price
    assert not reward(product(), goal(price_upper=10.0), 10.01, {}, words).r_price


def test_one_choice_may_meet_several_wishes_and_the_weights_are_equal() -> None:
    got = reward(
        product(),
        goal(options=["red", "dark red"], attributes=["hand wash", "x", "y"]),
        30.0,
        {"c": "red"},
        words,
    )
    # "dark red" is "dark"; of six wishes "hand wash" and "red" are met.
    assert (got.r_att, got.r_option, got.r_price) == (pytest.approx(1 / 3), 0.5, False)
    assert got.value == pytest.approx(2 / 6)
    none = reward(product(), goal(options=[], attributes=[]), 10.0, {}, words)
    assert (none.r_att, none.r_option, none.value) == (1.0, 1.0, 1.0)


def test_metrics() -> None:
    got = reward(product(), goal(), 10.0, {}, words)
    assert got.metrics() == {"success": 0.0, "r_type": 1.0, "r_att": 1.0, "r_option": 0.0, "r_price": 1.0}
    assert reward(product(), goal(), 10.0, {"c": "red"}, words).metrics()["success"] == 1.0


def test_the_colours() -> None:
    assert len(COLORS) == 102 and list(COLORS) == sorted(COLORS)
