"""Requests made of what tasks expect: as expected, and changed one thing at a time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from re import _parser  # type: ignore[attr-defined]  # The parser of patterns has no other name.
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

PAGE = {"accept": "text/html,application/xhtml+xml"}
CALL = {"accept": "application/json"}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Request(msgspec.Struct):
    """A request as a trace tells it."""

    method: str
    url: str
    headers: dict[str, str]
    body: str = ""
    status: int = 200
    cookies: dict[str, str] = {}
    content: str = ""


def sample(pattern: str) -> str:
    """Return a text that a pattern matches: first branches, least repeats, digits are 7 and anything is ``a``."""
    return _sampled(_parser.parse(pattern))


def _sampled(parts: Any) -> str:
    found = ""
    for kind, value in parts:
        name = str(kind)
        if name == "LITERAL":
            found += chr(value)
        elif name == "ANY":
            found += "a"
        elif name == "IN":
            found += _one_of(value)
        elif name == "BRANCH":
            found += _sampled(value[1][0])
        elif name == "SUBPATTERN":
            found += _sampled(value[-1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            found += _sampled(value[2]) * max(1, value[0])
        elif name == "NOT_LITERAL":
            found += "a" if value != ord("a") else "b"
    return found


def _one_of(choices: Any) -> str:
    names = [str(kind) for kind, _ in choices]
    if names[0] == "NEGATE":
        return "a"
    kind, value = choices[0]
    if str(kind) == "LITERAL":
        return chr(value)
    if str(kind) == "RANGE":
        return chr(value[0])
    return "7" if "DIGIT" in str(value) else " " if "SPACE" in str(value) else "a"


def plain(value: Any) -> Any:
    """Return a value that is as expected: the first of several, an example of a pattern."""
    if isinstance(value, list):
        return plain(value[0]) if value else ""
    if isinstance(value, str) and value.startswith("^") and value.endswith("$"):
        # The dot of a host is any character in a pattern.
        return re.sub(r"(http://[a-z-]+)atest", r"\1.test", sample(value))
    return value


def expected(given: Mapping[str, Any]) -> Request:
    """Return the request that an evaluator looks for."""
    wanted = given["expected"]
    url = plain(wanted["url"])
    if "query_params" in wanted:
        query = {k: plain(v) for k, v in wanted["query_params"].items()}
        url = f"{url.partition('?')[0]}?{urlencode(query)}"
    method = wanted.get("http_method", "GET").upper()
    headers = dict(PAGE if method == "GET" else CALL)
    headers |= {k.lower(): str(plain(v)) for k, v in (wanted.get("headers") or {}).items()}
    body = ""
    if wanted.get("post_data"):
        nested = any(key.startswith("$") and not key.startswith("$.^") for key in wanted["post_data"])
        headers["content-type"] = JSON if nested else FORM
        fields = _built(wanted["post_data"], (given.get("post_data_schema") or {}).get("properties", {}))
        body = json.dumps(fields) if nested else urlencode({k: str(v) for k, v in fields.items()})
    status = plain(wanted.get("response_status", 200))
    content = json.dumps(_built(wanted["response_content"])) if wanted.get("response_content") else ""
    cookies = {k: str(plain(v)) for k, v in (wanted.get("response_cookies") or {}).items()}
    return Request(method, url, headers, body, status, cookies, content)


def _built(wanted: Mapping[str, Any], schema: Mapping[str, Any] = {}) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in wanted.items():
        if key.startswith(("$.^", "^")):
            built[sample(key.removeprefix("$."))] = plain(value)
            continue
        parts = re.findall(r"[^.\[\]$]+", key) if key.startswith("$.") else [key]
        place = built
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = value if schema.get(key, {}).get("type") == "array" else plain(value)
    return {key: _listed(value) for key, value in built.items()}


def _listed(value: Any) -> Any:
    """Return a value with a list in the place of an object whose names are places of one."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    return list(inner.values()) if inner and all(key.isdecimal() or key == "*" for key in inner) else inner


def variants(given: Mapping[str, Any], rng: random.Random) -> Iterator[tuple[str, list[Request]]]:
    """Yield traces by what is special about each; the first one is as expected."""
    right = expected(given)
    copy = msgspec.structs.replace
    parts = urlsplit(right.url)
    elsewhere = Request("GET", f"{parts.scheme}://{parts.netloc}/elsewhere", dict(PAGE))
    yield "as expected", [elsewhere, right]
    yield "and another page after it", [right, elsewhere]
    yield "and a call after it", [right, copy(elsewhere, headers=dict(CALL))]
    yield "not at all", [elsewhere]
    yield "another method", [elsewhere, copy(right, method="PUT")]
    yield "another status", [elsewhere, copy(right, status=right.status + 1)]
    yield (
        "path in capitals",
        [elsewhere, copy(right, url=right.url.replace(parts.path, parts.path.upper(), 1))],
    )
    yield (
        "a longer path",
        [elsewhere, copy(right, url=right.url.replace(parts.path, f"{parts.path}/more", 1))],
    )
    mark = "&" if parts.query else "?"
    yield "one parameter more", [elsewhere, copy(right, url=f"{right.url}{mark}other=1")]
    yield "an empty parameter more", [elsewhere, copy(right, url=f"{right.url}{mark}other=")]
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if pairs:
        bare = right.url.partition("?")[0]
        yield "one parameter less", [elsewhere, copy(right, url=f"{bare}?{urlencode(pairs[1:])}")]
        changed = [(pairs[0][0], pairs[0][1] + "9"), *pairs[1:]]
        yield "another value", [elsewhere, copy(right, url=f"{bare}?{urlencode(changed)}")]
        doubled = [*pairs, (pairs[0][0], "another")]
        yield "a second value", [elsewhere, copy(right, url=f"{bare}?{urlencode(doubled)}")]
    if right.body:
        form = right.headers["content-type"] == FORM
        fields = dict(parse_qsl(right.body, keep_blank_values=True)) if form else json.loads(right.body)
        name = rng.choice(sorted(fields))
        for label, value in (
            ("a field less", {k: v for k, v in fields.items() if k != name}),
            ("a field more", {**fields, "other": "1"}),
            ("another field's value", {**fields, name: "something else"}),
            ("a field in capitals", {**fields, name: str(fields[name]).upper()}),
        ):
            body = urlencode(value) if form else json.dumps(value)
            yield label, [elsewhere, copy(right, body=body)]
        if form:
            yield (
                "a field twice",
                [elsewhere, copy(right, body=f"{right.body}&{urlencode({name: 'second'})}")],
            )
        yield "no body", [elsewhere, copy(right, body="")]
        other = copy(right, body=right.body.replace(right.body[-3:], "zzz"))
        yield "sent again, otherwise", [right, other]
