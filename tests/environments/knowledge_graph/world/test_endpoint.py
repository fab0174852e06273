"""Endpoints that misbehave."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler

import pytest

from agentgym.environments.knowledge_graph.world.endpoint import Endpoint
from agentgym.errors import EnvironmentFailure, OptionError
from tests.environments.knowledge_graph.samples import result, send, server


def quick(url: str, **options: object) -> Endpoint:
    endpoint = Endpoint(url, timeout=0.5, retries=2, **options)  # type: ignore[arg-type]
    endpoint.pause = 0.01
    return endpoint


def test_an_endpoint_that_is_down_is_a_clear_error() -> None:
    with server(lambda h, q: None) as url:
        pass
    with pytest.raises(EnvironmentFailure, match=r"gave no answer in 3 attempts.*Is it running"):
        quick(url).select("SELECT", "x")
    with pytest.raises(OptionError, match="An endpoint is a URL"):
        Endpoint("ftp://x")


def test_a_slow_endpoint_times_out() -> None:
    def slow(handler: BaseHTTPRequestHandler, query: str) -> None:
        time.sleep(1.0)

    with server(slow) as url, pytest.raises(EnvironmentFailure, match=r"no reply within 0\.5 s"):
        quick(url).select("SELECT", "x")


@pytest.mark.parametrize("trouble", ["busy", "cut body", "cut json", "partial", "html"])
def test_trouble_that_passes_is_retried(trouble: str) -> None:
    calls = []

    def flaky(handler: BaseHTTPRequestHandler, query: str) -> None:
        calls.append(query)
        if len(calls) % 3:
            if trouble == "busy":
                send(handler, b"busy", 503)
            elif trouble == "cut body":
                send(handler, result("m.1")[:20], Content_Length="500")
                handler.close_connection = True
            elif trouble == "cut json":
                send(handler, result("m.1")[:-9])
            elif trouble == "partial":
                send(handler, result("m.9"), X_SQL_State="S1TAT")
            else:
                send(handler, b"<html>a proxy's page</html>")
        else:
            send(handler, result("m.1", "m.2"))

    with server(flaky) as url:
        endpoint = quick(url)
        endpoint._limit = 100
        assert [r["x"] for r in endpoint.select("SELECT", "x")] == ["m.1", "m.2"]
    assert len(calls) == 3


def test_a_refused_query_is_not_retried() -> None:
    calls = []

    def refuse(handler: BaseHTTPRequestHandler, query: str) -> None:
        calls.append(query)
        send(handler, b"syntax error at line 1", 400)

    with server(refuse) as url, pytest.raises(EnvironmentFailure, match="status 400: syntax error"):
        quick(url).select("SELECT", "x")
    assert len(calls) == 1


def test_rows_that_cannot_be_paged_are_an_error() -> None:
    with server(lambda h, q: send(h, result("m.1", "m.1"))) as url:
        endpoint = quick(url)
        endpoint._limit = 2
        with pytest.raises(EnvironmentFailure, match="cannot be had in full"):
            endpoint.select("SELECT", "x")
