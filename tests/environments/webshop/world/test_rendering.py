"""Pages in the original's other modes."""

from __future__ import annotations

from agentgym.environments.webshop.world.rendering import html, render_page, rich
from tests.environments.webshop.world.test_session import visit


def test_what_was_clicked_is_marked() -> None:
    session = visit()
    session.search("rain jacket")
    two = next(p for p in (session.catalogue.products[i] for i in session.shown()) if len(p.options) == 2)
    asin = two.asin.lower()
    session.click(asin)
    option, other = (values[0] for values in two.options.values())
    session.click(option)
    assert rich(session).startswith(f"You have clicked {option}.\n")
    session.click(other)
    assert rich(session).startswith(f"You have clicked {other}.\nYou have clicked {option}.\n")
    assert f"  [clicked button] {option} [clicked button_]" in rich(session)
    assert f'value="{option}" checked' in html(session)
    session.click("< prev")
    assert f"\n[clicked button] {asin.upper()} [clicked button_]" in rich(session)


def test_urls() -> None:
    session = visit(name="s")
    assert render_page(session, "url").endswith("/s")
    session.search("rain jacket")
    assert render_page(session, "url").endswith("/search_results/s/rain+jacket/1")
    asin = session.clickables()[2]
    session.click(asin)
    assert render_page(session, "url").endswith(f"/item_page/s/{asin.upper()}/rain+jacket/1/{{}}")


def test_html_is_escaped() -> None:
    session = visit()
    session.search("rain jacket")
    assert "&lt; Prev" not in html(session) and "Next &gt;" in html(session)
