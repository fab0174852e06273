"""The requests that were made, as WebArena-Verified compares them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from agentgym.environments.webarena.world.evaluators.base import End, Exchange, Verdict
from agentgym.environments.webarena.world.verified.addresses import (
    Place,
    is_file,
    is_pattern,
    parameters_of,
    place_of,
    same_parameters,
    same_place,
)
from agentgym.environments.webarena.world.verified.sent import decoded, header, posted, value_at
from agentgym.environments.webarena.world.verified.values import COMPARISONS, Comparison, same_text
from agentgym.errors import DataError

KNOWN = frozenset(
    "url http_method post_data response_status query_params headers response_content response_cookies".split()
)


class Network:
    """Looks for a request that is as expected.

    Those of the expected method and place are looked at: the last one, or any where ``last_event_only`` is false. In a
    task of navigation that is the page that was opened last. Files (pictures, scripts ...) do not count.

    Args:
        given: the evaluator's configuration.
        navigates: the task asks to open a page.

    Raises:
        DataError: the configuration names something that is not known.
    """

    def __init__(self, given: Mapping[str, Any], *, navigates: bool = False) -> None:
        expected = given["expected"]
        if unknown := set(expected) - KNOWN:
            raise DataError(
                f"A network event is expected by {sorted(unknown)}; known are {', '.join(sorted(KNOWN))}."
            )
        self.expected = expected
        self.urls: list[str] = expected["url"] if isinstance(expected["url"], list) else [expected["url"]]
        self.method = str(expected.get("http_method") or "GET").upper()
        self.navigates = navigates and self.method == "GET"
        self.last_only = bool(given.get("last_event_only", True))
        self.never = bool(given.get("should_not_exist"))
        self.encoded = bool(given.get("decode_base64_query"))
        self._names = set(given.get("ignored_query_params") or ())
        self._patterns = [re.compile(p, re.I) for p in given.get("ignored_query_params_patterns") or ()]
        self._ignored_fields = [re.compile(p) for p in given.get("ignored_post_data_params_patterns") or ()]
        self._fields = (given.get("post_data_schema") or {}).get("properties", {})
        self._parameters = (given.get("query_params_schema") or {}).get("properties", {})

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0."""
        asked = self._asked([e for e in end.sites.exchanges() if not is_file(e.url)])
        return Verdict(float(not asked if self.never else any(self.fits(exchange) for exchange in asked)))

    def fits(self, exchange: Exchange) -> bool:
        """Say whether a request is as expected."""
        expected = self.expected
        return (
            exchange.status == expected.get("response_status", 200)
            and exchange.method.upper() == self.method
            and any(self._address(url, exchange.url) for url in self.urls)
            and all(self._header(name, value, exchange) for name, value in (expected.get("headers") or {}).items())
            and self._sent(exchange)
            and self._answered(exchange)
        )  # fmt: skip

    def _asked(self, seen: list[Exchange]) -> list[Exchange]:
        if self.navigates:
            return [e for e in seen if _is_page(e)][-1:]
        found = [e for e in seen if e.method.upper() == self.method and self._placed(e)]
        return found[-1:] if self.last_only else found

    def _placed(self, exchange: Exchange) -> bool:
        wanted = next(
            (v for k, v in (self.expected.get("headers") or {}).items() if k.lower() == "referer"), ""
        )
        came_from = header(exchange.headers, "referer")
        if wanted and came_from and not self._somewhere(_options(wanted), came_from):
            return False
        return self._somewhere(self.urls, exchange.url)

    def _somewhere(self, wanted: list[str], given: str) -> bool:
        place = self._place(given)
        return any(same_place(url, place, encoded=self.encoded) for url in wanted)

    def _place(self, url: str) -> Place:
        return place_of(url, encoded=self.encoded)

    def _address(self, wanted: str, given: str, *, own: bool = False) -> bool:
        """Compare whole addresses; ``own`` says that the parameters are those of the address itself."""
        place = self._place(given)
        if not same_place(wanted, place, encoded=self.encoded):
            return False
        if "query_params" in self.expected and not own:
            parameters = parameters_of(self.expected["query_params"])
        else:
            parameters = {} if is_pattern(wanted) else self._place(wanted).parameters
        return same_parameters(parameters, place.parameters, self._ignored, self._same_parameter)

    def _ignored(self, name: str) -> bool:
        return name in self._names or any(p.search(name) for p in self._patterns)

    def _same_parameter(self, name: str, wanted: str, given: str) -> bool:
        if not wanted or not given:
            return False
        compare = _comparison(self._parameters.get(name, {}))
        return wanted.lower() == given.lower() if compare is None else compare(wanted, given)

    def _header(self, name: str, wanted: Any, exchange: Exchange) -> bool:
        given = header(exchange.headers, name)
        if given is None:
            return False
        if name.lower() == "referer":
            return any(self._address(url, given, own=True) for url in _options(wanted))
        return any(same_text(option, given) for option in _options(wanted))

    def _sent(self, exchange: Exchange) -> bool:
        wanted = self.expected.get("post_data")
        if not wanted:
            return True
        given = posted(exchange)
        if given is None:
            return False
        given = {k: v for k, v in given.items() if not any(p.search(k) for p in self._ignored_fields)}
        return all(self._field(key, value, value_at(given, key)) for key, value in wanted.items())

    def _field(self, key: str, wanted: Any, given: Any) -> bool:
        schema = self._fields.get(key, {})
        if given is None:
            return wanted in (None, "", [])
        if schema.get("type") == "array":
            compare = _comparison(schema.get("items", {})) or _equal
            return _same_set(wanted, given, compare)
        compare = _comparison(schema) or _equal
        return any(compare(option, given) for option in _options(wanted))

    def _answered(self, exchange: Exchange) -> bool:
        content = self.expected.get("response_content") or {}
        values = decoded(exchange.content) if content else {}
        if not isinstance(values, dict) or not all(
            _equal(value, value_at(values, key)) for key, value in content.items()
        ):
            return False
        cookies = self.expected.get("response_cookies") or {}
        raw = header(exchange.answer, "set-cookie") or ""
        given = dict(part.partition("=")[::2] for part in re.split(r"[;,]\s*", raw) if "=" in part)
        return all(
            name in given and any(same_text(option, unquote(given[name])) for option in _options(value))
            for name, value in cookies.items()
        )


def _options(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _comparison(schema: Mapping[str, Any]) -> Comparison | None:
    kind = schema.get("format", schema.get("items", {}).get("format", schema.get("type", "")))
    return None if kind == "string" else COMPARISONS.get(str(kind))


def _same_set(wanted: Any, given: Any, compare: Callable[[Any, Any], bool]) -> bool:
    if not isinstance(given, list) or not isinstance(wanted, list) or len(given) != len(wanted):
        return False
    left = list(given)
    for one in wanted:
        found = next((n for n, other in enumerate(left) if compare(one, other)), None)
        if found is None:
            return False
        left.pop(found)
    return True


def _equal(wanted: Any, given: Any) -> bool:
    if isinstance(wanted, list):
        return any(_equal(option, given) for option in wanted)
    if isinstance(wanted, bool) or isinstance(given, bool):
        return COMPARISONS["boolean"](wanted, given)
    if isinstance(wanted, (int, float)):
        return COMPARISONS["number"](wanted, given)
    if wanted is None or given is None:
        return wanted is given or (wanted in (None, "") and given in (None, ""))
    return same_text(wanted, given)


def _is_page(exchange: Exchange) -> bool:
    accepted = header(exchange.headers, "accept") or ""
    return exchange.method.upper() == "GET" and accepted.startswith("text/html")
