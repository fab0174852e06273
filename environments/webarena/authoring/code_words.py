"""What the repositories are, and what is said in them."""

from __future__ import annotations

# Project: what it is, its main file, and the parts that issues name.
PROJECTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("tidepool", "Forecasts of tides from a table of harmonics.", "tide.py", ("the plot", "leap seconds", "the harbor table", "time zones")),
    ("paperclip", "Keeps receipts in order.", "clip.py", ("the PDF export", "scanned pages", "tags", "the inbox")),
    ("hedgerow", "A static site generator for gardens.", "hedge.go", ("image sizes", "the sidebar", "drafts", "the feed")),
    ("lantern", "A terminal reader for long articles.", "main.rs", ("line breaks", "the dark theme", "bookmarks", "footnotes")),
    ("switchyard", "Simulates model railways.", "yard.ts", ("turnouts", "the timetable editor", "sound", "the signal box")),
    ("crumb", "Recipes as plain text.", "crumb.rb", ("unit conversion", "shopping lists", "the oven timer", "imports")),
    ("skylark", "Finds which birds are singing.", "lark.py", ("wind noise", "the species list", "batch mode", "short clips")),
    ("ledgerline", "Double entry for households.", "ledger.py", ("rounding", "bank imports", "split bookings", "the yearly report")),
    ("moss", "A slow, small web server.", "moss.c", ("keep-alive", "large uploads", "the config file", "IPv6")),
    ("quill", "Handwriting from fonts.", "quill.js", ("kerning", "the SVG output", "ligatures", "undo")),
    ("orchardist", "Plans the pruning of fruit trees.", "orchard.py", ("the calendar", "grafts", "reminders", "printing")),
    ("fjord", "Maps for kayaks.", "fjord.kt", ("tide arrows", "offline tiles", "GPX export", "the compass")),
)  # fmt: skip
ISSUES = (
    "{} is broken after the update", "Wrong numbers in {}", "Please document {}", "{}: crash on empty input", "Make {} configurable",
    "{} takes too long", "Typo in {}", "Support for {} on old machines", "Tests for {} are flaky",
)  # fmt: skip
BODIES = (
    "Happens every time here. A file to reproduce it is attached in spirit.", "Would be nice to have before the next release.",
    "I can look into this if nobody else does.", "See the discussion of last month.", "Works on my machine, fails in CI.",
)  # fmt: skip
NOTES = (
    "I can confirm this.",
    "Which version do you use?",
    "Fixed on main, I think.",
    "Thanks for the report!",
    "Let us close this.",
)
LABELS = ("bug", "feature", "documentation", "help wanted", "question")
COMMITS = (
    "Fix {}", "Rework {}", "Add tests for {}", "Document {}", "Speed up {}", "Remove dead code around {}", "Handle errors in {}",
)  # fmt: skip
