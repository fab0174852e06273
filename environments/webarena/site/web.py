"""What the sites have in common: routes, templates, visits with log-ins and notes, lists in pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from agentgym.errors import DependencyError
from agentgym.install import hint

try:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from werkzeug.exceptions import HTTPException, NotFound
    from werkzeug.routing import Map, Rule
    from werkzeug.utils import redirect as redirected
    from werkzeug.wrappers import Request, Response
except ImportError as error:
    raise DependencyError(
        f"The sites of WebArena need jinja2 and werkzeug ({error}): {hint('webarena')}."
    ) from None

DATABASE, ADDRESSES = "agentgym.database", "agentgym.addresses"
"""Keys of the WSGI environment: the episode's database, and the addresses of the sites by name."""
SHARED = Path(__file__).parent / "templates"
"""Templates that several sites have."""
FORM_BYTES = 1 << 20
COOKIE = "visit"
Handler = Callable[..., "Response | str"]
Row = sqlite3.Row


class Visit:
    """One request, and who makes it.

    Args:
        site: the site that is asked.
        request: what is asked.
        db: the episode's database.
    """

    def __init__(self, site: Site, request: Request, db: sqlite3.Connection) -> None:
        self.site = site
        self.request = request
        self.db = db
        token = request.cookies.get(COOKIE, "")
        self._row = self.one("select * from visit where token = ? and site = ?", token, site.name)
        self._begun: str | None = None
        self.user: Row | None = None
        if self._row is not None and self._row["account"] is not None:
            self.user = self.one(f"select * from {site.accounts} where id = ?", self._row["account"])

    # ---- the request --------------------------------------------------------------------------------

    def arg(self, name: str, default: str = "") -> str:
        """Return a parameter of the address, stripped."""
        return self.request.args.get(name, default).strip()

    def number(self, name: str, default: int = 1) -> int:
        """Return a parameter of the address as a whole number of at least 1; the default where it is none."""
        text = self.arg(name)
        return max(1, int(text)) if text.isdecimal() and len(text) < 9 else default

    def field(self, name: str, default: str = "") -> str:
        """Return a field of the form, stripped."""
        return self.request.form.get(name, default).strip()

    def link(self, **changes: object) -> str:
        """Return this address with other parameters; ``None`` takes one away."""
        arguments = {**self.request.args.to_dict(), **changes}
        kept = {k: v for k, v in arguments.items() if v is not None}
        return f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path

    # ---- the database -------------------------------------------------------------------------------

    def all(self, statement: str, *values: object) -> list[Row]:
        """Return the rows of a statement."""
        return self.db.execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> Row | None:
        """Return the first row of a statement."""
        row: Row | None = self.db.execute(statement, values).fetchone()
        return row

    def value(self, statement: str, *values: object) -> Any:
        """Return the first column of the first row; ``None`` if there is none."""
        row = self.one(statement, *values)
        return None if row is None else row[0]

    def found(self, statement: str, *values: object) -> Row:
        """Return the first row; a page that says so is shown if there is none."""
        row = self.one(statement, *values)
        if row is None:
            raise NotFound
        return row

    def run(self, statement: str, *values: object) -> int:
        """Carry a statement out; return the number of the row that it inserted."""
        return self.db.execute(statement, values).lastrowid or 0

    # ---- who visits, and what they are told -----------------------------------------------------------

    def log_in(self, account: int | None) -> None:
        """Log the visit in, or out with ``None``."""
        self.run("update visit set account = ? where token = ?", account, self._token())

    def note(self, text: str) -> None:
        """Leave a note for the next page."""
        self.run("update visit set note = ? where token = ?", text, self._token())

    def take_note(self) -> str:
        """Return the note that was left, once."""
        token = self._begun or (self._row["token"] if self._row is not None else None)
        if token is None:
            return ""
        note = self.value("select note from visit where token = ?", token) or ""
        if note:
            self.run("update visit set note = '' where token = ?", token)
        return str(note)

    def go(self, path: str) -> Response:
        """Return an answer that leads to another page of this site."""
        parts = urlsplit(path)
        safe = path if path.startswith("/") and not parts.netloc and "\\" not in path else "/"
        return redirected(safe, 302, Response)

    def finish(self, response: Response) -> Response:
        """Return the response with the visit's cookie, where it is new."""
        if self._begun is not None:
            response.set_cookie(COOKIE, self._begun, httponly=True, samesite="Lax")
        return response

    def _token(self) -> str:
        if self._row is not None:
            return str(self._row["token"])
        if self._begun is None:
            # A closed world of one visitor: a number is as good as a secret, and the same in every run.
            count = self.value("select count(*) from visit")
            self._begun = f"{self.site.name}-{count + 1}"
            self.run("insert into visit values (?, ?, null, '')", self._begun, self.site.name)
        return self._begun


