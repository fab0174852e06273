"""Names of people, places and things for the embedded databases."""

from __future__ import annotations

import random
from collections.abc import Callable

_FIRST = """Amara Boris Celia Dario Elin Farid Greta Hugo Ines Jonas Kaya Luca Mira Nils Olga Paolo Quinn Rosa Samir
Tessa Ugo Vera Wendel Xenia Yara Zeno Alba Bruno Carla Dmitri Edda Felix Gina Hakan Ivo Jana""".split()
_LAST = """Abel Brandt Castell Dorn Ekholm Ferro Grieg Hallam Ibarra Jansky Keller Lindqvist Moretti Novak Okafor
Petrov Quist Rasmussen Sato Tanaka Urban Varga Weiss Xavier Yilmaz Zeller
Arden Bellini Cortez Dupont Estrada Fischer""".split()
_HEAD = """Silent Golden Broken Hidden Distant Crimson Early Wooden Northern Paper Second Empty Burning Gentle Lonely
Frozen Endless Quiet Glass Borrowed""".split()
_TAIL = """River Garden Letter Mountain Clock Mirror Harbour Winter Orchard Bridge Island Shadow Lantern Voyage Window
Forest Stranger Promise Station Horizon""".split()
_PLACE_A = "Ash Bel Cor Dun El Fair Glen Har Ilm Kings Lang Mar Nor Oak Pen Quar Ros Stan Thorn Wes".split()
_PLACE_B = "bridge burg field ford ham haven hurst mere mouth port stead ton vale wick worth".split()
_COMPANY = "Partners,Works,Trading,Brothers,Group,Industries,House,Union".split(",")
_PRODUCT = "Lamp Kettle Chair Basket Notebook Shovel Racket Puzzle Mug Shelf Clock Bench Tent Drum".split()
_DISH = "Soup,Salad,Stew,Pie,Curry,Risotto,Tart,Noodles,Dumplings,Gratin".split(",")
_TASTE = "Smoked,Lemon,Garlic,Spiced,Honey,Pumpkin,Mushroom,Coconut,Pepper,Apple,Walnut,Tomato".split(",")
_CROP = "Barley,Wheat,Oats,Rye,Maize,Carrot,Potato,Beet,Lentil,Flax,Hops,Clover".split(",")
_SUBJECT = (
    "Algebra,Optics,Genetics,Grammar,Drawing,Rowing,Logic,Acoustics,Botany,Rhetoric,Ethics,Statistics".split(
        ","
    )
)
_STREET = (
    "Mill Lane,Station Road,Church Street,Elm Avenue,Market Square,Quay Street,Hill Road,Park Row".split(",")
)

_STYLES: dict[str, Callable[[random.Random], str]] = {
    "person": lambda r: f"{r.choice(_FIRST)} {r.choice(_LAST)}",
    "title": lambda r: f"The {r.choice(_HEAD)} {r.choice(_TAIL)}",
    "place": lambda r: r.choice(_PLACE_A) + r.choice(_PLACE_B),
    "company": lambda r: f"{r.choice(_LAST)} {r.choice(_COMPANY)}",
    "code": lambda r: (
        f"{r.choice('ABCDEFGHKLMNPRSTUVWX')}{r.choice('ABCDEFGHKLMNPRSTUVWX')}-{r.randrange(1000, 9999)}"
    ),
    "product": lambda r: f"{r.choice(_HEAD)} {r.choice(_PRODUCT)}",
    "dish": lambda r: f"{r.choice(_TASTE)} {r.choice(_DISH)}",
    "crop": lambda r: f"{r.choice(_HEAD)} {r.choice(_CROP)}",
    "course": lambda r: (
        f"{r.choice(['Advanced', 'Basic', 'Applied', 'Modern', 'Practical'])} {r.choice(_SUBJECT)}"
    ),
    "address": lambda r: f"{r.randrange(1, 140)} {r.choice(_STREET)}",
    "club": lambda r: (
        f"{r.choice(_PLACE_A)}{r.choice(_PLACE_B)} {r.choice(['United', 'Rovers', 'Athletic', 'City'])}"
    ),
    "band": lambda r: f"{r.choice(_HEAD)} {r.choice(_TAIL)}s",
}


def unique_names(style: str, count: int, rng: random.Random) -> list[str]:
    """Draw different names of a style (``person``, ``place``, ``code``, …)."""
    make, found = _STYLES[style], dict[str, None]()
    while len(found) < count:
        found[make(rng)] = None
    return list(found)
