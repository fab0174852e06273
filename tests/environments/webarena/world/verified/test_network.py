from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from agentgym.environments.webarena.world.building import build
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import End, Exchange
from agentgym.environments.webarena.world.verified.network import Network
from agentgym.errors import DataError

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Sites:
    def __init__(self, *made: Exchange) -> None:
        self.made = list(made)

    def exchanges(self) -> list[Exchange]:
        return self.made


def made(method: str, url: str, body: str = "", status: int = 200, **headers: str) -> Exchange:
    return Exchange(
        method,
        url,
        {**FORM, "accept": "text/html", **headers},
        body.encode(),
        status,
        {},
        b'{"a": {"b": [7]}}',
    )


def verdict(given: dict[str, Any], *exchanges: Exchange) -> float:
    return Network(given).judge(End("", None, None, Sites(*exchanges))).score  # type: ignore[arg-type]


def test_a_form_that_was_sent() -> None:
    expected = {
        "url": "http://s/admin/order/save/id/3/", "http_method": "POST", "post_data": {"tracking[1][number]": "239"},
        "response_status": 302,
    }  # fmt: skip
    right = made("POST", "http://s/admin/order/save/id/3", "tracking%5B1%5D%5Bnumber%5D=239&x=1", 302)
    assert verdict({"expected": expected}, right) == 1
    assert (
        verdict({"expected": expected}, made("POST", right.url, "tracking%5B1%5D%5Bnumber%5D=24", 302)) == 0
    )
    assert verdict({"expected": expected}, made("POST", right.url, right.body.decode(), 200)) == 0
    assert verdict({"expected": expected}, made("GET", right.url)) == 0


def test_a_page_that_was_opened_and_its_parameters() -> None:
    given = {
        "expected": {"url": ["http://s/a?x=1", "http://s/b"]},
        "ignored_query_params_patterns": ["^sort$"],
    }
    assert verdict(given, made("GET", "http://s/a/?sort=up&x=1")) == 1
    assert verdict(given, made("GET", "http://s/a?x=2")) == 0
    chosen = {
        "expected": {"url": "http://s/c", "query_params": {"label": ["bug"]}},
        "ignored_query_params": ["p"],
    }
    assert verdict(chosen, made("GET", "http://s/C?label=Bug&p=2&empty=")) == 1
    assert verdict(chosen, made("GET", "http://s/c?label=bug&other=2")) == 0
    assert verdict(chosen, made("GET", "http://s/c")) == 0
    pattern = {"expected": {"url": "^http://s/x-\\d+$"}}
    assert verdict(pattern, made("GET", "http://s/x-12")) == 1
    assert verdict(pattern, made("GET", "http://s/x-12?y=1")) == 0
    assert verdict(pattern, made("GET", "http://s/x-12", status=404)) == 0


def test_the_last_request_of_its_place_counts_or_any() -> None:
    last = {"expected": {"url": "http://s/save", "http_method": "POST", "post_data": {"a": "1"}}}
    right, wrong = made("POST", "http://s/save", "a=1"), made("POST", "http://s/save", "a=2")
    other = made("POST", "http://s/other", "a=2")
    assert verdict(last, wrong, right, other) == 1
    assert verdict(last, right, wrong) == 0
    assert verdict({**last, "last_event_only": False}, right, wrong) == 1


def test_in_a_task_of_navigation_the_page_that_was_opened_last_counts() -> None:
    given = {"expected": {"url": "http://s/here"}}
    here, there = made("GET", "http://s/here"), made("GET", "http://s/there")
    call = made("GET", "http://s/call", accept="application/json")
    picture = made("GET", "http://s/picture.png")
    for navigates, ends in ((False, 1), (True, 0)):
        network = Network(given, navigates=navigates)
        assert network.judge(End("", None, None, Sites(there, here, call, picture))).score == 1  # type: ignore[arg-type]
        assert network.judge(End("", None, None, Sites(here, there))).score == ends  # type: ignore[arg-type]
    task = {"evaluator": "AgentResponseEvaluator", "expected": {"task_type": "navigate", "status": "SUCCESS"},
            "results_schema": {"type": "null"}}  # fmt: skip
    config = Config(sites=["shopping"], task_id=1, intent="", start_urls=["u"], rules="verified",
                    verified=[task, {"evaluator": "NetworkEventEvaluator", **given}])  # fmt: skip
    built = build(config)[1]
    assert isinstance(built, Network) and built.navigates


def test_fields_of_a_form() -> None:
    def sent(body: str, **post_data: object) -> float:
        names = {name.replace("_at_", "$."): value for name, value in post_data.items()}
        given = {"expected": {"url": "http://s/f", "http_method": "POST", "post_data": names}}
        return verdict(given, made("POST", "http://s/f", body))

    assert sent("a=1&a=2", a="1") == 1 and sent("a=1&a=2", a="2") == 0  # The first of equal names.
    assert sent("a=1&b=2", a="1") == 1 and sent("b=2", a="1") == 0 and sent("", a="1") == 0
    pattern = {"$.^reply_\\d+$": "hi"}
    given = {"expected": {"url": "http://s/f", "http_method": "POST", "post_data": pattern}}
    assert verdict(given, made("POST", "http://s/f", "reply_7=Hi")) == 1
    assert verdict(given, made("POST", "http://s/f", "reply_7=hi&reply_8=hi")) == 0  # Which of them?
    numbers = {"$.i.ids": {"type": "array", "items": {"type": "number"}}}
    expected = {"url": "http://s/f", "http_method": "POST", "post_data": {"$.i.ids": [1, 2]}}
    listed = {"expected": expected, "post_data_schema": {"properties": numbers}}
    kind = {"content-type": "application/json"}
    assert verdict(listed, made("POST", "http://s/f", '{"i": {"ids": [2, 1]}}', **kind)) == 1
    assert verdict(listed, made("POST", "http://s/f", '{"i": {"ids": [2]}}', **kind)) == 0


def test_parameters_in_the_path() -> None:
    given = {
        "expected": {"url": "http://s/report/", "query_params": {"from": ["1/1"]}},
        "decode_base64_query": True,
    }
    encoded = b64encode(b"from=1%2F1").decode().rstrip("=")
    assert verdict(given, made("GET", f"http://s/report/{encoded}")) == 1
    assert verdict({**given, "decode_base64_query": False}, made("GET", f"http://s/report/{encoded}")) == 0


def test_a_request_that_must_not_be_made() -> None:
    given = {"expected": {"url": "http://s/delete", "http_method": "POST"}, "should_not_exist": True}
    assert verdict(given) == 1
    assert verdict(given, made("POST", "http://s/delete", status=500)) == 0  # Whatever it led to.


def test_json_that_was_sent_and_answered() -> None:
    given = {
        "expected": {
            "url": "http://s/api", "http_method": "POST", "post_data": {"$.v.name": "x"},
            "response_content": {"$.a.b[0]": 7},
        }
    }  # fmt: skip
    sent = made("POST", "http://s/api", '{"v": {"name": "X"}}', **{"content-type": "application/json"})
    assert verdict(given, sent) == 1


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(DataError, match="smell"):
        Network({"expected": {"url": "x", "smell": 1}})
