"""An index of a log for fast listing: one small record an episode, kept beside the log.

The index is derived: it is brought up to date from the log whenever it is opened, reading only what was
appended, and made anew where it does not fit. An entry knows where its line is, so one episode of a hundred
thousand is read at once.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from agentgym.errors import DataError
from agentgym.policy import MOST_TOKENS
from agentgym.status import Ending, Status
from agentgym.trajectory.categories import categories
from agentgym.trajectory.codec import TornLine, decode, is_reward
from agentgym.trajectory.episode import SCHEMA, Episode
from agentgym.trajectory.files import SCORES, episode_files, frame_at, frames
from agentgym.trajectory.scores import PRIMARY, Score, later_scores

INDEX = ".index.msgpack"
_VERSION = 4
_TAIL = 128
"""Bytes by which a file that has grown is known again: a new file may have the number (inode) of an old one."""


class Entry(msgspec.Struct, array_like=True):
    """What a listing shows of an episode, and where its line is.

    Attributes:
        file: path of the log file, relative to the indexed folder.
        offset: position of the line in a plain file, of its frame in a compressed one.
        within: position of the line in its frame; 0 in a plain file.
        length: bytes of the line.
        categories: error categories, see :mod:`agentgym.trajectory.categories`.
        cost: what the calls cost whose price is known, ``None`` if no call's is.
        unpriced: tokens of the calls without a known price, by model: prompt and completion.
        later: later scores by name (:mod:`agentgym.trajectory.scores`).
    """

    file: str
    offset: int
    within: int
    length: int
    key: str
    env_id: str
    task_id: str
    task_kind: str
    split: str
    profile: str
    policy: str
    policy_id: str
    model: str
    repeat: int
    status: str
    reward: float | None
    metrics: dict[str, float]
    steps: int
    seconds: float
    started: float
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    unpriced: dict[str, tuple[int, int]]
    categories: list[str]
    later: dict[str, float] = {}

    @property
    def ending(self) -> Ending:
        """Scored, unscored or failed; an unscored episode is scored once a later score is its reward."""
        ending = Status(self.status).ending
        return Ending.SCORED if ending is Ending.UNSCORED and PRIMARY in self.later else ending

    def score(self, name: str = PRIMARY) -> float | None:
        """Return a score by name: the later one where there is one, else the environment's; ``None`` if neither."""
        if name in self.later:
            return self.later[name]
        return self.reward if name == PRIMARY else self.metrics.get(name)


class _Usage(msgspec.Struct, frozen=True):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct, frozen=True):
    model: str = ""
    usage: _Usage | None = None
    cost: float | None = None
    cached: bool = False


class _Turn(msgspec.Struct):
    output: str
    observation: str
    completion: _Completion = _Completion()
    action: str = ""
    parse_error_kind: str = ""
    mapped_from: str = ""
    refused: bool = False
    call_error: bool = False


class _Line(msgspec.Struct):
    env_id: str
    task_id: str
    status: str
    reward: float | None
    schema: int = SCHEMA
    metrics: dict[str, float] = {}
    key: str = ""
    task_kind: str = ""
    split: str = ""
    profile: str = ""
    action_format: str = ""
    calls_functions: bool = False
    policy: str = ""
    policy_id: str = ""
    repeat: int = 0
    seconds: float = 0.0
    started: float = 0.0
    steps: list[_Turn] = []


class _File(msgspec.Struct, array_like=True):
    """A log file: how far it was read, and the last bytes before that place."""

    scanned: int
    tail: bytes


class _Table(msgspec.Struct, array_like=True):
    version: int
    files: dict[str, _File]
    entries: list[Entry]


_line = msgspec.json.Decoder(_Line)
_table = msgspec.msgpack.Decoder(_Table)


