"""The map's database: some two hundred invented places in four towns, drawn from a seed."""

from __future__ import annotations

import random
import sqlite3

from agentgym.environments.webarena.authoring.words import STREETS

SCHEMA = """
create table visit(token text primary key, site text, account integer, note text);
create table place(id integer primary key, name text, kind text, street text, number integer, town text, region text,
  zip text, lat real, lon real, phone text, hours text);
create index k1 on place(kind); create index t1 on place(town);
"""
# Town: state, postcode, latitude and longitude of its middle.
TOWNS = {
    "Larkhaven": ("Maine", "04991", 44.412, -69.021), "Brindle Falls": ("Vermont", "05877", 44.533, -72.003),
    "Ostermoor": ("New Hampshire", "03588", 43.981, -71.480),
    "Quarry Hill": ("Massachusetts", "01098", 42.371, -72.519),
}  # fmt: skip
NAMES: dict[str, tuple[str, ...]] = {
    "cafe": ("Second Kettle", "Blue Door Cafe", "Corner Crumb", "The Slow Cup", "Harbor Beans", "Two Spoons"),
    "library": ("Public Library", "Mill Library", "Old Reading Room"),
    "museum": ("Museum of Clocks", "River Museum", "Glass Museum", "Museum of Small Trains"),
    "pharmacy": ("Linden Pharmacy", "Station Pharmacy", "Night Owl Pharmacy"),
    "hotel": ("Hotel Juniper", "The Ferryman Inn", "Quay Hotel", "Hilltop House"),
    "station": ("Central Station", "North Station", "Bus Station"),
    "park": ("Alder Park", "Castle Garden", "Pond Meadow"),
    "school": ("Elm School", "Harbor High School", "College of Crafts"),
    "supermarket": ("Greenway Market", "Daily Basket", "Coop on the Corner"),
    "restaurant": ("The Copper Pot", "Noodle Pier", "Garden Table", "Salt and Thyme", "Old Oven"),
    "hospital": ("General Hospital", "Saint Ada Clinic"),
    "bicycle shop": ("Spoke Works", "Chain and Bell"),
    "theater": ("Lantern Theater", "Playhouse"),
}  # fmt: skip
HOURS = ("Mo-Fr 08:00-18:00", "Mo-Sa 09:00-20:00", "Tu-Su 10:00-17:00", "Mo-Su 07:00-22:00")


def make(seed: int = 0) -> sqlite3.Connection:
    """Return the database of a seed."""
    rng = random.Random(f"map {seed}")
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    number = 0
    for town, (region, code, lat, lon) in TOWNS.items():
        for kind, names in NAMES.items():
            for name in names:
                number += 1
                first = (
                    f"{town} {name}"
                    if name in ("Public Library", "Central Station", "General Hospital")
                    else name
                )
                db.execute(
                    "insert into place values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (number, first, kind, rng.choice(STREETS), rng.randint(1, 240), town, region, code,
                     round(lat + rng.uniform(-0.04, 0.04), 5), round(lon + rng.uniform(-0.05, 0.05), 5),
                     f"{rng.randint(201, 989)}-555-{rng.randint(100, 199):04d}", rng.choice(HOURS)),
                )  # fmt: skip
    db.commit()
    return db
