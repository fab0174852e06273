"""A real Virtuoso (Debian's virtuoso-opensource-7) for benchmarks and tests: started in a folder, stopped again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agentgym.environments.knowledge_graph.world import terms

GRAPH = "urn:agentgym:test"
_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxClientConnections = 20
CheckpointInterval = 0
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
DefaultGraph = {graph}
"""


def missing() -> str:
    """Return what is not installed, ``""`` if Virtuoso can be started."""
    absent = [p for p in ("virtuoso-t", "isql-vt") if shutil.which(p) is None]
    return f"{' and '.join(absent)} not installed: apt-get install virtuoso-opensource-7" if absent else ""


@contextmanager
def virtuoso(folder: Path, triples: Iterable[tuple[str, str, str]], namespace: str, *, rows: int = 10_000,
             buffers: int = 20_000) -> Iterator[str]:  # fmt: skip
    """Yield the endpoint's URL of a server that holds ``triples``; the server ends with the block.

    Args:
        folder: an empty folder for its files.
        triples: terms.
        namespace: what ids are below.
        rows: rows after which it cuts results (``ResultSetMaxRows``).
        buffers: its memory, in pages of 8 KiB.
    """
    sql, http = _free_port(), _free_port()
    (folder / "v.ini").write_text(
        _INI.format(
            folder=folder, sql=sql, http=http, rows=rows, graph=GRAPH, buffers=buffers, dirty=buffers // 2
        )
    )
    with (folder / "data.nt").open("w") as file:
        for s, r, o in triples:
            file.write(f"{_nt(s, namespace)} {_nt(r, namespace)} {_nt(o, namespace)} .\n")
    log = (folder / "out").open("w")
    server = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", "v.ini"], cwd=folder, stdout=log, stderr=log
    )
    try:
        url = f"http://127.0.0.1:{http}/sparql"
        _wait(url, server, folder)
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF"]
        load = f"ld_dir('{folder}', 'data.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        done = subprocess.run(
            [*isql, f"exec={load}"], capture_output=True, text=True, timeout=1800, check=False
        )
        if done.returncode or "Error" in done.stderr + done.stdout:
            raise RuntimeError(f"Virtuoso did not load the data: {done.stdout}{done.stderr}")
        yield f"{url}?default-graph-uri={GRAPH}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _nt(term: str, namespace: str) -> str:
    return term if terms.is_literal(term) or term.startswith("_:") else f"<{terms.to_iri(term, namespace)}>"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, server: subprocess.Popen[bytes], folder: Path, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(
                f"Virtuoso ended with {server.returncode}: {(folder / 'out').read_text()[-2000:]}"
            )
        try:
            with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Virtuoso did not start within {seconds:g} s: {(folder / 'out').read_text()[-2000:]}")
