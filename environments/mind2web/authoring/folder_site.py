"""A folder as a web site: a WSGI application for :class:`agentgym.browser.site.SiteServer`."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def folder_site(folder: Path) -> WSGIApplication:
    """Return an application that answers with the files of a folder, and with nothing outside of it.

    A browser is told to keep no page, so that none of an earlier recording is shown.
    """
    root = folder.resolve()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _file(root, environ.get("PATH_INFO", "/"))
        status = HTTPStatus.OK if path is not None else HTTPStatus.NOT_FOUND
        body = path.read_bytes() if path is not None else b"There is no such file."
        kind = mimetypes.guess_type(path)[0] if path is not None else "text/plain"
        if kind is None:
            kind = "application/octet-stream"
        elif kind.startswith("text/"):
            kind += "; charset=utf-8"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body] if environ["REQUEST_METHOD"] != "HEAD" else []

    return answer


def _file(root: Path, address: str) -> Path | None:
    """Return the file below ``root`` that the path of an address means; ``None`` if there is none."""
    # PEP 3333: the path's bytes, as a text of Latin-1.
    name = address.encode("latin-1").decode("utf-8", "replace").lstrip("/")
    if "\0" in name:
        return None
    path = (root / name).resolve()
    if path.is_dir():
        path /= "index.html"
    return path if path.is_relative_to(root) and path.is_file() else None
