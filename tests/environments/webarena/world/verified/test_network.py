from __future__ import annotations

from typing import Any

import pytest

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
    chosen = {"expected": {"url": "http://s/c", "query_params": {"label": ["bug"]}}}
    assert verdict(chosen, made("GET", "http://s/c?label=Bug&p=2")) == 1


def test_only_the_last_page_counts_where_that_is_said() -> None:
    given = {"expected": {"url": "^http://s/x-.*$"}, "last_event_only": True}
    first, second = made("GET", "http://s/x-1"), made("GET", "http://s/y")
    assert verdict(given, second, first) == 1
    assert verdict(given, first, second) == 0


def test_a_request_that_must_not_be_made() -> None:
    given = {"expected": {"url": "http://s/delete", "http_method": "POST"}, "should_not_exist": True}
    assert verdict(given) == 1
    assert verdict(given, made("POST", "http://s/delete")) == 0


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
