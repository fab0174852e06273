"""``baseline2``: AgentBench's strong player, with what it believes about hidden kinds.

Two versions: AgentBench before v0.1 (``paper``) reads clues off the client's stale arrays, v0.2 never uses a clue.
"""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.board import EEL, KINDS, SPRAY, SUNFISH
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.sight import Sight

_UNKNOWN = -1
_SAFE = 70
"""An enemy of at most so many HP is left alone by the older version's finishing blow."""
_NINE = (1, 2, 3, 4, 5, 6, 8, 9, 10)
"""Kinds that v0.2 guesses among; only the first four are ever picked."""


class Baseline2:
    """Plays as ``baseline2`` before v0.1 does."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.skill = [_UNKNOWN] * 4
        """For each position of the enemy whether its skill is aimed at all (0) or an infight (1)."""
        self.passive = [_UNKNOWN] * 4
        """Likewise whether its passive ability is to counter (0) or to deflect (1)."""
        self.failed: set[tuple[int, int]] = set()

    def guess(self, sight: Sight) -> Guess | None:
        """Guess what the clues say, the clearest first."""
        last = sight.my_guess
        if last is None or not last.right:
            # Without a guess the original marks index -1 of both lists, which are the last position and kind.
            self.failed.add(last.guess if last is not None and last.guess is not None else (3, SUNFISH))
        self._read_clues(sight)
        hidden = sight.hidden()
        if not hidden:
            return None
        skill, passive = self.skill, self.passive
        for p in hidden:
            if skill[p] != _UNKNOWN and passive[p] != _UNKNOWN:
                return Guess(p, 1 + skill[p] + 2 * passive[p])
        clues = [(p, 1 + skill[p], 3 + skill[p]) for p in hidden if skill[p] != _UNKNOWN]
        clues += [(p, 1 + 2 * passive[p], 2 + 2 * passive[p]) for p in hidden if passive[p] != _UNKNOWN]
        for p, *kinds in clues:
            for kind in kinds:
                if (p, kind) not in self.failed:
                    return Guess(p, kind)
        return Guess(self.rng.choice(hidden), self.rng.choice(sight.kinds_left()))

    def act(self, sight: Sight) -> Move:
        """Finish an enemy off if that is possible, else hit all, else strike back."""
        strongest = self._strongest(sight)
        weakest = min(sight.enemies(), key=sight.hp)
        if sight.attack(strongest) / 2 >= sight.hp(weakest) > _SAFE:
            return Move(False, strongest, weakest)
        hitters = self._hitters(sight)
        if len(sight.enemies()) >= 2 and hitters:
            return Move(True, self.rng.choice(hitters), None)
        return Move(False, strongest, self._struck_back(sight))

    def _hitters(self, sight: Sight) -> list[int]:
        return [p for p in sight.own() if sight.kind(p) in (SPRAY, EEL) and not sight.exposed(p)]

    def _strongest(self, sight: Sight) -> int:
        most = max(map(sight.attack, sight.own()))
        return self.rng.choice([p for p in sight.own() if sight.attack(p) == most])

    def _struck_back(self, sight: Sight) -> int:
        theirs, enemies = sight.theirs, sight.enemies()
        return theirs.fish if theirs is not None and theirs.fish in enemies else self.rng.choice(enemies)

    def _read_clues(self, sight: Sight) -> None:
        """Take the enemy's last move and the passive abilities of the own one in.

        The client's list of the latter is followed by unused entries, so that position 0 always counters; a counter
        is credited to the fish that was struck.
        """
        theirs = sight.theirs
        if theirs is None or sight.known(theirs.fish):
            return
        if theirs.is_skill:
            own_hit = any(side == theirs.side for _, side, _, _ in theirs.hits)
            self.skill[theirs.fish] = int(own_hit)
        for position, type_ in (*sight.passives, (0, "counter")):
            if not sight.known(position):
                self.passive[position] = int(type_ == "deflect")


class Baseline2V02(Baseline2):
    """Plays as v0.2's does: guesses at random among nine kinds, and skills also of exposed fish."""

    def guess(self, sight: Sight) -> Guess | None:
        """Guess any kind that is not exposed at any hidden fish."""
        hidden = sight.hidden()
        if not hidden:
            return None
        left = sight.kinds_left()
        kinds = [kind for kind in _NINE if kind in left or kind > len(KINDS)]
        return Guess(self.rng.choice(hidden), self.rng.choice(kinds))

    def act(self, sight: Sight) -> Move:
        """Finish an enemy off however weak it is, else hit all, with the spray before the eel."""
        strongest = self._strongest(sight)
        weakest = min(sight.enemies(), key=sight.hp)
        if sight.attack(strongest) / 2 >= sight.hp(weakest):
            return Move(False, strongest, weakest)
        hitters = [p for kind in (SPRAY, EEL) for p in sight.own() if sight.kind(p) == kind]
        if len(sight.enemies()) >= 2 and hitters:
            return Move(True, hitters[0], None)
        return Move(False, strongest, self._struck_back(sight))
