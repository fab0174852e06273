"""Rooms for the generator: which furniture stands in them and what lies about.

The classes are those of ALFRED's household (so that real and generated games read alike); which of them meet,
and how many, is our own choice of what is plausible.
"""

from __future__ import annotations

import msgspec


class Room(msgspec.Struct, frozen=True):
    """A kind of room.

    Attributes:
        furniture: receptacle class to (least, most) pieces.
        things: object class to most pieces lying about.
    """

    furniture: dict[str, tuple[int, int]]
    things: dict[str, int]


ROOMS: dict[str, Room] = {
    "kitchen": Room(
        furniture={
            "Cabinet": (4, 9), "Drawer": (3, 6), "CounterTop": (2, 3), "StoveBurner": (2, 4), "SinkBasin": (1, 1),
            "Fridge": (1, 1), "Microwave": (1, 1), "CoffeeMachine": (1, 1), "Toaster": (1, 1),
            "GarbageCan": (1, 1), "DiningTable": (0, 1), "Shelf": (0, 3),
        },
        things={
            "Apple": 3, "Bread": 2, "ButterKnife": 2, "Bowl": 3, "Cup": 3, "DishSponge": 2, "Egg": 3, "Fork": 3,
            "Kettle": 2, "Knife": 2, "Ladle": 2, "Lettuce": 2, "Mug": 3, "Pan": 2, "PepperShaker": 2, "Plate": 3,
            "Pot": 2, "Potato": 3, "SaltShaker": 2, "SoapBottle": 2, "Spatula": 2, "Spoon": 3, "Statue": 1,
            "Tomato": 3, "Vase": 2,
        },
    ),
    "bedroom": Room(
        furniture={
            "Bed": (1, 1), "Desk": (1, 2), "Drawer": (2, 6), "Shelf": (1, 5), "SideTable": (1, 2),
            "Dresser": (0, 1), "GarbageCan": (1, 1), "LaundryHamper": (0, 1), "Safe": (0, 1), "ArmChair": (0, 1),
        },
        things={
            "AlarmClock": 3, "BaseballBat": 1, "BasketBall": 1, "Book": 3, "Bowl": 2, "CD": 3, "CellPhone": 3,
            "Cloth": 2, "CreditCard": 3, "KeyChain": 3, "Laptop": 2, "Mug": 2, "Pen": 3, "Pencil": 3, "Pillow": 2,
            "TennisRacket": 1, "Vase": 1,
        },
    ),
    "bathroom": Room(
        furniture={
            "SinkBasin": (1, 2), "CounterTop": (1, 1), "Cabinet": (2, 4), "Toilet": (1, 1), "GarbageCan": (1, 1),
            "HandTowelHolder": (1, 2), "TowelHolder": (1, 1), "ToiletPaperHanger": (1, 1), "Drawer": (0, 4),
            "BathtubBasin": (0, 1), "Shelf": (0, 2),
        },
        things={
            "Candle": 3, "Cloth": 3, "DishSponge": 2, "HandTowel": 2, "SoapBar": 3, "SoapBottle": 3,
            "SprayBottle": 3, "TissueBox": 2, "ToiletPaper": 3, "Towel": 1,
        },
    ),
    "livingroom": Room(
        furniture={
            "Sofa": (1, 1), "ArmChair": (1, 2), "CoffeeTable": (1, 2), "SideTable": (1, 3), "Drawer": (1, 5),
            "Cabinet": (0, 4), "Shelf": (0, 5), "Dresser": (0, 1), "GarbageCan": (1, 1), "Safe": (0, 1),
        },
        things={
            "Book": 2, "Box": 3, "CreditCard": 3, "KeyChain": 3, "Laptop": 2, "Newspaper": 3, "Pillow": 2,
            "Plate": 1, "RemoteControl": 3, "Statue": 3, "TissueBox": 2, "Vase": 3, "Watch": 3, "CellPhone": 2,
            "Candle": 2,
        },
    ),
}  # fmt: skip

LAMP_STANDS = ("Desk", "SideTable", "Dresser", "CoffeeTable", "Shelf")
"""Where a desk lamp may stand, in order of preference."""
