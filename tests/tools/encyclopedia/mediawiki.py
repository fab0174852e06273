"""A MediaWiki on this machine: its query API over real connections, and the ways in which a server fails."""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

PAGES: dict[str, tuple[str, list[str]]] = {
    "Vilmar": (
        "Vilmar is a town. It is small.\nIt lies on a lake.\n\n\n== History ==\nIt was founded in 1882.\n\n\n"
        "=== War ===\nNothing happened.",
        ["Towns"],
    ),
    "Vilmar Castle": ("Vilmar Castle is a ruin.", ["Ruins"]),
    "Orsa": ("Orsa may refer to:\n\n\n== Places ==\nOrsa, Vilmar", ["Towns", "All disambiguation pages"]),
    "Größe": ("Größe is a measure.", []),
}
REDIRECTS = {"Town of Vilmar": "Vilmar"}
SUGGESTED = {"vilmra": "Vilmar"}


class MediaWiki:
    """Serves :data:`PAGES` until it is closed.

    Attributes:
        asked: the queries, in their order.
        failures: what the next requests meet: ``None``, an answer; a status, with headers; ``cut``, the connection ends
            in the middle of an answer; ``html``; ``error``, the API's own, with status 200.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.failures: deque[tuple[int, dict[str, str]] | str | None] = deque()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def transport(self) -> httpx.BaseTransport:
        """Return what carries requests for Wikipedia to this server."""
        return _Here(self.port)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        address = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        self.asked.append(query)
        failure = self.failures.popleft() if self.failures else None
        if isinstance(failure, tuple):
            return _send(handler, failure[0], b"{}", failure[1])
        if failure == "html":
            return _send(handler, 200, b"<html>Our servers are under maintenance</html>", {})
        if failure == "error":
            found = {"error": {"code": "maxlag", "info": "Waiting for a database server: 9 seconds lagged."}}
            return _send(handler, 200, json.dumps(found).encode(), {})
        raw = json.dumps(respond(query)).encode()
        if failure == "cut":
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(raw)))
            handler.end_headers()
            handler.wfile.write(raw[: len(raw) // 2])
            handler.close_connection = True
            return None
        return _send(handler, 200, raw, {})


def respond(query: dict[str, str]) -> dict[str, Any]:
    """Answer a query as MediaWiki does; a redirect is followed only where the query says so."""
    if query.get("list") == "search":
        return _search(query["srsearch"], int(query["srlimit"]))
    asked = query["titles"]
    title = asked[:1].upper() + asked[1:]
    found: dict[str, Any] = {}
    if title != asked:
        found["normalized"] = [{"from": asked, "to": title}]
    if title in REDIRECTS and query.get("redirects"):
        found["redirects"] = [{"from": title, "to": REDIRECTS[title]}]
        title = REDIRECTS[title]
    if title in REDIRECTS:
        return {"query": found | {"pages": {"9": {"pageid": 9, "ns": 0, "title": title, "redirect": ""}}}}
    if title not in PAGES:
        return {"query": found | {"pages": {"-1": {"ns": 0, "title": title, "missing": ""}}}}
    text, categories = PAGES[title]
    number = list(PAGES).index(title) + 1
    page: dict[str, Any] = {"pageid": number, "ns": 0, "title": title}
    if query["prop"] == "extracts":
        page["extract"] = text
    if query["prop"] == "categories" and categories:
        page["categories"] = [{"ns": 14, "title": f"Category:{c}"} for c in categories][
            : int(query["cllimit"])
        ]
    return {"query": found | {"pages": {str(number): page}}}


def _search(words: str, limit: int) -> dict[str, Any]:
    names = [title for title in PAGES if title.lower().startswith(words.lower()[:3])][:limit]
    info: dict[str, Any] = {"totalhits": len(names)}
    if words in SUGGESTED:
        info |= {"suggestion": SUGGESTED[words], "suggestionsnippet": SUGGESTED[words]}
    return {"query": {"searchinfo": info, "search": [{"ns": 0, "title": t, "pageid": 1} for t in names]}}


def _send(handler: BaseHTTPRequestHandler, status: int, raw: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in {
        "Content-Type": "application/json",
        "Content-Length": str(len(raw)),
        **headers,
    }.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(raw)


class _Here(httpx.BaseTransport):
    """Carries every request to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._wire = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "en.wikipedia.org" and request.url.path == "/w/api.php"
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._wire.handle_request(request)

    def close(self) -> None:
        self._wire.close()
