"""The files of a data set: a folder with its rows, what it was made of, and a card.

| file | what |
| --- | --- |
| ``rows.jsonl`` | one :class:`~agentgym.dataset.row.Row` a line |
| ``dataset.json`` | :class:`Origin`: recipe, counts, versions |
| ``dropped.jsonl`` | one :class:`~agentgym.dataset.curation.Dropped` episode a line, where runs were curated |
| ``verification.json`` | what `agentgym verify` found last |
| ``contamination.json`` | what comparisons with test sets found |
| ``contaminated.json`` | the runs of rows that test samples have as well (:class:`Mark`) |
| ``README.md`` | the card, made of the others (:mod:`agentgym.dataset.card`) |

A data set appears whole or not at all: it is written beside its place and then moved there.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from agentgym.dataset.curation import Counted, Dropped
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import SCHEMA, Row
from agentgym.dataset.sources import Origins, Sources
from agentgym.errors import DataError, LogError, OptionError

ROWS = "rows.jsonl"
ORIGIN = "dataset.json"
VERIFICATION = "verification.json"
CONTAMINATION = "contamination.json"
MARKS = "contaminated.json"
DROPPED = "dropped.jsonl"
CARD = "README.md"
T = TypeVar("T")
_decoder = msgspec.json.Decoder(Row)
_encoder = msgspec.json.Encoder()


class Thoughts(msgspec.Struct, frozen=True, kw_only=True):
    """What a completion of thoughts did (`agentgym thoughts`).

    Attributes:
        policy: label of the policy that wrote them.
        asked: turns that it was asked about.
        completed: turns that got a thought.
        refused: the others, by reason.
    """

    policy: str
    asked: int = 0
    completed: int = 0
    refused: dict[str, int] = {}


class Origin(msgspec.Struct, kw_only=True):
    """What a data set was made of.

    Attributes:
        schema: version of the rows' schema.
        framework: version of agentgym that made it.
        runs: the folders that were curated.
        recipe: what was kept of them.
        counts: episodes, conversations and reasons, by the environments' short names.
        sources: where its rows come from.
        damaged: rows that were cut or have no answer, by what is wrong.
        thoughts: completions of thoughts, in order.
    """

    schema: int = SCHEMA
    framework: str = ""
    runs: list[str] = []
    recipe: Recipe = Recipe()
    counts: dict[str, Counted] = {}
    sources: list[Origins] = []
    damaged: dict[str, int] | None = None
    thoughts: list[Thoughts] = []


class Verification(msgspec.Struct, kw_only=True):
    """What `agentgym verify` found.

    Attributes:
        framework: version of agentgym that executed the rows.
        rows: how many there are.
        same: how many came out as they say.
        different: how many did not.
        unprovable: how many carry no certificate.
    """

    framework: str
    rows: int
    same: int
    different: int
    unprovable: int


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison with one test set found.

    Attributes:
        test: the test set, as it was named.
        rule: which reading, with its numbers and the tokenizer.
        samples: how many it has.
        share: mean share of contaminated tokens.
        clean, dirty: samples below 20 % and above 80 %.
        leaked: test tasks that are in the training set.
        missing: why nothing was compared: the test set cannot be had here.
        key: digest over both sets and the rule, where a later comparison of the same may be left out.
    """

    test: str
    rule: str
    samples: int = 0
    share: float = 0.0
    clean: int = 0
    dirty: int = 0
    leaked: int = 0
    missing: str = ""
    key: str = ""


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of a row that a test sample has as well.

    Attributes:
        row: id of the row.
        test, sample: the test set, and its sample.
        train_text, test_text: the tokens of both, with blanks between them; ``…`` is a token that no test sample has.
        tokens: how many.
    """

    row: str
    test: str
    sample: str
    train_text: str
    test_text: str
    tokens: int


def is_dataset(path: Path) -> bool:
    """Whether there is a data set at a path."""
    return (path / ROWS).is_file()


def read_rows(path: Path) -> Iterator[Row]:
    """Iterate the rows of a data set: a folder, or its file of rows.

    Raises:
        DataError: there is none, or a line is no row; the message names the line.
    """
    file = path / ROWS if path.is_dir() else path
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield read_row(line, file, number)
    except OSError as error:
        raise DataError(
            f"No data set at {path}: {error.strerror}. `agentgym curate RUN… --out DIR` makes one."
        ) from None


def read_origin(folder: Path) -> Origin:
    """Return what a data set was made of; nothing of it where that is not known.

    Raises:
        DataError: the file is damaged, or of a newer schema.
    """
    origin = _read_json(folder / ORIGIN, Origin) or Origin()
    if origin.schema > SCHEMA:
        raise DataError(
            f"{folder} has schema {origin.schema}, this agentgym reads up to {SCHEMA}: update it."
        )
    return origin


def read_verification(folder: Path) -> Verification | None:
    """Return what the last verification found; ``None`` if there was none."""
    return _read_json(folder / VERIFICATION, Verification)


def read_comparisons(folder: Path) -> list[Compared]:
    """Return what comparisons with test sets found, one for each test set and rule."""
    return read_report(folder / CONTAMINATION)


def read_report(file: Path) -> list[Compared]:
    """Return what a contamination report says; nothing where there is none.

    Raises:
        DataError: it is damaged.
    """
    return _read_json(file, list[Compared]) or []


def add_comparisons(folder: Path, compared: Sequence[Compared]) -> None:
    """Write down what comparisons found, in place of earlier ones of the same test sets and rules."""
    new = {(c.test, c.rule) for c in compared}
    others = [c for c in read_comparisons(folder) if (c.test, c.rule) not in new]
    write_json(folder / CONTAMINATION, [*others, *compared])


def read_marks(folder: Path) -> list[Mark]:
    """Return the runs of rows that test samples have as well, as far as they were kept."""
    return _read_json(folder / MARKS, list[Mark]) or []


def read_dropped(folder: Path) -> Iterator[Dropped]:
    """Iterate the episodes that were dropped when runs were curated; none where that is not known.

    Raises:
        DataError: a line is torn, or none.
    """
    try:
        lines = (folder / DROPPED).read_bytes().splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, 1):
        try:
            yield msgspec.json.decode(line, type=Dropped)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{folder / DROPPED}, line {number}: {error}. Curate again.") from None


def add_marks(folder: Path, test: Iterable[str], marks: Iterable[Mark]) -> None:
    """Keep the runs of rows that comparisons found, in place of earlier ones with the same test sets."""
    tests = set(test)
    write_json(folder / MARKS, [*(m for m in read_marks(folder) if m.test not in tests), *marks])


def encode(value: object) -> bytes:
    """Return a value as one line of JSON; lone surrogates, which a model can produce, are written as escapes."""
    try:
        return _encoder.encode(value) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=True).encode() + b"\n"


def write_dataset(
    folder: Path,
    rows: Iterable[Row],
    origin: Callable[[], Origin],
    card: Callable[[Path], str],
    *,
    licence: str = "",
    dropped: Iterable[Dropped] = (),
) -> int:
    """Write a data set.

    Args:
        folder: its place; there may be nothing there yet, or an earlier data set, which is replaced.
        rows: its rows.
        origin: called after the last row.
        card: called with the finished folder, returns the text of the card.
        licence: of rows that come from no environment.
        dropped: the episodes that were dropped; read after the last row.

    Returns:
        how many rows it has.

    Raises:
        OptionError: something else is at the place.
        LogError: it cannot be written.
    """
    if folder.exists() and not is_dataset(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(f"{folder} is there already and is no data set: name another folder.")
    count, sources = 0, Sources()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise LogError(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        with (beside / ROWS).open("wb") as file:
            for row in rows:
                file.write(encode(row))
                sources.add(row)
                count += 1
        lines = [encode(one) for one in dropped]
        if lines:
            (beside / DROPPED).write_bytes(b"".join(lines))
        write_json(
            beside / ORIGIN, replace(origin(), sources=sources.found(licence), damaged=dict(sources.damaged))
        )
        (beside / CARD).write_text(card(beside), "utf-8", errors="backslashreplace")
        beside.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        beside.rename(folder)
    except OSError as error:
        raise LogError(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def write_json(path: Path, value: object) -> None:
    """Write a value as indented JSON."""
    path.write_bytes(msgspec.json.format(encode(value), indent=2))


def read_row(line: bytes, file: Path, number: int) -> Row:
    """Return a line as a row.

    Args:
        line: the line.
        file: that it is of, for messages.
        number: of the line, from 1.

    Raises:
        DataError: it is none.
    """
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise DataError(f"{file}, line {number} is no row: {error}. It begins: {line[:80]!r}") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return msgspec.convert(json.loads(line), Row)
    except (ValueError, msgspec.ValidationError) as error:
        raise DataError(
            f"{file}, line {number} is torn or no row: {error}. It begins: {line[:80]!r}"
        ) from None


def _read_json(path: Path, type: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=type)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}. Make the data set again.") from None
