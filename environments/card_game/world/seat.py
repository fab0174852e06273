"""A seat at the table: one side that is asked for its guesses and moves, a policy's or the agent's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentgym.actions import Action, ParseError
from agentgym.environments.card_game.texts import CardTexts
from agentgym.environments.card_game.world.board import EEL, KINDS, SUNFISH
from agentgym.environments.card_game.world.memory import Memory
from agentgym.environments.card_game.world.moves import Guess, Move, legal_guesses, legal_moves
from agentgym.environments.card_game.world.replies import NO_GUESS, Version, guess_of, move_of
from agentgym.environments.card_game.world.rules import Phase
from agentgym.environments.card_game.world.sight import Sight
from agentgym.environments.card_game.world.wording import prompt
from agentgym.messages import Message

TRIES = 5
"""Replies that a side may give at one phase."""

Decision = Guess | Move | None
"""A guess, no guess, or a move."""


class Seat:
    """What is asked of one side, and what it has answered.

    Args:
        sight: what the side is told.
        version: how prompts are written and replies are read.
        memories: the two sessions.
        texts: how the side is asked.

    Attributes:
        failed: replies at the present phase that were no possible guess or move.
        understood: whether one of them was read, and stood for something impossible.
        asked: calls in the whole game.
    """

    def __init__(
        self, sight: Sight, version: Version, memories: Mapping[Phase, Memory], texts: CardTexts
    ) -> None:
        self.texts = texts
        self.sight = sight
        self.version = version
        self.memories = memories
        self.failed = 0
        self.understood = False
        self.asked = 0
        self._prompt = ""

    @property
    def phase(self) -> Phase:
        """What is asked for at present."""
        return "guess" if self.sight.game.guessing else "act"

    def ask(self) -> tuple[list[Message], str]:
        """Return the messages before the present prompt, and the prompt."""
        self.sight.read()
        self._prompt = prompt(self.sight, self.phase, self.version, self.texts)
        return self.memories[self.phase].messages(), self._prompt

    def decide(self, said: Mapping[str, Any]) -> Decision:
        """Return what the arguments of a reply stand for.

        Raises:
            ParseError: nothing that is possible at the present phase.
        """
        if self.phase == "guess":
            return guess_of(said, self.sight, self.version)
        return move_of(said, self.sight, self.version)

    def action(self, said: Mapping[str, Any], thought: str = "", calls: int = 1) -> Action:
        """Return what the arguments of a reply stand for as an action, in its one written form.

        Raises:
            ParseError: nothing that is possible at the present phase.
        """
        return self.written(self.decide(said), thought, calls)

    def written(self, decision: Decision, thought: str = "", calls: int = 1) -> Action:
        """Return a decision as an action."""
        if not isinstance(decision, Move):
            arguments: dict[str, Any] = {"guess_type": NO_GUESS}
            if decision is not None:
                arguments = {"guess_type": KINDS[decision.kind - 1], "target_position": decision.position}
            return Action(name="guess", arguments=arguments, thought=thought, calls=calls)
        kind = self.sight.kind(decision.fish)
        arguments = {"pick_fish": KINDS[kind - 1], "action": "active" if decision.active else "normal"}
        if decision.target is not None:
            arguments["target_position"] = decision.target
        elif self.version != "fixed":
            arguments["target_position"] = 0  # required, and not looked at
        return Action(name="act", arguments=arguments, thought=thought, calls=calls)

    def possible(self) -> list[Decision]:
        """Return everything that can be decided at the present phase, in a fixed order."""
        sight, game = self.sight, self.sight.game
        if self.phase == "guess":
            if self.version == "fixed":
                return [*legal_guesses(game.board, sight.side), None]
            kinds = range(1, len(KINDS) + 1)
            return [Guess(position, kind) for position in sight.enemies() for kind in kinds]
        return [move for move in legal_moves(game.board, sight.side) if self._takes(move)]

    def _takes(self, move: Move) -> bool:
        """Whether the version has words for a legal move."""
        if not move.active or self.version == "fixed":
            return True
        if self.version == "paper":  # An infight's mate is looked for among the enemies.
            return move.target is None or move.target in self.sight.enemies()
        return self.sight.kind(move.fish) not in (EEL, SUNFISH)

    def accepted(self, reply: list[Message]) -> None:
        """Note that a reply was accepted, before it is played."""
        self.memories[self.phase].accepted(self._prompt, reply)
        self.asked += 1
        self.failed, self.understood = 0, False

    def refused(self, error: ParseError) -> bool:
        """Note that a reply was refused; return whether it may be tried again."""
        self.asked += 1
        self.failed += 1
        self.understood = self.understood or error.kind == "bad_arguments"
        return self.failed < TRIES

    def retry(self, error: ParseError) -> tuple[list[Message] | None, str]:
        """Return what a refused reply is answered with, and the messages before it where those are not the present.

        The originals repeat the prompt as if nothing had been said.
        """
        if self.version == "fixed":
            return None, f"{error.hint} Please answer anew; tries left: {TRIES - self.failed}."
        return self.ask()

    def gave_up(self) -> None:
        """Forget the refused replies of a phase that is over without a decision."""
        self.failed, self.understood = 0, False
