"""Samples: the texts that are compared, from data sets, runs, files of conversations, and the tasks of environments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import gymnasium
import msgspec

from agentgym.dataset.conversations import rows_of
from agentgym.dataset.files import is_dataset, read_rows
from agentgym.dataset.row import Row
from agentgym.env import AgentEnv
from agentgym.errors import DataError
from agentgym.messages import Message
from agentgym.registry import make, resolve, short_name
from agentgym.specs import Spec
from agentgym.status import Ending
from agentgym.trajectory.files import EPISODES, episode_files
from agentgym.trajectory.reader import read

GENERAL = "general"
"""Group of conversations that come from no environment."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of one conversation or task.

    Attributes:
        id: what reports call it.
        group: short name of its environment, or :data:`GENERAL`.
        kind: kind of its task.
        texts: what is compared, each by itself.
        task: environment and id of its task.
        task_hash: hash of the content of its task; empty if not known.
    """

    id: str
    group: str
    texts: list[str]
    kind: str = ""
    task: tuple[str, str] = ("", "")
    task_hash: str = ""


Source = Callable[[], Iterator[Sample]]
"""Gives samples, from the beginning whenever it is called."""


def train_source(name: str) -> Source:
    """Return everything that a training set says: a data set, runs, or a file of rows.

    Raises:
        DataError: there is no such thing.
    """
    source = _rows(name)
    if source is None:
        raise DataError(
            f"{name!r} is no training set: expected a data set (`agentgym curate`), runs, or a file of rows."
        )
    return lambda: (_sample(row, row.messages) for row in source())


def test_source(name: str) -> Source:
    """Return what is asked in a test set: all before the agent's first answer.

    Args:
        name: a data set, runs, a file of rows, or an environment and its arguments (``alfworld?split=test``).

    Raises:
        AgentGymError: there is no such thing.
    """
    source = _rows(name)
    if source is not None:
        return lambda: (_sample(row, _asked(row.messages)) for row in source())
    spec = Spec.parse(name)
    env_id = resolve(spec.scheme)
    return lambda: _tasks(env_id, spec.options())


def _rows(name: str) -> Callable[[], Iterator[Row]] | None:
    path = Path(name)
    if is_dataset(path) or path.is_file():
        return lambda: read_rows(path)
    if path.is_dir():
        if not episode_files(path):
            raise DataError(f"There is neither a data set nor an {EPISODES} at {path}.")
        return lambda: _played(path)
    return None


def _played(path: Path) -> Iterator[Row]:
    for episode in read(path):
        if episode.ending is not Ending.FAILED and episode.views:
            for number, row in enumerate(rows_of(episode)):
                row.id = f"{short_name(episode.env_id).lower()} {episode.task_id} #{number}"
                yield row


def _tasks(env_id: str, options: dict[str, str]) -> Iterator[Sample]:
    wanted = options.pop("tasks", "")
    arguments: dict[str, Any] = {k: int(v) if v.lstrip("-").isdigit() else v for k, v in options.items()}
    env = make(env_id, arguments)
    try:
        ids = cast(AgentEnv, env.unwrapped).tasks.ids
        yield from read_tasks(env, env_id, ids[: int(wanted) if wanted else None])
    finally:
        env.close()


def read_tasks(env: gymnasium.Env[str, str], env_id: str, ids: Sequence[str]) -> Iterator[Sample]:
    """Begin tasks of an environment and yield what each asks: instruction, example, first observation, tools.

    Args:
        env: the environment.
        env_id: its id.
        ids: of the tasks.
    """
    inner = cast(AgentEnv, env.unwrapped)
    tools = _tools([t.schema() for t in inner.tools])
    for task_id in ids:
        task = inner.tasks[task_id]
        asked = inner.question(task)
        if asked is None:
            asked, info = env.reset(seed=0, options={"task": task_id})
            messages: list[Message] = info["messages"] or []
        else:
            messages = inner.opening(task)
        yield Sample(
            id=task_id,
            group=short_name(env_id),
            kind=task.kind,
            texts=[t for m in messages for t in message_texts(m)] + [asked, *tools],
            task=(env_id, task_id),
            task_hash=inner.tasks.content_hash(task_id),
        )


def _sample(row: Row, messages: list[Message]) -> Sample:
    source = row.source
    texts = [t for m in messages for t in message_texts(m)] + _tools(row.tools)
    if source is None:
        return Sample(id=row.id, group=GENERAL, texts=texts)
    return Sample(
        id=row.id,
        group=short_name(source.env_id),
        kind=source.task_kind,
        texts=texts,
        task=(source.env_id, source.task_id),
        task_hash=source.task_hash,
    )


def _asked(messages: list[Message]) -> list[Message]:
    first = next((i for i, m in enumerate(messages) if m.get("loss") is True), len(messages))
    return messages[:first]


def message_texts(message: Message) -> Iterator[str]:
    """Yield what a message says: its content, its reasoning, its calls."""
    yield message["content"]
    if message.get("reasoning_content"):
        yield message["reasoning_content"]
    for call in message.get("tool_calls", ()):
        yield f"{call['function']['name']} {call['function']['arguments']}"


def _tools(tools: list[dict[str, Any]]) -> list[str]:
    return [msgspec.json.encode(tool, order="sorted").decode() for tool in tools]
