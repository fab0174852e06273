"""The shop's database: products, customers, orders, reviews, drawn from a seed."""

from __future__ import annotations

import random
import re
import sqlite3
from datetime import date, timedelta

from agentgym.environments.webarena.authoring import shop_words as w
from agentgym.environments.webarena.authoring.words import CITIES, FIRST, LAST, STREETS

TODAY = date(2026, 3, 16)
SCHEMA = """
create table visit(token text primary key, site text, account integer, note text);
create table category(id integer primary key, name text, slug text);
create table product(id integer primary key, sku text unique, name text, slug text unique, category integer,
  price real, qty integer, enabled integer, weight real, color text, description text);
create table customer(id integer primary key, email text unique, password text, first text, last text,
  newsletter integer, joined text);
create table address(customer integer primary key, street text, city text, region text, zip text, phone text);
create table orders(id integer primary key, customer integer, date text, status text, subtotal real, shipping real,
  total real, method text, street text, city text, region text, zip text, carrier text, tracking text);
create table item(orders integer, product integer, name text, sku text, price real, qty integer);
create table remark(orders integer, date text, text text, notified integer);
create table review(id integer primary key, product integer, nickname text, title text, text text, stars integer,
  status text, date text);
create table cart(id integer primary key, customer integer, product integer, qty integer);
create table wish(id integer primary key, customer integer, product integer);
create table rule(id integer primary key, name text, action text, amount real, coupon text, active integer);
create table page(id integer primary key, title text, identifier text unique, content text, active integer);
create table term(id integer primary key, query text, results integer, uses integer);
create table message(id integer primary key, name text, email text, text text);
create table staff(id integer primary key, username text unique, password text, first text, last text);
create index p1 on product(category); create index r1 on review(product); create index o1 on orders(customer);
create index i1 on item(orders);
"""
CUSTOMER = ("nora.lindqvist@example.org", "tulip-44-bridge", "Nora", "Lindqvist")
STAFF = ("manager", "harbor-19-kite", "Iris", "Vale")
STATUSES = ("Complete", "Complete", "Complete", "Processing", "Pending", "Canceled", "On Hold")
METHODS = (("Flat Rate", 5.0), ("Best Way", 15.0))


def make(seed: int = 0) -> sqlite3.Connection:
    """Return the database of a seed."""
    rng = random.Random(f"shop {seed}")
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    _products(db, rng)
    _people(db, rng)
    _orders(db, rng)
    _reviews(db, rng)
    _administration(db, rng)
    db.commit()
    return db


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _products(db: sqlite3.Connection, rng: random.Random) -> None:
    number, seen = 0, set[str]()
    for place, (category, goods) in enumerate(w.GOODS.items(), start=1):
        db.execute("insert into category values (?, ?, ?)", (place, category, _slug(category)))
        for thing, low, high in goods:
            for _ in range(6):
                brand, style, color = rng.choice(w.BRANDS), rng.choice(w.STYLES), rng.choice(w.COLORS)
                name = f"{brand} {style} {thing}, {color}"
                slug = _slug(name)
                if slug in seen or _slug(f"{brand} {style} {thing}") in seen:
                    continue
                seen |= {slug, _slug(f"{brand} {style} {thing}")}
                number += 1
                price = rng.randint(low, high) - rng.choice((0.01, 0.05, 0.5, 0.0))
                material = rng.choice(w.MATERIALS)
                text = (
                    f"The {style.lower()} {thing.lower()} by {brand} is made of {material}, for {rng.choice(w.ROOMS)}. "
                    f"Warranty: {rng.choice((1, 2, 3, 5))} years."
                )
                db.execute(
                    "insert into product values (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
                    (number, f"{brand[:2].upper()}-{1000 + number * 7}", name, slug, place, round(price, 2),
                     rng.choice((0, 3, 8, 14, 25, 60, 120)), round(rng.uniform(0.1, 9.0), 1), color, text),
                )  # fmt: skip


