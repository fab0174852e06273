"""``python -m agentgym.benchmarks.database_exactness mariadb`` (or the SQLAlchemy URL of a server of yours).

``--sqlglot tests/dialects/test_mysql.py`` adds sqlglot's own MySQL tests, ``--bird FOLDER`` BIRD's gold statements for
MySQL (and the databases, as SQLite files), ``--mutations N`` statements with words lost, doubled and swapped,
``--made N`` statements put together at random that are nearly always right. Each statement is in one class:

* ``equal``: the same rows, in the same order where ORDER BY determines it, and the same tables afterwards;
* ``same error``, ``other error``: an error on both, of the same number or of another;
* ``left open``: other rows of those that SQL leaves open (LIMIT without a whole order, rows with the same place in the
  order of a window, the present time), or a server that took too long;
* ``refused``: the embedded database says that it does not do it; ``internal``: it failed on it, which it says as well;
* ``different``; ``crash``: something left the backend.

``internal``, ``different`` and ``crash`` have to be 0.
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy

from agentgym.benchmarks.database_exactness.made import made
from agentgym.benchmarks.database_exactness.pair import BAD, CLASSES, Pair
from agentgym.benchmarks.database_exactness.statements import SEEDS, mutations, of_bird, of_sqlglot, small


def main(arguments: list[str] | None = None) -> int:
    """Compare, and print a table; 1 if a statement was different or crashed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "server", help="`mariadb`, or the SQLAlchemy URL of one on which databases may be made"
    )
    parser.add_argument("--sqlglot", type=Path, help="sqlglot's tests/dialects/test_mysql.py")
    parser.add_argument("--bird", type=Path, help="folder with mini_dev_mysql.json and the databases")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--made", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="statements of a bad class that are printed")
    parser.add_argument("--refused", type=Path, help="write what was refused here")
    given = parser.parse_args(arguments)
    pair, tables = Pair(given.server), small()
    sets: dict[str, Any] = {"everyday": ((tables, s) for s in SEEDS)}
    tests = list(dict.fromkeys(of_sqlglot(given.sqlglot))) if given.sqlglot else []
    if tests:
        sets["sqlglot's tests"] = ((tables, s) for s in tests)
    if given.bird:
        sets["BIRD's gold"] = of_bird(given.bird)
    if given.mutations:
        sets["mutations"] = ((tables, s) for s in mutations(given.mutations, given.seed, tests))
    if given.made:
        sets["made at random"] = ((tables, s) for s in made(given.made, given.seed))
    bad, shown, refused = 0, 0, collections.Counter[str]()
    print(f"| statements | {' | '.join(CLASSES)} | in all | s |")
    print(f"|---|{'---:|' * (len(CLASSES) + 2)}")
    for name, statements in sets.items():
        counts: collections.Counter[str] = collections.Counter()
        clock = time.perf_counter()
        for database, statement in statements:
            pair.begin(database)
            found, seen = pair.compare(statement)
            counts[found] += 1
            if found in BAD:
                bad += 1
                if shown < given.show:
                    shown += 1
                    print(f"{found}: {statement!r}\n    {seen}", file=sys.stderr)
            elif found in ("refused", "other error"):
                refused[f"{name}: {found}: {seen}"] += 1
        cells = " | ".join(f"{counts[c]:,}" for c in CLASSES)
        print(f"| {name} | {cells} | {counts.total():,} | {time.perf_counter() - clock:.0f} |", flush=True)
    if given.refused:
        given.refused.write_text("\n".join(f"{n} {t}" for t, n in refused.most_common()) + "\n")
    pair.server.close()
    return int(bad > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except sqlalchemy.exc.SQLAlchemyError as error:
        sys.exit(f"The server: {error}")
