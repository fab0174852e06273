"""Check scripts that AgentBench's items name and that files without a script folder lack: our own versions.

Each compares its first parameter, the agent's answer, with its second, the output of the script before it, and ends
with 0 where they agree.
"""

from __future__ import annotations

_INTEGER = """\
import sys

try:
    same = int(sys.argv[1]) == int(sys.argv[2])
except (ValueError, IndexError):
    same = False
sys.exit(not same)
"""

_TEXT = """\
import sys


def tidy(text):
    return text.replace("\\r\\n", "\\n").replace("\\r", "\\n").strip()


given, wanted = map(tidy, sys.argv[1:3])
sys.exit(not ({condition}))
"""

_SIZE = """\
import re
import sys


def size(text):
    found = re.fullmatch(r"([0-9]+(?:\\.[0-9]+)?)\\s*([KMGTP]?)(?:i?B|Byte|Bytes)?", text.strip(), re.IGNORECASE)
    if found is None:
        sys.exit(1)
    return float(found[1]) * 1024 ** " KMGTP".index(found[2].upper() or " ")


sys.exit(size(sys.argv[1]) != size(sys.argv[2]))
"""

KNOWN: dict[str, str] = {
    "integer-match.py": _INTEGER,
    "string-match.py": _TEXT.replace("{condition}", "given == wanted"),
    "size-match.py": _SIZE,
    "in.py": _TEXT.replace("{condition}", "given in wanted"),
    "containing.py": _TEXT.replace("{condition}", "wanted in given"),
}
"""The scripts by the last part of their path."""
