"""Tasks in the shop's administration."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    at,
    both,
    button,
    check,
    choose,
    click,
    holds,
    includes,
    link,
    not_achievable,
    said,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.site.admin.orders import CARRIERS, STATUSES
from agentgym.environments.webarena.site.admin.reports import SOLD
from agentgym.environments.webarena.site.hosting import address

ADMIN = address("shopping_admin")
PERIODS = (
    ("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30"), ("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31"),
    ("2026-01-01", "2026-03-16"), ("2025-01-01", "2025-12-31"),
)  # fmt: skip


def _rows(db: sqlite3.Connection, statement: str, *values: object) -> list[Any]:
    return db.execute(statement, values).fetchall()


def _shuffled(db: sqlite3.Connection, rng: random.Random, statement: str, *values: object) -> list[Any]:
    rows = _rows(db, statement, *values)
    rng.shuffle(rows)
    return rows


def _filter(label: str, text: str) -> list[Any]:
    return write(label, text, enter=True)


def _product(product: Any) -> list[list[Any]]:
    return [link("Products"), _filter("SKU", product["sku"]), link(f"Open {product['id']}")]


@template(
    "admin-bestseller", "train", "shopping_admin", "What was the best-selling product from {first} to {last}?"
)
def bestseller(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    weeks = [
        (f"2025-{month:02}-{day:02}", f"2025-{month:02}-{day + 13}")
        for month in range(1, 13)
        for day in (1, 15)
    ]
    for first, last in [*rng.sample(PERIODS, len(PERIODS)), *weeks]:
        rows = _rows(dbs["shop"], SOLD, first, last, 2)
        if len(rows) == 2 and rows[0]["sold"] > rows[1]["sold"]:
            gold = [
                link("Bestsellers Report"),
                write("From", first),
                write("To", last),
                button("Show Report"),
                stop(rows[0]["name"]),
            ]
            yield Draft({"first": first, "last": last}, includes(rows[0]["name"]), gold)


@template(
    "admin-orders-in-month",
    "test",
    "shopping_admin",
    "How many orders were placed in {month}, canceled ones included? Answer with the number alone.",
)
def orders_in_month(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    months = _shuffled(
        dbs["shop"], rng, "select substr(date, 1, 7) month, count(*) n from orders group by month"
    )
    for row in months:
        yield Draft(
            {"month": row["month"]},
            said(str(row["n"])),
            [link("Orders Report"), stop(str(row["n"]))],
        )


@template(
    "admin-email-by-phone",
    "train",
    "shopping_admin",
    "What is the email address of the customer with the phone number {phone}?",
)
def email_by_phone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng, "select c.email, a.phone from customer c join address a on a.customer = c.id"
    )
    for row in rows:
        gold = [link("Customers"), _filter("Phone", row["phone"]), stop(row["email"])]
        yield Draft({"phone": row["phone"]}, said(row["email"]), gold)


@template(
    "admin-no-such-phone",
    "test",
    "shopping_admin",
    "What is the name of the customer with the phone number {phone}?",
    count=3,
)
def no_such_phone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for _ in range(3):
        phone = f"100-555-{rng.randint(0, 9999):04d}"
        yield Draft(
            {"phone": phone}, not_achievable(), [link("Customers"), _filter("Phone", phone), stop("N/A")]
        )


@template(
    "admin-status-count",
    "test",
    "shopping_admin",
    "How many orders have the status {status}? Answer with the number alone.",
)
def status_count(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for status in rng.sample(STATUSES, len(STATUSES)):
        number = _rows(dbs["shop"], "select count(*) from orders where status = ?", status)[0][0]
        gold = [
            link("Orders"),
            choose("Status", status),
            button("Apply Filters"),
            stop(str(number)),
        ]
        yield Draft({"status": status}, said(str(number)), gold)


@template(
    "admin-term-uses",
    "dev",
    "shopping_admin",
    'How often did customers search for "{term}", and how many results did they get? Answer as: 12 uses, 34 results.',
)
def term_uses(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select * from term"):
        if row["uses"] > 9 and row["results"] > 9:
            text = f"{row['uses']} uses, {row['results']} results"
            gold = [link("Search Terms"), stop(text)]
            yield Draft({"term": row["query"]}, said(text), gold)


@template(
    "admin-stock",
    "train",
    "shopping_admin",
    "How many pieces of the product with the SKU {sku} are in stock, and what does one cost?",
)
def stock(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select * from product where qty > 9"):
        price = f"{row['price']:,.2f}"
        gold = [link("Products"), _filter("SKU", row["sku"]), stop(f"{row['qty']} pieces, ${price}")]
        yield Draft({"sku": row["sku"]}, includes(str(row["qty"]), price), gold)


@template("admin-open-latest", "test", "shopping_admin", "Open the page of the most recent order of {name}.")
def open_latest(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng,
        "select c.first || ' ' || c.last name, o.id from customer c join orders o on o.customer = c.id where c.id > 1 "
        "group by c.id having o.date = max(o.date)",
    )  # fmt: skip
    for row in rows:
        latest = _rows(
            dbs["shop"],
            "select o.id from orders o join customer c on c.id = o.customer where c.first || ' ' || c.last = ? order by date desc, o.id desc",
            row["name"],
        )[0][0]  # fmt: skip
        gold = [link("Orders"), _filter("Customer Name", row["name"]), link(f"Open {latest:09d}"), stop()]
        yield Draft({"name": row["name"]}, at(f"{ADMIN}/sales/order/view/order_id/{latest}/"), gold)


@template(
    "admin-open-customer",
    "train",
    "shopping_admin",
    "Open the page of the customer with the email address {email}.",
)
def open_customer(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select * from customer where id > 1"):
        gold = [link("Customers"), _filter("Email", row["email"]), link(f"Open {row['id']}"), stop()]
        yield Draft({"email": row["email"]}, at(f"{ADMIN}/customer/index/edit/id/{row['id']}/"), gold)


@template(
    "admin-price",
    "train",
    "shopping_admin",
    "Change the price of the product with the SKU {sku} to ${price}.",
)
def price(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select * from product"):
        wanted = f"{row['price'] * rng.choice((0.8, 0.9, 1.15)):.2f}"
        page = f"{ADMIN}/catalog/product/edit/id/{row['id']}/"
        locator = "document.querySelector('[name=\"product[price]\"').value"
        gold = [*_product(row), write("Price", wanted), button("Save"), stop()]
        yield Draft({"sku": row["sku"], "price": wanted}, holds(check(page, locator, exact=wanted)), gold)


@template("admin-disable", "test", "shopping_admin", "Disable the product {name} and set its quantity to 0.")
def disable(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select * from product where qty > 0"):
        page = f"{ADMIN}/catalog/product/edit/id/{row['id']}/"
        gold = [
            link("Products"), _filter("Name", row["name"]), link(f"Open {row['id']}"), choose("Enable Product", "No"),
            write("Quantity", "0"), button("Save"), stop(),
        ]  # fmt: skip
        judge = holds(
            check(page, "document.querySelector('[name=\"product[status]\"').value", exact="2"),
            check(
                page,
                "document.querySelector('[name=\"product[quantity_and_stock_status][qty]\"').value",
                exact="0",
            ),
        )
        yield Draft({"name": row["name"]}, judge, gold)


@template("admin-cancel", "train", "shopping_admin", "Cancel the order number {number}.")
def cancel(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng,
        "select o.id, c.first || ' ' || c.last name from orders o join customer c on c.id = o.customer "
        "where o.status in ('Pending', 'Processing')",
    )  # fmt: skip
    for row in rows:
        gold = [
            link("Orders"), _filter("Customer Name", row["name"]), link(f"Open {row['id']:09d}"), button("Cancel"), stop(),
        ]  # fmt: skip
        judge = holds(
            check(
                f"{ADMIN}/sales/order/view/order_id/{row['id']}/",
                'document.querySelector("#order_status").outerText',
                exact="Canceled",
            )
        )
        yield Draft({"number": row["id"]}, judge, gold)


@template(
    "admin-ship",
    "test",
    "shopping_admin",
    "Ship the order number {number} with {carrier} under the tracking number {tracking}.",
)
def ship(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng,
        "select o.id, c.first || ' ' || c.last name from orders o join customer c on c.id = o.customer "
        "where o.status in ('Pending', 'Processing')",
    )  # fmt: skip
    for row in rows:
        carrier, tracking = rng.choice(CARRIERS), f"TR{rng.randint(10**7, 10**8)}"
        gold = [
            link("Orders"), _filter("Customer Name", row["name"]), link(f"Open {row['id']:09d}"), link("Ship"),
            choose("Carrier", carrier), write("Number", tracking), button("Submit Shipment"), stop(),
        ]  # fmt: skip
        page = f"{ADMIN}/sales/order/view/order_id/{row['id']}/"
        judge = holds(
            check(page, 'document.querySelector("#tracking").outerText', carrier, tracking), url=page
        )
        yield Draft({"number": row["id"], "carrier": carrier, "tracking": tracking}, judge, gold)


@template(
    "admin-comment",
    "dev",
    "shopping_admin",
    'Tell the customer of the order number {number} by email: "{text}".',
    count=3,
)
def comment(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        "The parcel leaves on Monday",
        "We have sent a new one",
        "Your refund is on its way",
        "Please send us a photo",
    )
    rows = _shuffled(
        dbs["shop"], rng,
        "select o.id, c.first || ' ' || c.last name from orders o join customer c on c.id = o.customer where o.date > '2025-06-01'",
    )  # fmt: skip
    for row, text in zip(rows, texts, strict=False):
        gold = [
            link("Orders"), _filter("Customer Name", row["name"]), link(f"Open {row['id']:09d}"), write("Comment", text),
            click("checkbox", "Notify Customer by Email"), button("Submit Comment"), stop(),
        ]  # fmt: skip
        page = f"{ADMIN}/sales/order/view/order_id/{row['id']}/"
        judge = holds(
            check(page, 'document.querySelector(".note-list").outerText', text, "Customer Notified")
        )
        yield Draft({"number": row["id"], "text": text}, judge, gold)


@template(
    "admin-approve",
    "train",
    "shopping_admin",
    "Approve the pending review of {nickname} about the {product}.",
)
def approve(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng,
        "select r.*, p.name product_name from review r join product p on p.id = r.product where r.status = 'Pending'",
    )  # fmt: skip
    for row in rows:
        gold = [
            link("Reviews"), choose("Status", "Pending"), _filter("Nickname", row["nickname"]), link(f"Open {row['id']}"),
            choose("Status", "Approved"), button("Save Review"), stop(),
        ]  # fmt: skip
        page = f"{ADMIN}/review/product/edit/id/{row['id']}/"
        judge = holds(check(page, "document.querySelector('[name=\"status\"]').value", exact="Approved"))
        yield Draft({"nickname": row["nickname"], "product": row["product_name"]}, judge, gold)


@template(
    "admin-delete-review",
    "test",
    "shopping_admin",
    "Delete the pending review of {nickname} about the {product}.",
    count=3,
)
def delete_review(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = _shuffled(
        dbs["shop"], rng,
        "select r.*, p.name product_name from review r join product p on p.id = r.product where r.status = 'Pending'",
    )  # fmt: skip
    for row in rows:
        gold = [
            link("Reviews"), choose("Status", "Pending"), _filter("Nickname", row["nickname"]), link(f"Open {row['id']}"),
            button("Delete Review"), stop(),
        ]  # fmt: skip
        page = f"{ADMIN}/review/product/edit/id/{row['id']}/"
        judge = holds(check(page, "document.title", "Not Found"), url=f"{ADMIN}/review/product")
        yield Draft({"nickname": row["nickname"], "product": row["product_name"]}, judge, gold)


@template(
    "admin-rule", "test", "shopping_admin",
    'Make a cart price rule named "{name}" that takes {amount} percent off each product with the coupon code {coupon}.', count=3,
)  # fmt: skip
def rule(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rules = (
        ("Autumn leaves", 12, "LEAVES"),
        ("Garden week", 25, "SPADE25"),
        ("Night owls", 8, "OWL"),
        ("Moving out", 35, "BOXES"),
    )
    for name, amount, coupon in rng.sample(rules, 4):
        gold = [
            link("Cart Price Rules"), link("Add New"), write("Rule Name", name), write("Coupon Code", coupon),
            choose("Apply", "Percent of product price"), write("Discount Amount", str(amount)), button("Save"), stop(),
        ]  # fmt: skip
        page = f"{ADMIN}/sales_rule/promo_quote"
        locator = (
            f"[...document.querySelectorAll('tr')].filter(r => r.innerText.includes('{name}')).map(r => [...r.cells].slice(1, 6)"
            ".map(c => c.innerText).join(' | ')).join('; ')"
        )
        row = f"{name} | Percent of product price | {amount} | {coupon} | Active"
        yield Draft(
            {"name": name, "amount": amount, "coupon": coupon},
            holds(check(page, locator, exact=row), url=page),
            gold,
        )


@template(
    "admin-page-title", "train", "shopping_admin", 'Change the title of the page "{old}" to "{new}".', count=3
)
def page_title(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    titles = ("Who We Are", "What We Keep", "How Things Reach You", "Ask Us Anything")
    for row, title in zip(
        _shuffled(dbs["shop"], rng, "select * from page where id > 1"), titles, strict=False
    ):
        gold = [
            link("Pages"),
            link(f"Open {row['id']}"),
            write("Page Title", title),
            button("Save Page"),
            stop(),
        ]
        page = f"{ADMIN}/cms/page/edit/page_id/{row['id']}/"
        yield Draft(
            {"old": row["title"], "new": title},
            holds(check(page, "document.querySelector('[name=\"title\"]').value", exact=title)),
            gold,
        )


@template(
    "admin-spent",
    "dev",
    "shopping_admin",
    "Open the page of the customer {name} and tell me their lifetime sales.",
    count=3,
)
def spent(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for row in _shuffled(dbs["shop"], rng, "select *, first || ' ' || last name from customer where id > 1"):
        total = _rows(
            dbs["shop"], "select sum(total) from orders where customer = ? and status = 'Complete'", row["id"]
        )[0][0]
        if total:
            text = f"{total:,.2f}"
            gold = [
                link("Customers"),
                _filter("Name", row["name"]),
                link(f"Open {row['id']}"),
                stop(f"${text}"),
            ]
            yield Draft(
                {"name": row["name"]},
                both(includes(text), f"{ADMIN}/customer/index/edit/id/{row['id']}/"),
                gold,
            )
