"""What the forum talks about."""

from __future__ import annotations

# Forum: title, what it is about, things that are talked of.
FORUMS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "books": ("Books", "Novels, essays, and what to read next.",
              ("The Paper Orchard", "Salt and Lanterns", "A House of Hours", "The Quiet Ferry", "Northward", "Glass Harvest")),
    "gardening": ("Gardening", "Beds, pots, and things that eat them.",
                  ("tomatoes on a balcony", "a raised bed", "slugs", "old roses", "compost in winter", "a lemon tree")),
    "boardgames": ("Board Games", "Cardboard, dice, and long evenings.",
                   ("Harbor Masters", "Tin Kingdoms", "Owl Post", "Deep Orchard", "Nine Lanterns", "Railway Valley")),
    "cycling": ("Cycling", "Roads, trails, and flat tires.",
                ("a steel frame", "winter gloves", "tubeless tires", "a commute of 20 km", "a first gravel bike", "panniers")),
    "coffee": ("Coffee", "Beans, grinders, brewing.",
               ("a hand grinder", "light roasts", "moka pots", "cold brew", "water hardness", "paper filters")),
    "astronomy": ("Astronomy", "The sky, with and without a telescope.",
                  ("a first telescope", "the winter hexagon", "a lunar eclipse", "dark sites", "Saturn's rings", "star trails")),
    "homelab": ("Home Lab", "Servers in cupboards.",
                ("a quiet switch", "backups off site", "a small NAS", "a UPS", "reverse proxies", "old laptops as servers")),
    "baking": ("Baking", "Bread, cake, and their failures.",
               ("a sourdough starter", "flat croissants", "rye bread", "gluten", "a cast iron loaf", "oven steam")),
    "birdwatching": ("Birdwatching", "What was seen, and where.",
                     ("kingfishers", "a feeder without squirrels", "binoculars", "owls at dusk", "a rare goose", "starlings")),
    "languages": ("Languages", "Learning them, keeping them.",
                  ("Portuguese verbs", "flash cards", "reading aloud", "a Basque course", "accents", "Hungarian cases")),
    "woodworking": ("Woodworking", "Joints, finishes, dust.",
                    ("dovetails by hand", "a workbench", "oil finishes", "a blunt plane", "reclaimed oak", "clamps")),
    "trains": ("Trains", "Night trains, timetables, models.",
               ("the night train north", "a model railway", "old timetables", "dining cars", "a missed connection", "narrow gauge")),
}  # fmt: skip
TITLES = (
    "What do you think of {}?", "A beginner's question about {}", "I was wrong about {}", "Two years with {}: what I learned",
    "{}: worth it?", "Please talk me out of {}", "Ask me anything about {}", "My weekend with {}",
    "Why does nobody mention {}?", "Looking for advice on {}",
)  # fmt: skip
BODIES = (
    "I have been thinking about this for weeks. What has worked for you, and what would you not do again?",
    "Short version: it took longer than planned, cost more than planned, and I regret nothing.",
    "I could not find anything recent, so here is what I know so far. Corrections are welcome.",
    "My neighbor swears by it. I am not convinced yet. Is there something that I overlook?",
    "Photos will follow when the light is better. Until then you have to believe me.",
)
COMMENTS = (
    "This is the answer that I was looking for, thank you.", "I tried that last year and gave up after a month.",
    "Not my experience at all, but I see the point.", "Start small. You can always do more later.",
    "The second option, without a doubt.", "Do you have a source for that?", "It depends on how much time you have.",
    "I would wait for spring.", "Cheaper is fine for the first year.", "This deserves more attention.",
    "Had the same problem; cleaning it helped.", "No. Just no.", "I disagree, but politely.", "Can confirm.",
)  # fmt: skip
BIOS = (
    "Retired teacher, busy gardener.",
    "Mostly here to read.",
    "",
    "I answer late but I answer.",
    "Night shift, day dreams.",
)
SITES = ("openfields.example", "slowpages.example", "thelocal.example", "workbench.example")
