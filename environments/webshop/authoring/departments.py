"""What the embedded shop sells: departments, kinds of products, and the words that describe them. All invented."""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A kind of product.

    Attributes:
        name: noun phrase, as in a title.
        path: last levels of the category path.
        price: least and most dollars.
        attributes: what may set one apart, lower-cased.
        materials: what it may be made of.
        sizes: values of the size option; none for no such option.
        option: name of the size option.
    """

    name: str
    path: str
    price: tuple[float, float]
    attributes: tuple[str, ...]
    materials: tuple[str, ...]
    sizes: tuple[str, ...] = ()
    option: str = "size"


class Department(msgspec.Struct, frozen=True):
    """A department: the site's category, the head of the category path, its kinds and its users."""

    category: str
    path: str
    users: tuple[str, ...]
    kinds: tuple[Kind, ...]


_CLOTHES = ("x-small", "small", "medium", "large", "x-large", "xx-large")
_SHOES = ("6", "6.5", "7", "7.5", "8", "8.5", "9", "10", "11")
_PACKS = ("pack of 1", "pack of 2", "pack of 4", "pack of 6")
_WEIGHTS = ("4 ounce", "8 ounce", "12 ounce", "1 pound", "2 pound")
_LENGTHS = ("3 feet", "6 feet", "10 feet", "15 feet")
_BEDS = ("twin", "full", "queen", "king")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _kind(
    name: str, path: str, low: float, high: float, attributes: str, materials: str, sizes: tuple[str, ...] = (),
    option: str = "size",
) -> Kind:  # fmt: skip
    return Kind(name, path, (low, high), _split(attributes), _split(materials), sizes, option)


