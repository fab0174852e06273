"""Catalogues prepared from files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.environments.webshop.authoring import store
from agentgym.environments.webshop.official.files import fingerprint
from agentgym.environments.webshop.official.items import parse_products
from agentgym.environments.webshop.official.prepared import open_catalogue
from agentgym.errors import OptionError


def test_products_come_from_disk_as_they_were(tmp_path: Path) -> None:
    content = store.generate(5)
    items, attributes = tmp_path / "items_shuffle.json", tmp_path / "items_ins_v2.json"
    items.write_bytes(msgspec.json.encode(content.items[:40]))
    attributes.write_bytes(msgspec.json.encode(content.attributes))
    shop = open_catalogue(items, attributes)
    listed = list(parse_products(iter(content.items[:40]), content.attributes))
    plain = [msgspec.to_builtins(p) for p in listed]
    assert [msgspec.to_builtins(p) for p in shop.products] == plain
    assert msgspec.to_builtins(shop.products[-1]) == plain[-1]
    assert [p.asin for p in shop.products[2:5]] == [p.asin for p in listed[2:5]]
    assert shop[listed[7].asin] is shop.products[7], "decoded once"
    with pytest.raises(IndexError):
        shop.products[40]
    assert open_catalogue(items, attributes) is shop


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    items = tmp_path / "items_shuffle.json"
    items.write_text("[]")
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "file"))
    with pytest.raises(OptionError, match="set AGENTGYM_CACHE"):
        open_catalogue(items, None)
    assert len(fingerprint(items)) == 20
