"""What check scripts are run by must be what the machine had: an agent is root, and may put ``true`` in bash's place.

The programs are looked at when the task is set up and again before a check, past everything that runs on the machine. A
check that another bash, python or loader would run does not hold, and neither does one that names a tool of the system
that was exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agentgym.environments.operating_system.world.item import Item
from agentgym.sandbox.interface import Program, Sandbox

_INTERPRETERS = {"bash": "bash", "python": "python3"}
"""Program by language of a script."""
_ALWAYS = (
    "bash",
    "python3",
    "/etc/ld.so.preload",
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
)
_TOOLS = frozenset(
    "awk basename cat cmp comm cut date diff dirname du egrep env find fgrep grep gzip head id ls md5sum pgrep ps "
    "readlink realpath sed seq sh sha1sum sha256sum sort stat tail tar tr uniq wc xargs".split()
)
"""What check scripts look with."""

Programs = dict[str, Program | None]


def look(machine: Sandbox, item: Item) -> Programs:
    """Return the programs that the item's check will be run by, as they are now."""
    words = {w for s in item.scripts for w in re.findall(r"[a-z0-9]+", s.code)}
    names = [*_ALWAYS, *sorted(_TOOLS & words)]
    return _found(machine, names)


def untouched(machine: Sandbox, before: Programs) -> bool:
    """Whether the programs are still what they were.

    Raises:
        SandboxError: the sandbox died.
    """
    return _found(machine, list(before)) == before


def path(language: str, programs: Programs) -> str:
    """Return the path of the interpreter of a language; its bare name where the machine has none, ``""`` for others."""
    name = _INTERPRETERS.get(language, "")
    found = programs.get(name)
    return found.path if found is not None else name


def _found(machine: Sandbox, names: Sequence[str]) -> Programs:
    return dict(zip(names, machine.programs(names), strict=True))
