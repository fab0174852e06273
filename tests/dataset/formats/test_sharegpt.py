"""ShareGPT's and AgentInstruct's conversations."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.dataset.formats import AgentInstructFormat, ShareGPTFormat
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import assistant, user

ROW = Row(id="os_0", messages=[user("u"), assistant("Ok."), user("v"), assistant("Think: …", loss=True)])
PUBLISHED = {
    "id": "os_0",
    "conversations": [
        {"from": "human", "loss": None, "value": "u"}, {"from": "gpt", "loss": False, "value": "Ok."},
        {"from": "human", "loss": None, "value": "v"}, {"from": "gpt", "loss": True, "value": "Think: …"},
    ],
}  # fmt: skip


def test_agentinstruct_is_written_and_read_as_published() -> None:
    assert AgentInstructFormat().write(ROW) == PUBLISHED
    assert AgentInstructFormat().read(PUBLISHED, 0) == ROW


def test_sharegpt_trains_every_answer() -> None:
    plain = {"id": "q", "conversations": [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]}
    row = ShareGPTFormat().read(plain, 0)
    assert row == Row(id="q", messages=[user("u"), assistant("a", loss=True)])
    assert ShareGPTFormat().write(row) == plain


@pytest.mark.parametrize(
    "line",
    [
        {}, {"conversations": {}}, {"conversations": [{"from": "martian", "value": "x"}]},
        {"conversations": [{"from": "human"}]}, {"conversations": ["x"]},
        {"conversations": [{"from": "human", "value": "x"}], "agentgym": {"messages": [{}, {}]}},
    ],
)  # fmt: skip
def test_other_lines_are_refused(line: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        ShareGPTFormat().read(line, 0)
