"""Rows from episodes: one conversation a session, with what it comes from and what proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agentgym.conversation import action_text, joined
from agentgym.dataset.row import Certificate, Row, Sampled, Source, seal, trace_of
from agentgym.messages import Message
from agentgym.models.demonstrations import strip
from agentgym.policy import Completion
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.tokens import completions
from agentgym.trajectory.views import Session, sessions


def rows_of(episode: Episode, *, reward: float | None = None, strip_demonstration: bool = False) -> list[Row]:
    """Return the conversations of an episode that was scored or ended unscored; ids are given by who collects them.

    Turns that no policy was asked at never become training turns, and a session without any other is left out.

    Args:
        episode: the episode.
        reward: its primary score, where a later one counts; the environment's by default.
        strip_demonstration: take solved examples out of the opening.

    Raises:
        DataError: the log does not know what the model was shown, or the demonstration cannot be told apart.
    """
    base = _certificate(episode)
    answers = completions(episode.steps)
    rows = []
    for number, session in enumerate(sessions(episode)):
        row = _row(
            episode, number, session, base, episode.reward if reward is None else reward, strip_demonstration
        )
        if session.exact and row.source is not None and not row.source.stripped:
            row.tokens = sampled([answers[t] for t in row.source.turns])
        rows.append(row)
    return rows


def sampled(answers: Sequence[Completion]) -> Sampled | None:
    """Return the token ids of a conversation as they were sampled.

    Args:
        answers: the completions of its turns, with all ids of their prompts.

    Returns:
        ``None`` if ids are missing, or a prompt does not go on where the turn before it ended.
    """
    ids: list[int] = []
    turns = []
    for answer in answers:
        if answer.prompt_ids is None or not answer.completion_ids:
            return None
        if answer.prompt_ids[: len(ids)] != ids:
            return None
        ids = answer.prompt_ids + answer.completion_ids
        turns.append((len(answer.prompt_ids), len(ids)))
    return Sampled(ids=ids, turns=turns) if turns else None


def shows(messages: Sequence[Message], observations: Sequence[str], turns: Sequence[int]) -> bool:
    """Whether a conversation shows, before each of its trained turns, what the environment said last.

    Args:
        messages: the conversation.
        observations: the first observation, then the answer to each turn of the episode.
        turns: the turns of the episode that are trained, in order.
    """
    return not list(unlike(messages, observations, turns))


def unlike(
    messages: Sequence[Message], observations: Sequence[str], turns: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the trained turns before which a conversation shows something else; see :func:`shows`.

    Yields:
        position of the trained message, and its turn in the episode.
    """
    trained = [i for i, m in enumerate(messages) if m.get("loss") is True]
    # Where the history was cut, the last turns are what is left.
    for position, turn in zip(reversed(trained), reversed(turns), strict=False):
        before = joined(m["content"] for m in _answers(messages, position))
        if turn < len(observations) and observations[turn] not in before:
            yield position, turn


def _answers(messages: Sequence[Message], position: int) -> Sequence[Message]:
    """Return what stands between a turn of the agent and the one before it."""
    first = position
    while first > 0 and messages[first - 1]["role"] != "assistant":
        first -= 1
    return messages[first:position]


def _row(
    episode: Episode, number: int, session: Session, base: Certificate, reward: float | None, stripping: bool
) -> Row:
    messages, stripped = (
        strip(session.messages, where=f"{episode.env_id} {episode.task_id}") if stripping
        else (session.messages, False)
    )  # fmt: skip
    trained = [t for t in session.turns if not episode.steps[t].unasked]
    source = Source(
        episode=episode.key,
        env_id=episode.env_id,
        task_id=episode.task_id,
        task_kind=episode.task_kind,
        task_hash=episode.task_hash,
        split=episode.split,
        profile=episode.profile,
        action_format=episode.action_format,
        policy=episode.policy,
        policy_spec=episode.policy_spec,
        policy_id=episode.policy_id,
        model=next((s.completion.model for s in episode.steps if s.completion.model), ""),
        repeat=episode.repeat,
        status=episode.status.value,
        reward=reward,
        metrics=episode.metrics,
        session=number,
        turns=trained,
        thoughts=sum(bool(episode.steps[t].thought) for t in trained),
        exact=session.exact,
        stripped=stripped,
    )
    row = Row(id="", messages=[_clean(m) for m in messages], tools=session.tools, source=source)
    observations = [episode.observation, *(s.observation for s in episode.steps)]
    said = [action_text(m) for m in row.trained]
    verbatim = (
        session.exact
        and shows(row.messages, observations, trained)
        and said == [episode.steps[t].output for t in trained]
    )
    row.certificate = seal(_with_verbatim(base, verbatim), row)
    return row


def _with_verbatim(base: Certificate, verbatim: bool) -> Certificate:
    return Certificate(
        env_id=base.env_id, env_args=base.env_args, task_id=base.task_id, task_hash=base.task_hash, seed=base.seed,
        framework=base.framework, actions=base.actions, trace=base.trace, reward=base.reward, verbatim=verbatim,
    )  # fmt: skip


def _certificate(episode: Episode) -> Certificate:
    answers = (trace_of(s.observation, s.reward, s.terminated, s.truncated) for s in episode.steps)
    return Certificate(
        env_id=episode.env_id,
        env_args=episode.env_args,
        task_id=episode.task_id,
        task_hash=episode.task_hash,
        seed=episode.seed,
        framework=episode.framework,
        actions=[s.output for s in episode.steps],
        trace=[trace_of(episode.observation), *answers],
        reward=episode.reward,
    )


def _clean(message: Message) -> Message:
    """Return a message with ``loss`` on turns of the assistant only, and there always."""
    cleaned = message.copy()
    if message["role"] == "assistant":
        cleaned["loss"] = message.get("loss") is True
    else:
        cleaned.pop("loss", None)
    return cleaned
