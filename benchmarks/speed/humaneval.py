"""HumanEval's official problems, judged: ``python -m agentgym.benchmarks.speed.humaneval --data HumanEval.jsonl.gz``.

Every canonical solution must pass. Every broken one must fail: the canonical solution whose result is changed a little
before it is returned (a number is one more, a text one letter longer, a truth the opposite), which is the mistake that
is nearest to being right. Both are judged on an idle machine and beside busy processes, and the verdicts compared.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click

from agentgym import sandbox
from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.environments.humaneval.official.files import read
from agentgym.environments.humaneval.world import sandboxed
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.environments.humaneval.world.sandboxed import Limits, Verdict
from agentgym.sandbox.interface import Sandbox, Spec

SPOILT = """

def _spoilt(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, list):
        return value + [0]
    if isinstance(value, tuple):
        return value + (0,)
    if isinstance(value, dict):
        return {{**value, "x": 0}}
    return 0 if value is None else None


_right = {name}


def {name}(*args):
    return _spoilt(_right(*args))
"""
"""What is put behind a solution to break it."""


def solution(problem: Problem) -> str:
    """Return the canonical program."""
    return f"{problem.prompt}{problem.canonical_solution}"


def broken(problem: Problem) -> str:
    """Return the canonical program with a result that is nearly right."""
    return solution(problem) + SPOILT.format(name=problem.entry_point)


def _turn() -> None:
    while True:
        pass


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep so many processes busy meanwhile."""
    started = [multiprocessing.get_context("spawn").Process(target=_turn, daemon=True) for _ in range(count)]
    for process in started:
        process.start()
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.join()


class Judging:
    """Machines that judge programs, as many at once as there are workers.

    Args:
        workers: machines.
        backend: see :class:`~agentgym.environments.humaneval.env.HumanEvalEnv`.
    """

    def __init__(self, workers: int, backend: str) -> None:
        self.workers = workers
        self.limits = Limits()
        self.spec = Spec(image="os", memory=self.limits.memory + (256 << 20), processes=64)
        self.machines: list[Sandbox] = [sandbox.acquire(self.spec, backend) for _ in range(workers)]

    def verdicts(self, jobs: Sequence[tuple[Problem, str]]) -> tuple[list[Verdict], float]:
        """Judge programs; return the verdicts, and the seconds of wall time."""
        began = time.perf_counter()
        with ThreadPoolExecutor(self.workers) as pool:
            parts = list(pool.map(lambda n: self._part(n, jobs), range(self.workers)))
        merged = [parts[i % self.workers][i // self.workers] for i in range(len(jobs))]
        return merged, time.perf_counter() - began

    def _part(self, number: int, jobs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
        machine, found = self.machines[number], []
        for problem, program in jobs[number :: self.workers]:
            machine.reset()
            found.append(sandboxed.test(machine, problem, program, self.limits))
        return found

    def close(self) -> None:
        """Give the machines back."""
        for machine in self.machines:
            sandbox.release(machine)


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, path_type=Path), help="HumanEval's file.")
@click.option(
    "--busy", "busy_count", default=8, show_default=True, help="Busy processes of the second round."
)
@click.option("--workers", default=2, show_default=True, help="Machines that judge at once.")
@click.option("--backend", default="bubblewrap", show_default=True)
def main(data: Path, busy_count: int, workers: int, backend: str) -> None:
    """Judge canonical and broken solutions, idle and beside busy processes; exit code 1 if a verdict is wrong."""
    problems = read(data, "test")
    jobs = {
        "canonical": [(p, solution(p)) for p in problems],
        "broken": [(p, broken(p)) for p in problems],
    }
    judging, lines, wrong = Judging(workers, backend), [], []
    try:
        for count in (0, busy_count):
            with busy(count):
                for kind, programs in jobs.items():
                    found, seconds = judging.verdicts(programs)
                    passed = sum(v.passed for v in found)
                    bound = 60.0 if kind == "canonical" and not count else None
                    said = f"{kind}, {count} busy processes beside"
                    lines.append(Line(f"{said}: passed of {len(problems)}", passed, ""))
                    lines.append(Line(f"{said}: time", seconds, "s", bound))
                    wrong += [
                        f"{said}: {p.task_id} {'passed' if v.passed else f'failed ({v.why})'}"
                        for (p, _), v in zip(programs, found, strict=True)
                        if v.passed != (kind == "canonical")
                    ]
    finally:
        judging.close()
    print_lines(f"HumanEval: {len(problems)} problems, {workers} machines ({backend})", lines)
    for line in wrong:
        click.echo(line)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
