"""Functions that choose among their arguments."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import chosen, in_type
from agentgym.environments.database.world.mysql.functions.arguments import (
    counted,
    needs_of,
)
from agentgym.environments.database.world.mysql.scope import Compiled, Frame


def coalesce(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """COALESCE, IFNULL, NVL: the first that is not NULL."""
    counted(name, arguments, 2 if name in ("IFNULL", "NVL") else 1, 2 if name in ("IFNULL", "NVL") else 99)
    kind = v.united([a.type for a in arguments])
    getters = [in_type(a, kind) for a in arguments]

    def first(frame: Frame) -> Any:
        for getter in getters:
            x = getter(frame)
            if x is not None:
                return x
        return None

    return Compiled(first, kind, needs_of(arguments))


def of_two(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """NVL2: the second where the first is not NULL, else the third."""
    counted(name, arguments, 3, 3)
    of = arguments[0].of
    return chosen([lambda f: of(f) is not None], [arguments[1]], arguments[2], [arguments[0].needs])


def is_null(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """ISNULL."""
    counted(name, arguments, 1, 1)
    of = arguments[0].of
    return Compiled(lambda f: int(of(f) is None), v.INT, arguments[0].needs)