DEPARTMENTS: tuple[Department, ...] = (
    Department("fashion", "Clothing, Shoes & Jewelry", ("women", "men", "teens", "travellers"), (
        _kind("rain jacket", "Outerwear › Jackets", 29, 120, "waterproof, hooded, lightweight, machine washable, quick drying, windproof, reflective trim", "nylon, polyester, recycled fabric", _CLOTHES),
        _kind("long sleeve shirt", "Tops › Shirts", 14, 48, "long sleeve, regular fit, button closure, moisture wicking, wrinkle free, stretch fabric, machine washable", "cotton, linen, flannel", _CLOTHES),
        _kind("hiking boots", "Shoes › Boots", 45, 160, "non slip, ankle support, rubber sole, arch support, memory foam, water resistant", "leather, suede, canvas", _SHOES),
        _kind("running shorts", "Bottoms › Shorts", 12, 42, "elastic waist, drawstring closure, quick drying, zip pocket, high waist, breathable", "polyester, mesh, spandex", _CLOTHES),
        _kind("winter scarf", "Accessories › Scarves", 9, 40, "hand wash, extra long, soft touch, fringed edge, double sided, unisex design", "wool, cashmere, acrylic"),
        _kind("canvas belt", "Accessories › Belts", 8, 30, "adjustable length, quick release, metal buckle, tear resistant, slim fit, hypoallergenic", "canvas, leather, woven nylon", ("small", "medium", "large")),
    )),
    Department("garden", "Home & Kitchen", ("living room", "bedroom", "hallway", "small spaces"), (
        _kind("console table", "Furniture › Tables", 80, 420, "easy assembly, solid wood, space saving, storage shelf, scratch resistant, adjustable feet", "oak, walnut, bamboo, steel"),
        _kind("desk lamp", "Lighting › Lamps", 18, 95, "dimmable, touch control, eye protecting, usb port, foldable arm, energy efficient", "aluminium, brass, wood"),
        _kind("throw pillow cover", "Bedding › Pillows", 7, 32, "machine washable, hidden zipper, double sided, super soft, fade resistant, pet friendly", "velvet, linen, cotton", ("16 x 16 inches", "18 x 18 inches", "20 x 20 inches")),
        _kind("blackout curtains", "Window Treatments › Curtains", 19, 88, "blackout, noise reducing, thermal insulated, machine washable, grommet top, wrinkle free", "polyester, linen, velvet", ("52 x 63 inches", "52 x 84 inches", "52 x 96 inches")),
        _kind("bed sheet set", "Bedding › Sheets", 24, 130, "deep pocket, ultra soft, cooling, hypoallergenic, fade resistant, easy care", "cotton, bamboo, microfiber", _BEDS),
        _kind("storage ottoman", "Furniture › Ottomans", 35, 150, "space saving, foldable, sturdy frame, hidden storage, easy clean, non slip feet", "faux leather, linen, velvet"),
    )),
    Department("grocery", "Grocery & Gourmet Food", ("snacking", "baking", "breakfast", "lunch boxes"), (
        _kind("granola bars", "Snacks › Bars", 6, 34, "gluten free, high protein, low sugar, non gmo, plant based, nut free", "oats, almonds, dates", _PACKS, "pack"),
        _kind("green tea", "Beverages › Tea", 5, 38, "caffeine free, certified organic, loose leaf, kosher certified, individually wrapped, antioxidant rich", "sencha, jasmine, mint", _PACKS, "pack"),
        _kind("dark roast coffee", "Beverages › Coffee", 9, 46, "fair trade, low acid, certified organic, small batch, freshly roasted, shade grown", "arabica, robusta", _WEIGHTS, "weight"),
        _kind("dried mango", "Snacks › Fruit", 6, 29, "no added sugar, dairy free, soy free, resealable bag, hand picked, sulfite free", "mango", _WEIGHTS, "weight"),
        _kind("pasta sauce", "Pantry › Sauces", 4, 24, "low sodium, gluten free, ready to use, vegan, no artificial colors, slow cooked", "tomato, basil, red pepper", _PACKS, "pack"),
        _kind("almond butter", "Pantry › Spreads", 7, 33, "keto friendly, unsweetened, stone ground, palm oil free, lactose free, creamy texture", "almonds", _WEIGHTS, "weight"),
    )),
    Department("electronics", "Electronics", ("home office", "gaming", "travel", "school"), (
        _kind("wireless earbuds", "Headphones › Earbuds", 22, 160, "noise cancelling, water resistant, long battery life, touch control, fast charging, deep bass", "plastic, silicone"),
        _kind("usb c cable", "Accessories › Cables", 5, 28, "fast charging, braided cord, tangle free, heavy duty, data transfer, right angle plug", "nylon, rubber", _LENGTHS, "length"),
        _kind("portable speaker", "Audio › Speakers", 18, 140, "water proof, hands free calling, stereo sound, long lasting battery, dust proof, carrying strap", "fabric, plastic, aluminium"),
        _kind("laptop stand", "Accessories › Stands", 15, 70, "height adjustable, foldable, heat dissipating, non slip, lightweight, easy to carry", "aluminium, wood, steel"),
        _kind("mechanical keyboard", "Accessories › Keyboards", 32, 170, "hot swappable, quiet switches, backlit keys, compact layout, detachable cable, spill resistant", "aluminium, plastic"),
        _kind("security camera", "Cameras › Security", 25, 180, "night vision, motion detection, two way audio, weather proof, battery powered, easy installation", "plastic, metal", ("1 camera", "2 cameras", "4 cameras"), "set"),
    )),
    Department("beauty", "Beauty & Personal Care", ("dry skin", "sensitive skin", "everyday use", "curly hair"), (
        _kind("face moisturizer", "Skin Care › Face", 8, 62, "fragrance free, cruelty free, paraben free, oil free, dermatologist tested, hyaluronic acid", "aloe, shea butter, oat", ("1 ounce", "1.7 ounce", "3.4 ounce")),
        _kind("shampoo bar", "Hair Care › Shampoo", 6, 26, "sulfate free, plastic free, cruelty free, color safe, long lasting, vegan", "coconut oil, argan oil, rosemary"),
        _kind("hand cream", "Skin Care › Hands", 5, 30, "fast absorbing, non greasy, fragrance free, travel size, paraben free, deeply hydrating", "shea butter, honey, almond oil", ("1 ounce", "3 ounce", "8 ounce")),
        _kind("makeup brush set", "Tools › Brushes", 9, 52, "synthetic bristles, cruelty free, travel case, easy to clean, soft bristles, rose gold finish", "wood, aluminium", ("5 pieces", "10 pieces", "15 pieces"), "pieces"),
        _kind("electric toothbrush", "Oral Care › Toothbrushes", 19, 120, "pressure sensor, long battery life, two minute timer, quiet motor, travel case, water proof", "plastic, bamboo"),
        _kind("beard oil", "Hair Care › Beard", 7, 33, "alcohol free, natural ingredients, light scent, non greasy, softening, vegan", "jojoba oil, argan oil, cedarwood"),
    )),
    Department("sports", "Sports & Outdoors", ("beginners", "home workouts", "camping", "families"), (
        _kind("yoga mat", "Exercise › Yoga", 14, 85, "non slip, extra thick, eco friendly, carrying strap, sweat resistant, easy to clean", "natural rubber, cork, foam", ("1/4 inch", "3/8 inch", "1/2 inch"), "thickness"),
        _kind("camping tent", "Camping › Tents", 48, 320, "water proof, easy setup, wind resistant, mesh windows, lightweight, double layer", "polyester, nylon", ("2 person", "4 person", "6 person"), "capacity"),
        _kind("water bottle", "Accessories › Bottles", 9, 46, "leak proof, double wall, bpa free, dishwasher safe, wide mouth, carrying loop", "stainless steel, glass, plastic", ("17 ounce", "24 ounce", "32 ounce")),
        _kind("resistance bands", "Exercise › Bands", 8, 40, "non slip, skin friendly, heavy duty, portable, door anchor, anti snap", "latex, fabric", ("light", "medium", "heavy"), "strength"),
        _kind("bike helmet", "Cycling › Helmets", 22, 130, "adjustable fit, rear light, removable visor, ventilated, impact resistant, lightweight", "polycarbonate, foam", ("small", "medium", "large")),
        _kind("fishing backpack", "Fishing › Storage", 28, 120, "water resistant, padded straps, rod holder, multiple pockets, heavy duty, insulated pocket", "canvas, nylon"),
    )),
    Department("toys", "Toys & Games", ("toddlers", "kids", "family night", "classrooms"), (
        _kind("wooden puzzle", "Puzzles › Wooden", 8, 38, "non toxic, smooth edges, educational, easy to hold, bright colors, storage tray", "beech wood, birch wood", ("24 pieces", "48 pieces", "100 pieces"), "pieces"),
        _kind("building blocks", "Building › Blocks", 15, 78, "bpa free, easy to clean, large pieces, storage box, stem learning, dishwasher safe", "wood, plastic", ("60 pieces", "120 pieces", "240 pieces"), "pieces"),
        _kind("plush animal", "Stuffed Animals › Plush", 9, 44, "machine washable, hypoallergenic, super soft, embroidered eyes, gift ready, weighted", "cotton, fleece", ("8 inches", "12 inches", "20 inches")),
        _kind("board game", "Games › Board Games", 12, 60, "easy to learn, two players, cooperative, travel size, ages eight and up, quick play", "cardboard, wood"),
        _kind("art set", "Arts & Crafts › Drawing", 9, 50, "washable, non toxic, carrying case, vibrant colors, refillable, triangular grip", "wax, wood", ("24 colors", "48 colors", "72 colors"), "set"),
        _kind("kite", "Outdoor › Kites", 10, 42, "easy to fly, strong frame, long tail, carrying bag, tear resistant, quick assembly", "ripstop nylon, polyester"),
    )),
    Department("office", "Office Products", ("students", "teachers", "home office", "meetings"), (
        _kind("ruled notebook", "Paper › Notebooks", 5, 30, "bleed proof, lay flat, hard cover, numbered pages, elastic band, recycled paper", "paper, faux leather", ("a4", "a5", "a6")),
        _kind("gel pens", "Writing › Pens", 4, 28, "quick drying, smear proof, fine point, refillable, comfort grip, retractable", "plastic, metal", ("6 count", "12 count", "24 count"), "count"),
        _kind("desk organizer", "Storage › Organizers", 12, 58, "space saving, easy assembly, multiple compartments, non slip base, stackable, open design", "mesh metal, bamboo, acrylic"),
        _kind("office chair", "Furniture › Chairs", 75, 340, "lumbar support, height adjustable, breathable back, swivel base, padded armrests, easy assembly", "mesh, faux leather, fabric"),
        _kind("whiteboard", "Presentation › Boards", 16, 140, "magnetic, wall mounted, scratch resistant, easy to clean, double sided, aluminium frame", "steel, glass", ("24 x 18 inches", "36 x 24 inches", "48 x 36 inches")),
        _kind("paper shredder", "Machines › Shredders", 38, 190, "cross cut, quiet operation, jam proof, credit card shredding, large bin, auto start", "plastic, steel"),
    )),
    Department("pets", "Pet Supplies", ("indoor pets", "active pets", "curious pets", "young pets"), (
        _kind("dog bed", "Dogs › Beds", 22, 120, "machine washable, orthopedic foam, water proof, non slip bottom, chew resistant, raised edge", "fleece, memory foam, canvas", ("small", "medium", "large", "x-large")),
        _kind("cat tree", "Cats › Furniture", 35, 160, "scratching post, stable base, easy assembly, hanging toys, plush perch, space saving", "sisal, plywood"),
        _kind("dog harness", "Dogs › Harnesses", 12, 46, "no pull, adjustable straps, reflective trim, padded chest, quick release, escape proof", "nylon, mesh", ("small", "medium", "large")),
        _kind("pet food storage", "Feeding › Storage", 14, 60, "airtight, bpa free, easy pour, stackable, measuring cup, pest proof", "plastic, steel", ("10 pounds", "25 pounds", "50 pounds"), "capacity"),
        _kind("cat litter mat", "Cats › Litter", 9, 40, "water proof, easy to clean, double layer, non slip, soft on paws, traps litter", "rubber, foam"),
        _kind("chew toy", "Dogs › Toys", 5, 26, "non toxic, dental cleaning, floats on water, long lasting, treat dispensing, squeaker free", "natural rubber, rope", ("small", "medium", "large")),
    )),
    Department("kitchen", "Kitchen & Dining", ("small kitchens", "baking", "everyday cooking", "gifts"), (
        _kind("chef knife", "Cutlery › Knives", 18, 140, "high carbon steel, ergonomic handle, rust resistant, full tang, razor sharp, gift box", "steel, wood", ("6 inch", "8 inch", "10 inch")),
        _kind("frying pan", "Cookware › Pans", 18, 110, "non stick, oven safe, dishwasher safe, induction ready, stay cool handle, scratch resistant", "cast iron, aluminium, ceramic", ("8 inch", "10 inch", "12 inch")),
        _kind("mixing bowl set", "Bakeware › Bowls", 15, 70, "nesting design, airtight lids, non slip base, dishwasher safe, pour spout, measurement marks", "stainless steel, glass, bamboo fiber"),
        _kind("coffee grinder", "Appliances › Grinders", 19, 130, "adjustable grind, quiet motor, easy to clean, compact, removable cup, one touch operation", "stainless steel, plastic"),
        _kind("cutting board", "Cutlery › Boards", 11, 62, "juice groove, knife friendly, non slip feet, easy grip handle, reversible, dishwasher safe", "bamboo, walnut, recycled plastic", ("small", "medium", "large")),
        _kind("food storage containers", "Storage › Containers", 12, 64, "leak proof, microwave safe, bpa free, freezer safe, stackable, snap lock lids", "glass, plastic", ("5 pieces", "10 pieces", "20 pieces"), "pieces"),
    )),
    Department("automotive", "Automotive", ("trucks", "sedans", "road trips", "winter"), (
        _kind("phone mount", "Interior › Mounts", 9, 42, "one hand operation, strong suction, rotating head, vibration proof, wide compatibility, compact", "plastic, aluminium"),
        _kind("car floor mats", "Interior › Mats", 24, 130, "all weather, anti slip, easy to clean, custom fit, odorless, deep channels", "rubber, carpet", ("front set", "rear set", "full set"), "set"),
        _kind("tire inflator", "Tools › Inflators", 25, 110, "portable, auto shut off, digital display, led light, fast inflation, long cord", "plastic, steel"),
        _kind("windshield sun shade", "Exterior › Shades", 8, 40, "foldable, uv protection, heat reflecting, easy storage, double layer, universal fit", "polyester, aluminium foil", ("small", "medium", "large")),
        _kind("microfiber towels", "Care › Towels", 7, 36, "lint free, super absorbent, scratch free, machine washable, quick drying, edgeless", "microfiber", ("6 pack", "12 pack", "24 pack"), "pack"),
        _kind("trunk organizer", "Interior › Organizers", 15, 64, "collapsible, multiple compartments, non slip bottom, heavy duty, water proof, side pockets", "canvas, oxford fabric"),
    )),
    Department("baby", "Baby Products", ("newborns", "infants", "nursery", "travel"), (
        _kind("swaddle blanket", "Nursery › Blankets", 11, 48, "breathable, machine washable, extra soft, organic fabric, large size, pre washed", "muslin, bamboo, cotton", ("1 pack", "2 pack", "4 pack"), "pack"),
        _kind("baby monitor", "Safety › Monitors", 35, 190, "night vision, two way talk, temperature sensor, long range, no wifi needed, lullabies", "plastic"),
        _kind("diaper bag", "Gear › Bags", 24, 120, "water resistant, insulated pockets, stroller straps, changing pad, large capacity, easy to clean", "polyester, faux leather"),
        _kind("silicone bibs", "Feeding › Bibs", 7, 30, "bpa free, adjustable neck, food catcher, dishwasher safe, stain resistant, soft edge", "silicone", ("1 pack", "2 pack", "3 pack"), "pack"),
        _kind("teething ring", "Feeding › Teethers", 5, 24, "non toxic, easy to hold, freezer safe, textured surface, bpa free, phthalate free", "silicone, beech wood"),
        _kind("night light", "Nursery › Lights", 9, 44, "warm glow, touch control, rechargeable, auto timer, portable, color changing", "silicone, plastic"),
    )),
    Department("tools", "Tools & Home Improvement", ("home repairs", "workshops", "renters", "gardens"), (
        _kind("cordless drill", "Power Tools › Drills", 38, 210, "variable speed, led light, fast charging, brushless motor, keyless chuck, compact", "steel, plastic", ("12 volt", "18 volt", "20 volt"), "voltage"),
        _kind("screwdriver set", "Hand Tools › Screwdrivers", 9, 58, "magnetic tips, non slip grip, ratcheting, storage case, rust resistant, precision bits", "chrome steel, rubber", ("12 pieces", "32 pieces", "64 pieces"), "pieces"),
        _kind("motion sensor light", "Lighting › Outdoor", 14, 80, "solar powered, water proof, wide angle, easy installation, energy saving, adjustable head", "plastic, aluminium", ("1 pack", "2 pack", "4 pack"), "pack"),
        _kind("wall shelf", "Storage › Shelves", 14, 78, "floating design, hidden bracket, easy mounting, heavy duty, rustic finish, water resistant", "pine wood, oak, steel", ("16 inches", "24 inches", "36 inches"), "length"),
        _kind("work gloves", "Safety › Gloves", 7, 36, "cut resistant, touch screen friendly, breathable back, firm grip, machine washable, reinforced palm", "leather, nitrile, nylon", ("small", "medium", "large", "x-large")),
        _kind("garden hose", "Garden › Hoses", 18, 96, "kink free, lightweight, leak proof, expandable, brass fittings, spray nozzle", "latex, vinyl, fabric", ("25 feet", "50 feet", "100 feet"), "length"),
    )),
)  # fmt: skip
"""Thirteen departments of six kinds each."""

COLORS = (
    "black", "white", "navy", "grey", "red", "green", "teal", "burgundy", "beige", "olive", "coral", "lavender",
    "mustard", "charcoal", "pink", "turquoise",
)  # fmt: skip

BRANDS = (
    "Aldermoor", "Brightfen", "Calderune", "Dovewick", "Elmhollow", "Fernvale", "Gravitone", "Hearthline",
    "Ivorykite", "Junipeak", "Kestrelway", "Larkmere", "Mossgrove", "Northfell", "Oakenby", "Pinerill", "Quillstone",
    "Rookhaven", "Silverbarn", "Thistledown", "Umberfield", "Velmora", "Wrenhall", "Yarrowby", "Zephyrline",
)  # fmt: skip
"""Brand names, all invented."""
