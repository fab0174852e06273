"""Requests that are as expected, and changed."""

from __future__ import annotations

import json
import random
import re

import pytest

from agentgym.benchmarks.verified_requests.cases import Request, expected, sample, variants
from agentgym.environments.webarena.world.evaluators.base import End, Exchange
from agentgym.environments.webarena.world.verified.network import Network


class Seen:
    def __init__(self, trace: list[Request]) -> None:
        self.trace = trace

    def exchanges(self) -> list[Exchange]:
        return [
            Exchange(
                r.method, r.url, r.headers, r.body.encode(), r.status,
                {"set-cookie": ",".join(f"{n}={v}" for n, v in r.cookies.items())}, r.content.encode(),
            )
            for r in self.trace
        ]  # fmt: skip


@pytest.mark.parametrize(
    "pattern", [r"^(a|b)\d+$", r"^.*x{2}[^a]?$", r"^[A-Z]\s\w+-(?:one|two)$", "^[0-9][^x]a$"]
)
def test_a_sample_fits_its_pattern(pattern: str) -> None:
    assert re.fullmatch(pattern, sample(pattern))


def test_what_is_made_is_what_is_expected_and_a_change_is_noticed() -> None:
    given = {
        "expected": {
            "url": ["http://code.test/a", "http://code.test/b"], "http_method": "POST", "response_status": 201,
            "query_params": {"x": ["1"]}, "headers": {"X-Kind": "json"}, "response_cookies": {"note": "^.*added$"},
            "post_data": {"$.v.names[0]": "^n\\d$", "plain": "p"}, "response_content": {"$.id": 7},
        }
    }  # fmt: skip
    made = expected(given)
    assert (made.method, made.url, made.status) == ("POST", "http://code.test/a?x=1", 201)
    assert json.loads(made.body) == {"v": {"names": ["n7"]}, "plain": "p"} and json.loads(made.content) == {
        "id": 7
    }

    verdicts = {}
    for label, trace in variants(given, random.Random(0)):
        verdicts[label] = Network(given).judge(End("", None, None, Seen(trace))).score  # type: ignore[arg-type]
    assert verdicts.pop("a field in capitals") in (0, 1)  # Only the pattern of a name minds.
    assert {label for label, score in verdicts.items() if score} == {
        "as expected", "and another page after it", "and a call after it", "path in capitals",
        "an empty parameter more", "a field more", "a second value",
    }  # fmt: skip
    assert len(verdicts) > 15
