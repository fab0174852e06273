"""What sessions remember."""

from __future__ import annotations

from agentgym.environments.card_game.world.memory import GrowingMemory, Memory, RecentMemory
from agentgym.messages import assistant, user

RULES = [user("rules"), assistant("agreed")]


def said(memory: Memory) -> list[str]:
    return [message["content"] for message in memory.messages()]


def fill(memory: Memory, exchanges: int) -> None:
    for number in range(exchanges):
        memory.messages()
        memory.accepted(f"p{number}", [assistant(f"r{number}")])


def test_the_rules_come_first_and_everything_stays() -> None:
    memory = Memory(RULES)
    fill(memory, 3)
    assert said(memory) == ["rules", "agreed", "p0", "r0", "p1", "r1", "p2", "r2"] == said(memory)


def test_the_last_exchanges_come_before_the_rules() -> None:
    memory = RecentMemory(RULES, 2)
    assert said(memory) == ["rules", "agreed"]
    fill(memory, 3)
    assert said(memory) == ["p1", "r1", "p2", "r2", "rules", "agreed"]


def test_v02_appends_the_rules_at_every_call() -> None:
    memory = GrowingMemory(RULES)
    fill(memory, 1)
    assert said(memory) == ["rules", "agreed", "p0", "r0", "rules", "agreed"]
    assert said(memory) == ["rules", "agreed", "p0", "r0", "rules", "agreed", "rules", "agreed"]


def test_a_list_that_was_given_out_does_not_change() -> None:
    for memory in (Memory(RULES), RecentMemory(RULES, 2), GrowingMemory(RULES)):
        before = memory.messages()
        kept = list(before)
        fill(memory, 2)
        memory.messages()
        assert before == kept
    assert [user("rules"), assistant("agreed")] == RULES
