"""``agentgym doctor``: environments and policies say themselves what they need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym import registry
from agentgym.card import Card, Part, Program
from agentgym.cli import doctor
from agentgym.policies.mock import MockPolicy
from agentgym.policy import Policy
from tests.cli.running import as_json
from tests.contract.guess import Guess
from tests.sandbox.machines import lacking


class Needy(Guess):
    """Needs what nobody has."""

    card = Card(
        title="Needy Guess",
        extra="needy",
        gives=(Part("no_such_module", "guessing twice"), Part("json", "guessing once")),
        programs=(
            Program(("no-such-program", "nor-this"), "guessing aloud", "apt-get install guessing"),
            Program(("sh",), "guessing in a shell", "apt-get install dash"),
        ),
    )

    @classmethod
    def unavailable(cls, env_args: object) -> str:
        return "there is nothing to guess: think of a number."


@pytest.fixture
def needy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = {"Test/Needy-v0": "tests.cli.test_doctor:Needy", "Test/Broken-v0": "no.such.module:Class"}
    policies = {"mock": "agentgym.policies.mock:MockPolicy", "gone": "no.such.module:Class"}
    monkeypatch.setattr(
        registry, "entry_points", lambda group: known if group == registry.ENVIRONMENTS else policies
    )
    registry.card.cache_clear()
    yield
    registry.card.cache_clear()


def test_doctor() -> None:
    rows = as_json("doctor")
    parts = {row["part"] for row in rows}
    assert {"environments", "policies", "the report as a page", "Docker engine", "cache folder"} <= parts
    assert any(p.startswith("chromium (") for p in parts) and any(p.startswith("ALFWorld: ") for p in parts)
    for row in rows:
        assert "agentgym'" not in row["how"], "that name on the index is another project's"


@pytest.mark.usefixtures("needy")
def test_environments_say_what_they_lack() -> None:
    rows = {check.part: check for check in doctor.environments()}
    assert {"Test/Needy-v0", "Test/Broken-v0"} <= set(rows["environments"].state.split(", "))
    assert rows["Needy Guess"].how == "there is nothing to guess: think of a number."
    assert rows["Needy Guess: guessing twice"].state == "no_such_module is not installed"
    assert "[needy]" in rows["Needy Guess: guessing twice"].how
    assert (rows["Needy Guess: guessing once"].state, rows["Needy Guess: guessing once"].how) == ("ready", "")
    assert rows["Broken"].state == "cannot be imported"


@pytest.mark.usefixtures("needy")
def test_programs_are_listed_once_with_their_uses() -> None:
    rows = list(doctor.programs())
    assert [(c.part, c.state, c.how) for c in rows[:1]] == [
        ("no-such-program (Needy Guess, guessing aloud)", "not found", "apt-get install guessing")
    ]
    assert rows[1].part == "sh (Needy Guess, guessing in a shell)" and rows[1].state.endswith("/sh")


@pytest.mark.usefixtures("needy")
def test_policies_say_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {check.part: check for check in doctor.policies()}
    assert rows["policies"].state == "mock"
    assert rows["policy gone"].state == "cannot be used" and "not installed" in rows["policy gone"].how
    monkeypatch.setattr(MockPolicy, "unavailable", classmethod(lambda cls: "mock: no words are left."))
    rows = {check.part: check for check in doctor.policies()}
    assert rows["policies"].state == "" and rows["policy mock"].how == "mock: no words are left."


def test_a_policy_needs_nothing_unless_it_says_so() -> None:
    assert MockPolicy.unavailable() == Policy.unavailable() == ""


@pytest.mark.parametrize(
    ("scheme", "variable"), [("vllm", "AGENTGYM_VLLM_PYTHON"), ("local", "AGENTGYM_LLAMACPP_PYTHON")]
)
def test_policies_that_start_servers_look_at_the_named_interpreter(
    monkeypatch: pytest.MonkeyPatch, scheme: str, variable: str
) -> None:
    monkeypatch.setenv(variable, "/no/such/python")
    told = registry.policy_class(scheme).unavailable()
    assert told.startswith(f"{scheme}: /no/such/python cannot be run")


@pytest.mark.parametrize("scheme", ["anthropic", "google"])
def test_policies_of_a_maker_name_the_extra(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    cls = registry.policy_class(scheme)
    monkeypatch.setattr(cls, "sdk", "no_such_package.sdk")
    assert "no_such_package.sdk" in cls.unavailable() and f"[{scheme}]" in cls.unavailable()


def test_doctor_says_what_is_in_use_and_why() -> None:
    rows = {row["part"]: row for row in as_json("doctor")}
    if lacking("docker"):
        assert "apt-get install docker.io" in rows["Docker engine"]["how"]
    else:
        assert rows["Docker engine"]["state"].startswith("ready")
        assert rows["sandbox reset"]["state"].startswith("reset by")
    assert "bubblewrap" in rows
