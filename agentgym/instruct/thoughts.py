"""Completion of thoughts: a policy writes the thought that a turn lacks, given the action that follows.

The action stays as it is, to the letter: the thought is put before it in the row's own action format, and what the
environment reads of the turn must be the same as before. Each changed row is executed again; one that no longer comes
out as it says keeps its old form. `source.completed` names the turns.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, cast

import msgspec

from agentgym import registry
from agentgym.actions import Action, ParseError
from agentgym.conversation import action_text
from agentgym.dataset.row import Row, seal
from agentgym.dataset.verification import verify
from agentgym.engine.asking import Asker, PolicyBroke
from agentgym.engine.cost import Prices
from agentgym.engine.kept_open import KeptOpen
from agentgym.env import AgentEnv
from agentgym.errors import AgentGymError, ContextLengthError
from agentgym.formats import ActionFormat
from agentgym.messages import Message, copy_messages, user
from agentgym.policy import Policy, Request

LONGEST = 600
"""Characters of a thought."""
BATCH = 200
"""Rows that are completed, and executed again, at a time."""
_LABEL = re.compile(r"\s*(?:\*\*)?(?:thought|think|reasoning)s?(?:\*\*)?\s*:(?:\*\*)?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_ACTS = re.compile(r"```|\b(?:action|act|final answer|observation)\s*:", re.IGNORECASE)

QUESTION = """\
Below is what an agent has seen and done so far, and the action that it takes next. Write the thought that it has \
before it takes this action: one to three sentences, in the first person, that lead from what it has seen to the \
action. Use only what it has seen so far. Do not repeat the action word for word, and do not mention that you know \
it. Write the thought and nothing else, without a label.

=== So far ===

{record}

=== The next action ===

{action}

