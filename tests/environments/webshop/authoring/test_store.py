"""Writing the store, and the official layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring import store
from agentgym.environments.webshop.official.files import locate, read_items, read_table
from agentgym.stores import read_store


def test_the_official_layout_holds_the_same(tmp_path: Path) -> None:
    content = store.generate()
    store.write_official(tmp_path, content)
    files = locate(tmp_path)
    assert list(read_items(files.items)) == content.items
    assert read_table(files.attributes) == content.attributes
    assert read_table(files.instructions) == content.instructions


def test_what_ships_can_be_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "spacy_nouns", tasks.store().nouns.__getitem__)
    assert store.ship(tmp_path / "store.json.zst") == 3042
    assert read_store(tmp_path / "store.json.zst", tasks.Store) == tasks.store()


def test_the_nouns_that_ship_are_spacys() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed; extra webshop")
    table = tasks.store().nouns
    assert [t for t in list(table)[::97] if store.spacy_nouns(t) != table[t]] == []
