"""Pretokenised: ids and masks, as trainers take them without rendering or masking anything again.

A folder. ``labels/`` has ``input_ids``, ``attention_mask`` and ``labels`` (-100 where nothing is trained) for TRL,
axolotl and LLaMA-Factory, ``loss_mask/`` the same samples as ``input_ids`` and ``loss_mask`` for SkyRL, which refuses
labels. Beside them are the rows (``rows.jsonl``, so that the folder is imported without a tokenizer) and
``tokens.json``: which tokenizer it was, how many samples each row became, and which rows were left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from agentgym.dataset.files import ROWS, encode, read_rows, write_json
from agentgym.dataset.formats.base import Format
from agentgym.dataset.formats.lines import files
from agentgym.dataset.formats.tables import Writer, pyarrow, read_table
from agentgym.dataset.formats.whole import whole_folder
from agentgym.dataset.masks import Masker, MaskError, TokenisedRow
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError

MADE = "tokens.json"
LABELS = "labels/train-00000-of-00001.parquet"
LOSS_MASK = "loss_mask/train-00000-of-00001.parquet"


class Made(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a folder of tokens was made of.

    Attributes:
        tokenizer: its name.
        fingerprint: sixteen hex digits over the tokenizer and its chat template.
        samples: for each row, how many samples it became.
        tokens, trained: of all samples.
        sampled: samples whose ids are those that were sampled and logged.
        left_out: rows of which no mask could be proven, with the reason.
    """

    tokenizer: str
    fingerprint: str
    samples: list[int] = []
    tokens: int = 0
    trained: int = 0
    sampled: int = 0
    left_out: dict[str, str] = {}


class TokensFormat(Format):
    """A folder of ids and masks.

    Args:
        tokenizer: of transformers, with a chat template; needed to export, not to import.
        leave_out: leave rows out of which no mask can be proven; else the export ends there.
    """

    name: ClassVar[str] = "tokens"
    lost: ClassVar[str] = "all but ids and masks (the rows stand beside them)"
    fields: ClassVar[frozenset[str]] = frozenset({"input_ids", "attention_mask", "labels", "loss_mask"})
    folder: ClassVar[bool] = True
    heading: ClassVar[str] = (
        "---\nconfigs:\n"
        "- config_name: labels\n  default: true\n  data_files:\n  - split: train\n    path: labels/*.parquet\n"
        "- config_name: loss_mask\n  data_files:\n  - split: train\n    path: loss_mask/*.parquet\n---\n\n"
    )

    def __init__(self, tokenizer: Any = None, *, leave_out: bool = False) -> None:
        self._tokenizer = tokenizer
        self._leave_out = leave_out
        self._masker = Masker(tokenizer) if tokenizer is not None else None

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row that is one sample.

        Raises:
            MaskError: its mask cannot be proven.
            OptionError: no tokenizer was given.
        """
        made = self._need().tokens(row)
        mask = [int(m) for m in made.mask]
        return {
            "input_ids": made.ids,
            "attention_mask": [1] * len(mask),
            "labels": made.labels(),
            "loss_mask": mask,
        }

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Refuse a line: ids alone have no messages.

        Raises:
            DataError: always.
        """
        raise DataError("ids have no messages: import the folder, which has the rows beside them")

    def check(self, path: Path) -> None:
        """Check that there are a tokenizer and pyarrow.

        Raises:
            OptionError: no tokenizer was given.
            DependencyError: pyarrow is not installed.
        """
        super().check(path)
        self._need()
        pyarrow()

    def facts(self, path: Path) -> list[str]:
        """Return what the card says: the tokenizer, how much is trained, and what was left out."""
        made = read_made(path)
        reasons = Counter(
            re.sub(r"'.*?'|\d+", "…", r.partition(": ")[2])[:90] for r in made.left_out.values()
        )
        left_out = "; ".join(f"{count:,} times: {reason}" for reason, count in reasons.most_common())
        return [
            f"Tokenizer and chat template: `{made.tokenizer}`, fingerprint `{made.fingerprint}`.",
            f"{sum(made.samples):,} samples of {made.tokens:,} tokens, of which {made.trained:,} are trained; "
            f"{made.sampled:,} samples have the ids that were sampled.",
            f"Rows left out because no mask of them can be proven: {len(made.left_out):,}"
            + (f" ({left_out})." if left_out else "."),
        ]

    def save(self, rows: Iterable[Row], path: Path) -> int:
        """Write rows; one that a template can show one turn at a time only becomes a sample for each turn.

        Returns:
            how many rows there are.

        Raises:
            MaskError: a mask cannot be proven.
            OptionError: no tokenizer was given, or something else is at the place.
            DependencyError: pyarrow is not installed.
            LogError: it cannot be written.
        """
        masker, made = self._need(), Made(tokenizer=self._name(), fingerprint=fingerprint(self._tokenizer))
        with whole_folder(path, MADE) as beside, ExitStack() as stack:
            for part in (LABELS, LOSS_MASK):
                (beside / part).parent.mkdir()
            labels = stack.enter_context(Writer(beside / LABELS, _schema("attention_mask", "labels")))
            losses = stack.enter_context(Writer(beside / LOSS_MASK, _schema("loss_mask")))
            with (beside / ROWS).open("wb") as file:
                for row in rows:
                    try:
                        samples = masker.samples(row)
                    except MaskError as error:
                        if not self._leave_out:
                            raise MaskError(
                                f"{error} Nothing was written; --leave-out leaves such rows out."
                            ) from None
                        made.left_out[row.id] = str(error)
                        continue
                    for sample in samples:
                        _add(sample, labels, losses, made)
                    made.samples.append(len(samples))
                    file.write(encode(row))
            if not made.samples:
                raise MaskError(f"No row is left: {next(iter(made.left_out.values()), 'there is none')}")
            stack.close()
            write_json(beside / MADE, made)
        return len(made.samples)

    def load(self, path: Path, ignored: frozenset[str] = frozenset()) -> Iterator[Row]:
        """Iterate the rows of a folder, each compared with its samples.

        Raises:
            DataError: it is none, it is torn, or its parts are of different exports.
        """
        for row, _ in tokenised(path):
            yield row

    def _need(self) -> Masker:
        if self._masker is None:
            raise OptionError(
                "The format tokens needs a tokenizer: --tokenizer FOLDER, or an installed model."
            )
        return self._masker

    def _name(self) -> str:
        # The end of a path says which; the rest is nobody's business.
        return "/".join(Path(getattr(self._tokenizer, "name_or_path", "") or "unnamed").parts[-2:])


