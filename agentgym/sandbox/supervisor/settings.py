"""What the owner of a sandbox told it, by environment variables."""

from __future__ import annotations

import os

MODE = os.environ.get("SB_MODE", "plain")
"""``nested``, ``overlay`` or ``plain``."""

OVERLAID = MODE in ("nested", "overlay")
"""Whether the supervisor itself makes the filesystem, and can throw it away."""

DISK = int(os.environ.get("SB_DISK", str(64 << 20)))
"""Bytes that may be written."""

INODES = int(os.environ.get("SB_INODES", "20000"))
"""Files that may be made."""

PROCESSES = int(os.environ.get("SB_PROCESSES", "0"))
"""Processes and threads at once, 0 if unknown."""

LIMIT_PROCESSES = os.environ.get("SB_LIMIT_PROCESSES") == "1"
"""Whether nobody else limits them."""

MEMORY = int(os.environ.get("SB_MEMORY", "0"))
"""Bytes of address space a process, 0 where a limit over all of them is in force."""

WATCH_DISK = os.environ.get("SB_WATCH_DISK") == "1"
"""Whether the filesystem has no size of its own, so that what is written has to be watched."""

LIFETIME = float(os.environ.get("SB_LIFETIME", "86400"))
"""Seconds after which the sandbox ends by itself."""

PLACE = "/sbtmp"
"""A small tmpfs of the container's on which the overlay is put together."""

FLOOD = 16 << 20
"""Bytes of output past which a command is stopped."""

OPEN_FILES = 1024
