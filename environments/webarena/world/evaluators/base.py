"""What evaluators look at, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import msgspec


class Tab(Protocol):
    """A tab of the browser, as far as evaluators use it."""

    @property
    def url(self) -> str:
        """The address that is open."""
        ...

    def goto(self, url: str) -> None:
        """Open an address; an address that cannot be opened leaves the browser's own error page."""
        ...

    def content(self) -> str:
        """Return the page's HTML."""
        ...

    def evaluate(self, expression: str) -> Any:
        """Return the JSON value of a JavaScript expression.

        Raises:
            PageError: the page's script raised.
        """
        ...


class Exchange(NamedTuple):
    """A request that was answered: what WebArena-Verified looks at."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer: Mapping[str, str]
    content: bytes = b""


class Sites(Protocol):
    """The sites behind the browser, as far as evaluators ask them by themselves."""

    def get(self, site: str, path: str) -> Any:
        """Return the JSON that a site's own interface answers with, asked with the rights of an administrator.

        Raises:
            EnvironmentFailure: it does not answer with JSON.
        """
        ...

    def address(self, site: str) -> str:
        """Return the address of a site, without a slash at its end."""
        ...

    def exchanges(self) -> list[Exchange]:
        """Return the requests of the episode that were answered, in order."""
        ...


class End:
    """The end of an episode.

    Args:
        answer: the answer of the last action; empty where there is none.
        page: the tab that the agent has in front.
        fresh: opens a tab of its own for checks, in the same session.
        sites: the sites.

    Checks never move the agent's own tab. ``current`` is the tab that ``last`` means: the agent's until a check has
    opened another page, as in the original, which has but one.
    """

    def __init__(self, answer: str, page: Tab, fresh: Any, sites: Sites) -> None:
        self.answer = answer
        self.current = page
        self.sites = sites
        self._fresh = fresh
        self._checking: Tab | None = None

    def open(self, url: str) -> Tab:
        """Open a page in the tab of the checks and return that tab."""
        if self._checking is None:
            self._checking = self._fresh()
        self._checking.goto(url)
        self.current = self._checking
        return self._checking


class Open(msgspec.Struct, frozen=True):
    """A question that only a judge can answer.

    Attributes:
        kind: ``fuzzy`` (does the answer mean the reference) or ``unachievable`` (does it give the reason).
        reference: what the answer is compared with.
    """

    kind: str
    reference: str


class Verdict(msgspec.Struct):
    """What an evaluator says: a score, and what is left to a judge."""

    score: float
    open: list[Open] = []


class Evaluator(Protocol):
    """One evaluator, built of a configuration."""

    def judge(self, end: End) -> Verdict:
        """Judge an end.

        Raises:
            EnvironmentFailure: a site does not answer as it must.
        """
        ...
