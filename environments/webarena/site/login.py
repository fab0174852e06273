"""The log-in of a site: its page, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Site, Visit


class Field(NamedTuple):
    """A field of the form: its label, its name, and what else its tag holds."""

    label: str
    name: str
    more: Mapping[str, str] = {}

    @property
    def attributes(self) -> dict[str, str]:
        """What its tag holds."""
        return {"name": self.name, **self.more}


class LogIn(NamedTuple):
    """A log-in.

    Attributes:
        title: of the page.
        user: the field of the name, or of the address.
        secret: the field of the password.
        button: what the button says.
        refused: what is said to who is not known.
        statement: finds the account's id by ``:user`` and ``:secret``.
        home: where it leads, unless to the page that asked for it.
        out: the path of the way out.
        left: where the way out leads.
        button_attributes: what the button's tag holds.
    """

    title: str
    user: Field
    secret: Field
    button: str
    refused: str
    statement: str
    home: str
    out: str
    left: str
    button_attributes: Mapping[str, str] = {}

    @property
    def fields(self) -> tuple[Field, Field]:
        """The fields of the form."""
        more = {"type": "password", **self.secret.more}
        return self.user, self.secret._replace(more=more)


def register(site: Site, form: LogIn) -> None:
    """Add the page of the log-in, at the site's path for it, and the way out."""

    @site.page(site.login, methods=("GET", "POST"))
    def login(visit: Visit) -> Response:
        if visit.request.method == "POST":
            given = {"user": visit.field(form.user.name), "secret": visit.field(form.secret.name)}
            found = visit.db.execute(form.statement, given).fetchone()
            if found is not None:
                visit.log_in(found["id"])
                return visit.go(visit.arg("next") or form.home)
            visit.note(form.refused)
            return visit.go(site.login)
        return site.render(visit, "login.html", title=form.title, form=form)

    @site.page(form.out)
    def logout(visit: Visit) -> Response:
        visit.log_in(None)
        return visit.go(form.left)