=== The thought ==="""


class Turn(NamedTuple):
    """A trained turn of a row: where its message stands, its number in the episode, what was read of it."""

    position: int
    turn: int
    action: Action


class Counts(msgspec.Struct, kw_only=True):
    """What a completion did.

    Attributes:
        turns: trained turns.
        had: those that had a thought.
        asked: those that the policy was asked about.
        completed: those that got one.
        refused: those that did not, by reason.
        by_env: completed turns, by the environments' short names.
        new_by_env: those of them that had no thought before.
    """

    turns: int = 0
    had: int = 0
    asked: int = 0
    completed: int = 0
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    by_env: Counter[str] = msgspec.field(default_factory=Counter)
    new_by_env: Counter[str] = msgspec.field(default_factory=Counter)


class Completer:
    """Completes the thoughts of rows; iterating :meth:`rows` gives them, after which :attr:`counts` are whole.

    Args:
        policy: writes the thoughts.
        replace: also write those that are there anew (an expert's, which says the same each time).
        tries: answers that are asked for until one can be used.
        context: characters of the record that the policy is shown; the middle of a longer one is left out.
        concurrency: rows at once.
        processes: at once, to execute changed rows again; see :func:`agentgym.dataset.verification.verify`.
        prices: what tokens cost, for servers that report no cost.
        progress: called with the number of rows that are done.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        replace: bool = False,
        tries: int = 2,
        context: int = 12_000,
        concurrency: int = 16,
        processes: int | None = 1,
        prices: Prices | None = None,
        progress: Callable[[int], None] = lambda done: None,
    ) -> None:
        self.policy = KeptOpen(policy)
        self.label = policy.label or policy.spec or type(policy).__name__
        self.replace = replace
        self.tries = tries
        self.context = context
        self.concurrency = concurrency
        self.processes = processes
        self.prices = prices
        self.progress = progress
        self.counts = Counts()
        self._formats: dict[bytes, ActionFormat | None] = {}
        self._completed: dict[int, int] = {}

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, in the same order, with their thoughts completed."""
        done = 0
        with asyncio.Runner() as runner:
            asker = Asker(self.policy, prices=self.prices)
            try:
                for batch in _batches(rows):
                    changed = runner.run(self._batch(asker, batch))
                    for row in self._proven(batch, changed):
                        done += 1
                        yield row
                    self.progress(done)
            finally:
                runner.run(self.policy.release())

    async def _batch(self, asker: Asker, rows: Sequence[Row]) -> list[Row]:
        await self.policy.open()
        limit = asyncio.Semaphore(self.concurrency)

        async def one(row: Row) -> Row:
            async with limit:
                return await self._row(asker, row)

        return list(await asyncio.gather(*map(one, rows)))

    async def _row(self, asker: Asker, row: Row) -> Row:
        """Return a row with its thoughts completed; the row itself where nothing was."""
        form = self._format(row)
        self.counts.turns += len(row.trained)
        if form is None:
            self.counts.refused["no environment of ours"] += len(row.trained)
            return row
        source, certificate = row.source, row.certificate
        assert source is not None and certificate is not None
        # Ids that were sampled are no longer those of the conversation.
        changed = msgspec.structs.replace(row, messages=copy_messages(row.messages), tokens=None)
        actions, completed = list(certificate.actions), []
        for turn in self._turns(row, form):
            if turn.action.thought and not self.replace:
                self.counts.had += 1
                continue
            before = changed.messages[turn.position]
            if put(before, turn.action, "x", form) is None:
                self.counts.refused["no room for a thought"] += 1
                continue
            after = await self._turn(asker, changed.messages, turn, form, row.id)
            if after is None:
                continue
            if actions[turn.turn] == action_text(before):
                actions[turn.turn] = action_text(after)
            changed.messages[turn.position] = after
            completed.append(turn.turn)
        if not completed:
            return row
        new = sum(not t.action.thought for t in self._turns(row, form) if t.turn in completed)
        changed.source = msgspec.structs.replace(
            source, thoughts=source.thoughts + new, completed=sorted({*source.completed, *completed}),
            completed_by=self.label,
        )  # fmt: skip
        self._completed[id(changed)] = len(completed)
        changed.certificate = seal(msgspec.structs.replace(certificate, actions=actions), changed)
        return changed

    def _turns(self, row: Row, form: ActionFormat) -> Iterator[Turn]:
        """Yield the trained turns that the format reads; of a history that was cut, the last ones."""
        assert row.source is not None
        positions = [i for i, m in enumerate(row.messages) if m.get("loss") is True]
        pairs = list(zip(reversed(positions), reversed(row.source.turns), strict=False))
        for position, turn in reversed(pairs):
            try:
                yield Turn(position, turn, form.parse(action_text(row.messages[position])))
            except ParseError:
                continue

    async def _turn(
        self, asker: Asker, messages: Sequence[Message], turn: Turn, form: ActionFormat, row_id: str
    ) -> Message | None:
        """Return the message of a turn with a thought; ``None`` if there is none that can be used."""
        self.counts.asked += 1
        bare = msgspec.structs.replace(turn.action, thought="")
        question = user(
            QUESTION.format(
                record=record(messages[: turn.position], self.context), action=form.render(bare).strip()
            )
        )
        reason = ""
        for attempt in range(self.tries):
            request = Request(
                messages=[question], task_id=row_id, action_format="native", step=turn.turn, seed=attempt,
                repeat=attempt, episode_id=f"{row_id}/{turn.turn}/{attempt}",
            )  # fmt: skip
            try:
                _, completion = await asker.ask(request)
            except (PolicyBroke, ContextLengthError):
                reason = "call failed"
                continue
            thought, reason = read(completion.text, whole=completion.finish_reason != "length")
            if reason:
                continue
            after = put(messages[turn.position], turn.action, thought, form)
            if after is not None:
                self.counts.completed += 1
                return after
            reason = "would change the action"
        self.counts.refused[reason] += 1
        return None

    def _format(self, row: Row) -> ActionFormat | None:
        """Return the action format of a row, ``None`` where no environment of ours made it."""
        certificate = row.certificate
        if row.source is None or certificate is None:
            return None
        key = msgspec.json.encode([certificate.env_id, certificate.env_args], order="sorted")
        if key not in self._formats:
            try:
                env: Any = registry.make(certificate.env_id, certificate.env_args)
                self._formats[key] = cast(AgentEnv, env.unwrapped).format
                env.close()
            except (AgentGymError, TypeError):
                self._formats[key] = None
        return self._formats[key]

    def _proven(self, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Row]:
        """Yield the changed rows that come out as they say when they are executed again, and else the old ones."""
        changed = [new for old, new in zip(before, after, strict=True) if new is not old]
        differing = {f.id: f.differs for f in verify(changed, processes=self.processes) if f.differs}
        for old, new in zip(before, after, strict=True):
            source = new.source
            if new is old or source is None:
                yield old
                continue
            assert old.source is not None
            count = self._completed.pop(id(new))
            if new.id in differing:
                self.counts.completed -= count
                self.counts.refused["differs when executed"] += count
                yield old
            else:
                env = registry.short_name(source.env_id)
                self.counts.by_env[env] += len(source.completed) - len(old.source.completed)
                self.counts.new_by_env[env] += source.thoughts - old.source.thoughts
                yield new


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def record(messages: Sequence[Message], limit: int) -> str:
    """Return a conversation as text: who said what; the middle of a long one is left out."""
    names = {"user": "Environment", "tool": "Environment", "assistant": "Agent", "system": "Rules"}
    text = "\n\n".join(f"[{names[m['role']]}]\n{action_text(m)}" for m in messages)
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n\n[… left out …]\n\n{text[-half:]}"


def read(answer: str, *, whole: bool = True) -> tuple[str, str]:
    """Return the thought of an answer on one line, and why it cannot be used, ``""`` if it can.

    Args:
        answer: what the policy wrote.
        whole: it ended by itself; of one that was cut off, the sentences that are whole are kept.
    """
    label = _LABEL.match(answer)
    thought = " ".join(answer[label.end() if label else 0 :].split()).strip("\"' ")
    # A lone half of a surrogate pair is in no file.
    thought = thought.encode("utf-8", "replace").decode()
    if thought and not whole:
        ends = [m.end() for m in _SENTENCE.finditer(thought)]
        if not ends:
            return "", "cut off"
        thought = thought[: ends[-1]]
    if not thought:
        return "", "empty"
    if _ACTS.search(thought):
        return "", "holds an action"
    said = [s.strip().casefold() for s in _SENTENCE.split(thought) if s.strip()]
    if len(set(said)) < len(said):
        return "", "repeats itself"
    return (thought, "") if len(thought) <= LONGEST else ("", "too long")


def put(message: Message, action: Action, thought: str, form: ActionFormat) -> Message | None:
    """Return a message with a thought before its action; ``None`` if that would change what is read of it.

    Args:
        message: the agent's turn.
        action: what the format reads of it.
        thought: on one line.
        form: the format.
    """
    bare = form.render(msgspec.structs.replace(action, thought=""))
    if message.get("tool_calls"):
        candidates: list[Message] = [{**message, "content": thought}]
    else:
        whole = form.render(msgspec.structs.replace(action, thought=thought))
        if not whole.endswith(bare) or whole == bare:
            return None
        before = whole[: len(whole) - len(bare)]
        written = [] if action.thought else [message["content"]]
        candidates = [{**message, "content": before + text} for text in (*written, bare)]
    for candidate in candidates:
        try:
            found = form.parse(action_text(candidate))
        except ParseError:
            continue
        same = form.render(msgspec.structs.replace(found, thought="")) == bare
        if same and found.thought == thought and found.calls == action.calls:
            return candidate
    return None
