"""Parquet files, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from agentgym.errors import DataError, DependencyError
from agentgym.install import hint

_BATCH = 1_000
"""Rows of a group: what is held at once."""


def pyarrow() -> Any:
    """Return pyarrow with its module for parquet.

    Raises:
        DependencyError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise DependencyError(f"Parquet files need pyarrow: {hint('parquet')}.") from None
    return pyarrow


class Writer:
    """Writes a parquet file row by row, in groups.

    Args:
        path: of the file.
        schema: pyarrow's.
    """

    def __init__(self, path: Path, schema: Any) -> None:
        self._arrow = pyarrow()
        self._schema = schema
        self._file = self._arrow.parquet.ParquetWriter(path, schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self.count = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(self, row: dict[str, Any]) -> None:
        """Write a row."""
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._file.is_open:
            self._flush()
            self._file.close()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def write_table(path: Path, schema: Any, lines: Iterable[dict[str, Any]]) -> int:
    """Write a parquet file; return how many rows it has.

    Args:
        path: of the file.
        schema: pyarrow's.
        lines: its rows.
    """
    with Writer(path, schema) as writer:
        for line in lines:
            writer.add(line)
    return writer.count


def read_table(path: Path) -> Iterator[dict[str, Any]]:
    """Iterate the rows of a parquet file.

    Raises:
        DataError: it is torn, or none.
    """
    arrow = pyarrow()
    try:
        file = arrow.parquet.ParquetFile(path)
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from batch.to_pylist()
    except (arrow.ArrowException, OSError) as error:
        raise DataError(f"{path} is torn or no parquet file: {error}") from None