class Site:
    """A WSGI application over the episode's database.

    Args:
        name: the name that configurations call it by.
        folder: where its templates are.
        accounts: the table of its accounts.
        login: path of its log-in page.
    """

    def __init__(self, name: str, folder: Path, *, accounts: str, login: str) -> None:
        self.name = name
        self.accounts = accounts
        self.login = login
        self._rules: list[Rule] = []
        self._handlers: dict[str, tuple[Handler, bool]] = {}
        self._map: Map | None = None
        self.context: Callable[[Visit], dict[str, Any]] = lambda visit: {}
        self.templates = Environment(
            loader=FileSystemLoader([folder / "templates", SHARED]),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["money"] = money

    def page(
        self, rule: str, *, methods: Sequence[str] = ("GET",), user: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register a handler for a path.

        Args:
            rule: the path, with ``<name>`` for its parts.
            methods: what it answers.
            user: the visitor must be logged in; others are led to the log-in page.
        """

        def registered(handler: Handler) -> Handler:
            name = f"{len(self._rules)}"
            self._rules.append(Rule(rule, endpoint=name, methods=methods, strict_slashes=False))
            self._handlers[name] = (handler, user)
            return handler

        return registered

    def render(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page made of a template."""
        values = {
            "visit": visit,
            "user": visit.user,
            "note": visit.take_note(),
            **self.context(visit),
            **values,
        }
        text = self.templates.get_template(template).render(values)
        return Response(text, status=status, content_type="text/html; charset=utf-8")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        request = Request(environ)
        request.max_content_length = request.max_form_memory_size = FORM_BYTES
        visit = Visit(self, request, environ[DATABASE])
        try:
            response = self._answer(visit)
        except HTTPException as error:
            code = error.code or 500
            response = self.render(visit, "error.html", status=code, title=error.name, text=error.description)
        return visit.finish(response)(environ, start_response)

    def _answer(self, visit: Visit) -> Response:
        if self._map is None:
            self._map = Map(self._rules)
        endpoint, values = self._map.bind_to_environ(visit.request.environ).match()
        handler, user = self._handlers[str(endpoint)]
        if user and visit.user is None:
            return visit.go(f"{self.login}?{urlencode({'next': visit.request.full_path.rstrip('?')})}")
        answer = handler(visit, **values)
        return (
            Response(answer, content_type="text/html; charset=utf-8") if isinstance(answer, str) else answer
        )


class Pages:
    """A list cut into pages.

    Args:
        visit: the request; its parameter ``p`` is the page.
        statement: a statement that begins with ``select``.
        values: its values.
        size: entries of a page.
    """

    def __init__(self, visit: Visit, statement: str, values: Sequence[object] = (), *, size: int) -> None:
        self.total: int = visit.value(f"select count(*) from ({statement})", *values)
        self.last = max(1, -(-self.total // size))
        self.page = min(visit.number("p"), self.last)
        self.first = (self.page - 1) * size + 1
        self.rows = visit.all(f"{statement} limit ? offset ?", *values, size, self.first - 1)
        self.end = self.first + len(self.rows) - 1
        self.next = visit.link(p=self.page + 1) if self.page < self.last else ""
        self.before = visit.link(p=self.page - 1) if self.page > 1 else ""


def money(value: float) -> str:
    """Return an amount in dollars.

    >>> money(1234.5)
    '$1,234.50'
    """
    return f"${value:,.2f}"


def like(text: str) -> str:
    """Return a pattern for ``like ... escape '\\'`` that finds a text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
