"""What a filter can ask."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset.fields import KINDS, fields_of
from agentgym.trajectory import index, score
from tests.report.synthetic import episode, write


def test_every_field_is_known_and_of_its_kind(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 0.5, metrics={"f1": 0.5})])
    score(tmp_path, lambda e: 3.0, name="style", by="me")
    (entry,) = index(tmp_path)
    fields = fields_of(entry)
    assert fields["env"] == "ALFWorld" and fields["reward"] == 0.5 and fields["success"] is False
    assert fields["metrics.f1"] == 0.5 and fields["scores.style"] == 3.0
    types = {"number": (int, float, type(None)), "text": (str,), "truth": (bool,)}
    for name, value in fields.items():
        kind = KINDS.get(name) or KINDS[f"{name.partition('.')[0]}.*"]
        assert isinstance(value, types[kind]), name
    assert {n for n in KINDS if "*" not in n} <= set(fields)
