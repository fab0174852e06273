"""Where the rows of a data set come from: environments, who answered, versions, licences."""

from __future__ import annotations

from collections import Counter

import msgspec

from agentgym.dataset.damage import damage
from agentgym.dataset.row import Row
from agentgym.registry import card, short_name

ELSEWHERE = "elsewhere"
"""Of rows that no environment of ours played."""


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one source.

    Attributes:
        source: short name of the environment, or :data:`ELSEWHERE`.
        data: of the environment: ``embedded``, ``official`` or a path.
        split: of it.
        answered: the model or policy that answered.
        version: of agentgym, that played.
        licence: of the source; empty where none is known.
        rows: how many.
    """

    source: str
    data: str = ""
    split: str = ""
    answered: str = ""
    version: str = ""
    licence: str = ""
    rows: int = 0


class Sources:
    """Counts rows by their sources while they are written."""

    def __init__(self) -> None:
        self._rows: Counter[tuple[str, str, str, str, str]] = Counter()
        self.damaged: Counter[str] = Counter()
        """Rows that were cut or have no answer, by what is wrong."""

    def add(self, row: Row) -> None:
        """Count a row."""
        source, certificate = row.source, row.certificate
        if broken := damage(row):
            self.damaged[broken.what] += 1
        if source is None:
            self._rows["", "", "", "", ""] += 1
            return
        data = str(certificate.env_args.get("data", "")) if certificate else ""
        version = certificate.framework if certificate else ""
        self._rows[source.env_id, data, source.split, source.model or source.policy, version] += 1

    def found(self, licence: str = "") -> list[Origins]:
        """Return what was counted.

        Args:
            licence: of rows that come from no environment.
        """
        return [
            Origins(
                source=short_name(env_id) if env_id else ELSEWHERE,
                data=data,
                split=split,
                answered=answered,
                version=version,
                licence=licence_of(env_id, data) if env_id else licence,
                rows=rows,
            )
            for (env_id, data, split, answered, version), rows in sorted(self._rows.items())
        ]


def licence_of(env_id: str, data: str) -> str:
    """Return the licence of an environment's data; empty where none is known."""
    known = card(env_id)
    return {"embedded": known.licence, "official": known.official_licence}.get(data or "embedded", "")
