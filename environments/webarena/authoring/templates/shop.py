"""Tasks in the shop, for the customer who is logged in there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    Gold,
    at,
    both,
    button,
    check,
    choose,
    click,
    goto,
    holds,
    includes,
    link,
    not_achievable,
    said,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.site.hosting import address
from agentgym.environments.webarena.site.web import money

SHOP = address("shopping")
ORDERS: Gold = [link("My Account"), link("My Orders")]
MONTHS = ("January February March April May June July August September October November December").split()


def _orders(db: sqlite3.Connection) -> list[Any]:
    return db.execute("select * from orders where customer = 1 order by date desc, id desc").fetchall()


def _page_of(db: sqlite3.Connection, number: int) -> Gold:
    """Return the way to the page of the order list that an order is on."""
    place = [row["id"] for row in _orders(db)].index(number)
    return [*ORDERS, *[link("Next page")] * (place // 10)]


def _search(product: Any) -> Gold:
    """Return the way to a product's page."""
    return [write("Search", product["name"].split(",")[0], enter=True), link(product["name"])]


def _products(db: sqlite3.Connection, rng: random.Random, where: str = "1") -> list[Any]:
    rows = db.execute(f"select * from product p where enabled = 1 and {where} order by id").fetchall()
    rng.shuffle(rows)
    return rows


