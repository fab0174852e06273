from __future__ import annotations

import json
from typing import Any

import pytest

from agentgym.environments.webarena.official import files
from agentgym.environments.webarena.world.evaluators.base import End
from agentgym.environments.webarena.world.verified.response import Response, read
from agentgym.errors import DataError
from tests.shared_data import shared


def response(data: Any, items: dict[str, Any], **more: Any) -> Response:
    expected = {"task_type": "retrieve", "status": "SUCCESS", "retrieved_data": data}
    return Response({"expected": expected, "results_schema": {"type": "array", "items": items}, **more})


def answer(data: Any, kind: str = "RETRIEVE", status: str = "SUCCESS") -> dict[str, Any]:
    return {"task_type": kind, "status": status, "retrieved_data": data}


def test_data_are_compared_in_any_order_each_once() -> None:
    rated = response(["a", "b", "b"], {"type": "string"})
    assert rated.fits(answer(["B.", "a", "b"]))
    assert not rated.fits(answer(["a", "a", "b"]))
    assert not rated.fits(answer(["a", "b"]))
    assert not response(["a", "b"], {"type": "string"}, ordered=True).fits(answer(["b", "a"]))


def test_a_list_in_the_place_of_a_value_are_alternatives() -> None:
    assert response([["a", "b"]], {"type": "string"}).fits(answer(["b"]))


def test_kind_and_status_must_be_right() -> None:
    rated = response([1], {"type": "number"})
    assert rated.fits(answer(1))
    assert not rated.fits(answer([1], kind="NAVIGATE"))
    assert not rated.fits(answer([1], status="NOT_FOUND_ERROR"))
    assert not rated.fits(answer(None))


def test_the_answer_is_read_as_json_also_in_a_fence() -> None:
    assert read('```json\n{"a": 1}\n```') == {"a": 1}
    assert read("a") is None
    assert read("[1]") is None
    assert response(["x"], {"type": "string"}).judge(End("Nothing", None, None, None)).score == 0  # type: ignore[arg-type]


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(DataError, match="colour"):
        response(["x"], {"type": "string", "format": "colour"})


def test_the_gold_answers_of_the_file_are_right() -> None:
    tasks = files.read(shared("webarena/webarena-verified.json"))
    rated = wrong = 0
    for task in tasks.values():
        given = next((e for e in task.verified if e["evaluator"] == "AgentResponseEvaluator"), None)
        if given is None or given["expected"]["task_type"] != "retrieve" or "^" in json.dumps(given):
            continue
        data = given["expected"].get("retrieved_data")
        nested = given["results_schema"].get("items", {}).get("type") == "array"
        if isinstance(data, list) and not nested:
            data = [v[0] if isinstance(v, list) else v for v in data]
        rated += 1
        wrong += not Response(given).fits(answer(data, status=given["expected"]["status"]))
    assert (rated, wrong) == (315, 0)
