"""The tree of a page."""

from __future__ import annotations

import pytest

from agentgym.environments.mind2web.world.page import Page
from agentgym.errors import DataError


def test_broken_pages_are_clear_errors() -> None:
    with pytest.raises(DataError, match="no well-formed XML"):
        Page("<html><body></html>")
    with pytest.raises(DataError, match="DOCTYPE"):
        Page('<!DOCTYPE x [<!ENTITY a "b">]><html>&a;</html>')