@template("shop-order-status", "train", "shopping", "What is the status of my order number {number}?")
def order_status(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _orders(dbs["shop"])
    rng.shuffle(rows)
    for row in rows:
        gold = [*_page_of(dbs["shop"], row["id"]), stop(row["status"])]
        yield Draft({"number": row["id"]}, said(row["status"]), gold)


@template(
    "shop-canceled-count",
    "test",
    "shopping",
    "How many of my orders placed in {year} were canceled? Answer with the number alone.",
    count=2,
)
def canceled(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for year in ("2025", "2026"):
        rows = [r for r in _orders(dbs["shop"]) if r["date"].startswith(year)]
        found = sum(r["status"] == "Canceled" for r in rows)
        oldest = _page_of(dbs["shop"], rows[-1]["id"])
        yield Draft({"year": year}, said(str(found)), [*oldest, stop(str(found))])


@template(
    "shop-spent-in-month", "train", "shopping",
    "How much did I spend in {month} {year} in total, shipping included? Leave out canceled orders.",
)  # fmt: skip
def spent(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    months: dict[str, list[Any]] = {}
    for row in _orders(dbs["shop"]):
        months.setdefault(row["date"][:7], []).append(row)
    for month, rows in sorted(months.items(), key=lambda entry: rng.random()):
        total = sum(r["total"] for r in rows if r["status"] != "Canceled")
        if len(rows) > 1 and total:
            values = {"month": MONTHS[int(month[5:]) - 1], "year": month[:4]}
            text = f"{total:.2f}"
            yield Draft(values, includes(text), [*_page_of(dbs["shop"], rows[-1]["id"]), stop(f"${text}")])


@template(
    "shop-order-products",
    "train",
    "shopping",
    "Which products did I buy with order number {number}? Name all of them.",
)
def order_products(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _orders(dbs["shop"])
    rng.shuffle(rows)
    for row in rows:
        names = [
            r[0]
            for r in dbs["shop"].execute(
                "select name from item where orders = ? order by rowid", (row["id"],)
            )
        ]
        if len(names) > 1:
            gold = [
                *_page_of(dbs["shop"], row["id"]),
                link(f"View Order {row['id']:09d}"),
                stop("; ".join(names)),
            ]
            yield Draft({"number": row["id"]}, includes(*names), gold)


@template("shop-sku", "dev", "shopping", "What is the SKU of the {product}?")
def sku(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for product in _products(dbs["shop"], rng):
        yield Draft(
            {"product": product["name"]}, said(product["sku"]), [*_search(product), stop(product["sku"])]
        )


@template(
    "shop-reviewer", "test", "shopping",
    'What is the nickname of the customer who reviewed the {product} under the title "{title}"?',
)  # fmt: skip
def reviewer(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = (
        dbs["shop"]
        .execute(
            "select product, title, min(nickname) nickname from review where status = 'Approved' "
            "group by product, title having count(*) = 1 order by product"
        )
        .fetchall()
    )
    rng.shuffle(rows)
    for row in rows:
        product = dbs["shop"].execute("select * from product where id = ?", (row["product"],)).fetchone()
        values = {"product": product["name"], "title": row["title"]}
        yield Draft(values, said(row["nickname"]), [*_search(product), stop(row["nickname"])])


@template(
    "shop-bad-reviews", "train", "shopping",
    "How many of the reviews of the {product} give it 40% or less? Answer with the number alone.",
)  # fmt: skip
def bad_reviews(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for product in _products(dbs["shop"], rng):
        stars = [
            r[0]
            for r in dbs["shop"].execute(
                "select stars from review where status = 'Approved' and product = ?", (product["id"],)
            )
        ]
        bad = sum(s <= 2 for s in stars)
        if len(stars) > 2 and bad:
            yield Draft({"product": product["name"]}, said(str(bad)), [*_search(product), stop(str(bad))])


@template(
    "shop-price-range", "test", "shopping", 'What do the cheapest and the dearest "{thing}" in the shop cost?'
)
def price_range(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for thing in rng.sample(
        ("Chess Set", "Desk Lamp", "Sleeping Bag", "Turntable", "Bird Feeder", "Bath Mat"), 6
    ):
        words = " and ".join(f"name like '%{word}%'" for word in thing.split())
        prices = sorted(p["price"] for p in _products(dbs["shop"], rng, words))
        low, high = (f"{p:,.2f}" for p in (prices[0], prices[-1]))
        gold = [
            write("Search", thing, enter=True),
            choose("Sort By", "Price"),
            stop(f"from ${low} to ${high}"),
        ]
        yield Draft({"thing": thing}, includes(low, high), gold)


@template(
    "shop-tracking", "test", "shopping", "What is the tracking number of my order number {number}?", count=3
)
def tracking(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _orders(dbs["shop"])
    rng.shuffle(rows)
    for row in rows:
        gold = [*_page_of(dbs["shop"], row["id"]), link(f"View Order {row['id']:09d}"), stop("N/A")]
        yield Draft({"number": row["id"]}, not_achievable(), gold)


@template("shop-open-order", "train", "shopping", "Open the page of my order of {date} that cost {total}.")
def open_order(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _orders(dbs["shop"])
    rng.shuffle(rows)
    for row in rows:
        gold = [*_page_of(dbs["shop"], row["id"]), link(f"View Order {row['id']:09d}"), stop()]
        values = {"date": row["date"], "total": money(row["total"])}
        yield Draft(values, at(f"{SHOP}/sales/order/view/order_id/{row['id']}/"), gold)


@template("shop-sorted", "test", "shopping", "Show me the category {category}, sorted by {order}.")
def sorted_category(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = dbs["shop"].execute("select * from category").fetchall()
    pairs = [(c, o) for c in rows for o in (("price", "Price"), ("name", "Product Name"))]
    rng.shuffle(pairs)
    for category, (key, name) in pairs:
        values = {"category": category["name"], "order": name.lower()}
        url = f"{SHOP}/{category['slug']}.html?product_list_order={key}"
        yield Draft(values, at(url), [link(category["name"]), choose("Sort By", name), stop()])


@template("shop-search", "train", "shopping", 'Search the shop for "{words}".', count=3)
def search(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for words in rng.sample(("oak lamp", "vintage radio", "coral towel", "slim notebook", "teal bottle"), 5):
        url = f"{SHOP}/catalogsearch/result/?q={words.replace(' ', '+')}"
        yield Draft({"words": words}, at(url), [write("Search", words, enter=True), stop()])


@template(
    "shop-cheapest", "test", "shopping", "Go to the page of the cheapest product of the category {category}."
)
def cheapest(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = dbs["shop"].execute("select * from category").fetchall()
    rng.shuffle(rows)
    for category in rows:
        found = (
            dbs["shop"]
            .execute("select * from product where category = ? order by price limit 2", (category["id"],))
            .fetchall()
        )
        if found[0]["price"] < found[1]["price"]:
            gold = [link(category["name"]), choose("Sort By", "Price"), link(found[0]["name"]), stop()]
            yield Draft({"category": category["name"]}, at(f"{SHOP}/{found[0]['slug']}.html"), gold)


@template("shop-wish", "train", "shopping", "Put the {product} on my wish list.")
def wish(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    locator = 'document.querySelector(".products-grid.wishlist").outerText'
    for product in _products(dbs["shop"], rng):
        gold = [*_search(product), button("Add to Wish List"), stop()]
        yield Draft(
            {"product": product["name"]}, holds(check(f"{SHOP}/wishlist/", locator, product["name"])), gold
        )


@template("shop-cart", "test", "shopping", "Put {pieces} pieces of the {product} into my cart.")
def cart(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for product in _products(dbs["shop"], rng, "qty > 0"):
        pieces = rng.randint(2, 9)
        script = (
            '[...document.querySelectorAll("#shopping-cart-table tr")].slice(1).map(r => r.querySelector("a").innerText '
            '+ " x " + r.querySelector("input[name=qty]").value).join("; ")'
        )
        gold = [
            *_search(product), write("Qty", str(pieces), role="spinbutton"), button("Add to Cart"), stop(),
        ]  # fmt: skip
        judge = holds(check(f"{SHOP}/checkout/cart/", script, exact=f"{product['name']} x {pieces}"))
        yield Draft({"pieces": pieces, "product": product["name"]}, judge, gold)


@template(
    "shop-buy",
    "train",
    "shopping",
    "Buy one {product}, sent to my address with the shipping method {method}.",
)
def buy(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    order = "func:shopping_get_latest_order_url()"
    for product in _products(dbs["shop"], rng, "qty > 0"):
        method, cost = rng.choice((("Flat Rate", "$5.00"), ("Best Way", "$15.00")))
        gold = [
            *_search(product), button("Add to Cart"), link("My Cart 1"), link("Proceed to Checkout"),
            click("radio", f"{method} {cost}"), button("Place Order"), stop(),
        ]  # fmt: skip
        judge = holds(
            check(
                order,
                'document.querySelector(".order-details-items.ordered").outerText',
                product["name"],
                cost,
            ),
            check("last", 'document.querySelector(".order-date").outerText', "2026-03-16"),
        )
        yield Draft({"product": product["name"], "method": method}, judge, gold)


@template(
    "shop-address", "test", "shopping", "Change my address to {street}, {city}, {region} {zip}.", count=3
)
def change_address(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    places = (
        ("7 Wharf Lane", "Camden", "Maine", "04843"), ("212 Foundry Row", "Denver", "Colorado", "80203"),
        ("45 North Quay", "Juneau", "Alaska", "99801"), ("9 Mill Street", "Eugene", "Oregon", "97401"),
    )  # fmt: skip
    locator = 'document.querySelector(".box.box-address-billing > .box-content").outerText'
    for street, city, region, code in rng.sample(places, 4):
        gold = [
            link("My Account"), link("Address Book"), write("Street Address", street), write("City", city),
            write("State/Province", region), write("Zip/Postal Code", code), button("Save Address"), stop(),
        ]  # fmt: skip
        values = {"street": street, "city": city, "region": region, "zip": code}
        judge = holds(check(f"{SHOP}/customer/account/", locator, street, city, region, code))
        yield Draft(values, judge, gold)


@template("shop-newsletter", "dev", "shopping", "Subscribe me to the newsletter of the shop.", count=1)
def newsletter(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    gold = [
        link("My Account"), link("Newsletter Subscriptions"), click("checkbox", "General Subscription"), button("Save"),
        stop(),
    ]  # fmt: skip
    locator = 'document.querySelector("#subscription").checked'
    judge = holds(check(f"{SHOP}/newsletter/manage/", locator, exact="True"), url=f"{SHOP}/customer/account/")
    yield Draft({}, judge, gold)


@template(
    "shop-review", "train", "shopping",
    'Review the {product} with {stars} stars, as "{nickname}", with the summary "{title}" and the text "{text}".',
)  # fmt: skip
def review(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    said_of = {
        2: ("Not for me", "It wobbles."),
        3: ("Fine", "Neither good nor bad."),
        4: ("Good", "I use it daily."),
        5: ("Superb", "Perfect in every way."),
    }
    for product in _products(dbs["shop"], rng):
        stars = rng.randint(2, 5)
        title, text = said_of[stars]
        nickname = f"Nora{rng.randint(10, 99)}"
        gold = [
            *_search(product), click("radio", f"{stars} stars"), write("Nickname", nickname), write("Summary", title),
            write("Review", text), button("Submit Review"), stop(),
        ]  # fmt: skip
        judge = holds(
            check("last", f"func:shopping_get_sku_latest_review_author('{product['sku']}')", exact=nickname),
            check(
                "last",
                f"func:shopping_get_sku_latest_review_rating('{product['sku']}')",
                exact=str(20 * stars),
            ),
        )
        values = {
            "product": product["name"],
            "stars": stars,
            "nickname": nickname,
            "title": title,
            "text": text,
        }
        yield Draft(values, judge, gold)


@template(
    "shop-reorder",
    "test",
    "shopping",
    "Put everything from my order number {number} into my cart again.",
    count=3,
)
def reorder(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _orders(dbs["shop"])
    rng.shuffle(rows)
    for row in rows:
        names = [
            r[0]
            for r in dbs["shop"].execute(
                "select name from item where orders = ? order by rowid", (row["id"],)
            )
        ]
        if len(names) > 1:
            gold = [
                *_page_of(dbs["shop"], row["id"]), link(f"View Order {row['id']:09d}"), button("Reorder"), stop(),
            ]  # fmt: skip
            cart_page = f"{SHOP}/checkout/cart/"
            judge = holds(
                check(cart_page, 'document.querySelector("#shopping-cart-table").outerText', *names),
                url=cart_page,
            )
            yield Draft({"number": row["id"]}, judge, gold)


@template(
    "shop-latest-order", "dev", "shopping",
    "Open my most recent order that is {status}, and tell me what it cost in total.",
    count=3,
)  # fmt: skip
def latest_order(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for status in ("Complete", "Canceled", "Processing", "Pending", "On Hold"):
        rows = [r for r in _orders(dbs["shop"]) if r["status"] == status]
        if rows:
            gold = [
                *_page_of(dbs["shop"], rows[0]["id"]), link(f"View Order {rows[0]['id']:09d}"),
                stop(money(rows[0]["total"])),
            ]  # fmt: skip
            judge = both(
                includes(f"{rows[0]['total']:,.2f}"), f"{SHOP}/sales/order/view/order_id/{rows[0]['id']}/"
            )
            yield Draft({"status": status.lower()}, judge, gold)


@template("shop-missing", "train", "shopping", "Add the {product} to my cart.", count=2)
def missing(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for product in ("Alderway Solar Submarine", "Kestrel Wooden Piano", "Juno Flying Carpet"):
        gold = [goto(f"{SHOP}/"), write("Search", product, enter=True), stop("N/A")]
        yield Draft({"product": product}, not_achievable(), gold)
