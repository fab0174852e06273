"""AgentTune/CardGame-v0: a duel of four fish against four, of which each side knows its own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.arguments import known
from agentgym.card import Card
from agentgym.env import AgentEnv, Execution
from agentgym.environments.card_game import protocol, scoring, tasks
from agentgym.environments.card_game.card import CARD
from agentgym.environments.card_game.demonstration import demonstration
from agentgym.environments.card_game.expert import EXPERTS, Adviser, Expert
from agentgym.environments.card_game.protocol import CardProfile
from agentgym.environments.card_game.texts import CardTexts
from agentgym.environments.card_game.world import opponents
from agentgym.environments.card_game.world.dealing import Brief, deal
from agentgym.environments.card_game.world.formats import FORMATS, CardFormat, ReplyGrammar
from agentgym.environments.card_game.world.match import Match
from agentgym.environments.card_game.world.players.base import Player
from agentgym.environments.card_game.world.players.policy_player import PolicyPlayer
from agentgym.environments.card_game.world.players.shared_policy import SharedPolicy
from agentgym.environments.card_game.world.seat import Seat
from agentgym.environments.card_game.world.table import Table
from agentgym.environments.card_game.world.tools import TOOLS
from agentgym.environments.card_game.world.wording import own_texts
from agentgym.errors import DataError, EpisodeError, OptionError
from agentgym.outcome import Outcome
from agentgym.policy import Request
from agentgym.profile import Profile
from agentgym.status import Status
from agentgym.tasks import Task, TaskSet


class CardGameEnv(AgentEnv):
    """The Digital Card Game of AgentBench ("Aquawar").

    A turn is a guess, then a move; the two are sessions of their own, so that every step begins a fresh one.

    Args:
        opponent: ``baselines`` (both, as published), ``baseline1``, ``baseline2``, ``random``, ``search``, ``self``
            (the agent plays both sides), or the spec of any policy.
        expert: ``seeing`` reads the hidden kinds, ``honest`` infers them.
        arguments: those of :class:`~agentgym.AgentEnv`. There are no files: ``data`` is ``embedded``.

    The reward is 1 for a win. Five replies in a row that are no possible move lose the game; five that are no possible
    guess guess nothing.
    """

    profiles: ClassVar[dict[str, Profile]] = protocol.PROFILES
    tools: ClassVar[tuple[Tool, ...]] = TOOLS
    card: ClassVar[Card] = CARD
    group: ClassVar[str] = "held-out"
    profile: CardProfile
    texts: CardTexts
    format: CardFormat

    @classmethod
    def execution_of(cls, env_args: Mapping[str, Any]) -> Execution:
        """A policy as opponent is waited for: it gets a thread."""
        return (
            "thread" if opponents.is_policy(env_args.get("opponent", opponents.ALL_BASELINES)) else "inline"
        )

    def __init__(
        self, *, opponent: str = opponents.ALL_BASELINES, expert: Expert = "seeing", **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        if self.data is not None:
            raise DataError("The card game has no data files: its tasks are seeds. Leave data='embedded'.")
        self.opponent = opponents.resolved(opponent)
        known("expert", expert, EXPERTS)
        self.expert: Expert = expert
        self.match: Match | None = None
        self._spec = opponent
        self._policy: SharedPolicy | None = None
        profile = self.profile
        self._table = Table(
            profile.version,
            self.action_format,
            {"guess": profile.guesses_kept, "act": profile.moves_kept},
            demonstration(profile.version) if profile.shots else {},
            self.texts,
        )
        self._advisers: dict[Seat, Adviser] = {}

    @classmethod
    def own_texts(cls, profile: Profile, action_format: str) -> CardTexts:
        """Return our texts of the profile's version."""
        if not isinstance(profile, CardProfile):
            raise AssertionError(f"{profile.name} is no profile of the card game")
        return own_texts(profile.version, action_format)

    def load_tasks(self) -> TaskSet:
        """Return the games of the split."""
        return tasks.load(self.split, None if self.opponent == opponents.ALL_BASELINES else self.opponent)

    def kind_of(self, task_id: str) -> str:
        """Return the opponent and the agent's place."""
        return tasks.kind_of(task_id)

    @property
    def seat(self) -> Seat:
        """The seat that is to answer."""
        return self._playing().seat

    # ---- the episode --------------------------------------------------------------------------------

    def begin(self, task: Task) -> Outcome:
        """Deal the fish, and let an opponent who is first make its turn."""
        if not isinstance(task.data, Brief):
            raise OptionError(f"The data of a card game's task is a Brief, got {type(task.data).__name__}.")
        seed = int(self.np_random.integers(2**32))
        self._advisers = {}

        def ask(spec: str, seat: Seat, rng: random.Random) -> Player:
            return self._asked(spec, seat, rng, Request(messages=[], task_id=task.id, seed=seed))

        self.match = deal(task.data, self.profile.version, seed, self._table.sit, ask)
        if self.match.game.winner is not None:  # The opponent has given up before the agent was asked.
            return Outcome(observation=_end(self.match), unasked=True)
        return self._next(self.match)

    def perform(self, action: Action) -> Outcome:
        """Play the guess or the move, and the opponent's turn after it."""
        match = self._playing()
        if match.game.winner is None:
            seat = match.seat
            decision = seat.decide(action.arguments)
            seat.accepted(self.format.remembering(self.format.heard))
            match.answer(decision)
        return self._next(match)

    def unknown_action(self, error: ParseError) -> Outcome:
        """Ask again; the fifth refused reply of a phase ends it: without a guess, or with a lost game."""
        match = self._playing()
        seat = match.seat
        if seat.refused(error):
            messages, text = seat.retry(error)
            return Outcome(observation=text, messages=messages)
        status = Status.INVALID_ACTION if seat.understood else Status.INVALID_FORMAT
        seat.gave_up()
        match.gave_up()
        return self._next(match, status)

    def final_metrics(self) -> dict[str, float]:
        """Return the measures of the game."""
        return scoring.metrics(self._playing(), self.profile.version)

    def close(self) -> None:
        """Let the opponent's policy go."""
        policy, self._policy = self._policy, None
        if policy is not None:
            policy.close()

    # ---- expert, prompt, formats --------------------------------------------------------------------

    def gold(self, task: Task) -> Iterator[Action]:
        """Play what two plies of search find best."""
        return iter(self._advised, None)  # Unlike a generator, it can be copied.

    def admissible(self) -> list[str]:
        """Return what the present phase allows."""
        seat = self.seat
        return [self.grammar.render(seat.written(decision)) for decision in seat.possible()]

    def instruction(self) -> str:
        """Return the rules of the present session, with the form of an answer."""
        return self.texts.guess_rules if self.seat.phase == "guess" else self.texts.act_rules

    def demonstration(self, task: Task) -> Sequence[tuple[str, Action]]:
        """Return a guess and a move; each session shows its own."""
        return list(demonstration(self.profile.version).values())

    def make_grammar(self) -> ReplyGrammar:
        """Return the grammar of guesses and moves as JSON."""
        return ReplyGrammar(self)

    def make_format(self, name: str) -> CardFormat:
        """Return a format that reads the JSON of the present phase."""
        return FORMATS[name](self.make_grammar())

    # ---- internals ----------------------------------------------------------------------------------

    def _playing(self) -> Match:
        if self.match is None:
            raise EpisodeError("No game has begun: call reset() first.")
        return self.match

    def _next(self, match: Match, status: Status = Status.COMPLETED) -> Outcome:
        """Return the next prompt in its session, or the end."""
        if match.game.winner is None:
            messages, text = match.seat.ask()
            return Outcome(observation=text, messages=messages)
        return Outcome(observation=_end(match), reward=scoring.reward(match), terminated=True, status=status)

    def _advised(self) -> Action:
        return self._adviser(self.seat).action()

    def _adviser(self, seat: Seat) -> Adviser:
        if seat not in self._advisers:
            self._advisers[seat] = Adviser(seat, self.expert)
        return self._advisers[seat]

    def _asked(self, spec: str, seat: Seat, rng: random.Random, request: Request) -> Player:
        """Return the player that asks a policy; it is opened once, not for each game."""
        spec = self._spec if spec == self.opponent else spec
        if self._policy is None or self._policy.spec != spec:
            self.close()
            self._policy = SharedPolicy(spec)
        tools = [tool.schema() for tool in self.tools] if self.action_format == "tools" else []
        request = msgspec.structs.replace(
            request, env_id=self._id(), action_format=self.action_format, tools=tools
        )
        return PolicyPlayer(self._policy, seat, self._table, request, Adviser(seat, self.expert, rng).suggest)

    def _id(self) -> str:
        return self.spec.id if self.spec is not None else type(self).__name__


def _end(match: Match) -> str:
    return f"The game is over: you have {'won' if match.won else 'lost'}."
