from __future__ import annotations

import urllib.request
from typing import Any

import pytest

from agentgym.environments.webarena.site import people


def test_a_person_gets_every_site_behind_a_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: dict[str, str] = {}

    def visit() -> None:
        for line in capsys.readouterr().out.splitlines():
            if "http://" in line:
                url = line.rpartition(": ")[2]
                with urllib.request.urlopen(url) as answer:
                    seen[url] = answer.read().decode()
        raise KeyboardInterrupt

    monkeypatch.setattr(people, "forever", visit)
    arguments: dict[str, Any] = {"split": "train"}
    people.serve("shop-wish-0", arguments, open_page=False)
    assert len(seen) == 7
    pages = " ".join(seen.values())
    assert "Welcome, Nora Lindqvist!" in pages and "Lifetime Sales" in pages and "Your projects" in pages
    assert "http://127.0.0.1:" in next(page for page in seen.values() if "<h1>Sites</h1>" in page)
