"""The table: makes the seats of an environment's games, all with the same words and memories."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.environments.card_game.texts import CardTexts
from agentgym.environments.card_game.world.formats import FORMATS, CardFormat, Placed, ReplyGrammar
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.memory import GrowingMemory, Memory, RecentMemory
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.rules import Phase
from agentgym.environments.card_game.world.seat import Seat
from agentgym.environments.card_game.world.sight import Sight
from agentgym.environments.card_game.world.wording import own_texts
from agentgym.messages import Message, assistant, user


class Table:
    """Makes seats.

    Args:
        version: how prompts are written and replies are read.
        action_format: how answers are written.
        kept: exchanges that the sessions of the version ``paper`` remember.
        examples: for each phase a prompt and its answer, or nothing.
        texts: what is said; ours by default.
    """

    def __init__(
        self,
        version: Version,
        action_format: str,
        kept: dict[Phase, int],
        examples: dict[Phase, tuple[str, Action]],
        texts: CardTexts | None = None,
    ) -> None:
        self.version = version
        self.action_format = action_format
        self.kept = kept
        self.examples = examples
        self.texts = own_texts(version, action_format) if texts is None else texts

    def sit(self, game: Game, side: int) -> Seat:
        """Return a seat at a game's side."""
        return Seat(
            Sight(game, side),
            self.version,
            {"guess": self.memory("guess"), "act": self.memory("act")},
            self.texts,
        )

    def reader(self, placed: Placed) -> CardFormat:
        """Return what reads somebody's answers."""
        return FORMATS[self.action_format](ReplyGrammar(placed))

    def memory(self, phase: Phase) -> Memory:
        """Return a session's memory at its beginning."""
        opening = self.opening(phase)
        if self.version == "paper":
            return RecentMemory(opening, self.kept[phase])
        return GrowingMemory(opening) if self.version == "agentbench" else Memory(opening)

    def opening(self, phase: Phase) -> list[Message]:
        """Return the messages that say what is played."""
        said = self.texts
        told = said.guess_rules if phase == "guess" else said.act_rules
        messages = [user(told), assistant(said.acknowledgement)]
        if phase in self.examples:
            prompt, answer = self.examples[phase]
            form = self.reader(_Nobody())
            messages += [user(prompt), *form.remembering(form.render(answer))]
        return messages


class _Nobody:
    """Writes an example, and reads nothing."""

    @property
    def seat(self) -> Seat:
        raise AssertionError("an example is written, not read")
