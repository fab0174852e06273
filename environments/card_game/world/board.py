"""The board and what moves do to it: the part of the rules that runs most often.

Fish are numbered 0 to 7: side 0 has 0 to 3, side 1 has 4 to 7, so ``fish >> 2`` is the side and ``fish & 3`` the
position. Between two phases a fish is dead exactly if its HP are 0. During a phase nobody dies: a fish that is hit
below 0 still counters, shares damage and finishes its own move; :meth:`Board.bury` comes at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SPRAY, FLAME, EEL, SUNFISH = 1, 2, 3, 4
"""The kinds. Spray and flame counter, eel and sunfish deflect; spray and eel hit all, flame and sunfish infight."""
KINDS = ("spray", "flame", "eel", "sunfish")
"""Their names; the kind ``k`` is called ``KINDS[k - 1]``."""
FIXED_ORDER = (SPRAY, FLAME, EEL, SUNFISH)
"""The order of the agent's fish, and of both sides in AgentBench v0.2."""
HP = 400
ATTACK = 200
WEAK = 120
"""A fish that is struck below this many HP is defended by the mates that counter."""
COUNTER = 30
GUESSED = 50
"""What a right guess costs each fish of the side."""
SPRAYED = 70
"""Damage of a spray's skill, whatever its attack power."""
INFIGHT = 75
INFIGHT_GAIN = 140
WOUND = 200
"""Damage taken after which an eel or a sunfish gains :data:`WOUND_GAIN` attack power."""
WOUND_GAIN = 40

NORMAL_ATTACK, AREA, INFIGHTING = "normalattack", "aoe", "infight"

Hit = tuple[int, int, int, int]
"""(position, side, value, whether it has a source)."""


class Passive(NamedTuple):
    """One passive ability that fired.

    Attributes:
        type: ``deflect`` or ``counter``.
        source: the position that the original names: for a counter, that of the fish which was struck.
        side: whose fish it was.
        value: what a deflecting fish kept, or what the counter dealt.
        fish: the position of the fish whose ability it is.
    """

    type: str
    source: int
    side: int
    value: int
    fish: int


class Record(NamedTuple):
    """What both sides are told about a move.

    Attributes:
        side, fish: whose move it was, and the position of the fish that made it.
        type: :data:`NORMAL_ATTACK`, :data:`AREA` or :data:`INFIGHTING`.
        targets: fish that were aimed at.
        value: nominal damage.
        hits: all damage, in the order in which it was dealt.
        passives: the abilities that fired, likewise.
    """

    side: int
    fish: int
    type: str
    targets: Sequence[int]
    value: int
    hits: list[Hit]
    passives: list[Passive]

    @property
    def is_skill(self) -> bool:
        """Whether it was the fish's active ability."""
        return self.type != NORMAL_ATTACK


