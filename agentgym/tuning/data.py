"""The data of a training: every source's rows as token ids with their masks, read once and kept in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.exported import report_place
from agentgym.dataset.files import ROWS, Compared, is_dataset, read_report, read_rows
from agentgym.dataset.formats import FORMATS, detected, import_, named
from agentgym.dataset.formats.base import looks_like
from agentgym.dataset.formats.lines import objects
from agentgym.dataset.formats.tokens import read_made, tokenised
from agentgym.dataset.masks import MaskError, TokenisedRow
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError
from agentgym.tuning.config import DataSource, TuneConfig


class Tokeniser(Protocol):
    """What makes token ids with a proven mask of a row: :class:`agentgym.dataset.masks.Masker`."""

    def samples(self, row: Row, /) -> list[TokenisedRow]:
        """Return a row as few samples as can be proven."""
        ...


class SourceData(msgspec.Struct, kw_only=True):
    """A source, read.

    Attributes:
        name: what metrics call it.
        group: ``agent`` or ``general``.
        source: as it was named.
        row_ids: id of each usable row; of its samples, where a template makes several of one.
        ids, trained: tokens of each, and which are targets, shape (tokens,).
        cut: rows that were longer than allowed and lost their end.
        dropped: rows that were left out: too long, or without a trained token.
        refused: rows that were left out because their mask could not be proven.
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
    refused: int = 0
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
        if source.format not in ("", "tokens") and is_dataset(path):
            raise OptionError(
                f"{key}: {source.path} is a data set of ours (or a folder of tokens), and has no format="
                f"{source.format!r}: leave the format out."
            )
        if not source.format and path.is_dir() and not is_dataset(path) and not detected(path):
            raise OptionError(
                f"{key}.path: the folder {source.path} is no data set (it has no rows.jsonl) and no folder that "
                "`agentgym export` writes (hf, hub, tokens). Files of another format need its name: format = one of "
                f"{', '.join(FORMATS)}."
            )


def read_sources(config: TuneConfig, tokeniser: Tokeniser, fingerprint: str) -> list[SourceData]:
    """Read all sources, agent sources first.

    Args:
        config: of the training.
        tokeniser: of the model.
        fingerprint: of the model's tokenizer and chat template
            (:func:`agentgym.dataset.formats.tokens.fingerprint`).

    Raises:
        DataError: a row that cannot be read.
        OptionError: a folder of tokens was made with another tokenizer or chat template.
    """
    found = []
    names: list[str] = []
    for group, _, source in _sources(config):
        name = _name(source, group, names)
        names.append(name)
        found.append(_read(source, name, group, config, tokeniser, fingerprint))
    return found


def contaminated(source: DataSource) -> list[str]:
    """Return the test sets that a data set's report flags: samples that are mostly in it, or tasks that are.

    A report without either is no warning; a data set without a report is not known to be clean, and says nothing.
    """
    worst: dict[str, Compared] = {}  # of the rules, the one that finds most
    for c in read_report(report_place(Path(source.path))):
        if (c.dirty or c.leaked) and (c.test not in worst or c.dirty > worst[c.test].dirty):
            worst[c.test] = c
    return [
        f"{source.path} holds much of the test set {c.test} ({c.rule}): {c.dirty:,} of {c.samples:,} samples are dirty "
        f"(above 80 %), {c.leaked:,} of its tasks are in the training set. Scores on it will mean little."
        for c in worst.values()
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


def _read(
    source: DataSource, name: str, group: str, config: TuneConfig, tokeniser: Tokeniser, fingerprint: str
) -> SourceData:
    data = SourceData(name=name, group=group, source=source, warnings=contaminated(source))
    for row, made in _rows(source, fingerprint):
        if not row.trained:
            data.dropped += 1
            continue
        try:
            samples = tokeniser.samples(row) if made is None else made
        except MaskError as error:
            data.refused += 1
            if data.refused == 1:
                data.warnings.append(f"{source.path}: a row is left out, the first of such: {error}")
            continue
        for number, one in enumerate(samples):
            _add(data, row.id if len(samples) == 1 else f"{row.id}.{number}", one, config)
    return data


def _rows(source: DataSource, fingerprint: str) -> Iterator[tuple[Row, list[TokenisedRow] | None]]:
    """Yield the rows of a source, each with its samples where it comes tokenised."""
    path = Path(source.path)
    form = source.format or (detected(path) if path.is_dir() else "")
    if form == "tokens":
        _check_template(path, fingerprint)
        yield from tokenised(path)
    elif form:
        yield from ((row, None) for row in import_(path, named(form)))
    else:
        try:
            yield from ((row, None) for row in read_rows(path))
        except DataError as error:
            raise DataError(f"{error}{_hint(path)}") from None


def _check_template(path: Path, fingerprint: str) -> None:
    made = read_made(path)
    if made.fingerprint != fingerprint:
        raise OptionError(
            f"{path} was tokenised for {made.tokenizer}: its tokenizer or its chat template is not that of the model "
            f"that is tuned (fingerprint {made.fingerprint}, the model's is {fingerprint}), so its ids would mean "
            "other texts and its turns end otherwise. Export it again with --tokenizer MODEL, or name its rows: "
            f"path = {str(path / ROWS)!r}."
        )


def _hint(path: Path) -> str:
    """Return the format that a file which is none of our rows seems to have, as the end of a message."""
    try:
        likely = looks_like(next(objects(path)).value) if path.is_file() else ""
    except (DataError, StopIteration):
        likely = ""
    return f". It looks like {likely}: name its format (format = …)." if likely else ""


def _add(data: SourceData, name: str, one: TokenisedRow, config: TuneConfig) -> None:
    ids, trained = np.asarray(one.ids, np.int32), np.asarray(one.mask, np.bool_)
    if len(ids) > config.length:
        if config.too_long == "drop":
            data.dropped += 1
            return
        data.cut += 1
        ids, trained = ids[: config.length], trained[: config.length].copy()
    trained[:1] = False  # nothing predicts the first token
    if not trained.any():
        data.dropped += 1
        return
    data.row_ids.append(name)
    data.ids.append(ids)
    data.trained.append(trained)
