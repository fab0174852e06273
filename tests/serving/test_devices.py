"""GPUs shared out."""

from __future__ import annotations

import pytest

from agentgym.errors import OptionError
from agentgym.serving.devices import share_devices


def test_gpus_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,1,5,7")
    assert [share_devices(n, 2, 2) for n in range(2)] == ["3,1", "5,7"]
    with pytest.raises(OptionError, match="need 6 GPUs, 4 are visible"):
        share_devices(0, 3, 2)
