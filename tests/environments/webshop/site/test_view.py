"""Pieces of a page and their keys."""

from __future__ import annotations

import pytest

pytest.importorskip("jinja2", reason="jinja2 is not installed; extra webshop")
from agentgym.environments.webshop.site.view import pieces
from tests.environments.webshop.world.test_session import visit


def test_every_piece_has_a_key_of_its_own() -> None:
    session = visit()
    session.search("rain jacket")
    asin = session.clickables()[2]
    listed = pieces(session)
    assert [p.order for p in listed] == list(range(len(listed)))
    assert len({p.key for p in listed}) == len(listed) and f"product:{asin}" in {p.key for p in listed}
    session.click(asin)
    by_key = {p.key: p for p in pieces(session)}
    assert by_key["button:buy now"].click == "buy now" and by_key["text:0"].click == ""
    assert [p.kind for p in by_key.values() if p.click == session.clickables()[6]] == ["option"]
