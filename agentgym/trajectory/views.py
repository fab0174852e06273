"""What the model saw: recorded by reference while an episode is played, and read back exactly.

:func:`prompt` gives what was sent at a turn, :func:`sessions` the conversations that were had. The viewer, reports,
data sets and masks read logs through these two and never guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import msgspec

from agentgym.conversation import Conversation
from agentgym.errors import DataError, OptionError
from agentgym.messages import Message, copy_messages, wire
from agentgym.policy import Request, View
from agentgym.trajectory.episode import Episode, Piece, Step, ViewRef


class ViewRecorder:
    """Turns the views of one episode into references.

    Args:
        episode: its :attr:`~Episode.made` and :attr:`~Episode.made_tools` grow with what no conversation has.
    """

    def __init__(self, episode: Episode) -> None:
        self._episode = episode
        self._made: dict[bytes, int] = {}

    def record(self, request: Request, view: View) -> ViewRef | None:
        """Return the reference to a view; ``None`` if it is the whole request, unchanged.

        Args:
            request: what the policy was asked; the reference holds for its conversation, as it is now.
            view: what the policy makes of it.
        """
        whole = view.messages is request.messages or _same(view.messages, request.messages)
        tools = (
            None if view.tools is request.tools or view.tools == request.tools else self._tools(view.tools)
        )
        if whole and tools is None and not view.reasoning:
            return None
        if whole:
            pieces: tuple[Piece, ...] = (Piece(False, 0, len(request.messages)),)
        else:
            pieces = tuple(self._pieces(request.messages, view.messages))
        return ViewRef(pieces=pieces, tools=tools, reasoning=view.reasoning, omitted=view.omitted)

    def _pieces(self, conversation: Sequence[Message], shown: Sequence[Message]) -> Iterator[Piece]:
        positions = {id(m): i for i, m in enumerate(conversation)}
        piece: Piece | None = None
        following = 0
        for message in shown:
            position = positions.get(id(message))
            if position is None:
                one = _added_to(conversation, following, message) or self._one(message, piece)
            else:
                one = Piece(False, position, position + 1)
            following = one.stop if not one.made else following
            if piece is not None and _adjoin(piece, one):
                piece = Piece(piece.made, piece.start, one.stop, one.added)
                continue
            if piece is not None:
                yield piece
            piece = one
        if piece is not None:
            yield piece

    def _one(self, message: Message, before: Piece | None) -> Piece:
        """Return a message of the view's own making, where possible as the next one after the piece before.

        A message at the end of what was made is written down again though it is known from elsewhere: the same
        messages in the same order are then one piece at the next turn.
        """
        made = self._episode.made
        following = before.stop if before is not None and before.made else None
        if following is not None and following < len(made) and made[following] == message:
            return Piece(True, following, following + 1)
        key = _key(message)
        position = self._made.get(key)
        if position is None or following == len(made):
            position = len(made)
            made.append(copy_messages([message])[0])  # A policy may use the same object for its next turn.
            self._made.setdefault(key, position)
        return Piece(True, position, position + 1)

    def _tools(self, tools: list[dict[str, Any]]) -> int:
        known = self._episode.made_tools
        if tools not in known:
            known.append(deepcopy(tools))
        return known.index(tools)


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent at a turn.

    Attributes:
        messages: as they were sent: the keys that servers take, and no others.
        tools: the tool schemas that were sent.
        omitted: messages of the conversation that were not shown.
    """

    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    omitted: int = 0


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation of an episode; an episode of several (Mind2Web's questions) has a session for each.

    Attributes:
        turns: numbers of its turns that a policy answered.
        messages: what the model was shown at the last of them, then its answer. Turns of the agent have ``loss``
            true, and everything that the model was only shown has not.
        tools: the tool schemas that were sent.
        exact: what was shown at every turn is the beginning of :attr:`messages`: learning from it is learning from
            what the model saw. Not so where the history was cut or texts were remembered in another form: then
            :func:`prompt` gives each turn's own.
    """

    turns: list[int]
    messages: list[Message]
    tools: list[dict[str, Any]]
    exact: bool


def prompt(episode: Episode, turn: int) -> Prompt:
    """Return what was sent to the model at a turn.

    Raises:
        OptionError: there is no such turn.
        DataError: the log does not know (an episode of schema 1 whose policy could not be made again).
    """
    view = shown(episode, turn)
    return Prompt(
        messages=wire(view.messages, reasoning=view.reasoning), tools=view.tools, omitted=view.omitted
    )


def shown(episode: Episode, turn: int) -> View:
    """Return the view of a turn: as :func:`prompt`, with the messages as the conversation has them.

    Raises:
        OptionError: there is no such turn.
        DataError: the log does not know.
    """
    if not 0 <= turn < len(episode.steps):
        raise OptionError(f"The episode has {len(episode.steps)} turns; there is no turn {turn}.")
    for number, messages in enumerate(conversations(episode)):
        if number == turn:
            return _view(episode, episode.steps[turn], messages)
    raise AssertionError("unreachable: there is a conversation for every turn")


def conversations(episode: Episode) -> Iterator[list[Message]]:
    """Yield the whole conversation before each turn, and after the last; a list is changed by the next turn."""
    first = {"messages": episode.opening, "observation_later": episode.observation_later}
    chat = Conversation(episode.observation, first)
    for step in episode.steps:
        yield chat.messages
        chat.add(step.completion.message(), step.observation, msgspec.structs.asdict(step))
    yield chat.messages


def sessions(episode: Episode) -> list[Session]:
    """Return the conversations of an episode; a session that no policy was asked in is left out.

    Raises:
        DataError: the log does not know what was shown.
    """
    found: list[Session] = []
    turns: list[int] = []
    views: list[View] = []
    for number, (step, messages) in enumerate(zip(episode.steps, conversations(episode), strict=False)):
        if not step.unasked:
            turns.append(number)
            views.append(_view(episode, step, list(messages)))
        if (step.messages is not None or step is episode.steps[-1]) and turns:
            found.append(_session(episode, turns, views))
            turns, views = [], []
    return found


def _session(episode: Episode, turns: list[int], views: list[View]) -> Session:
    answers = [episode.steps[t].completion.message() for t in turns]
    last = views[-1]
    said: Message = {**answers[-1], "loss": True}
    whole = [*last.messages, said]
    sent = wire(whole, reasoning=last.reasoning)
    exact = True
    for view, answer in zip(views, answers, strict=True):
        seen = wire([*view.messages, answer], reasoning=view.reasoning)
        exact = exact and sent[: len(seen)] == seen and view.tools == last.tools
    return Session(turns=turns, messages=whole, tools=last.tools, exact=exact)


def _view(episode: Episode, step: Step, conversation: list[Message]) -> View:
    if not episode.views:
        raise DataError(
            f"What the model was shown in the episode {episode.key or episode.task_id} is not known: it was recorded "
            f"by an earlier agentgym, and its policy {episode.policy_spec!r} cannot be made again."
        )
    tools = episode.tools if episode.action_format == "tools" else []
    ref = step.view
    if ref is None:
        return View(messages=list(conversation), tools=tools)
    messages: list[Message] = []
    for piece in ref.pieces:
        messages += (episode.made if piece.made else conversation)[piece.start : piece.stop]
        if piece.added:
            messages[-1] = {**messages[-1], "content": messages[-1]["content"] + piece.added}
    return View(
        messages=messages,
        tools=tools if ref.tools is None else episode.made_tools[ref.tools],
        reasoning=ref.reasoning,
        omitted=ref.omitted,
    )


def _key(message: Message) -> bytes:
    """Return what only an equal message has."""
    try:
        return msgspec.json.encode(message, order="sorted")
    except UnicodeEncodeError:  # Half a surrogate pair: a model can write one.
        return json.dumps(message, sort_keys=True).encode()


def _same(first: Sequence[Message], second: Sequence[Message]) -> bool:
    return len(first) == len(second) and all(a is b for a, b in zip(first, second, strict=True))


def _adjoin(piece: Piece, one: Piece) -> bool:
    return piece.made == one.made and piece.stop == one.start and not piece.added


def _added_to(conversation: Sequence[Message], position: int, message: Message) -> Piece | None:
    """Return the message as one of the conversation with text at its end, if it is that."""
    if position >= len(conversation):
        return None
    original = conversation[position]
    content = original["content"]
    if not message["content"].startswith(content) or {**message, "content": content} != original:
        return None
    return Piece(False, position, position + 1, message["content"][len(content) :])
