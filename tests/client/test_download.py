"""Official files: fetched of a server of our own, checked, kept."""

from __future__ import annotations

import functools
import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.card import Card, Source
from agentgym.client import download
from agentgym.errors import DataError


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder; give it and its address."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask our own server directly."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def put(folder: Path, name: str, content: bytes) -> str:
    """Write a file to be served; return its hash."""
    (folder / name).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def packed(files: dict[str, bytes]) -> bytes:
    """Return a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def test_a_file_is_kept_where_it_belongs_and_not_fetched_again(
    served: tuple[Path, str], tmp_path: Path
) -> None:
    folder, address = served
    digest = put(folder, "q.jsonl", b"1\n")
    card = Card(sources=(Source(url=f"{address}/q.jsonl", sha256=digest, path="answers/q.jsonl"),))
    said: list[str] = []
    download.get(card, tmp_path / "out", said.append)
    assert (tmp_path / "out" / "answers" / "q.jsonl").read_bytes() == b"1\n"
    (folder / "q.jsonl").unlink()
    download.get(card, tmp_path / "out", said.append)
    assert said[0].startswith("fetching") and "is there" in said[-1]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["answers"], "nothing else is left"


def test_another_file_than_expected_is_not_kept(served: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = served
    put(folder, "q.jsonl", b"other")
    card = Card(sources=(Source(url=f"{address}/q.jsonl", sha256="0" * 64, path="q.jsonl"),))
    with pytest.raises(DataError, match=r"expected 0{64}"):
        download.get(card, tmp_path / "out", print)
    assert not list((tmp_path / "out").iterdir())


def test_what_is_not_there_is_an_error_that_says_where_to_put_it(
    served: tuple[Path, str], tmp_path: Path
) -> None:
    card = Card(sources=(Source(url=f"{served[1]}/none", sha256="0" * 64, path="none"),))
    with pytest.raises(DataError, match="404") as caught:
        download.get(card, tmp_path / "out", print)
    assert str(tmp_path / "out") in str(caught.value) and "network" in str(caught.value)


def test_of_an_archive_the_named_folders_are_kept(served: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = served
    files = {
        "data/dev/a_dev.csv": b"a",
        "data/test/a_test.csv": b"b",
        "data/more/c.csv": b"c",
        "data/dev/../../out.csv": b"d",
        "/data/dev/absolute.csv": b"e",
    }
    digest = put(folder, "data.tar", packed(files))
    source = Source(url=f"{address}/data.tar", sha256=digest, members=("data/dev", "data/test"))
    out = tmp_path / "out"
    download.get(Card(sources=(source,)), out, print)
    assert sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()) == [
        "dev/a_dev.csv", "test/a_test.csv",
    ]  # fmt: skip
    lacking = Source(url=f"{address}/data.tar", sha256=digest, members=("data/val",))
    with pytest.raises(DataError, match="no folder data/val"):
        download.get(Card(sources=(lacking,)), tmp_path / "other", print)
    (folder / "data.tar").unlink()
    download.get(Card(sources=(source,)), out, print)
