"""sqlglot's remarks: silent on our calls, as they are on others'."""

from __future__ import annotations

import logging
import threading

import pytest

from agentgym.environments.database.world.gold import translated
from agentgym.environments.database.world.quiet import quiet

LOG = logging.getLogger("sqlglot")


def test_our_calls_are_silent_and_those_of_others_are_not(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "sqlglot"):
        assert translated("VACUUM INTO 'x'", None, "postgresql")
        assert caplog.messages == []
        with quiet():
            LOG.warning("ours")
            LOG.error("an error")
            other = threading.Thread(target=LOG.warning, args=("of another thread",))
            other.start()
            other.join()
        LOG.warning("afterwards")
    assert caplog.messages == ["an error", "of another thread", "afterwards"]
