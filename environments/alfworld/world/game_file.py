"""``GameFile``: a game as ALFWorld writes it, which TextWorld plays as it is."""

from __future__ import annotations

import msgspec


class GameFile(msgspec.Struct, frozen=True):
    """The content of a ``game.tw-pddl`` file.

    Attributes:
        pddl_domain: the rules, in PDDL.
        grammar: the texts, as a TextWorld grammar with the task sentence filled in.
        pddl_problem: the household and the goal, in PDDL.
        walkthrough: commands that win the game, where the file has them.
        solvable: what the file says about itself.
    """

    pddl_domain: str
    grammar: str
    pddl_problem: str
    walkthrough: list[str] | None = None
    solvable: bool | None = None
