"""Two checkouts beside each other: ``python -m agentgym.benchmarks.speed.compare FOLDER``.

The same work (:mod:`agentgym.benchmarks.speed.workload`) by the checkout in FOLDER and by this one, in turns, in fresh
processes. Every figure is CPU time over that of a calibration loop beside it, so a busy machine disturbs both alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

import agentgym

HERE = Path(agentgym.__file__).parent.parent
WORKLOAD = Path(__file__).with_name("workload.py").resolve()


def measured(checkout: Path, listed: int) -> dict[str, float]:
    """Return the figures of one run of the workload on a checkout."""
    environment = {**os.environ, "PYTHONPATH": str(checkout.resolve()), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(WORKLOAD), str(listed)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"The workload failed in {checkout}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@click.command()
@click.argument("checkout", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--turns", default=3, show_default=True, help="Runs of each; the best of each figure counts.")
@click.option("--listed", default=100_000, show_default=True, help="Episodes that the viewer lists.")
def main(checkout: Path, turns: int, listed: int) -> None:
    """Measure CHECKOUT and this checkout in turns."""
    runs: dict[Path, list[dict[str, float]]] = {checkout: [], HERE: []}
    for _ in range(turns):
        for place, found in runs.items():
            found.append(measured(place, listed))
    before, after = ({name: min(r[name] for r in found) for name in found[0]} for found in runs.values())
    table = Table(title=f"{checkout} beside {HERE}: CPU microseconds", title_justify="left")
    for name in ("what", "before", "after", "after / before"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for name, value in before.items():
        table.add_row(name, f"{value:,.1f}", f"{after[name]:,.1f}", f"{after[name] / value:.2f}")
    Console(width=118).print(table)


if __name__ == "__main__":
    main()
