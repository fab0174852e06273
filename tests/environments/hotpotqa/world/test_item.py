"""Items."""

from __future__ import annotations

import msgspec

from agentgym.environments.hotpotqa.world.item import Item
from agentgym.tools.encyclopedia.articles import Article


def test_gold_titles_and_content() -> None:
    item = Item(question="?", facts=(("B", 1), ("A", 0), ("B", 2)), context=(Article("A", (("x",),)),))
    assert item.gold_titles == ["B", "A"]
    assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item
