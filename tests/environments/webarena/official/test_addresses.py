from __future__ import annotations

import pytest

from agentgym.environments.webarena.official.addresses import address, given
from agentgym.errors import OptionError, UnavailableError, UnknownNameError


def test_an_argument_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WA_REDDIT", "http://b:1/")
    assert address("reddit", given("reddit=http://a:9/,shopping=http://s")) == "http://a:9"
    assert address("reddit", {}) == "http://b:1"
    monkeypatch.setenv("REDDIT", "http://c:2")
    assert address("reddit", {}) == "http://c:2"
    assert given({"map": "https://m/x/"}) == {"map": "https://m/x"}


def test_what_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAP", raising=False)
    monkeypatch.delenv("WA_MAP", raising=False)
    with pytest.raises(UnavailableError, match="MAP or WA_MAP"):
        address("map", {})
    with pytest.raises(OptionError, match="a list like"):
        given("shopping")
    with pytest.raises(UnknownNameError, match="reddit"):
        given("redit=http://a")
    with pytest.raises(OptionError, match="https://"):
        given("map=host:80")
