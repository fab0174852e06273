"""Reading replies: the JSON in them, and the guess or move that it stands for.

Three versions, the profiles' names: ``paper`` (AgentBench before v0.1) and ``agentbench`` (v0.2) accept and refuse
what the originals do, their errors included; ``fixed`` accepts what means something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from agentgym.actions import ParseError
from agentgym.environments.card_game.world.board import EEL, FLAME, KINDS, SPRAY, SUNFISH
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.sight import Sight

Version = Literal["paper", "agentbench", "fixed"]
VERSIONS: tuple[Version, ...] = get_args(Version)

NO_GUESS = "none"
"""What ``guess_type`` is where nothing is guessed (``fixed``)."""


def objects(text: str, version: Version) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON objects of a reply, each with the position at which it begins.

    An object ends at the first closing brace. It begins at the first opening one, so that an object in an object is
    none; in the version ``fixed`` it begins at the last. Single quotes are read as double ones; ``fixed`` does so only
    where that is needed.
    """
    end = 0
    while (begin := text.find("{", end)) >= 0 and (closing := text.find("}", begin)) >= 0:
        if version == "fixed":
            begin = text.rindex("{", begin, closing)
        end = closing + 1
        written = text[begin:end]
        for attempt in dict.fromkeys((written if version == "fixed" else "", written.replace("'", '"'))):
            try:
                found = json.loads(attempt)
            except (ValueError, RecursionError):
                continue
            yield begin, found
            break


def guess_of(said: Mapping[str, Any], sight: Sight, version: Version) -> Guess | None:
    """Return the guess that a reply stands for.

    Raises:
        ParseError: it stands for none.
    """
    kind, where = said.get("guess_type"), said.get("target_position")
    if version == "fixed" and kind == NO_GUESS:
        return None
    if not isinstance(kind, str) or kind not in KINDS:
        raise _refused(f"guess_type must be one of {', '.join(KINDS)}, got {_short(kind)}.")
    position = _number(where)
    if version == "paper" and isinstance(where, str) and where != str(position):
        position = None  # Before v0.1 it is compared as text.
    open_ = sight.hidden() if version == "fixed" else sight.enemies()
    if position not in open_:
        raise _refused(f"target_position must be one of {_listed(open_)}, got {_short(where)}.")
    return Guess(position, KINDS.index(kind) + 1)


def move_of(said: Mapping[str, Any], sight: Sight, version: Version) -> Move:
    """Return the move that a reply stands for.

    Raises:
        ParseError: it stands for none.
    """
    pick, action = said.get("pick_fish"), said.get("action")
    fish = _fish(pick, sight, version)
    if fish not in sight.own():
        raise _refused(f"pick_fish must name a living fish of yours, got {_short(pick)}.")
    if action not in ("normal", "active"):
        raise _refused(f"action must be 'normal' or 'active', got {_short(action)}.")
    active, where = action == "active", said.get("target_position")
    if version != "fixed" and "target_position" not in said:
        raise _refused("target_position is missing.")
    position, kind = _number(where), sight.kind(fish)
    by_name = isinstance(pick, str) and pick in KINDS
    if active and version == "paper" and by_name and kind in (SPRAY, EEL):
        return Move(True, fish, None)
    if active and version == "agentbench":
        return _v02_skill(fish, kind, position, by_name, sight)
    if active and version == "fixed":
        if kind in (SPRAY, EEL):
            return Move(True, fish, None)
        mates = [mate for mate in sight.own() if mate != fish]
        if position not in mates:
            raise _refused(
                f"Its skill needs a mate as target_position, one of {_listed(mates)}; got {_short(where)}."
            )
        return Move(True, fish, position)
    if position not in sight.enemies():
        raise _refused(
            f"target_position must be a living enemy, one of {_listed(sight.enemies())}; got {_short(where)}."
        )
    if (
        active
        and kind in (FLAME, SUNFISH)
        and (not by_name or position == fish or position not in sight.own())
    ):
        raise _refused(f"{KINDS[kind - 1]} cannot use its skill on {_short(where)}.")
    return Move(active, fish, None if active and kind in (SPRAY, EEL) else position)


def _v02_skill(fish: int, kind: int, position: int | None, by_name: bool, sight: Sight) -> Move:
    """Return a skill as v0.2 reads it: the eel is listed for the sunfish, so that both pass the check and then fail."""
    mate = position != fish and position in sight.own()
    checked = position is not None if kind in (SPRAY, EEL) else mate
    if not by_name or not checked:
        raise _refused(f"{KINDS[kind - 1]} cannot use its skill so.")
    if kind in (EEL, SUNFISH):
        raise ParseError("unknown_action", f"The skill of {KINDS[kind - 1]} does not work.")
    return Move(True, fish, None if kind == SPRAY else position)


def _fish(pick: object, sight: Sight, version: Version) -> int | None:
    """Return the position of the fish that a reply picks: by name, or by a number, which in v0.2 is one too low."""
    if isinstance(pick, str) and pick in KINDS:
        return next(position for position in range(4) if sight.kind(position) == KINDS.index(pick) + 1)
    if isinstance(pick, str) and pick in ("0", "1", "2", "3"):
        return int(pick) + (version == "agentbench")
    return pick if version == "fixed" and isinstance(pick, int) and not isinstance(pick, bool) else None


def _number(value: object) -> int | None:
    """Return a position as the originals read it: what ``int`` makes of its text."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _short(value: object) -> str:
    return repr(value)[:40] if isinstance(value, (str, int, float, type(None))) else type(value).__name__


def _listed(positions: list[int]) -> str:
    return ", ".join(map(str, positions)) or "none"


def _refused(hint: str) -> ParseError:
    return ParseError("bad_arguments", hint)
