"""The task sets: embedded questions, files of AgentBench."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.authoring.generator import SIZES
from agentgym.environments.knowledge_graph.tasks import SPLITS, embedded_questions, load
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.errors import DataError


def test_every_gold_program_gives_its_stored_answer() -> None:
    graph, checked = embedded_graph(), 0
    for split in SIZES:
        for question in embedded_questions(split).values():
            assert graph.episode().answers(parse(question.s_expression)) == frozenset(question.answer)
            assert set(question.entities.values()) <= set(question.s_expression.replace(")", " ").split())
            checked += 1
    assert checked == sum(SIZES.values()) == 1400


def test_no_question_names_a_relation() -> None:
    ontology = embedded_ontology()
    listed = ontology.relations | ontology.attributes
    last_parts = {last for r in listed if "_" in (last := r.rsplit(".", 1)[1])}
    for split in SIZES:
        for question in embedded_questions(split).values():
            assert not any(name in question.question for name in listed | last_parts), question.question
            assert not any(entity in question.question for entity in question.entities.values())
            assert all(name in question.question for name in question.entities)


def test_every_split_is_a_task_set() -> None:
    for split in SPLITS:
        tasks = load(None, split)
        assert len(tasks) == {**SIZES, "test": 300}[split]
        assert all(t.split == split and t.kind and t.data.id == t.id for t in tasks)
    assert list(load(None, "test").ids[:3]) == [
        "test-iid-0000",
        "test-compositional-0000",
        "test-zeroshot-0000",
    ]


def test_a_file_and_a_folder_of_agentbench(tmp_path: Path) -> None:
    item = {"question": "who?", "qid": "7", "entities": {}, "answer": [], "source": "webqsp"}
    (tmp_path / "std.json").write_text(json.dumps([item, item]))
    for data in (tmp_path, tmp_path / "std.json"):
        tasks = load(data, "test")
        assert tasks.ids == ("7", "7-1") and tasks[0].kind == "webqsp"
    with pytest.raises(DataError, match=r"has no dev\.json"):
        load(tmp_path, "dev")