def _people(db: sqlite3.Connection, rng: random.Random) -> None:
    db.execute("insert into customer values (1, ?, ?, ?, ?, 0, '2024-09-02')", CUSTOMER)
    db.execute(
        "insert into address values (1, '18 Ivy Court', 'Ithaca', 'New York', '14850', '607-555-0133')"
    )
    names = [(f, n) for f in FIRST for n in LAST]
    rng.shuffle(names)
    for number, (first, last) in enumerate(names[:45], start=2):
        city, region, code = rng.choice(CITIES)
        joined = date(2024, 1, 5) + timedelta(days=rng.randrange(700))
        mail = f"{first}.{last}{number}@example.net".lower()
        db.execute(
            "insert into customer values (?, ?, ?, ?, ?, ?, ?)",
            (number, mail, f"secret-{number}", first, last, rng.randrange(2), joined.isoformat()),
        )
        street = f"{rng.randint(2, 340)} {rng.choice(STREETS)}"
        phone = f"{rng.randint(201, 989)}-555-{rng.randint(100, 199):04d}"
        db.execute(
            "insert into address values (?, ?, ?, ?, ?, ?)", (number, street, city, region, code, phone)
        )


def _orders(db: sqlite3.Connection, rng: random.Random) -> None:
    products = db.execute("select id, name, sku, price from product").fetchall()
    popular = rng.sample(products, 30)
    days = sorted(rng.randrange(430) for _ in range(260))
    for number, day in enumerate(days, start=1):
        customer = 1 if number % 7 == 3 else rng.randint(2, 46)
        placed = date(2025, 1, 3) + timedelta(days=day)
        old = (TODAY - placed).days > 30
        status = rng.choice(("Complete", "Complete", "Complete", "Canceled") if old else STATUSES)
        lines = [
            (rng.choice(popular if rng.random() < 0.5 else products), rng.choice((1, 1, 1, 2, 3)))
            for _ in range(rng.randint(1, 4))
        ]
        lines = list({line[0][0]: line for line in lines}.values())
        subtotal = round(sum(p[3] * q for p, q in lines), 2)
        method, shipping = rng.choice(METHODS)
        street, city, region, code = db.execute(
            "select street, city, region, zip from address where customer = ?", (customer,)
        ).fetchone()
        db.execute(
            "insert into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
            (number, customer, placed.isoformat(), status, subtotal, shipping, round(subtotal + shipping, 2), method,
             street, city, region, code),
        )  # fmt: skip
        db.executemany(
            "insert into item values (?, ?, ?, ?, ?, ?)",
            [(number, p[0], p[1], p[2], p[3], q) for p, q in lines],
        )


def _reviews(db: sqlite3.Connection, rng: random.Random) -> None:
    number = 0
    for (product,) in db.execute("select id from product").fetchall():
        quality = rng.choice((2, 3, 4, 4, 5))
        names = rng.sample(FIRST, 8)
        for place in range(rng.choice((0, 1, 2, 2, 3, 4, 5))):
            number += 1
            stars = min(5, max(1, quality + rng.choice((-1, 0, 0, 1))))
            title, text = rng.choice(w.PRAISE if stars > 3 else w.BLAME if stars < 3 else w.MIXED)
            day = date(2025, 2, 1) + timedelta(days=rng.randrange(400))
            status = "Pending" if number % 23 == 0 else "Approved"
            db.execute(
                "insert into review values (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, product, names[place], title, text, stars, status, day.isoformat()),
            )


def _administration(db: sqlite3.Connection, rng: random.Random) -> None:
    db.execute("insert into staff values (1, ?, ?, ?, ?)", STAFF)
    rules = (
        ("Spring clearance", "Percent of product price", 20.0, ""),
        ("Newsletter thanks", "Fixed amount", 5.0, "HELLO5"),
    )
    for number, (name, action, amount, coupon) in enumerate(rules, start=1):
        db.execute("insert into rule values (?, ?, ?, ?, ?, 1)", (number, name, action, amount, coupon))
    for number, (title, identifier) in enumerate(w.PAGES, start=1):
        text = f"This is the page {title.lower()} of the shop."
        db.execute("insert into page values (?, ?, ?, ?, 1)", (number, title, identifier, text))
    uses = rng.sample(range(3, 90), len(w.TERMS))
    for number, (query, used) in enumerate(zip(w.TERMS, uses, strict=True), start=1):
        found = db.execute("select count(*) from product where name like ?", (f"%{query}%",)).fetchone()[0]
        db.execute("insert into term values (?, ?, ?, ?)", (number, query, found, used))
