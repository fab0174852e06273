"""A SPARQL 1.1 endpoint by its URL (Virtuoso with the Freebase dump, QLever): whole answers or an error.

Servers cut results without saying so (Virtuoso after 10,000 rows by default). Queries are therefore paged by the
value of a variable, which needs no offsets, and the first query finds out how many rows the server gives at most.
"""

from __future__ import annotations

import http.client
import threading
import time
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.sparql_graph import Row
from agentgym.errors import EnvironmentFailure, OptionError

_RETRYABLE = frozenset({408, 429, 500, 502, 503, 504})
_ENOUGH = 1 << 40


class _Again(Exception):
    """This attempt failed in a way that another may not."""


class _Reply(NamedTuple):
    rows: list[Row]
    cut_at: int | None


class Endpoint:
    """Runs queries at a SPARQL 1.1 endpoint over HTTP.

    Args:
        url: the endpoint. Parameters in it (``?default-graph-uri=…``) are sent with every query.
        namespace: what ids and relations are below.
        timeout: seconds for connecting, and for every wait for the server.
        retries: further attempts after one that failed; pauses double from half a second.
        page: rows asked for at a time.

    Raises:
        OptionError: the URL is none of HTTP.
    """

    def __init__(
        self,
        url: str,
        *,
        namespace: str = terms.FREEBASE,
        timeout: float = 60.0,
        retries: int = 3,
        page: int = 10_000,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OptionError(f"An endpoint is a URL such as http://localhost:8890/sparql, got {url!r}.")
        self.url = url
        self.namespace = namespace
        self.timeout = timeout
        self.retries = retries
        self.page = page
        self.pause = 0.5
        self._parts = parts
        self._fixed = parse_qsl(parts.query)
        self._limit: int | None = None
        self._probing = threading.Lock()
        self._local = threading.local()

    def identity(self) -> str:
        """Return the URL."""
        return self.url

    def select(self, query: str, key: str) -> list[Row]:
        """Return all rows of a ``SELECT DISTINCT`` query, in pages by the variable ``key`` (empty: one row).

        Raises:
            EnvironmentFailure: the server is down, slow or answers with an error after all attempts, or its rows
                cannot be paged.
        """
        if not key:
            return self._ask(query).rows
        size = min(self.page, self.row_limit())
        rows: dict[tuple[tuple[str, str], ...], Row] = {}
        after = ""
        while True:
            bound = f" FILTER(STR(?{key}) >= {terms.literal(after)})" if after else ""
            reply = self._ask(f"SELECT * WHERE {{ {{ {query} }}{bound} }} ORDER BY STR(?{key}) LIMIT {size}")
            before = len(rows)
            for row in reply.rows:
                rows[tuple(sorted(row.items()))] = row
            if len(reply.rows) < size and reply.cut_at is None:
                return list(rows.values())
            last = self._text(reply.rows[-1][key]) if reply.rows else after
            if len(rows) == before or last == after:
                raise EnvironmentFailure(
                    f"{self.url} gives at most {len(reply.rows)} rows at a time, and more than that share the value "
                    f"{last!r}: the answer cannot be had in full. Raise the server's row limit (Virtuoso: "
                    "ResultSetMaxRows)."
                )
            after = last

    def row_limit(self) -> int:
        """Return how many rows the server gives at most, as far as it matters: asked once."""
        if self._limit is None:
            with self._probing:
                if self._limit is None:
                    reply = self._ask(f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {self.page}")
                    # A server that cuts and a store that is that small look the same: a page as large as that is
                    # then followed by another one.
                    self._limit = min(len(reply.rows), reply.cut_at or _ENOUGH) or self.page
        return self._limit

    def _text(self, term: str) -> str:
        return terms.split_literal(term)[0] if terms.is_literal(term) else terms.to_iri(term, self.namespace)

    def _ask(self, query: str) -> _Reply:
        problem = ""
        for attempt in range(self.retries + 1):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                return self._once(query)
            except _Again as error:
                problem = str(error)
        raise EnvironmentFailure(
            f"The SPARQL endpoint {self.url} gave no answer in {self.retries + 1} attempts: {problem}. Is it running, "
            "and can this machine reach it?"
        )

    def _once(self, query: str) -> _Reply:
        connection = self._connection()
        body = urlencode([*self._fixed, ("query", query)])
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        try:
            connection.request("POST", self._parts.path or "/", body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._drop()
            reason = f"no reply within {self.timeout:g} s" if isinstance(error, TimeoutError) else repr(error)
            raise _Again(reason) from error
        self._check(response, content, query)
        try:
            return _Reply(self._rows(msgspec.json.decode(content)), _cut_at(response))
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
            raise _Again(
                f"the reply is no whole result in SPARQL's JSON ({error}): {content[:80]!r}"
            ) from error

    def _check(self, response: http.client.HTTPResponse, content: bytes, query: str) -> None:
        text = content[:300].decode("utf-8", "replace").strip()
        if response.status in _RETRYABLE:
            # Virtuoso answers a syntax error with 400, but a query over its time limit with 500: another try may do.
            raise _Again(f"status {response.status}: {text}")
        if response.status != 200:
            raise EnvironmentFailure(
                f"The SPARQL endpoint {self.url} refused a query with status {response.status}: {text}\n"
                f"The query was: {query[:500]}"
            )
        if "S1TAT" in response.headers.get("X-SQL-State", ""):
            raise _Again("the server ran out of its own time limit and sent a part of the result")

    def _rows(self, result: dict[str, Any]) -> list[Row]:
        return [
            {name: self._term(bound) for name, bound in binding.items()}
            for binding in result["results"]["bindings"]
        ]

    def _term(self, bound: dict[str, str]) -> str:
        kind, text = bound["type"], bound["value"]
        if kind == "uri":
            return terms.from_iri(text, self.namespace)
        if kind == "bnode":
            return f"_:{text}"
        return terms.literal(text, bound.get("datatype", ""), bound.get("xml:lang", ""))

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            kind = (
                http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
            )
            assert self._parts.hostname is not None
            connection = self._local.connection = kind(
                self._parts.hostname, self._parts.port, timeout=self.timeout
            )
        return connection

    def _drop(self) -> None:
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None


def _cut_at(response: http.client.HTTPResponse) -> int | None:
    """Return the row limit that Virtuoso names when it has cut a result."""
    named = response.headers.get("X-SPARQL-MaxRows", "")
    return int(named) if named.isdigit() else None
