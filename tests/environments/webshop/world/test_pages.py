"""The pieces of pages."""

from __future__ import annotations

from agentgym.environments.webshop.world.pages import (
    done_texts,
    item_nodes,
    item_text,
    joined,
    option_groups,
    result_text,
    sub_texts,
    visible,
)
from tests.environments.webshop.samples import product


def test_blank_nodes_with_a_line_break_vanish_and_others_stay() -> None:
    assert list(visible([" a ", "\n", " \n ", "  ", "", "\u00a0\n"])) == ["a", "", ""]
    assert joined(["A", " ", "B"]) == "A [SEP]  [SEP] B"


def test_a_products_texts_are_its_own() -> None:
    one, other = product(), product(title="Blue Wool Hat", options={"size": ["m"]})
    assert result_text(one) == " [SEP] B000000001 [SEP] Red Wool Hat [SEP] $10.0"
    assert "Blue" in result_text(other) and "Blue" in item_text(other, False)
    assert item_text(other, False).startswith(
        "size [SEP] m [SEP] Blue Wool Hat [SEP] Price: $10.0 [SEP] Rating: N.A."
    )
    assert "Attributes" in item_text(other, True) and "Attributes" not in item_text(other, False)
    assert item_text(other, True) == joined(n.text for n in item_nodes(other, True))


def test_a_value_that_two_options_share_belongs_to_the_later() -> None:
    assert option_groups(product(options={"a": ["x", "y"], "b": ["x"]})) == {"x": "b", "y": "a"}


def test_sub_pages() -> None:
    item = product(description="soft")
    assert sub_texts(item, "description") == ["soft"] and sub_texts(item, "features") == [" warm lining"]
    assert sub_texts(item, "reviews") == [] and sub_texts(item, "attributes") == [
        " hand wash", "fashion", "hat", "Clothing › Hats › Winter",
    ]  # fmt: skip


def test_the_last_page() -> None:
    texts = done_texts("B1", {"b": "x", "a": "<'&>"}, 0.5)
    assert texts[6:9] == ["B1", "options", '{"a": "\\u003c\\u0027\\u0026\\u003e", "b": "x"}']
    assert texts[-3:] == ["0.5", "Reward Details ", "None"]
