"""What every viewer keeps to: other hosts are refused, errors are answers, pages run no script but their own."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from agentgym.errors import DataError, unknown_name
from agentgym.viewer.guard import guard


def ask(host: str, error: Exception | None = None) -> web.StreamResponse:
    async def handler(request: web.Request) -> web.StreamResponse:
        if error is not None:
            raise error
        return web.Response(text="here")

    async def asked() -> web.StreamResponse:
        return await guard(make_mocked_request("GET", "/", headers={"Host": host}), handler)

    return asyncio.run(asked())


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:80"])
def test_this_machine_is_answered_with_the_headers(host: str) -> None:
    response = ask(host)
    assert response.status == 200 and response.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "localhost.evil:1"])
def test_a_page_that_points_its_own_name_here_is_refused(host: str) -> None:
    with pytest.raises(web.HTTPForbidden, match="Forbidden"):
        ask(host)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (unknown_name("episode", "x", ["y"]), 404),
        (DataError("the log is broken"), 400),
        (ValueError("odd"), 400),
    ],
)
def test_errors_are_answers(error: Exception, status: int) -> None:
    response = ask("localhost", error)
    assert isinstance(response, web.Response) and response.status == status
    assert json.loads(response.body)["error"] == str(error)  # type: ignore[arg-type]
