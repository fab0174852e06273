"""Templates of the embedded tasks, by site; each draws its parameters from the sites' databases."""

import importlib

PARTS = ("shop", "admin", "forum", "code", "places", "several")


def load() -> None:
    """Register all templates, in a fixed order."""
    for part in PARTS:
        importlib.import_module(f"{__name__}.{part}")
