"""What the shop sells, and what people write about it."""

from __future__ import annotations

BRANDS = (
    "Alderway Bramble&Co Corvane Driftline Eastmoor Fennel Grayling Hollin Inkwell Juno Kestrel Lumen Marlow Northbeam"
).split()
# Category: kinds of things with the least and the highest price in dollars.
GOODS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "Lighting": (
        ("Desk Lamp", 18, 95), ("Floor Lamp", 45, 210), ("String Lights", 9, 38), ("Night Light", 7, 26),
        ("Pendant Light", 39, 180), ("Camping Lantern", 15, 60),
    ),
    "Office": (
        ("Standing Desk", 180, 520), ("Monitor Arm", 35, 140), ("Desk Organizer", 8, 42), ("Notebook", 4, 22),
        ("Fountain Pen", 12, 90), ("Filing Cabinet", 70, 240),
    ),
    "Kitchen": (
        ("Electric Kettle", 22, 95), ("Chef Knife", 18, 140), ("Cast Iron Pan", 20, 85), ("Coffee Grinder", 25, 160),
        ("Mixing Bowl Set", 14, 55), ("Tea Infuser", 5, 24),
    ),
    "Garden": (
        ("Garden Hose", 15, 60), ("Pruning Shears", 9, 48), ("Raised Planter", 30, 130), ("Watering Can", 8, 40),
        ("Bird Feeder", 10, 55), ("Compost Bin", 35, 120),
    ),
    "Games": (
        ("Board Game", 15, 75), ("Jigsaw Puzzle", 8, 40), ("Card Case", 6, 30), ("Chess Set", 18, 150),
        ("Dice Set", 5, 35), ("Controller Stand", 12, 45),
    ),
    "Outdoor": (
        ("Hiking Backpack", 40, 220), ("Sleeping Bag", 35, 190), ("Trekking Poles", 22, 120), ("Water Bottle", 8, 40),
        ("Picnic Blanket", 14, 60), ("Headlamp", 12, 70),
    ),
    "Audio": (
        ("Headphones", 25, 320), ("Bluetooth Speaker", 20, 180), ("Turntable", 90, 420), ("Microphone", 30, 230),
        ("Earbuds", 15, 150), ("Radio", 18, 110),
    ),
    "Bath": (
        ("Bath Towel Set", 18, 80), ("Shower Caddy", 12, 48), ("Bath Mat", 9, 42), ("Soap Dispenser", 6, 32),
        ("Laundry Basket", 14, 65), ("Wall Mirror", 25, 160),
    ),
}  # fmt: skip
STYLES = (
    "Classic Compact Folding Slim Heavy-Duty Foldaway Everyday Premium Vintage Lightweight Adjustable Portable"
).split()
COLORS = "Black White Oak Walnut Teal Coral Sand Graphite Olive Navy".split()
MATERIALS = "steel bamboo ceramic aluminium cotton recycled plastic beech".split()
ROOMS = (
    "a small flat",
    "a busy household",
    "weekends away",
    "long evenings",
    "a tidy shelf",
    "cold mornings",
)

PRAISE = (
    ("Does what it should", "Bought it two months ago and it has worked every single day since."),
    ("Better than expected", "Feels far more solid than the photos suggest. I would buy it again."),
    ("Lovely gift", "My sister asked where I found it. The color is just like in the picture."),
    ("Quick delivery", "It came two days early and was packed with care."),
    ("Good value", "For this price I have not seen anything close to it."),
)
BLAME = (
    ("Broke after a week", "One of the joints snapped on the eighth day. Support has not answered."),
    ("Smaller than pictured", "Check the measurements first, it is much smaller than it looks."),
    ("Smells of glue", "The smell has not gone away after three weeks by the open window."),
    ("Wrong color", "I ordered one color and got another one. Sending it back costs too much."),
)
MIXED = (
    ("It is all right", "Nothing special, but it does the job. The manual is no help."),
    ("Good, with one flaw", "Works well, though the lid never closes all the way."),
)
TERMS = (
    "lamp desk kettle hose puzzle backpack headphones towel mirror chess radio notebook speaker planter lantern mat"
).split()
PAGES = (
    ("Home Page", "home"), ("About Us", "about-us"), ("Privacy Policy", "privacy-policy"),
    ("Shipping and Returns", "shipping-and-returns"), ("Customer Service", "customer-service"),
)  # fmt: skip
