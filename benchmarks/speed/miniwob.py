"""Speed of MiniWoB++: ``python -m agentgym.benchmarks.speed.miniwob``.

The same pages, seeds and clicks through our browser and through the package's own way (selenium), in one run: CPU time
of this process and of everything below it; then what 16 tabs hold.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.benchmarks.speed.processes import shared_out, tree_seconds
from agentgym.browser.pool import BROWSERS
from agentgym.environments.miniwob.world import pages
from agentgym.environments.miniwob.world.session import Session

PAGES = "click-test,click-checkboxes,email-inbox,click-tab-2"
_CLICKS = 3
_WITHOUT, _WITH = 9.0, 7.0
"""How many times less a step must cost than the package's, without and with pictures."""
_TABS, _MEMORY = 16, 700.0


class Way(NamedTuple):
    """One way to play a page: begin an episode of a seed, click and look; each returns whether it is over."""

    begin: Callable[[int], object]
    click: Callable[[float, float], bool]
    close: Callable[[], object]


def ours(name: str, pictures: bool) -> Way:
    """Return our way: a click, and the page as HTML."""
    session = Session("devtools", name)

    def act(x: float, y: float) -> bool:
        session.page.click(x, y)
        state = session.go_on(1000, "html")
        if pictures:
            session.screenshot()
        return state.done

    def begin(seed: int) -> None:
        session.begin(seed, "html", data_mode="train", limited=False)
        if pictures:
            session.screenshot()

    return Way(begin, act, session.close)


def package(name: str, pictures: bool) -> Way:
    """Return the package's own way: its environment on selenium."""
    import gymnasium
    import miniwob
    import numpy as np

    from agentgym.browser import chromium_path, driver_path

    os.environ |= {
        "MINIWOB_CHROME_BINARY": chromium_path(),
        "MINIWOB_CHROMEDRIVER": driver_path(),
        "TZ": "UTC",
    }
    gymnasium.register_envs(miniwob)
    env: Any = gymnasium.make(f"miniwob/{name}-v1").unwrapped
    env.instance.driver.execute_script("core.EPISODE_MAX_TIME = 1e7")

    def act(x: float, y: float) -> bool:
        done = env.step(env.create_action("CLICK_COORDS", coords=np.array([x, y], dtype=np.float32)))
        return bool(done[2])

    return Way(lambda seed: env.reset(seed=seed, options={"record_screenshots": pictures}), act, env.close)


def points(name: str, seed: int) -> Iterator[tuple[int, int]]:
    """Yield the clicks of an episode."""
    rng = random.Random(f"{name}-{seed}")
    for _ in range(_CLICKS):
        yield rng.randint(5, 150), rng.randint(55, 200)


def cost(
    make: Callable[[str, bool], Way], names: list[str], seeds: int, pictures: bool
) -> tuple[float, float, float]:
    """Return CPU milliseconds a step (resets counted in, launches not), and wall milliseconds of a reset and a step."""
    seconds, steps = 0.0, 0
    resets: list[float] = []
    clicks: list[float] = []
    for name in names:
        way = make(name, pictures)
        try:
            way.begin(1000)
            began = tree_seconds()
            for seed in range(seeds):
                at = time.perf_counter()
                way.begin(seed)
                resets.append(time.perf_counter() - at)
                for x, y in points(name, seed):
                    at = time.perf_counter()
                    over = way.click(x, y)
                    clicks.append(time.perf_counter() - at)
                    steps += 1
                    if over:
                        break
            seconds += tree_seconds() - began
        finally:
            way.close()
    return 1e3 * seconds / steps, 1e3 * _middle(resets), 1e3 * _middle(clicks)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def sixteen_tabs() -> float:
    """Return the MiB that a browser with sixteen pages open holds."""
    held = [Session("devtools", name) for name in pages.PAPER[:_TABS]]
    for session in held:
        session.begin(0, "html", data_mode="train", limited=False)
    total = shared_out(BROWSERS.get().get(still=True).pids)
    for session in held:
        session.close()
    return total


@click.command()
@click.option("--pages", "chosen", default=PAGES, show_default=True, help="Pages that are compared.")
@click.option("--seeds", default=5, show_default=True, help="Episodes a page.")
def main(chosen: str, seeds: int) -> None:
    """Measure MiniWoB++."""
    names, lines = chosen.split(","), []
    for pictures, at_least in ((False, _WITHOUT), (True, _WITH)):
        kind = "with pictures" if pictures else "without pictures"
        our = cost(ours, names, seeds, pictures)
        theirs = cost(package, names, seeds, pictures)
        for whose, (cpu, reset, step) in (("ours", our), ("the package's", theirs)):
            lines.append(Line(f"a step {kind}, resets counted in: {whose}", cpu, "CPU-ms"))
            lines.append(Line(f"a reset / a step {kind}, wall: {whose}: {reset:.1f} ms /", step, "ms wall"))
        lines.append(
            Line(f"times less than the package {kind}", theirs[0] / our[0], "times", at_least=at_least)
        )
    lines.append(Line(f"memory of the browser with {_TABS} tabs", sixteen_tabs(), "MiB", at_most=_MEMORY))
    print_lines("MiniWoB++", lines)


if __name__ == "__main__":
    main()