class Index:
    """The index of all episodes below a folder.

    Args:
        folder: a run folder, or a folder of run folders.

    :meth:`refresh` reads what was appended since; a live log can be followed with it.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        table = self._load()
        self._files = table.files
        self.entries: list[Entry] = table.entries
        self._later: dict[str, dict[str, dict[str, Score]]] = {}
        self._scored: dict[str, int] = {}

    def refresh(self, *, save: bool = True) -> bool:
        """Bring the index up to date; return whether anything changed.

        Args:
            save: also write it down beside the log.
        """
        try:
            return self._refresh(save=save)
        except FileNotFoundError:  # A file was compressed meanwhile, and has another name.
            self._files, self.entries = {}, []
            return self._refresh(save=save)

    def _refresh(self, *, save: bool) -> bool:
        found = {str(f.relative_to(self.folder)): f for f in episode_files(self.folder, failures=True)}
        states = {name: path.stat() for name, path in found.items()}
        stale = {n for n, f in self._files.items() if n not in states or not _appended(f, found[n])}
        changed = bool(stale)
        if stale:
            self.entries = [e for e in self.entries if e.file not in stale]
            for name in stale:
                del self._files[name]
        for name, path in found.items():
            known = self._files.get(name)
            start = known.scanned if known is not None else 0
            if known is not None and states[name].st_size <= start:
                continue
            before = len(self.entries)
            end = self._scan(path, name, start)
            self._files[name] = _File(end, _tail(path, end))
            changed = changed or len(self.entries) > before or known is None
        if changed and save:
            self._save()
        return self._overlay() or changed

    def _overlay(self) -> bool:
        """Give the entries their later scores; return whether any of these changed."""
        changed = False
        for folder in {os.path.dirname(name) for name in self._files}:
            path = self.folder / folder / SCORES
            size = path.stat().st_size if path.is_file() else 0
            if size != self._scored.get(folder, 0):
                self._scored[folder] = size
                self._later[folder] = later_scores(path.parent)
                changed = True
        if self._later:
            for entry in self.entries:
                scores = self._later.get(os.path.dirname(entry.file), {}).get(entry.key, {})
                entry.later = {name: score.value for name, score in scores.items()}
        return changed

    def raw(self, entry: Entry) -> bytes:
        """Return the line of an entry, without its newline."""
        path = self.folder / entry.file
        if path.suffix == ".zst":
            return frame_at(path, entry.offset)[entry.within : entry.within + entry.length]
        with path.open("rb") as file:
            file.seek(entry.offset)
            return file.read(entry.length)

    def episode(self, entry: Entry) -> Episode:
        """Read the episode of an entry.

        Raises:
            DataError: the log has changed under the index.
        """
        try:
            return decode(self.raw(entry))
        except (TornLine, OSError) as error:
            raise DataError(f"{entry.file} has changed since it was indexed: {error}") from None

    def _scan(self, path: Path, name: str, start: int) -> int:
        """Add the entries of ``path`` from byte ``start`` on; return how far it was read."""
        end = start
        for offset, block in frames(path, start):
            plain = path.suffix != ".zst"
            for within, raw in _lines(block):
                try:
                    line = _read(raw)
                except TornLine:
                    continue  # closed by a later writer, or (without a newline) still being written
                except DataError as error:  # One episode never hides the others.
                    warnings.warn(f"{path}: passed over an episode. {error}", stacklevel=2)
                    continue
                place = (offset + within, 0) if plain else (offset, within)
                self.entries.append(_entry(name, *place, len(raw), line))
            # What follows the last newline is still being written, unless it is whole already.
            end = offset + (block.rfind(b"\n") + 1 if plain else 1)
            if plain and self.entries and self.entries[-1].file == name:
                end = max(end, self.entries[-1].offset + self.entries[-1].length)
        return path.stat().st_size if path.suffix == ".zst" else end

    def _load(self) -> _Table:
        try:
            table = _table.decode((self.folder / INDEX).read_bytes())
        except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
            return _Table(_VERSION, {}, [])
        if table.version != _VERSION:
            return _Table(_VERSION, {}, [])
        for entry in table.entries:
            entry.later = {}  # Of scores that may have gone since.
        return table

    def _save(self) -> None:
        partial = self.folder / f"{INDEX}.{os.getpid()}.tmp"
        try:
            partial.write_bytes(msgspec.msgpack.encode(_Table(_VERSION, self._files, self.entries)))
            partial.replace(self.folder / INDEX)
        except (OSError, UnicodeEncodeError):
            # A read-only or full folder, a name that is no UTF-8: the index is a convenience, the log is the truth.
            partial.unlink(missing_ok=True)


def index(folder: str | os.PathLike[str]) -> list[Entry]:
    """Return the entries of all episodes below ``folder``, failures included, up to date with the log."""
    catalogue = Index(folder)
    catalogue.refresh()
    return catalogue.entries


def settled(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield one entry for each episode key: one that ended well where there is one, else the last failure."""
    chosen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        # Two runs that were copied beside each other stay two; attempts within one run are one.
        place = (os.path.dirname(entry.file), entry.key)
        if place not in chosen or chosen[place].ending is Ending.FAILED:
            chosen[place] = entry
    yield from chosen.values()


def _appended(file: _File, path: Path) -> bool:
    """Whether a file is the one that was read, as it was or longer."""
    return _tail(path, file.scanned) == file.tail


def _tail(path: Path, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, end - _TAIL))
        return file.read(min(end, _TAIL))


def _lines(block: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(block):
        end = block.find(b"\n", start)
        end = len(block) if end < 0 else end
        if end > start:
            yield start, block[start:end]
        start = end + 1


def _entry(name: str, offset: int, within: int, length: int, line: _Line) -> Entry:
    prompt = completion = 0
    cost: float | None = None
    unpriced: dict[str, tuple[int, int]] = {}
    for step in line.steps:
        answer = step.completion
        if answer.usage is not None:
            asked, said = _count(answer.usage.prompt_tokens), _count(answer.usage.completion_tokens)
            prompt += asked
            completion += said
        if answer.cost is not None:
            cost = (cost or 0.0) + answer.cost
        elif answer.usage is not None and not answer.cached:
            before = unpriced.get(answer.model, (0, 0))
            unpriced[answer.model] = before[0] + asked, before[1] + said
    model = next((s.completion.model for s in line.steps if s.completion.model), "")
    return Entry(
        name, offset, within, length, line.key, line.env_id, line.task_id, line.task_kind, line.split, line.profile,
        line.policy, line.policy_id, model, line.repeat, line.status, line.reward, line.metrics, len(line.steps),
        line.seconds, line.started, prompt, completion, cost, unpriced, categories(line),
    )  # fmt: skip


def _count(tokens: int) -> int:
    """Return a count of tokens; 0 for one that no call has, as a foreign log may hold."""
    return tokens if 0 <= tokens < MOST_TOKENS else 0


def _read(raw: bytes) -> _Line:
    try:
        line = _line.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):  # torn, or text that only the full codec reads
        line = None
    if line is None or line.schema != SCHEMA or not is_reward(line.reward):
        return msgspec.convert(msgspec.to_builtins(decode(raw)), _Line)
    return line
