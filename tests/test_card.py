"""Cards: what commands know of environments."""

from __future__ import annotations

import pytest

from agentgym import registry
from agentgym.card import Part, Program, load
from agentgym.env import AgentEnv


@pytest.mark.parametrize("env_id", registry.environment_ids())
def test_everything_that_a_card_names_can_be_had(env_id: str) -> None:
    card = registry.card(env_id)
    for name in (card.commands, card.site, card.diagnosis):
        if name:
            assert callable(load(name)), name
    assert env_id.partition("/")[2] in env_id and isinstance(registry.environment_class(env_id), type)


def test_parts_and_programs_say_whether_they_are_there() -> None:
    assert Part("msgspec", "everything").installed and not Part("no_such_package", "nothing").installed
    assert Program(("no-such-program", "sh"), "a shell", "apt-get install dash").find()
    assert Program(("no-such-program",), "nothing", "").find() is None


def test_an_environment_without_a_card_has_an_empty_one() -> None:
    assert AgentEnv.card.extra == "" and registry.card("No/Such-v0").title == ""
