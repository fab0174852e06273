"""The bubblewrap backend: what it cannot do is told."""

from __future__ import annotations

import pytest

from agentgym.errors import SandboxError
from agentgym.sandbox import Spec, start
from tests.sandbox.machines import need


def test_bubblewrap_has_one_image() -> None:
    need("bubblewrap")
    with pytest.raises(SandboxError, match="cannot start the image 'db'"):
        start(Spec(image="db"), "bubblewrap")
