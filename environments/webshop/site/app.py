"""The pages and forms of the shop."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for

from agentgym.environments.webshop.session import SUB_PAGES, Session
from agentgym.environments.webshop.site.pictures import picture
from agentgym.environments.webshop.site.view import Piece, pieces

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"


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

    def session(self, name: str) -> Session:
        """Return a visit; an unknown name is answered with 404."""
        with self._lock:
            return self._visits.get(name) or abort(404, "No such visit. It has ended, or never began.")

    def turn(self, name: str) -> int:
        """Return how many forms were sent."""
        return self._turns.get(name, 0)

    def count(self, name: str) -> None:
        """Count a form."""
        with self._lock:
            self._turns[name] = self._turns.get(name, 0) + 1


def make_app(visits: Visits, next_visit: Callable[[], Session] | None = None) -> Flask:
    """Return the web application.

    Args:
        visits: the visits to serve.
        next_visit: begins a new one for who opens ``/``; without it ``/`` answers 404.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 16
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["picture"] = picture

    @app.before_request
    def only_this_machine() -> None:
        # Another site's name that resolves to 127.0.0.1 must not reach the shop.
        if (request.host.rsplit(":", 1)[0]) not in ("127.0.0.1", "localhost"):
            abort(403, "This shop answers on 127.0.0.1 only.")

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "max-age=3600" if request.endpoint == "static" else "no-store"
        return response

    @app.get("/")
    def home() -> Any:
        if next_visit is None:
            abort(404, "A visit is opened by its own address.")
        return redirect(url_for("page", name=visits.enter(next_visit())))

    @app.get("/visit/<name>")
    def page(name: str) -> str:
        session = visits.session(name)
        return render_template(f"{session.where}.html", **_context(session, name))

    @app.post("/visit/<name>/search")
    def search(name: str) -> Any:
        session = visits.session(name)
        session.search(request.form.get("keywords", "").lower())
        visits.count(name)
        return redirect(url_for("page", name=name), code=303)

    @app.post("/visit/<name>/click")
    def click(name: str) -> Any:
        session = visits.session(name)
        session.click(request.form.get("value", "").lower())
        visits.count(name)
        return redirect(url_for("page", name=name), code=303)

    def _context(session: Session, name: str) -> dict[str, Any]:
        products = session.catalogue.products
        listed: list[Piece] = pieces(session)
        return {
            "name": name,
            "turn": visits.turn(name),
            "session": session,
            "product": session.product,
            "shown": [products[i] for i in session.shown()] if session.where == "results" else [],
            # A walk through the whole catalogue, so that the shelf shows every department.
            "shelf": [products[i * len(products) // 12] for i in range(12)]
            if session.where == "index"
            else [],
            "pieces": listed,
            "by_key": {piece.key: piece for piece in listed},
            "sub_title": SUB_PAGES.get(session.sub, ""),
            "again": next_visit is not None,
        }

    return app
