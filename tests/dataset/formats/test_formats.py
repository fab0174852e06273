"""All formats: what is written is read back."""

from __future__ import annotations

from typing import Any

import atif
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentgym.benchmarks.exports.adp_schema import faults
from agentgym.dataset.conversations import rows_of
from agentgym.dataset.formats import FORMATS
from agentgym.dataset.row import Row, seal
from agentgym.messages import tool_call
from tests.dataset.runs import played
from tests.dataset.test_row import CERTIFICATE

texts = st.text(st.characters(codec="utf-8"), max_size=12)
calls = st.lists(
    st.builds(lambda n, v, i: tool_call(n, {"x": v}, i), texts, texts, texts), min_size=1, max_size=2
)
answers = st.fixed_dictionaries(
    {"role": st.just("assistant"), "content": texts, "loss": st.booleans()},
    optional={"tool_calls": calls, "reasoning_content": texts},
)
others = st.one_of(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "system"]), "content": texts}),
    st.fixed_dictionaries({"role": st.just("tool"), "content": texts, "tool_call_id": texts}),
)
tools = st.lists(
    st.just({"type": "function", "function": {"name": "act", "parameters": {"type": "object"}}}), max_size=1
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    messages: Any = draw(st.lists(answers | others, min_size=1, max_size=5))
    row = Row(
        id=draw(st.from_regex(r"[a-z]{1,5}_[0-9]{1,3}", fullmatch=True)), messages=messages, tools=draw(tools)
    )
    if draw(st.booleans()):
        row.certificate = seal(CERTIFICATE, row)
    return row


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "tokens"])
@settings(deadline=None, max_examples=60)
@given(rows())
def test_import_of_export_is_the_row(name: str, row: Row) -> None:
    form = FORMATS[name]
    line = msgspec.json.decode(msgspec.json.encode(form.write(row)))
    assert form.read(line, 0) == row


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "tokens"])
@pytest.mark.parametrize("settings", [{}, {"action_format": "tools"}])
def test_rows_of_episodes_come_back(name: str, settings: dict[str, Any]) -> None:
    form = FORMATS[name]
    for env in ("alfworld", "mind2web"):
        for row in (r for e in played(env, **settings) for r in rows_of(e)):
            row.id = "x_0"
            assert form.read(msgspec.json.decode(msgspec.json.encode(form.write(row))), 0) == row


@settings(deadline=None, max_examples=60)
@given(rows())
def test_the_package_atif_takes_every_trajectory_of_atif(row: Row) -> None:
    line = msgspec.json.encode(FORMATS["atif"].write(row))
    assert atif.Trajectory.model_validate_json(line).schema_version == "ATIF-v1.7"


@settings(deadline=None, max_examples=60)
@given(rows())
def test_adps_schema_takes_every_trajectory(row: Row) -> None:
    assert faults(msgspec.json.decode(msgspec.json.encode(FORMATS["adp"].write(row)))) == []
