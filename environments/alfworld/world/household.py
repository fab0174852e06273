"""The household of the embedded games: what can be done with a class of things, and what fits where.

The classes are those of ALFRED's household, so that real and embedded games read alike.
"""

from __future__ import annotations

OPENABLE = frozenset({"Cabinet", "Drawer", "Fridge", "Microwave", "Safe"})
"""Receptacles that are closed at first."""

CLEANABLE = frozenset(
    [
        "Apple",
        "Bowl",
        "ButterKnife",
        "Cloth",
        "Cup",
        "DishSponge",
        "Egg",
        "Fork",
        "Kettle",
        "Knife",
        "Ladle",
        "Lettuce",
        "Mug",
        "Pan",
        "Plate",
        "Pot",
        "Potato",
        "SoapBar",
        "Spatula",
        "Spoon",
        "Tomato",
    ]
)
HEATABLE = frozenset(("Apple Bread Cup Egg Mug Plate Potato Tomato").split())
COOLABLE = frozenset(
    [
        "Apple",
        "Bowl",
        "Bread",
        "Cup",
        "Egg",
        "Lettuce",
        "Mug",
        "Pan",
        "Plate",
        "Pot",
        "Potato",
        "Tomato",
        "WineBottle",
    ]
)
SLICEABLE = frozenset(["Apple", "Bread", "Lettuce", "Potato", "Tomato"])
CONTAINERS = frozenset(("Bowl Box Cup Mug Pan Plate Pot").split())
"""Things that other things could be in."""

_FOOD = "Apple Bread Egg Lettuce Potato Tomato"
_DISHES = "Bowl Cup Mug Plate"
_CUTLERY = "ButterKnife Fork Knife Ladle Spatula Spoon"
_COOKWARE = "Kettle Pan Pot"
_CONDIMENTS = "PepperShaker SaltShaker SoapBottle"
_BATH = "Candle Cloth HandTowel SoapBar SoapBottle SprayBottle TissueBox ToiletPaper DishSponge"
_DESK = "AlarmClock Book Bowl CD CellPhone CreditCard KeyChain Laptop Mug Pen Pencil"
_PARLOUR = "Box Candle Newspaper Plate RemoteControl Statue TissueBox Vase Watch"
_TABLE = f"{_FOOD} {_DISHES} {_CUTLERY} {_COOKWARE} {_CONDIMENTS} {_DESK} {_PARLOUR} {_BATH} Statue Vase"

FITS: dict[str, frozenset[str]] = {
    receptacle: frozenset(text.split())
    for receptacle, text in {
        "Cabinet": f"{_DISHES} {_COOKWARE} {_CONDIMENTS} Candle Cloth DishSponge Ladle SoapBar SprayBottle "
        "TissueBox ToiletPaper Vase Watch KeyChain CreditCard Book CD Newspaper Box",
        "Drawer": f"{_CUTLERY} {_CONDIMENTS} Candle CD CellPhone Cloth CreditCard DishSponge Egg HandTowel "
        "KeyChain Newspaper Pen Pencil RemoteControl SoapBar SprayBottle TissueBox ToiletPaper Watch Book Potato",
        "CounterTop": _TABLE,
        "DiningTable": _TABLE,
        "CoffeeTable": f"{_DESK} {_PARLOUR} {_DISHES}",
        "SideTable": f"{_DESK} {_PARLOUR} {_DISHES} Cloth SoapBar SprayBottle ToiletPaper",
        "Desk": f"{_DESK} {_PARLOUR} {_DISHES} BaseballBat BasketBall Cloth TennisRacket",
        "Dresser": f"{_DESK} {_PARLOUR} {_DISHES} BaseballBat BasketBall Cloth TennisRacket ToiletPaper",
        "Shelf": f"{_DESK} {_PARLOUR} {_DISHES} {_CONDIMENTS} Cloth HandTowel SoapBar SprayBottle ToiletPaper "
        "Kettle Pot",
        "StoveBurner": "Kettle Pan Pot",
        "SinkBasin": f"{_FOOD} {_DISHES} {_CUTLERY} Kettle Pan Pot Cloth DishSponge HandTowel SoapBar",
        "BathtubBasin": "Cloth DishSponge HandTowel SoapBar",
        "Fridge": f"{_FOOD} {_DISHES} Pan Pot",
        "Microwave": f"{_DISHES} Apple Bread Egg Potato Tomato",
        "CoffeeMachine": "Mug",
        "Toaster": "",
        "GarbageCan": f"{_FOOD} CD Cloth CreditCard DishSponge Newspaper Pen Pencil SoapBar SoapBottle SprayBottle "
        "TissueBox ToiletPaper",
        "Bed": "BaseballBat BasketBall Book CellPhone Laptop Newspaper Pillow TennisRacket",
        "Sofa": "Book Box CellPhone CreditCard KeyChain Laptop Newspaper Pillow RemoteControl",
        "ArmChair": "Book Box CellPhone CreditCard KeyChain Laptop Newspaper Pillow RemoteControl",
        "LaundryHamper": "Cloth",
        "Safe": "CD CellPhone CreditCard KeyChain Statue Vase Watch",
        "Toilet": "Candle Cloth HandTowel SoapBar SoapBottle SprayBottle TissueBox ToiletPaper",
        "ToiletPaperHanger": "ToiletPaper",
        "HandTowelHolder": "HandTowel",
        "TowelHolder": "Towel",
    }.items()
}
"""Object classes that each receptacle takes."""

LAMP = "DeskLamp"
"""The lamp of the task type ``look_at_obj_in_light``."""
