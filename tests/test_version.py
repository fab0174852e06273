"""The version, and the commit of a checkout."""

from __future__ import annotations

from pathlib import Path

from agentgym import version


def test_a_checkout_is_known_by_its_commit() -> None:
    assert version.checkout() == Path(__file__).parents[1]
    found = version.framework()
    assert found == version.__version__ or found.startswith(f"{version.__version__}+g")
