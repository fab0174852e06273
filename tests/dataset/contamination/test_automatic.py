"""The comparison at every export."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.dataset.contamination.automatic import compare_registered
from agentgym.dataset.contamination.measure import RuleName, measure
from agentgym.dataset.contamination.samples import train_source
from agentgym.dataset.contamination.splits import Split, asked
from agentgym.dataset.contamination.summary import table_of_compared
from agentgym.dataset.exported import export_dataset, report_place
from agentgym.dataset.files import Origin, read_comparisons, read_marks, read_report, write_dataset
from agentgym.dataset.formats import import_, named
from agentgym.dataset.row import Row
from agentgym.messages import assistant, user
from agentgym.tuning.config import DataSource
from agentgym.tuning.data import contaminated

SPLITS = [Split("AgentTune/ALFWorld-v0", "test"), Split("AgentTune/GSM8K-v0", "test")]


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set whose second row, of the general half, has a question of GSM8K's test split."""
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    first, second, *_ = asked(SPLITS[1]).samples
    (question,) = set(first.texts) - set(second.texts)
    rows = [
        Row(
            id="a_0", messages=[user("Nothing of the kind stands in any test."), assistant("No.", loss=True)]
        ),
        Row(id="b_0", messages=[user(f"Solve this. {question}"), assistant("Yes.", loss=True)]),
    ]
    write_dataset(tmp_path / "data", rows, Origin, lambda folder: "")
    return tmp_path / "data"


def test_the_general_half_is_compared_and_what_matches_is_marked(dataset: Path) -> None:
    clean, clean_too, window, llama2 = compare_registered(dataset, splits=SPLITS)
    assert (clean.samples, clean.share, clean.leaked) == (120, 0.0, 0)
    assert (clean_too.samples, clean_too.share, clean_too.leaked) == (120, 0.0, 0)
    assert window.dirty >= 1 and window.samples == 300  # others of its kind differ in names and numbers only
    assert llama2.dirty >= 1 and llama2.samples == 300
    assert {(m.row, m.test) for m in read_marks(dataset)} == {("b_0", "gsm8k?split=test")}
    assert read_comparisons(dataset) == [clean, clean_too, window, llama2]


def test_both_rules_find_what_each_finds_by_itself(dataset: Path) -> None:
    found = compare_registered(dataset, splits=SPLITS)
    assert [c.rule for c in found] == [f"{r}, 4 of 10 words may differ" for r in ("window", "llama2")] * 2
    rules: tuple[RuleName, ...] = ("window", "llama2")
    for rule, one in zip(rules, found[2:], strict=True):
        alone = measure(train_source(str(dataset)), lambda: iter(asked(SPLITS[1]).samples), rule=rule)
        assert one.share == sum(s.share for s in alone.samples) / 300


def test_the_same_rows_are_compared_once(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compare_registered(dataset, splits=SPLITS)
    monkeypatch.setattr(
        "agentgym.dataset.contamination.automatic.measure_by", lambda *a, **k: pytest.fail("again")
    )
    marks = read_marks(dataset)
    assert compare_registered(dataset, splits=SPLITS) == first and read_marks(dataset) == marks
    with (dataset / "rows.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(pytest.fail.Exception, match="again"):
        compare_registered(dataset, splits=SPLITS)


def test_a_split_that_cannot_be_had_is_named(dataset: Path) -> None:
    found = compare_registered(dataset, splits=[Split("Nobody/Nothing-v0", "test")])
    assert len(found) == 2 and all("Nothing" in c.missing and c.samples == 0 for c in found)
    assert sum("Not compared" in note for note in table_of_compared(found).notes) == 1


def test_an_export_compares_and_says_so(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agentgym.dataset.contamination.automatic.registered", lambda: SPLITS)
    for number, place in enumerate((dataset, dataset / "rows.jsonl")):
        export_dataset(place, named("sharegpt"), tmp_path / f"{number}.jsonl")
        card = (tmp_path / f"{number}.jsonl.card.md").read_text()
        assert "all environments: 2 of 2." in card
        for rule in ("window", "llama2"):
            assert f"| gsm8k?split=test | {rule}, 4 of 10 words may differ | 300 |" in card
    assert "gsm8k?split=test" in (dataset / "README.md").read_text()
    # The report goes with the export, so that a training on it is warned as well.
    export_dataset(dataset, named("hf"), tmp_path / "hf")
    found = read_comparisons(dataset)
    for out in (tmp_path / "0.jsonl", tmp_path / "hf", dataset / "rows.jsonl"):
        assert read_report(report_place(out)) == found
    assert contaminated(DataSource(path=str(tmp_path / "hf")))
    assert len(list(import_(tmp_path / "hf", named("hf")))) == 2
    export_dataset(dataset / "rows.jsonl", named("sharegpt"), tmp_path / "0.jsonl", compare=False)
    assert not report_place(tmp_path / "0.jsonl").exists()
