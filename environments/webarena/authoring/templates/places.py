"""Tasks on the map, and in the encyclopedia."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    at,
    button,
    choose,
    includes,
    link,
    not_achievable,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.site.hosting import address
from agentgym.environments.webarena.site.map import ENGINES, clock, kilometers, minutes, road
from agentgym.environments.webarena.site.wiki import find, library, path_of

MAP, WIKI = address("map"), address("wikipedia")


def _places(db: sqlite3.Connection, rng: random.Random, where: str = "1") -> list[Any]:
    rows = db.execute(f"select * from place where {where} order by id").fetchall()
    rng.shuffle(rows)
    return rows


def _text(place: Any) -> str:
    return f"{place['name']}, {place['town']}"


def _pairs(db: sqlite3.Connection, rng: random.Random) -> Iterator[tuple[Any, Any]]:
    rows = _places(db, rng)
    for one in rows:
        others = [row for row in rows if row["town"] == one["town"] and row["id"] != one["id"]]
        other = rng.choice(others)
        if all(
            sum(_text(r).split(",")[0] in r2["name"] and r2["town"] == r["town"] for r2 in rows) == 1
            for r in (one, other)
        ):
            yield one, other


@template(
    "map-distance",
    "train",
    "map",
    "How far is it by {engine} from {start} to {goal}, and how long does it take?",
)
def distance(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for one, other in _pairs(dbs["map"], rng):
        key = rng.choice(list(ENGINES))
        length = road(one, other)
        time = clock(minutes(length, key))
        gold = [
            link("Directions"), write("From", _text(one)), write("To", _text(other)), choose("By", ENGINES[key][0]),
            button("Go", 1), stop(f"{length}km in {time}"),
        ]  # fmt: skip
        values = {"engine": ENGINES[key][0].lower(), "start": _text(one), "goal": _text(other)}
        yield Draft(values, includes(f"{length}km", time), gold)


@template("map-phone", "dev", "map", "What is the phone number of {place}?", count=3)
def phone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for place in _places(dbs["map"], rng):
        gold = [write("Search", _text(place), enter=True), link(_text(place)), stop(place["phone"])]
        yield Draft({"place": _text(place)}, includes(place["phone"]), gold)


@template("map-nearest", "test", "map", "Which {kind} in {town} is nearest to {place}? Answer with its name.")
def nearest(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for one, _ in _pairs(dbs["map"], rng):
        kind = rng.choice(("cafe", "restaurant", "hotel", "supermarket", "pharmacy"))
        found = [
            r
            for r in _places(dbs["map"], rng, f"kind = '{kind}'")
            if r["town"] == one["town"] and r["id"] != one["id"]
        ]
        found.sort(key=lambda row: kilometers(row, one))
        if one["kind"] != kind:
            query = f"{kind} {one['town']} near {_text(one)}"
            gold = [write("Search", query, enter=True), stop(found[0]["name"])]
            yield Draft(
                {"kind": kind, "town": one["town"], "place": one["name"]}, includes(found[0]["name"]), gold
            )


@template("map-open", "train", "map", "Open the page of {place} on the map.", count=3)
def open_place(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for place in _places(dbs["map"], rng):
        gold = [write("Search", _text(place), enter=True), link(_text(place)), stop()]
        yield Draft({"place": _text(place)}, at(f"{MAP}/node/{place['id']}"), gold)


@template("map-missing", "test", "map", "What are the opening hours of the {kind} in {town}?", count=2)
def missing(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for kind, town in (("observatory", "Larkhaven"), ("casino", "Ostermoor"), ("zoo", "Quarry Hill")):
        gold = [write("Search", f"{kind} {town}", enter=True), stop("N/A")]
        yield Draft({"kind": kind, "town": town}, not_achievable(), gold)


@template(
    "map-shorter",
    "test",
    "map",
    "Which is nearer to {place} by road, {one} or {other}? Tell me both distances.",
    count=3,
)
def shorter(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for middle, one in _pairs(dbs["map"], rng):
        rows = [
            r
            for a, r in _pairs(dbs["map"], rng)
            if a["town"] == middle["town"] and r["id"] not in (middle["id"], one["id"])
        ]
        other = rng.choice(rows)
        first, second = road(middle, one), road(middle, other)
        if first == second:
            continue
        ways = []
        for goal in (one, other):
            ways += [
                link("Directions"),
                write("From", _text(middle)),
                write("To", _text(goal)),
                button("Go", 1),
            ]
        near = one if first < second else other
        gold = [*ways, stop(f"{near['name']}: {first}km and {second}km")]
        values = {"place": _text(middle), "one": _text(one), "other": _text(other)}
        yield Draft(values, includes(near["name"], f"{first}km", f"{second}km"), gold)


_FACT = re.compile(r"(elevation|population) of ([\d,]+)")


@template(
    "wiki-fact",
    "train",
    "wikipedia",
    "According to the encyclopedia, what is the {fact} of {title}?",
    count=3,
)
def fact(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    articles = library()
    for place in rng.sample(range(len(articles)), 3000):
        article = articles[place]
        found = _FACT.search(article.text)
        if found and find(article.title)[0] == article.title and len(found[2]) > 2:
            gold = [write("Search", article.title, enter=True), link(article.title), stop(found[2])]
            thing = "field's elevation in feet" if found[1] == "elevation" else found[1]
            yield Draft({"fact": thing, "title": article.title}, includes(found[2]), gold)


@template("wiki-open", "test", "wikipedia", 'Open the article "{title}" of the encyclopedia.', count=3)
def open_article(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    articles = library()
    for place in rng.sample(range(len(articles)), 300):
        title = articles[place].title
        if title.isascii() and title.replace(" ", "").isalpha() and find(title)[0] == title:
            gold = [write("Search", title, enter=True), link(title), stop()]
            yield Draft({"title": title}, at(f"{WIKI}{path_of(title)}"), gold)
