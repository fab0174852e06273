"""Errors: what was expected, what was found, and the nearest."""

from __future__ import annotations

import pytest

from agentgym import errors


def test_the_nearest_known_name_is_suggested() -> None:
    assert str(errors.unknown_name("split", "tesst", ["train", "dev", "test"])) == (
        "Unknown split 'tesst'; known: train, dev, test. Did you mean 'test'?"
    )
    assert errors.nearest("zzz", ["a"]) == "" and errors.nearest("TEST", ["test"]) == " Did you mean 'test'?"
    many = str(errors.unknown_name("task", "x", [f"t{n}" for n in range(30)], limit=2))
    assert "t0, t1, … (30 in all)" in many


def test_every_error_is_one_of_ours_and_of_pythons_own_kind() -> None:
    for error, kind in (
        (errors.UnknownNameError, LookupError), (errors.DataError, ValueError), (errors.OptionError, ValueError),
        (errors.DependencyError, ImportError), (errors.LogError, OSError),
        (errors.SandboxError, errors.EnvironmentFailure), (errors.ContextLengthError, errors.PolicyError),
    ):  # fmt: skip
        assert issubclass(error, kind) and issubclass(error, errors.AgentGymError)


def test_an_endless_word_is_near_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not compared letter by letter."""
    monkeypatch.setattr("difflib.get_close_matches", lambda *_, **__: pytest.fail("compared"))
    assert errors.nearest("\u0130" * 100_000, ["click", "type"]) == ""
