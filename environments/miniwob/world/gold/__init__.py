"""How pages are solved: one function a page, or a family of pages, which reads the page and says what to do on it."""

from agentgym.environments.miniwob.world.gold import (
    answers,
    choices,
    drawings,
    easy,
    fields,
    games,
    mail,
    menus,
    posts,
    tabs,
)
from agentgym.environments.miniwob.world.gold.reading import Solution

SOLUTIONS: dict[str, Solution] = {
    name: solution
    for module in (answers, choices, drawings, easy, fields, games, mail, menus, posts, tabs)
    for name, solution in module.SOLUTIONS.items()
}
"""By page."""
