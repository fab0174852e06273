"""The paper's sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.rewoo.official.sets import open_sets, rows
from agentgym.errors import DataError
from tests.environments.hotpotqa.samples import ITEM, OTHER, columns
from tests.shared_data import shared

FIRST = {
    90447: [49498, 16122, 68708, 45377, 3055],
    138384: [109829, 19540, 130758, 72815, 24895],
    7473: [548, 6592, 6644, 3596, 5034],
    2290: [994, 2185, 1311, 1000, 2005],
    53: [29, 25, 43, 13, 17],
    1000: [444, 898, 186, 584, 664],
    74: [3, 2, 12, 48, 19],
}


def test_the_rows_that_the_paper_drew() -> None:
    for size, first in FIRST.items():
        assert rows(size, "test")[:5] == first
        drawn = [rows(size, split) for split in ("test", "dev", "train")]
        assert sorted(row for part in drawn for row in part) == list(range(size)) and len(drawn[0]) == 50


def write(folder: Path) -> Path:
    """Write one small file of each set."""
    texts = {
        "hotpot_train.json": json.dumps([columns(ITEM), columns(OTHER)]),
        "trivia_qa.jsonl": json.dumps(
            {"question": "Who?", "question_id": "1", "answer": {"value": "Ada", "aliases": ["A. R."]}}
        ),
        "gsm8k_train.jsonl": json.dumps({"question": "How many?", "answer": "2 + 2 = <<2+2=4>>4\n#### 4"})
        + "\n",
        "strategy_qa.json": json.dumps(
            {"examples": [{"input": "Is it?", "target_scores": {"Yes": 0, "No": 1}}]}
        ),
        "physics_question.json": json.dumps(
            {"examples": [{"input": "", "target": ""}, {"input": "How far?", "target": ["7 m", "7.1 m"]}]}
        ),
        "sports_understanding.json": json.dumps(
            {"examples": [{"input": "He ran", "target_scores": {"plausible": 1, "implausible": 0}}]}
        ),
        "SOTU_QA.csv": 'question,answer\n"Who, then?",He\n',
        "state_of_the_union.txt": "Dear all.",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def test_every_layout(tmp_path: Path) -> None:
    sets = open_sets(write(tmp_path))
    assert {n: s.size for n, s in sets.items()} == {
        "hotpot_qa": 2,
        "trivia_qa": 1,
        "gsm8k": 1,
        "strategy_qa": 1,
        "physics_question": 1,
        "sports_understanding": 1,
        "sotu_qa": 1,
    }
    made = {n: s.problem(0) for n, s in sets.items()}
    assert {n: (p.label, p.answer) for n, p in made.items()} == {
        "hotpot_qa": ("text", "1882"),
        "trivia_qa": ("text", "Ada"),
        "gsm8k": ("number", "4"),
        "strategy_qa": ("yesno", "No"),
        "physics_question": ("quantity", "7 m"),
        "sports_understanding": ("option", "plausible"),
        "sotu_qa": ("sentence", "He"),
    }
    assert made["trivia_qa"].aliases == ("A. R.",) and made["physics_question"].aliases == ("7.1 m",)
    assert made["strategy_qa"].question == "Answer with 'Yes' or 'No': Is it?"
    assert (
        made["gsm8k"].tools == ("LLM", "WolframAlpha", "Calculator")
        and made["sotu_qa"].tools[-1] == "SearchSOTU"
    )
    assert made["hotpot_qa"].facts == ("Ada Renn", "Vilmar (town)") and len(made["hotpot_qa"].context) == 3
    assert list(open_sets(tmp_path / "gsm8k_train.jsonl")) == ["gsm8k"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gsm8k.jsonl", '{"question": "x', "row 0"),
        ("gsm8k.jsonl", '{"question": "x", "answer": "4"}', "####"),
        ("strategy.json", '{"examples": [{"input": "x", "target_scores": {"Yes": 0}}]}', "no right answer"),
        ("strategy.json", '{"examples": [{"inp', "strategy.json"),
        ("trivia.json", '[{"question": "x"}]', "row 0"),
        ("sotu.csv", "question,answer\nx,y\n", "state_of_the_union.txt"),
        ("sotu.csv", "a,b\nx,y\n", "question and answer"),
        ("hotpot.json", '[{"question": "x?"}]', "no answer"),
        ("other.json", "[]", "none of the paper's sets"),
    ],
)
def test_damaged_files(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=message):
        for found in open_sets(tmp_path).values():
            found.problem(0)


def test_the_real_sets() -> None:
    sets = open_sets(shared("rewoo/SOTU_QA.csv").parent)
    assert {n: s.size for n, s in sets.items()} == {
        "strategy_qa": 2290,
        "physics_question": 53,
        "sports_understanding": 1000,
        "sotu_qa": 74,
    }
    for found in sets.values():
        for row in range(found.size):
            assert found.problem(row).answer
