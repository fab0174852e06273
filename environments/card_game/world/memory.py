"""What a session remembers: the messages before the present prompt."""

from __future__ import annotations

from agentgym.messages import Message, user


class Memory:
    """Remembers accepted exchanges, the rules first.

    Args:
        rules: the messages that say what is played: the rules, the acknowledgement, examples.
    """

    def __init__(self, rules: list[Message]) -> None:
        self.rules = rules
        self.past: list[Message] = []

    def messages(self) -> list[Message]:
        """Return what the next prompt follows; asked for once a call of the model."""
        return [*self.rules, *self.past]

    def accepted(self, prompt: str, reply: list[Message]) -> None:
        """Remember an exchange whose reply was accepted; a refused one leaves no trace."""
        self.past += [user(prompt), *reply]


class RecentMemory(Memory):
    """Remembers the last exchanges, and puts the rules behind them, as AgentBench before v0.1 does.

    Args:
        rules: as in :class:`Memory`.
        kept: exchanges that are remembered.
    """

    def __init__(self, rules: list[Message], kept: int) -> None:
        super().__init__(rules)
        self.kept = kept
        self._exchanges: list[list[Message]] = []

    def messages(self) -> list[Message]:
        """Return the last exchanges, then the rules."""
        return [*(message for exchange in self._exchanges for message in exchange), *self.rules]

    def accepted(self, prompt: str, reply: list[Message]) -> None:
        """Remember an exchange, and forget the oldest."""
        self._exchanges = [*self._exchanges, [user(prompt), *reply]][-self.kept :]


class GrowingMemory(Memory):
    """Remembers everything, and the rules once more at every call, as v0.2 does (it appends to the history itself)."""

    def messages(self) -> list[Message]:
        """Append the rules; return all."""
        self.past += self.rules
        return list(self.past)