def fingerprint(tokenizer: Any) -> str:
    """Return sixteen hex digits over a tokenizer and its chat template.

    Args:
        tokenizer: of transformers, fast.
    """
    whole = f"{tokenizer.backend_tokenizer.to_str()}\n{tokenizer.chat_template}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def tokenised(path: Path) -> Iterator[tuple[Row, list[TokenisedRow]]]:
    """Iterate the rows of a folder of tokens, each with its samples.

    Raises:
        DataError: it is none, it is torn, or its parts are of different exports.
    """
    made = read_made(path)
    labels, losses = (
        chain.from_iterable(map(read_table, files(path / p, (".parquet",)))) for p in ("labels", "loss_mask")
    )
    count = 0
    for count, row in enumerate(read_rows(path), 1):
        if count > len(made.samples):
            break
        wanted = made.samples[count - 1]
        ours, theirs = list(islice(labels, wanted)), list(islice(losses, wanted))
        if len(ours) != wanted or [_masked(s) for s in ours] != [_masked(s) for s in theirs]:
            raise DataError(
                f"{path} is torn: the samples of row {row.id!r} are not there, or differ in its parts."
            )
        yield row, [TokenisedRow(*_masked(s)) for s in ours]
    if count != len(made.samples) or next(labels, None) or next(losses, None):
        raise DataError(f"{path} is torn: {MADE} tells of {len(made.samples):,} rows, its parts have others.")


def read_made(path: Path) -> Made:
    """Return what a folder of tokens was made of.

    Raises:
        DataError: it is none.
    """
    try:
        return msgspec.json.decode((path / MADE).read_bytes(), type=Made)
    except OSError as error:
        raise DataError(
            f"{path} is no folder of tokens that agentgym wrote: {MADE}: {error.strerror}."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path / MADE} is torn or not ours: {error}.") from None


def _add(sample: TokenisedRow, labels: Writer, losses: Writer, made: Made) -> None:
    labels.add({"input_ids": sample.ids, "attention_mask": [1] * len(sample.ids), "labels": sample.labels()})
    losses.add({"input_ids": sample.ids, "loss_mask": [int(m) for m in sample.mask]})
    made.tokens += len(sample.ids)
    made.trained += sample.trained
    made.sampled += sample.sampled


def _masked(sample: dict[str, Any]) -> tuple[list[int], list[bool]]:
    """Return the ids and the mask of a sample of either part."""
    if "labels" in sample:
        return sample["input_ids"], [label != -100 for label in sample["labels"]]
    return sample["input_ids"], [bool(m) for m in sample["loss_mask"]]


def _schema(*columns: str) -> Any:
    arrow = pyarrow()
    return arrow.schema([(c, arrow.list_(arrow.int32())) for c in ("input_ids", *columns)])
