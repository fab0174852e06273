from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.webarena.official import files
from agentgym.environments.webarena.world.building import build
from agentgym.environments.webarena.world.config import Check, Config, Eval
from agentgym.environments.webarena.world.evaluators.base import End
from agentgym.errors import DataError
from tests.shared_data import shared


class Tab:
    def __init__(self, url: str, text: str = "", values: dict[str, Any] | None = None) -> None:
        self.url = url
        self.text = text
        self.values = values or {}

    def goto(self, url: str) -> None:
        self.url = url

    def content(self) -> str:
        return self.text

    def evaluate(self, expression: str) -> Any:
        return self.values[expression]


def config(rules: Any = "current", **judge: Any) -> Config:
    return Config(
        sites=["shopping"], task_id=1, intent="i", start_urls=["u"], rules=rules, eval=Eval(**judge)
    )


def verdict(task: Config, answer: str = "", url: str = "http://h/", **tab: Any) -> float:
    end = End(answer, Tab(url, **tab), lambda: Tab("", **tab), None)  # type: ignore[arg-type]
    value = 1.0
    for evaluator in build(task):
        value *= evaluator.judge(end).score
    return value


@pytest.mark.parametrize("name", ["test.raw.json", "webarena-verified.json"])
def test_every_evaluator_of_the_official_files_is_built_without_a_site(name: str) -> None:
    tasks = files.read(shared(f"webarena/{name}"))
    assert len(tasks) == 812
    assert all(build(task) for task in tasks.values())


def test_the_rules_of_2023() -> None:
    exact = config("2023", eval_types=["url_match"], reference_url="http://h/a?x=1")
    assert verdict(exact, url="http://h/a?x=1/") == 1
    assert verdict(exact, url="http://h/a?x=1&y=2") == 0
    contained = config("2023", eval_types=["url_match"], reference_url="http://h/a", url_note="GOLD in PRED")
    assert verdict(contained, url="http://h/abc") == 1
    text = config("2023", eval_types=["string_match"], reference_answers={"must_include": ["6"]})
    assert verdict(text, "16") == 1
    page = config(
        "2023",
        eval_types=["program_html"],
        program_html=[Check(url="last", locator="", required_contents="Blue |OR| red")],
    )
    assert verdict(page, text="it is RED") == 1
    assert verdict(page, text="it is green") == 0


def test_addresses_of_today() -> None:
    task = config(eval_types=["url_match"], reference_url="http://h/a?x=1 |OR| http://h/b?x=2")
    assert verdict(task, url="http://h/b?x=1&z=3") == 1
    assert verdict(task, url="http://h/b") == 0


def test_a_locator_s_value_reads_as_python_prints_it() -> None:
    check = Check(url="last", locator="document.x", required_contents={"exact_match": "True"})
    task = config(eval_types=["program_html"], program_html=[check])
    assert verdict(task, values={"document.x": True}) == 1
    assert verdict(task, values={"document.x": False}) == 0


def test_an_address_after_a_check_is_that_of_the_check_as_in_the_original() -> None:
    check = Check(url="http://h/other", locator="", required_contents={"must_include": ["x"]})
    task = config(
        eval_types=["program_html", "url_match"], program_html=[check], reference_url="http://h/page"
    )
    assert verdict(task, url="http://h/page", text="x") == 0


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        ({"eval_types": ["sound_match"]}, "sound_match"),
        ({"eval_types": ["string_match"]}, "reference_answers is missing"),
        ({"eval_types": ["string_match"], "reference_answers": {"like": "x"}}, "like is not known"),
        ({"eval_types": ["url_match"], "reference_url": "x", "url_note": "ABOUT"}, "ABOUT"),
        (
            {
                "eval_types": ["program_html"],
                "program_html": [Check("last", "eval(1)", {"exact_match": "x"})],
            },
            "locator",
        ),
        (
            {
                "eval_types": ["program_html"],
                "program_html": [Check("func:open('x')", "", {"exact_match": "x"})],
            },
            "open",
        ),
        (
            {"eval_types": ["program_html"], "program_html": [Check("func:reddit_get_post_url(1)", "", "x")]},
            "texts in quotes",
        ),
        ({"eval_types": ["program_html"], "program_html": [Check("last", "", {"like": "x"})]}, "exact_match"),
    ],
)
def test_what_cannot_be_used_is_refused_when_it_is_read(judge: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told):
        build(config(**judge))
