"""Domains and grammars: the dialects that are known, and nothing that only resembles one."""

from __future__ import annotations

import importlib.util
import json

import pytest

from agentgym.environments.alfworld.official import logic
from agentgym.environments.alfworld.world.dialect import MOVE
from agentgym.errors import DataError, DependencyError
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD
from tests.shared_data import shared


def test_the_package_speaks_the_move_dialect() -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    domain, grammar = logic.package_logic()
    assert logic.recognise(domain, grammar) == MOVE
    assert logic.recognise(domain, grammar.replace("UNKNOWN GOAL", "put a mug in desk")) == MOVE
    assert logic.recognise(domain + " ; a comment", grammar) == MOVE
    assert (
        logic.recognise(domain.replace("sinkbasin", "basin", 1), grammar) is None or "sinkbasin" not in domain
    )
    assert logic.recognise(domain, grammar.replace("You pick up", "You take", 1)) is None


def test_published_games_clean_at_the_sink_too_and_agentbench_puts() -> None:
    published = json.loads(shared("alfworld/logic.json").read_text("utf-8"))
    (domain,), (grammar,) = published["domains"].values(), published["grammars"].values()
    found = logic.recognise(domain, grammar)
    assert found is not None and found.verb == "move" and found.cleaning == {"sinktype", "sinkbasintype"}
    older = logic.recognise(domain, shared("alfworld/alfred_put_grammar.twl2").read_text("utf-8"))
    assert older is not None and older.verb == "put" and older.arrives_at_location and not older.has_help


def test_the_task_sentence_is_read_from_the_grammar() -> None:
    assert (
        logic.task_sentence('x "Your task is to: put a mug in desk." y')
        == "Your task is to: put a mug in desk."
    )
    with pytest.raises(DataError, match="the game file is damaged"):
        logic.task_sentence("grammar :: x")


def test_blanks_comments_and_the_task_are_no_part_of_a_fingerprint() -> None:
    assert logic.grammar_fingerprint('a  "Your task is to: x."b') == logic.grammar_fingerprint("A\nb")
    assert logic.domain_fingerprint("(a) ; c\n(b)") == logic.domain_fingerprint("(A)(B)")


def test_without_the_package_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DependencyError, match=r"\[alfworld\]"):
        logic.package_logic()