class Board:
    """Eight fish; every attribute has one entry a fish.

    Attributes:
        kinds: 1 to 4.
        hp: 0 for a dead fish.
        attack: attack power.
        wound: damage taken; for eels and sunfish what is left of it after the last gain.
        exposed: whether the other side knows the kind.
    """

    __slots__ = ("attack", "exposed", "hp", "kinds", "wound")

    def __init__(self, kinds: Sequence[int]) -> None:
        self.kinds = tuple(kinds)
        self.hp = [HP] * 8
        self.attack = [ATTACK] * 8
        self.wound = [0] * 8
        self.exposed = [False] * 8

    def copy(self) -> Board:
        """Return a board that can be played on."""
        new = Board.__new__(Board)
        new.kinds = self.kinds
        new.hp = self.hp[:]
        new.attack = self.attack[:]
        new.wound = self.wound[:]
        new.exposed = self.exposed[:]
        return new

    def living(self, side: int) -> list[int]:
        """Return the fish of a side that live."""
        first, hp = side << 2, self.hp
        return [fish for fish in range(first, first + 4) if hp[fish]]

    def skill_hits_all(self, fish: int) -> bool:
        """Whether a fish's skill is aimed at all enemies; otherwise it is aimed at one mate."""
        return self.kinds[fish] in (SPRAY, EEL)

    def guess(self, fish: int, kind: int) -> bool:
        """Say which kind a fish is; return whether that is right. No passive ability fires."""
        if self.kinds[fish] != kind:
            return False
        self.exposed[fish] = True
        first, hp = fish & 4, self.hp
        for mate in range(first, first + 4):
            hp[mate] = max(0, hp[mate] - GUESSED)
        return True

    def strike(self, actor: int, target: int) -> Record:
        """Make a normal attack on a living enemy."""
        value = self.attack[actor] // 2
        hits: list[Hit] = []
        passives: list[Passive] = []
        self._strike(actor, target, value, self.living(target >> 2), hits, passives)
        self.bury()
        return Record(actor >> 2, actor & 3, NORMAL_ATTACK, (target,), value, hits, passives)

    def strike_all(self, actor: int) -> Record:
        """Use a spray's or an eel's skill on all living enemies, in the order of their positions."""
        value = SPRAYED if self.kinds[actor] == SPRAY else int(self.attack[actor] * 0.35)
        targets = self.living(1 - (actor >> 2))
        hits: list[Hit] = []
        passives: list[Passive] = []
        for target in targets:
            self._strike(actor, target, value, targets, hits, passives)
        self.bury()
        return Record(actor >> 2, actor & 3, AREA, targets, value, hits, passives)

    def infight(self, actor: int, mate: int) -> Record:
        """Use a flame's or a sunfish's skill on a living mate: it is hurt, the actor gains attack power."""
        side = actor >> 2
        self._hurt(mate, INFIGHT)
        self.attack[actor] += INFIGHT_GAIN
        self.bury()
        return Record(side, actor & 3, INFIGHTING, (mate,), INFIGHT, [(mate & 3, side, INFIGHT, 0)], [])

    def bury(self) -> None:
        """Set the HP of fish that fell below 0 to 0: they are dead."""
        hp = self.hp
        if min(hp) < 0:
            self.hp = [0 if points < 0 else points for points in hp]

    def winner(self, side: int) -> int | None:
        """Return who has won after a phase of ``side``, ``None`` if nobody has; both dead: ``side`` has."""
        hp = self.hp
        if not any(hp[4:]):
            return side if not any(hp[:4]) else 0
        return None if any(hp[:4]) else 1

    def _hurt(self, fish: int, damage: int) -> None:
        """Deal damage that is not shared."""
        self.hp[fish] -= damage
        self.wound[fish] += damage
        if self.wound[fish] >= WOUND and self.kinds[fish] >= EEL:
            gains, self.wound[fish] = divmod(self.wound[fish], WOUND)
            self.attack[fish] += WOUND_GAIN * gains

    def _strike(
        self,
        actor: int,
        target: int,
        damage: int,
        defenders: list[int],
        hits: list[Hit],
        passives: list[Passive],
    ) -> None:
        """Deal damage with a source: an eel or a sunfish shares it, and weak fish are defended.

        0.3 and 0.7 are binary fractions, cut off: of 170 the target keeps 118, as in the original.
        """
        kinds, side = self.kinds, target >> 2
        if kinds[target] >= EEL and len(defenders) > 1:
            share = int(damage * 0.3) // (len(defenders) - 1)
            damage = int(damage * 0.7)
            passives.append(Passive("deflect", target & 3, side, damage, target & 3))
            for mate in defenders:
                if mate != target:
                    hits.append((mate & 3, side, share, 0))
                    self._hurt(mate, share)
        hits.append((target & 3, side, damage, 1))
        self._hurt(target, damage)
        if self.hp[target] < WEAK:
            for mate in defenders:
                if kinds[mate] <= FLAME and mate != target:
                    passives.append(Passive("counter", target & 3, side, COUNTER, mate & 3))
                    hits.append((actor & 3, actor >> 2, COUNTER, 0))
                    self._hurt(actor, COUNTER)
