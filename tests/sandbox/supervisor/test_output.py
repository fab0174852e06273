"""What a command wrote: its head and its tail."""

from __future__ import annotations

import os

import pytest

from agentgym.sandbox.supervisor.output import Output


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 100])
def test_output_keeps_head_and_tail_however_it_comes(limit: int) -> None:
    data = os.urandom(50).hex().encode()
    for step in (1, 3, 99, 200):
        out = Output(limit)
        for i in range(0, len(data), step):
            out.add(data[i : i + step])
        fields = out.fields()
        assert fields["bytes"] == 100 and fields["truncated"] is (limit < 100)
        text = fields["output"].encode()
        head, tail = limit - limit // 2, limit // 2
        assert text.startswith(data[:head]) and text.endswith(data[100 - tail :])
        if limit < 100:
            assert (
                text == data[:head] + b"\n[... %d bytes left out ...]\n" % (100 - limit) + data[100 - tail :]
            )
        else:
            assert text == data
