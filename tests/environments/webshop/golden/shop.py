"""The small shop of the recordings: 130 plain products of the embedded catalogue, and 24 that are awkward on purpose.

``python -m tests.environments.webshop.golden.shop FOLDER`` writes it in the official layout, for ``record.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring.store import write_official

Item = dict[str, Any]
HOME, FOOD, WEAR = "Home & Kitchen › Décor › Lamps", "Grocery › Tea › Green Tea", "Clothing › Hats › Winter"


def _item(number: int, name: str, path: str = HOME, **changes: Any) -> Item:
    return {
        "asin": f"B0AWKWRD{number:02d}", "name": name, "query": "desk lamps", "category": "garden",
        "product_category": path, "full_description": f"Made for reading. Number {number}.",
        "small_description": ["Bright.", "Not hot."], "customization_options": "", "pricing": f"${10 + number}.50",
        "images": [""],
    } | changes  # fmt: skip


def _options(**values: list[str] | None) -> dict[str, Any]:
    return {n: None if v is None else [{"value": x, "image": ""} for x in v] for n, v in values.items()}


AWKWARD = [
    _item(0, "Lamp & Shade <b>Bold</b> \"Quoted\" it's", full_description="5 < 6 & 7 > 3; <i>not italic</i> &amp;"),
    _item(1, "Lampe à huile d'été, 12½ cm – für Zürich", small_description=["¼ l", "№ 5", "naïve café's choice"]),
    _item(2, "日本の提灯 ランプ ひかり", full_description="手作り。한국어 текст ελληνικά עברית"),
    _item(3, "Lamp 🕯️ with 👩‍🚀 and ✨", full_description="Party 🎉🎉 lamp ☀ ★ ❶"),
    _item(4, "Lamp size:XL,v2.0 and 1,000.5 lumen",
          full_description="come.assembly description:solid wi-fi AC/DC it's women's women’s women‘s"),
    _item(5, "", full_description="", small_description=[""]),
    _item(6, "   Padded   lamp  ", full_description="\n", small_description=[" ", "\n \n", "a\nb"]),
    _item(7, "Lamp without description", full_description="", small_description="one text, no list"),
    _item(8, "Lamp with many feet", customization_options=_options(
        Color=["Red/Blue", "red/blue ", "GREEN"], Size=["S", "M", "green"])),
    _item(9, "Lamp with confusing options", customization_options=_options(
        action=["buy now", "description", "next >", "search", "back to search"], Style=["b0awkwrd00", "reviews"])),
    _item(10, "Lamp with quotes", customization_options=_options(size=['5"', "5'", "5\" x 7'", "<b>", "a & b", "{}"])),
    _item(11, "Lamp without choices", customization_options=_options(Color=None, Size=[])),
    _item(12, "Lamp dear", pricing="$1,299.99"),
    _item(13, "Lamp in a range", pricing="$15.00$85.50"),
    _item(14, "Lamp of three prices", pricing="$5.00$7.00$9.00"),
    _item(15, "Lamp without a price", pricing=""),
    _item(16, "Lamp without any price", pricing=None),
    _item(17, "Very dear lamp", pricing="$985.00"),
    _item(18, "of the and", FOOD, query=" Green Tea ", category="grocery"),
    _item(19, "Green tea, loose leaf", FOOD, query="green tea", category="grocery", customization_options=_options(
        flavor=["mint / lemon", "dark chocolate", "light roast"], **{"Pack Size": ["pack of 2", "pack of 12"]})),
    _item(20, "Red wool hat for men", WEAR, query="hats", category="fashion", customization_options=_options(
        color=["dark red", "navy/white", "heather grey", "xx"], size=["one size", "x-large", "large"])),
    _item(21, "Red wool hat for men", WEAR, query="hats", category="fashion"),
    _item(22, "lamp lamp lamp LAMP Lamps lamp's", full_description="lamp " * 60, small_description=["lamp " * 40]),
    _item(23, "Lamp, soft light", query="night lights", category="toys", product_category="Toys › Night Lights"),
]  # fmt: skip
DROPPED = [
    _item(90, "Lamp twice", asin="B0AWKWRD00"),
    _item(91, "Lamp nan", asin="nan"),
    _item(92, "Lamp", asin="B0AWKWRD920"),
]
WANTED = {
    "B0AWKWRD08": (["energy efficient", "eye protecting"], "find me an energy efficient lamp", ["energy efficient"]),
    "B0AWKWRD10": (["long lasting"], "find a lamp that lasts", ["long lasting", "bright"]),
    "B0AWKWRD17": (["hand made"], "find a hand made lamp", ["hand made"]),
    "B0AWKWRD19": (
        ["certified organic", "caffeine free"], "find me organic tea",
        ["organic certified", "loose leaf", "caffein free"],
    ),
    "B0AWKWRD20": (["hand wash"], "find a hat", ["hand wash"]),
}  # fmt: skip
"""Attributes of products, and the instruction and the attributes of their synthetic goals."""
WISHES = {
    "B0AWKWRD00": [("a lamp & shade with <b>bold</b> looks.", ["bright"], [])],
    "B0AWKWRD03": [("a party lamp 🎉", ["party"], [])],
    "B0AWKWRD06": [("  a padded wish \n", ["bright"], [])],
    "B0AWKWRD05": [("nothing in particular...", ["nothing"], [])],
    "B0AWKWRD08": [
        ("a red lamp, small", ["energy efficient"], ["red | blue", "s"]),
        ("no attributes, no goal", [], ["m"]),
    ],
    "B0AWKWRD09": [("a confusing lamp", ["not hot"], ["buy now", "reviews"])],
    "B0AWKWRD13": [("a lamp, cheap or not", ["bright", "not hot"], [])],
    "B0AWKWRD18": [("green tea of the and", ["green"], [])],
    "B0AWKWRD19": [("mint tea in a big pack", ["loose leaf", "organic"], ["mint | lemon", "pack of 12"])],
    "B0AWKWRD20": [("a dark red hat, extra large", ["hand wash"], ["dark red", "x-large"])],
}


def content() -> tasks.Store:
    """Return the shop as the three official files."""
    plain = tasks.store()
    items = plain.items[::26] + plain.items[1:40:3]
    items = items[:60] + AWKWARD + DROPPED + items[60:]
    asins = {item["asin"] for item in items}
    # The original cannot load synthetic goals where a product is not in the attribute file.
    attributes: dict[str, Any] = {asin: {} for asin in sorted(asins)}
    for asin, (own, instruction, wanted) in WANTED.items():
        attributes[asin] = {"attributes": own, "instruction": instruction, "instruction_attributes": wanted}
    attributes |= {a: entry for a, entry in plain.attributes.items() if a in asins}
    wishes = {a: entries for a, entries in plain.instructions.items() if a in asins}
    for asin, entries in WISHES.items():
        wishes[asin] = [
            {"asin": asin, "instruction": text, "instruction_attributes": own, "instruction_options": options}
            for text, own, options in entries
        ]
    return tasks.Store(items, attributes, wishes, {})


if __name__ == "__main__":
    write_official(Path(sys.argv[1]), content())
