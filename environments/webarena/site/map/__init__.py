"""The map: search, one place, directions. Distances are beelines on the globe, roads are a third longer."""

from __future__ import annotations

import math
import re
from pathlib import Path

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Row, Site, Visit, like

MAP = Site("map", Path(__file__).parent, accounts="visit", login="/")
ENGINES = {"car": ("Car", 42.0), "bicycle": ("Bicycle", 15.0), "foot": ("Foot", 5.0)}
"""Ways to go, and kilometers of road in an hour."""
MOST = 15
_WHOLE = "(name || ' ' || kind || ' ' || street || ' ' || town || ' ' || region || ' ' || zip)"
_NEAR = re.compile(r"(.+?)\s+(?:near|close to|next to)\s+(.+)", re.IGNORECASE)


def kilometers(one: Row, other: Row) -> float:
    """Return the beeline between two places in kilometers."""
    lat1, lon1, lat2, lon2 = map(math.radians, (one["lat"], one["lon"], other["lat"], other["lon"]))
    part = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(part))


def road(one: Row, other: Row) -> float:
    """Return the length of the road between two places in kilometers, to 100 m."""
    return round(1.3 * kilometers(one, other), 1)


def minutes(length: float, engine: str) -> int:
    """Return how long a way takes, in minutes."""
    return round(60 * length / ENGINES[engine][1])


def clock(time: int) -> str:
    """Return minutes as hours and minutes.

    >>> clock(65)
    '1:05'
    """
    return f"{time // 60}:{time % 60:02d}"


def find(visit: Visit, query: str) -> list[Row]:
    """Return the places that hold each word in name, kind, street or town; with ``near``, the nearest first."""
    near = _NEAR.fullmatch(query.strip())
    if near is not None:
        middle = find(visit, near[2])
        found = find(visit, near[1])
        return sorted(found, key=lambda row: (kilometers(row, middle[0]), row["id"])) if middle else []
    where, values = "1", list[object]()
    for word in query.replace(",", " ").split():
        where += f" and {_WHOLE} like ? escape '\\'"
        values.append(like(word))
    return visit.all(f"select * from place where {where} order by id", *values) if values else []


@MAP.page("/")
def home(visit: Visit) -> Response:
    """Show the first page."""
    return MAP.render(visit, "home.html", title="Wayfare", query="")


@MAP.page("/search")
def search(visit: Visit) -> Response:
    """Show what is found."""
    query = visit.arg("query")
    return MAP.render(
        visit,
        "search.html",
        title=f"Search Results for {query}",
        query=query,
        found=find(visit, query)[:MOST],
    )


@MAP.page("/node/<int:number>")
def node(visit: Visit, number: int) -> Response:
    """Show a place."""
    found = visit.found("select * from place where id = ?", number)
    return MAP.render(visit, "node.html", title=found["name"], query="", place=found)


@MAP.page("/directions")
def directions(visit: Visit) -> Response:
    """Show the way from one place to another."""
    start, goal = visit.arg("from"), visit.arg("to")
    engine = visit.arg("engine") if visit.arg("engine") in ENGINES else "car"
    places = [rows[0] if (rows := find(visit, text)) else None for text in (start, goal)]
    way = None
    if places[0] is not None and places[1] is not None:
        length = road(places[0], places[1])
        way = {"from": places[0], "to": places[1], "length": length, "time": clock(minutes(length, engine))}
    asked = bool(start and goal)
    return MAP.render(
        visit, "directions.html", title="Directions", query="", start=start, goal=goal, engine=engine, engines=ENGINES,
        way=way, asked=asked,
    )  # fmt: skip
