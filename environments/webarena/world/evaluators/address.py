"""``url_match``: where the agent is."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from agentgym.environments.webarena.world.config import OR, Eval, Rules
from agentgym.environments.webarena.world.evaluators.base import End, Verdict
from agentgym.errors import DataError

CONTAINED, EXACT = "GOLD in PRED", "EXACT"


class Address:
    """Compares the address of the page with the references.

    Today's rule: host and path of a reference are contained in those of the page, and each parameter that any
    reference names has one of the values that they name. The release of 2023 compares whole addresses: equal
    (``EXACT``, its default), or one contained in the other.

    Raises:
        DataError: the configuration cannot be used.
    """

    def __init__(self, given: Eval, rules: Rules = "current") -> None:
        if given.reference_url is None:
            raise DataError("eval.reference_url is missing, which url_match compares with.")
        old = rules == "2023"
        note = given.url_note or (EXACT if old else CONTAINED)
        if note not in ((EXACT, CONTAINED) if old else (CONTAINED,)):
            raise DataError(f"eval.url_note {note!r} is not known; this release compares by {CONTAINED!r}.")
        references = given.reference_url.split(OR)
        self.compare = (_equal if note == EXACT else _contained) if old else _matches
        self.references = [_short(r) if old else r.rstrip("/") for r in references]

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0."""
        return Verdict(float(self.compare(self.references, end.current.url)))


def _short(url: str) -> str:
    return url.removesuffix("/")


def _equal(references: list[str], url: str) -> bool:
    return _short(url) in references


def _contained(references: list[str], url: str) -> bool:
    return any(reference in _short(url) for reference in references)


def _parts(url: str) -> tuple[str, dict[str, list[str]]]:
    parsed = urlparse(url)
    return (parsed.netloc + parsed.path).rstrip("/"), parse_qs(parsed.query)


def _matches(references: list[str], url: str) -> bool:
    place, query = _parts(url.rstrip("/"))
    wanted: dict[str, set[str]] = {}
    places = []
    for reference in references:
        base, parameters = _parts(reference)
        places.append(base)
        for name, values in parameters.items():
            wanted.setdefault(name, set()).update(values)
    return any(base in place for base in places) and all(
        values.intersection(query.get(name, ())) for name, values in wanted.items()
    )
