"""The card of a self-instruct folder."""

from __future__ import annotations

from pathlib import Path

from agentgym.instruct import card
from agentgym.instruct.record import Call, Folder, Proposal, Round, Settings, Verdict
from agentgym.policy import Usage

SETTINGS = Settings(
    env_id="AgentTune/OS-v0", env_args={"backend": "x"}, generator="g", solver="s", inventor="I 1"
)


def test_it_counts_every_proposal_once_and_gives_the_rate_of_rejection(tmp_path: Path) -> None:
    folder = Folder(tmp_path, SETTINGS)
    good = Proposal(
        call=0, kind="a", verdict=Verdict.ACCEPTED, task="t", wrong=20, rejected=20, equivalent=2, runs=5
    )
    weak = Proposal(
        call=0, kind="b", verdict=Verdict.EVALUATION, task="u", wrong=10, rejected=5, detail="accepts\nmuch"
    )
    none = Proposal(call=1, kind="b", verdict=Verdict.SCHEMA, detail="no Check")
    calls = [
        Call(call=0, proposals=2, usage=Usage(completion_tokens=700), cost=0.5),
        Call(call=1, proposals=1),
    ]
    folder.add(Round(calls=calls, proposals=[good, weak, none]))
    verdicts = card.table_of_verdicts(folder)
    assert [c.name for c in verdicts.columns][1:5] == [
        "proposed", "accepted", "schema", "evaluation accepts wrong solutions",
    ]  # fmt: skip
    assert verdicts.rows == [["a", 1, 1, 0, 0, 1.0], ["b", 2, 0, 1, 1, 0.0], ["total", 3, 1, 1, 1, 1 / 3]]
    assert card.table_of_mutations(folder).rows == [
        ["tried out", 2, 30, 25, 25 / 30, 2], ["accepted", 1, 20, 20, 1.0, 2],
    ]  # fmt: skip
    card.write(folder, SETTINGS, tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text()
    assert "3 proposals, 1 accepted (33.3%)" in text and "700 tokens written, 0.50 $" in text
    assert "* evaluation accepts wrong solutions (call 0): accepts much" in text and "backend='x'" in text


def test_a_folder_without_a_proposal_has_no_tables(tmp_path: Path) -> None:
    folder = Folder(tmp_path, SETTINGS)
    folder.add(Round(calls=[Call(call=0, error="no connection")], proposals=[]))
    text = card.text(folder, SETTINGS)
    assert "1 of them failed (first: no connection)" in text and "|" not in text
