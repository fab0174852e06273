"""The requests that were made, as WebArena-Verified compares them."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from email.message import Message
from email.parser import BytesParser
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from agentgym.environments.webarena.world.evaluators.base import End, Exchange, Verdict
from agentgym.environments.webarena.world.verified.values import COMPARISONS, Comparison, same_text
from agentgym.errors import DataError

KNOWN = frozenset(
    {
        "url",
        "http_method",
        "post_data",
        "response_status",
        "query_params",
        "headers",
        "response_content",
        "response_cookies",
    }
)
_INDEX = re.compile(r"[^.\[\]]+|\[\d+\]|\[\*\]")


class Network:
    """Looks for a request that is as expected: any of the episode, or its last page (``last_event_only``).

    Raises:
        DataError: the configuration names something that is not known.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        expected = given["expected"]
        if unknown := set(expected) - KNOWN:
            raise DataError(
                f"A network event is expected by {sorted(unknown)}; known are {', '.join(sorted(KNOWN))}."
            )
        self.expected = expected
        self.urls = expected["url"] if isinstance(expected["url"], list) else [expected["url"]]
        self.method = str(expected.get("http_method", "GET")).upper()
        self.last_only = bool(given.get("last_event_only"))
        self.never = bool(given.get("should_not_exist"))
        self.ignored = [re.compile(p) for p in given.get("ignored_query_params_patterns") or ()]
        self.ignored += [re.compile(re.escape(p)) for p in given.get("ignored_query_params") or ()]
        self.ignored_post = [re.compile(p) for p in given.get("ignored_post_data_params_patterns") or ()]
        self.base64 = (
            set(given.get("decode_base64_query") or ())
            if not isinstance(given.get("decode_base64_query"), bool)
            else None
        )
        self.post_schema = (given.get("post_data_schema") or {}).get("properties", {})
        self.query_schema = (given.get("query_params_schema") or {}).get("properties", {})

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0."""
        seen = [e for e in end.sites.exchanges() if e.method.upper() == self.method]
        if self.last_only:
            seen = [e for e in seen if self.method != "GET" or _is_page(e)][-1:]
        found = any(self.fits(exchange) for exchange in seen)
        return Verdict(float(found != self.never))

    def fits(self, exchange: Exchange) -> bool:
        """Say whether a request is as expected."""
        expected = self.expected
        if not any(self._address(url, exchange.url) for url in self.urls):
            return False
        status = expected.get("response_status")
        if status is not None and exchange.status not in (status if isinstance(status, list) else [status]):
            return False
        if "query_params" in expected and not self._parameters(expected["query_params"], exchange.url):
            return False
        for name, value in (expected.get("headers") or {}).items():
            given = next((v for k, v in exchange.headers.items() if k.lower() == name.lower()), None)
            if given is None or not _one_of(
                value, lambda w, g=given: self._address(w, g) if "://" in g else same_text(w, g)
            ):
                return False
        if expected.get("post_data") and not self._posted(expected["post_data"], exchange):
            return False
        if expected.get("response_cookies"):
            raw = " ".join(v for k, v in exchange.answer.items() if k.lower() == "set-cookie")
            cookies = dict(part.partition("=")[::2] for part in re.split(r"[;,]\s*", raw) if "=" in part)
            for name, value in expected["response_cookies"].items():
                given = cookies.get(name)
                if given is None or not _one_of(value, lambda w, g=given: same_text(w, unquote(g))):
                    return False
        if expected.get("response_content"):
            content = _json(exchange.content)
            for key, value in expected["response_content"].items():
                given = at_path(content, key) if key.startswith("$") else (content or {}).get(key)
                if not _equal(value, given):
                    return False
        return True

    def _address(self, wanted: str, given: str) -> bool:
        if wanted.startswith("^"):
            return (
                re.fullmatch(wanted, given) is not None
                or re.fullmatch(wanted, given.partition("?")[0]) is not None
            )
        left, right = urlsplit(wanted), urlsplit(given)
        place = (left.netloc.lower(), unquote(left.path).rstrip("/"))
        if place != (right.netloc.lower(), unquote(right.path).rstrip("/")):
            return False
        if "query_params" in self.expected:
            return True
        return self._query(left.query) == self._query(right.query)

    def _query(self, text: str) -> list[tuple[str, str]]:
        pairs = [(k, text_of_value(v)) for k, v in parse_qsl(text, keep_blank_values=True)]
        return sorted(pair for pair in pairs if not any(p.fullmatch(pair[0]) for p in self.ignored))

    def _parameters(self, wanted: Mapping[str, Any], url: str) -> bool:
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
            given.setdefault(name, []).append(self._decoded(name, value))
        return all(
            name in given and _values_fit(values, given[name], self.query_schema.get(name, {}))
            for name, values in wanted.items()
        )

    def _decoded(self, name: str, value: str) -> str:
        if self.base64 is None or name in self.base64:
            try:
                return b64decode(unquote(value)).decode()
            except (Error, UnicodeDecodeError):
                return value
        return value

    def _posted(self, wanted: Mapping[str, Any], exchange: Exchange) -> bool:
        given = posted(exchange)
        if given is None:
            return False
        for key, value in wanted.items():
            if any(p.fullmatch(key) for p in self.ignored_post):
                continue
            found = at_path(given, key) if key.startswith("$") else given.get(key.strip())
            compare = COMPARISONS.get(str(self.post_schema.get(key, {}).get("format", "")), _equal)
            fits = _one_of(value, partial(_swapped, compare, found))
            if not fits:
                return False
        return True


def posted(exchange: Exchange) -> dict[str, Any] | None:
    """Return the fields of a form, or the JSON object, that a request sent; of equal names the last one."""
    kind = next((v for k, v in exchange.headers.items() if k.lower() == "content-type"), "")
    if "multipart/form-data" in kind:
        message: Message = BytesParser().parsebytes(
            b"Content-Type: " + kind.encode() + b"\r\n\r\n" + exchange.body
        )
        fields = {}
        for part in message.get_payload() if message.is_multipart() else ():
            if isinstance(part, Message):
                name = part.get_param("name", header="content-disposition")
                raw = part.get_payload(decode=True)
                fields[str(name)] = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
        return fields
    if "json" in kind:
        value = _json(exchange.body)
        return value if isinstance(value, dict) else None
    return dict(parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True))


def at_path(value: Any, path: str) -> Any:
    """Return what a path such as ``$.a.b[0]`` leads to; ``None`` where it leads nowhere."""
    for part in _INDEX.findall(path.removeprefix("$")):
        if part.startswith("["):
            number = 0 if part == "[*]" else int(part[1:-1])
            value = (
                value[number]
                if isinstance(value, Sequence) and not isinstance(value, str) and number < len(value)
                else None
            )
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def text_of_value(value: str) -> str:
    """Return a parameter's value as it is compared."""
    return " ".join(value.lower().split())


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


def _values_fit(wanted: Any, given: Sequence[str], schema: Mapping[str, Any]) -> bool:
    values = wanted if isinstance(wanted, list) else [wanted]
    compare = COMPARISONS.get(str(schema.get("format", schema.get("items", {}).get("format", ""))), _equal)
    return any(compare(value, other) for value in values for other in given)


def _swapped(compare: Comparison, given: Any, wanted: Any) -> bool:
    return compare(wanted, given)


def _one_of(wanted: Any, compare: Any) -> bool:
    return any(compare(option) for option in (wanted if isinstance(wanted, list) else [wanted]))


def _json(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None


def _is_page(exchange: Exchange) -> bool:
    return next((v for k, v in exchange.headers.items() if k.lower() == "accept"), "").startswith("text/html")
