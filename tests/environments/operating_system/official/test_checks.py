"""The check scripts that items name and files may lack."""

from __future__ import annotations

import subprocess
import sys

import pytest

from agentgym.environments.operating_system.official import checks


@pytest.mark.parametrize(
    ("name", "given", "wanted", "right"),
    [
        ("integer-match.py", "3", " 3\n", True),
        ("integer-match.py", "3.0", "3", False),
        ("integer-match.py", "None", "3", False),
        ("integer-match.py", "", "", False),
        ("string-match.py", "a\rb", "a\nb\n", True),
        ("string-match.py", "a b", "ab", False),
        ("size-match.py", "4K", "4096\n", True),
        ("size-match.py", "4.0K", "4K", True),
        ("size-match.py", "1MB", "1M", True),
        ("size-match.py", "much", "1M", False),
        ("in.py", "b", "abc", True),
        ("containing.py", "abc", "b\n", True),
        ("containing.py", "b", "abc", False),
    ],
)
def test_the_checks_that_items_name(name: str, given: str, wanted: str, right: bool) -> None:
    done = subprocess.run([sys.executable, "-c", checks.KNOWN[name], given, wanted], check=False)
    assert (done.returncode == 0) is right
