"""Items."""

from __future__ import annotations

import msgspec

from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.items import Item


def test_gold_titles_and_content() -> None:
    item = Item(question="?", facts=(("B", 1), ("A", 0), ("B", 2)), context=(Article("A", (("x",),)),))
    assert item.gold_titles == ["B", "A"]
    assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item
