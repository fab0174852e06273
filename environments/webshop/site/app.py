"""The pages and forms of the shop, as a plain WSGI application."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from agentgym.environments.webshop.site.pictures import picture
from agentgym.environments.webshop.site.view import Piece, pieces
from agentgym.environments.webshop.world.pages import SUB_PAGES
from agentgym.environments.webshop.world.session import Session
from agentgym.errors import DependencyError
from agentgym.install import hint

try:
    from jinja2 import Environment, FileSystemLoader
except ImportError as error:
    raise DependencyError(f"The web site of the shop needs jinja2: {hint('webshop')}.") from error

FOLDER = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
FORM_BYTES = 1 << 16
"""Bytes of a form at most."""


class Visits:
    """The visits that a shop is serving, each under a name that cannot be guessed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visits: dict[str, Session] = {}
        self._turns: dict[str, int] = {}

    def enter(self, session: Session) -> str:
        """Admit a visit and return its name."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._visits[name], self._turns[name] = session, 0
        return name

    def leave(self, name: str) -> None:
        """Forget a visit."""
        with self._lock:
            self._visits.pop(name, None)
            self._turns.pop(name, None)

    def session(self, name: str) -> Session | None:
        """Return a visit, ``None`` if there is none of this name."""
        with self._lock:
            return self._visits.get(name)

    def turn(self, name: str) -> int:
        """Return how many forms were sent."""
        return self._turns.get(name, 0)

    def count(self, name: str) -> None:
        """Count a form."""
        with self._lock:
            self._turns[name] = self._turns.get(name, 0) + 1


class Answer(NamedTuple):
    """An HTTP response."""

    status: HTTPStatus
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text/plain"
    cache: str = "no-store"


class ShopSite:
    """The web application.

    ``GET /`` begins a visit, ``GET /visit/NAME`` shows its page, ``POST /visit/NAME/search`` and ``…/click`` carry
    a form out and lead back to the page.

    Args:
        visits: the visits to serve.
        next_visit: begins a new one for who opens ``/``; without it ``/`` answers 404.
        ended: told of a visit when it ends.
    """

    def __init__(
        self,
        visits: Visits,
        next_visit: Callable[[], Session] | None = None,
        ended: Callable[[Session], None] | None = None,
    ) -> None:
        self.visits = visits
        self._next_visit = next_visit
        self._ended = ended
        self._style = (FOLDER / "static" / "shop.css").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["picture"] = picture

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answer(environ)
        body = answer.body.encode()
        headers = [
            ("Content-Type", f"{answer.kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", POLICY),
            ("Cache-Control", answer.cache),
            *answer.headers,
        ]
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        match (environ["REQUEST_METHOD"], *environ.get("PATH_INFO", "/").split("/")[1:]):
            case ("GET", "static", "shop.css"):
                return Answer(HTTPStatus.OK, self._style, kind="text/css", cache="max-age=3600")
            case ("GET", ""):
                if self._next_visit is None:
                    return Answer(HTTPStatus.NOT_FOUND, "A visit is opened by its own address.")
                return _see(self.visits.enter(self._next_visit()))
            case (method, "visit", name, *form):
                session = self.visits.session(name)
                if session is None:
                    return Answer(HTTPStatus.NOT_FOUND, "No such visit. It has ended, or never began.")
                if method == "GET" and not form:
                    page = self._templates.get_template(f"{session.where}.html")
                    return Answer(HTTPStatus.OK, page.render(self._context(session, name)), kind="text/html")
                if method == "POST" and form in (["search"], ["click"]):
                    return self._perform(session, name, form[0], environ)
        return Answer(HTTPStatus.NOT_FOUND, "There is no such page.")

    def _perform(self, session: Session, name: str, form: str, environ: WSGIEnvironment) -> Answer:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > FORM_BYTES:
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A form has {FORM_BYTES} bytes at most.")
        fields = parse_qs(
            environ["wsgi.input"].read(int(length)).decode(errors="replace"), keep_blank_values=True
        )
        before = session.outcome
        if form == "search":
            session.search(fields.get("keywords", [""])[0].lower())
        else:
            session.click(fields.get("value", [""])[0].lower())
        self.visits.count(name)
        if self._ended is not None and session.outcome is not None and before is None:
            self._ended(session)
        return _see(name)

    def _context(self, session: Session, name: str) -> dict[str, Any]:
        products = session.catalogue.products
        listed: list[Piece] = pieces(session)
        # A walk through the whole catalogue, so that the shelf shows every department.
        shelf = [products[i * len(products) // 12] for i in range(12)] if session.where == "index" else []
        return {
            "name": name,
            "turn": self.visits.turn(name),
            "session": session,
            "product": session.product,
            "shown": [products[i] for i in session.shown()] if session.where == "results" else [],
            "shelf": shelf,
            "pieces": listed,
            "by_key": {piece.key: piece for piece in listed},
            "sub_title": SUB_PAGES.get(session.sub, ""),
            "again": self._next_visit is not None,
        }


def _see(name: str) -> Answer:
    return Answer(HTTPStatus.SEE_OTHER, headers=(("Location", f"/visit/{name}"),))
