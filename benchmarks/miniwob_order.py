"""Is a seed's page the same whatever was played before? ``python -m agentgym.benchmarks.miniwob_order --out DIR``.

Two questions. *Openings*: what a seed begins with on a fresh tab, and on one that has played other seeds by the expert
and by random actions; for all pages. *Orders*: the expert's episodes, every observation and reward, in three orders one
after the other and eight side by side. What is in the folder already is not played again.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import msgspec

from agentgym.actions import Action
from agentgym.environments.miniwob import expert
from agentgym.environments.miniwob.env import MiniWoBEnv
from agentgym.environments.miniwob.world import moves, pages
from agentgym.environments.miniwob.world.gold import SOLUTIONS
from agentgym.environments.miniwob.world.session import MODES, Mode, Session

_LOOKED_AT = (1, 5)
"""Seeds whose openings are compared."""
_BEFORE = range(4)
"""Seeds that are played in between: the first and the third by the expert, where there is one."""
_BESIDE = 8


class Kept:
    """Results by name, in a file of lines.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_bytes().splitlines() if path.exists() else []
        self.found: dict[str, str] = dict(msgspec.json.decode(line, type=tuple[str, str]) for line in lines)

    def get(self, name: str, make: Callable[[], str]) -> str:
        """Return a result, made if it is not there."""
        if name not in self.found:
            self.found[name] = make()
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode((name, self.found[name])) + b"\n")
        return self.found[name]


def opening(session: Session, seed: int, mode: Mode) -> str:
    """Return what a seed begins with."""
    state = session.begin(seed, mode, data_mode="train", limited=False)
    return f"{state.utterance}\n{state.page}"


def drawn(session: Session, rng: random.Random) -> Action | None:
    """Draw an action on an element; ``None`` where there is none."""
    count = session.ask("everything")[0]
    if not count:
        return None
    element, kind = rng.randint(1, count), rng.random()
    if kind < 0.6:
        return Action(name="click", arguments={"element": element})
    if kind < 0.75:
        return Action(name="hover", arguments={"element": element})
    if kind < 0.9:
        return Action(name="type", arguments={"element": element, "text": "abc"})
    return Action(name="drag", arguments={"element": element, "onto": rng.randint(1, count)})


def _random_actions(session: Session, rng: random.Random) -> Iterator[Action]:
    for _ in range(6):
        action = drawn(session, rng)
        if action is None:
            return
        yield action


def kept_of(name: str) -> str:
    """Return what of other episodes is left in a page's openings: the first line that differs; empty if nothing is."""
    wanted: dict[tuple[int, Mode], str] = {}
    for seed in _LOOKED_AT:
        for mode in MODES:
            session = Session("devtools", name)
            wanted[seed, mode] = opening(session, seed, mode)
            session.close()
    session, rng = Session("devtools", name), random.Random(name)
    try:
        for seed in _BEFORE:
            state = session.begin(seed, "accessibility", data_mode="train", limited=False)
            known = name in SOLUTIONS and seed % 2 == 0
            played = expert.actions(session, state, "element") if known else _random_actions(session, rng)
            for action in played:
                moves.perform(session, action)
                if session.go_on(1000, "accessibility").done:
                    break
        for (seed, mode), fresh in wanted.items():
            now = opening(session, seed, mode)
            if now != fresh:
                pairs = zip(fresh.splitlines(), now.splitlines(), strict=False)
                return next((f"{a!r} / {b!r}" for a, b in pairs if a != b), "another length")
    finally:
        session.close()
    return ""


def episode(env: MiniWoBEnv, task: str) -> str:
    """Play the expert's episode; return the reward and a hash of all that was seen and done."""
    seen, _ = env.reset(seed=0, options={"task": task})
    total, over, reward = hashlib.sha256(seen.encode()), False, 0.0
    while not over:
        action = env.suggest("expert")
        seen, reward, terminated, truncated, _ = env.step(action)
        total.update(f"\0{action}\0{seen}\0{reward}".encode())
        over = terminated or truncated
    return f"{reward} {total.hexdigest()[:16]}"


def _part(kept: Kept, tasks: Sequence[str], label: str) -> None:
    env = MiniWoBEnv(pages="all", split="test")
    try:
        for task in tasks:
            kept.get(f"{label} {task}", lambda t=task: episode(env, t))  # type: ignore[misc]
    finally:
        env.close()


def orders(kept: Kept, tasks: Sequence[str]) -> list[str]:
    """Play tasks in three orders and side by side; return those that are not the same in all four."""
    for order in range(3):
        mixed = list(tasks)
        random.Random(order).shuffle(mixed)
        _part(kept, mixed, f"order {order}")
        click.echo(f"order {order}: played")
    with ThreadPoolExecutor(_BESIDE) as threads:
        parts = [tasks[n::_BESIDE] for n in range(_BESIDE)]
        list(threads.map(lambda part: _part(kept, part, "beside"), parts))
    ways = [*(f"order {n}" for n in range(3)), "beside"]
    return [task for task in tasks if len({kept.found[f"{way} {task}"] for way in ways}) > 1]


@click.command()
@click.option("--out", default="runs/miniwob-order", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seeds", default=10, show_default=True, help="Seeds of each page that are played in orders.")
def main(out: Path, seeds: int) -> None:
    """Compare openings and orders; exit code 1 where something differs."""
    out.mkdir(parents=True, exist_ok=True)
    kept = Kept(out / "openings.jsonl")
    left = {name: found for name in pages.names() if (found := kept.get(name, lambda n=name: kept_of(n)))}  # type: ignore[misc]
    for name, found in left.items():
        click.echo(f"{name} keeps something of an episode: {found[:200]}")
    click.echo(f"openings: {len(pages.names())} pages, {len(left)} keep something")
    tasks = [f"{name}-{seed}" for name in sorted(SOLUTIONS) for seed in range(seeds)]
    played = Kept(out / "orders.jsonl")
    unlike = orders(played, tasks)
    solved = sum(played.found[f"order 0 {task}"].startswith("1.0 ") for task in tasks)
    click.echo(f"orders: {len(tasks)} tasks, {solved} solved, {len(unlike)} differ: {unlike[:20]}")
    raise SystemExit(bool(left or unlike))


if __name__ == "__main__":
    main()
