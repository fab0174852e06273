"""The catalogue: listings, prices."""

from __future__ import annotations

from agentgym.environments.webshop import tasks


def test_listings_instead_of_a_search() -> None:
    shop = tasks.shop(None)
    products = shop.products
    attribute = products[0].attributes[0]
    assert {attribute in products[i].attributes for i in shop.search(f"<a> {attribute}")} == {True}
    assert {products[i].category for i in shop.search("<c> toys")} == {"toys"}
    assert {products[i].query for i in shop.search("<q> rain jacket")} == {"rain jacket"}
    assert shop.search("<q> no such thing") == () and len(shop.search("women jacket")) == 50


def test_a_price_within_a_range_follows_from_the_seed() -> None:
    shop, other = tasks.shop(None), tasks.shop(None, 1)
    ranged = [p for p in shop.products if len(p.prices) == 2]
    assert all(p.prices[0] <= shop.price(p.asin) <= p.prices[1] for p in ranged)
    assert [shop.price(p.asin) for p in ranged] != [other.price(p.asin) for p in ranged]
    assert all(shop.price(p.asin) == p.prices[0] for p in shop.products if len(p.prices) == 1)


def test_forgetting_searches_changes_no_result() -> None:
    shop = tasks.shop(None)
    found = shop.search("green tea")
    shop.forget_searches()
    assert shop.search("green tea") == found
    assert shop.products[0].asin in shop and "B1" not in shop
