"""Serving a WSGI application to a browser or a person."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from agentgym.browser import site


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode()]


def test_a_site_answers_until_it_is_closed() -> None:
    with site.SiteServer(echo) as server:
        assert urllib.request.urlopen(f"{server.url}/a/b").read() == b"GET /a/b"
        rebound = urllib.request.Request(server.url, headers={"Host": "shop.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(rebound)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{server.url}/a")


def test_one_slow_request_does_not_hold_up_another() -> None:
    entered, release = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            entered.set()
            release.wait(30)
        return echo(environ, start_response)

    with site.SiteServer(app) as server:
        slow = threading.Thread(target=lambda: urllib.request.urlopen(f"{server.url}/slow").read())
        slow.start()
        assert entered.wait(30)
        assert urllib.request.urlopen(f"{server.url}/quick").read() == b"GET /quick"
        release.set()
        slow.join(30)


def test_people_are_served_until_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    def interrupted() -> None:
        assert urllib.request.urlopen(opened[0]).read() == b"GET /"
        raise KeyboardInterrupt

    monkeypatch.setattr(site.webbrowser, "open", opened.append)
    monkeypatch.setattr(site, "forever", interrupted)
    site.serve_people(echo, "The site")
    told = capsys.readouterr().out
    assert f"The site is open at {opened[0]}/" in told and "Closed." in told
