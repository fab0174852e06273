"""Hints: the command that really works from here."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym import install


def test_hints_say_what_works_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install.hint("webshop") == f"pip install -e '.[webshop]' (in {Path(__file__).parents[1]})"
    monkeypatch.setattr(install, "checkout", lambda: None)
    assert install.hint("kg", "local") == "pip install 'agenttuning-gym[kg,local]'"
    assert install.hint() == "pip install 'agenttuning-gym'"
