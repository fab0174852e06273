"""Limits of a statement."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.limits import Limits
from agentgym.errors import OptionError


@pytest.mark.parametrize("name", ["seconds", "megabytes", "shown", "statement"])
def test_a_limit_is_positive(name: str) -> None:
    with pytest.raises(OptionError, match=f"{name} of a database's limits must be positive, got 0"):
        Limits(**{name: 0})
