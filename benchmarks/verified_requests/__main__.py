"""``python -m agentgym.benchmarks.verified_requests TASKS --peer PYTHON``: TASKS is ``webarena-verified.json``.

For each evaluator of requests, traces are made of what it expects (:mod:`.cases`), judged by ours and by the package
``webarena-verified`` in an interpreter of its own, and the verdicts compared.
"""

from __future__ import annotations

import collections
import json
import random
import subprocess
from pathlib import Path

import click
import msgspec

from agentgym.benchmarks.verified_requests.cases import Request, variants
from agentgym.environments.webarena.official import files
from agentgym.environments.webarena.world.building import build
from agentgym.environments.webarena.world.evaluators.base import End, Exchange
from agentgym.environments.webarena.world.verified.network import Network
from agentgym.environments.webarena.world.worlds import NAMES


class Seen:
    """What was asked, in the place of the sites."""

    def __init__(self, requests: list[Request]) -> None:
        self._requests = requests

    def exchanges(self) -> list[Exchange]:
        """Return the requests."""
        return [
            Exchange(
                r.method, r.url, r.headers, r.body.encode(), r.status,
                {"set-cookie": ", ".join(f"{n}={v}" for n, v in r.cookies.items())}, r.content.encode(),
            )
            for r in self._requests
        ]  # fmt: skip


def placed(text: str) -> str:
    """Return a text with addresses in the place of the sites' names."""
    for name in NAMES:
        text = text.replace(f"__{name.upper()}__", f"http://{name.replace('_', '-')}.test")
    return text


@click.command()
@click.argument("tasks", type=click.Path(exists=True, path_type=Path))
@click.option("--peer", required=True, help="An interpreter with webarena-verified.")
@click.option("--show", default=10, help="Differences of each kind that are printed.")
def main(tasks: Path, peer: str, show: int) -> None:
    """Compare verdicts on requests; exit code 1 where one differs."""
    script = str(Path(__file__).with_name("peer.py"))
    rng, lines, ours, labels = random.Random(0), [], [], []
    for task in files.read(tasks).values():
        filled = msgspec.json.decode(placed(msgspec.json.encode(task).decode()), type=type(task))
        built = [e for e in build(filled) if isinstance(e, Network)]
        given = [e for e in filled.verified if e["evaluator"] == "NetworkEventEvaluator"]
        for place, (evaluator, entry) in enumerate(zip(built, given, strict=True)):
            for label, trace in variants(entry, rng):
                end = End("", None, None, Seen(trace))  # type: ignore[arg-type]
                ours.append(evaluator.judge(end).score)
                labels.append((label, task.task_id))
                lines.append(json.dumps([task.task_id, place, msgspec.to_builtins(trace)]))
    done = subprocess.run(
        [peer, "-P", script], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for mine, other, (label, name) in zip(ours, theirs, labels, strict=True):
        what = "equal" if mine == other else "error there" if isinstance(other, str) else f"ours {mine:.0f}"
        counts[label, what] += 1
        if what != "equal" and counts[label, what] <= show:
            click.echo(f"{label}: task {name}: ours {mine}, theirs {other}")
    for (label, what), count in sorted(counts.items()):
        click.echo(f"{label}: {what}: {count}")
    unlike = sum(n for (_, what), n in counts.items() if what.startswith("ours"))
    errors = sum(n for (_, what), n in counts.items() if what == "error there")
    click.echo(f"{len(ours)} traces, {unlike} with another verdict, {errors} errors of the package")
    raise SystemExit(unlike > 0)


if __name__ == "__main__":
    main()
