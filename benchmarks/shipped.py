"""The suites, published numbers and recipes of curation that ship, by name; one's own are named by their path."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset import recipe as recipes
from agentgym.dataset.recipe import Recipe
from agentgym.report import published as published_numbers
from agentgym.report import suite as suites
from agentgym.report.published import Published
from agentgym.report.suite import Suite

SUITES = Path(__file__).with_name("suites")
PUBLISHED = Path(__file__).with_name("published")
RECIPES = Path(__file__).with_name("curation")


def suite(name: str) -> Suite:
    """Return a suite (``held-in`` ships); see :func:`agentgym.report.suite.load`."""
    return suites.load(name, SUITES)


def published(name: str) -> Published:
    """Return published numbers (``agenttuning`` ships); see :func:`agentgym.report.published.load`."""
    return published_numbers.load(name, PUBLISHED)


def recipe(name: str) -> Recipe:
    """Return a recipe of curation (``agenttuning`` ships); see :func:`agentgym.dataset.recipe.load`."""
    return recipes.load(name, RECIPES)
