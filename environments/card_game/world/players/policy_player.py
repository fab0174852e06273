"""A policy as the second player: it is asked as the agent is, at a seat of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.conversation import Conversation, action_text
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.shared_policy import SharedPolicy
from agentgym.environments.card_game.world.seat import Decision, Seat
from agentgym.environments.card_game.world.sight import Sight
from agentgym.environments.card_game.world.table import Table
from agentgym.errors import ContextLengthError
from agentgym.messages import Message
from agentgym.policy import Request, Suggestion


class PolicyPlayer:
    """Asks a policy for guesses and moves, and reads its replies as the agent's are read.

    Args:
        policy: who is asked.
        seat: the seat that it plays.
        table: knows how replies are written.
        request: what all its requests have in common.
        suggest: returns what the environment suggests at the seat, for policies that need it.

    Attributes:
        tokens: what its answers have used, as far as servers say.
    """

    def __init__(
        self,
        policy: SharedPolicy,
        seat: Seat,
        table: Table,
        request: Request,
        suggest: Callable[[Suggestion], Action],
    ) -> None:
        self.policy = policy
        self.seat = seat
        self.format = table.reader(self)
        self.request = request
        self.suggest = suggest
        self.tokens = 0

    def guess(self, sight: Sight) -> Guess | None:
        """Ask for a guess, where there is something to guess; without an answer nothing is guessed."""
        if self.seat.version == "fixed" and not sight.hidden():
            return None
        decision = self._decided()
        if not isinstance(decision, Guess):
            return None
        sight.named.add(decision.position)
        return None if sight.known(decision.position) else decision

    def act(self, sight: Sight) -> Move | None:
        """Ask for a move; without an answer the game is given up."""
        decision = self._decided()
        return decision if isinstance(decision, Move) else None

    def _decided(self) -> Decision:
        seat = self.seat
        messages, text = seat.ask()
        chat = Conversation(text, {"messages": messages})
        while True:
            try:
                turn = self._answer(chat)
            except ContextLengthError:
                seat.gave_up()
                return None
            try:
                action = self.format.parse(action_text(turn))
            except ParseError as error:
                if not seat.refused(error):
                    seat.gave_up()
                    return None
                again, text = seat.retry(error)
                chat.add(turn, text, {"messages": again})
                continue
            decision = seat.decide(action.arguments)
            seat.accepted(self.format.remembering(self.format.heard))
            return decision

    def _answer(self, chat: Conversation) -> Message:
        completion = self.policy.ask(self._request(chat))
        if completion.usage is not None:
            self.tokens += completion.usage.prompt_tokens + completion.usage.completion_tokens
        return completion.message()

    def _request(self, chat: Conversation) -> Request:
        suggestions: dict[str, Any] = {
            kind: self.format.render(self.suggest(kind)) for kind in self.policy.needs
        }
        admissible = [self.format.grammar.render(self.seat.written(d)) for d in self.seat.possible()]
        return msgspec.structs.replace(
            self.request,
            messages=list(chat.messages),
            step=self.seat.asked,
            admissible=admissible,
            suggestions=suggestions,
        )
