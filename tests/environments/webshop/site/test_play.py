"""The shop for a person."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("jinja2", reason="jinja2 is not installed; extra webshop")
from agentgym.environments.webshop.site import play
from tests.environments.webshop.site.test_app import Client


def test_visits_follow_the_split_and_their_rewards_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def serve(app: Any, title: str, **options: Any) -> None:
        client = Client(app)
        for _ in range(2):
            address = client.ask("GET", "/")[1]["Location"]
            client.ask("POST", f"{address}/search", {"keywords": "<q> rain jacket"})
            (asin, *_) = [v for v in app.visits.session(address[7:]).clickables() if v.startswith("b0")]
            client.ask("POST", f"{address}/click", {"value": asin})
            client.ask("POST", f"{address}/click", {"value": "buy now"})

    monkeypatch.setattr(play, "serve_people", serve)
    play.serve(None, {"split": "dev"})
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("dev-0200: reward 0.") and second.startswith("dev-0201: reward 0.")
    play.serve("test-0007", {})
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["test-0007"] * 2
