"""The data of a training: every source's rows as token ids with their masks, read once and kept in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.files import is_dataset, read_comparisons, read_rows
from agentgym.dataset.formats import FORMATS, import_, named
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError
from agentgym.tuning.config import DataSource, TuneConfig


class Tokenised(Protocol):
    """A row as token ids, and which of them are trained."""

    @property
    def ids(self) -> list[int]:
        """Token ids."""
        ...

    @property
    def mask(self) -> list[bool]:
        """Which of them are targets."""
        ...


class Tokeniser(Protocol):
    """What makes token ids and a proven mask of a row: :class:`agentgym.dataset.masks.Masker`."""

    def tokens(self, row: Row, /) -> Tokenised:
        """Return a row's token ids with their mask."""
        ...


class SourceData(msgspec.Struct, kw_only=True):
    """A source, read.

    Attributes:
        name: what metrics call it.
        group: ``agent`` or ``general``.
        source: as it was named.
        row_ids: id of each usable row.
        ids, trained: tokens of each, and which are targets, shape (tokens,).
        cut: rows that were longer than allowed and lost their end.
        dropped: rows that were left out: too long, or without a trained token.
        warnings: what a reader should know.
    """

    name: str
    group: str
    source: DataSource
    row_ids: list[str] = []
    ids: list[NDArray[np.int32]] = []
    trained: list[NDArray[np.bool_]] = []
    cut: int = 0
    dropped: int = 0
    warnings: list[str] = []

    @property
    def tokens(self) -> int:
        """Tokens of all rows."""
        return sum(map(len, self.ids))

    @property
    def targets(self) -> int:
        """Trained tokens of all rows."""
        return sum(int(t.sum()) for t in self.trained)

    def fingerprint(self) -> str:
        """Return sixteen hex digits over all token ids and masks: a training goes on with the same data only."""
        found = hashlib.sha256()
        for ids, trained in zip(self.ids, self.trained, strict=True):
            found.update(len(ids).to_bytes(8, "little"))
            found.update(ids.tobytes())
            found.update(trained.tobytes())
        return found.hexdigest()[:16]


def check_paths(config: TuneConfig) -> None:
    """Check that every source is there, before anything is loaded.

    Raises:
        OptionError: with the key, the path, and the mend.
        UnknownNameError: no such format.
    """
    for group, number, source in _sources(config):
        key, path = f"{group}[{number}]", Path(source.path)
        if source.format:
            named(source.format)
        if not path.exists():
            raise OptionError(
                f"{key}.path: there is nothing at {source.path}. `agentgym curate` makes a data set."
            )
        if source.format and not path.is_file():
            raise OptionError(
                f"{key}.path must be a file for format={source.format!r}, got the folder {source.path}: "
                "leave the format "
                "out for a data set of ours."
            )
        if not source.format and path.is_dir() and not is_dataset(path):
            raise OptionError(
                f"{key}.path: the folder {source.path} is no data set (it has no rows.jsonl). A file of another format "
                f"needs its name: format = one of {', '.join(FORMATS)}."
            )


def read_sources(config: TuneConfig, tokeniser: Tokeniser) -> list[SourceData]:
    """Read all sources, agent sources first.

    Raises:
        DataError: a row that cannot be read, or whose mask cannot be proven.
    """
    found = []
    names: list[str] = []
    for group, _, source in _sources(config):
        name = _name(source, group, names)
        names.append(name)
        found.append(_read(source, name, group, config, tokeniser))
    return found


def contaminated(source: DataSource) -> list[str]:
    """Return the test sets that a data set's report flags: samples that are mostly in it, or tasks that are.

    A report without either is no warning; a data set without a report is not known to be clean, and says nothing.
    """
    folder = Path(source.path)
    if not folder.is_dir():
        return []
    return [
        f"{source.path} holds much of the test set {c.test} ({c.rule}): {c.dirty:,} of {c.samples:,} samples are dirty "
        f"(above 80 %), {c.leaked:,} of its tasks are in the training set. Scores on it will mean little."
        for c in read_comparisons(folder)
        if c.dirty or c.leaked
    ]


def _sources(config: TuneConfig) -> Iterator[tuple[str, int, DataSource]]:
    for group in ("agent", "general"):
        for number, source in enumerate(getattr(config, group)):
            yield group, number, source


def _name(source: DataSource, group: str, taken: list[str]) -> str:
    name = source.name or Path(source.path).stem or group
    if name not in taken:
        return name
    return next(f"{name}-{n}" for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)


def _rows(source: DataSource) -> Iterator[Row]:
    path = Path(source.path)
    return import_(path, named(source.format)) if source.format else read_rows(path)


def _read(source: DataSource, name: str, group: str, config: TuneConfig, tokeniser: Tokeniser) -> SourceData:
    data = SourceData(name=name, group=group, source=source, warnings=contaminated(source))
    for row in _rows(source):
        found = tokeniser.tokens(row)
        if len(found.ids) != len(found.mask):
            raise DataError(
                f"{source.path}, row {row.id}: {len(found.ids)} tokens have a mask of {len(found.mask)}."
            )
        ids, trained = np.asarray(found.ids, np.int32), np.asarray(found.mask, np.bool_)
        if len(ids) > config.length:
            if config.too_long == "drop":
                data.dropped += 1
                continue
            data.cut += 1
            ids, trained = ids[: config.length], trained[: config.length]
        trained = trained.copy()
        trained[:1] = False  # nothing predicts the first token
        if not trained.any():
            data.dropped += 1
            continue
        data.row_ids.append(row.id)
        data.ids.append(ids)
        data.trained.append(trained)
    return data
