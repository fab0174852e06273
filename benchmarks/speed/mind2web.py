"""Speed of Mind2Web: ``python -m agentgym.benchmarks.speed.mind2web``.

Prompts are built on one large page, joined from embedded pages to the size of a real one (1,211 elements, 468
candidates, 106 KB were measured on one). "First" is the first prompt on a page that was just parsed, when the text
of its nodes is still to be made; "original-like" is the same prompt from an lxml tree, copied, pruned and
serialised as MindAct does it (:mod:`.mind2web_reference`), in the same run.
"""

from __future__ import annotations

import random
import re
import time
from typing import Any

import click
import gymnasium

import agentgym  # noqa: F401
from agentgym.benchmarks.speed import mind2web_reference
from agentgym.benchmarks.speed.measure import Line, cpu_seconds, median_of, print_lines, resident_mib
from agentgym.environments.mind2web.official.files import entries_of, read_task
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world import prompt, ranker
from agentgym.environments.mind2web.world.markup import Markup
from agentgym.environments.mind2web.world.page import Page

ID = "AgentTune/Mind2Web-v0"
_IDENTITY = re.compile(r'backend_node_id="(\d+)"')


def large_page(elements: int) -> tuple[str, list[str]]:
    """Return a page of at least so many elements, and the ids of its candidates."""
    parts: list[str] = []
    candidates: list[str] = []
    count = 0
    for number, (path, entry) in enumerate(entries_of(EMBEDDED, "train")):
        action = read_task(path, entry).actions[-1]
        prefix = str(number + 1)
        parts.append(_IDENTITY.sub(rf'backend_node_id="{prefix}00\1"', action.cleaned_html))
        candidates += [
            f"{prefix}00{c.backend_node_id}" for c in (*action.pos_candidates, *action.neg_candidates)
        ]
        count += (
            action.cleaned_html.count("<")
            - action.cleaned_html.count("</")
            - action.cleaned_html.count("<text")
        )
        if count >= elements:
            break
    return f'<html backend_node_id="1">{"".join(parts)}</html>', candidates


def prompt_lines(prompts: int) -> list[Line]:
    """Measure parsing, prompts and ranking on the large page."""
    html, candidates = large_page(1200)
    rng = random.Random(0)
    groups = [rng.sample(candidates, 5) for _ in range(prompts)]
    page = Page(html)
    markup = Markup(page)
    elements = sum(tag != "text" for tag in page.tags)

    def write(on: Markup, group: list[str]) -> str:
        rendered = prompt.render(on, [on.page.node_of[i] for i in group])
        return prompt.question(Mind2WebTexts(), rendered, "a task", ["[link]  a -> CLICK"])

    def first() -> float:
        total = 0.0
        for group in groups[:40]:
            fresh = Markup(Page(html))
            start = time.process_time()
            write(fresh, group)
            total += time.process_time() - start
        return total / 40

    warm = median_of(lambda: cpu_seconds(lambda: [write(markup, g) for g in groups])) / len(groups)
    parsing = median_of(lambda: cpu_seconds(lambda: [Page(html) for _ in range(20)])) / 20
    nodes = [page.node_of[i] for i in candidates]
    task = "Find the cheapest floor lamp and put it into the basket"
    ranking = median_of(lambda: cpu_seconds(lambda: ranker.rank(page, nodes, task, ())))
    lines = [
        Line("elements of the page", elements, ""),
        Line("candidates of the page", len(candidates), ""),
        Line("size of the page", len(html) / 1000, "KB"),
        Line("parse the page", 1e3 * parsing, "ms"),
        Line("build a prompt, first on the page", 1e3 * median_of(first), "ms", 0.4),
        Line("build a prompt, later on the page", 1e3 * warm, "ms", 0.4),
    ]
    return [
        *lines,
        *_reference_lines(html, groups[:60], warm),
        Line("rank all candidates (BM25)", 1e3 * ranking, "ms"),
    ]


def _reference_lines(html: str, groups: list[list[str]], ours: float) -> list[Line]:
    try:
        from lxml import etree
    except ImportError:
        click.echo("lxml is not installed: the original-like way is not measured (pip install lxml).")
        return []
    tree: Any = etree.fromstring(html)
    slow = median_of(lambda: cpu_seconds(lambda: [mind2web_reference.prompt(tree, g) for g in groups])) / len(
        groups
    )
    return [
        Line("  the same, original-like (lxml), this run", 1e3 * slow, "ms"),
        Line("  original-like against ours", slow / ours, "x", None, 5),
    ]


def environment_lines(episodes: int) -> list[Line]:
    """Measure ``reset`` and ``step`` on the embedded data, and memory over many episodes."""
    env = gymnasium.make(ID, split="test_domain").unwrapped
    ids = list(env.tasks.ids)  # type: ignore[attr-defined]
    clocks = {"reset": 0.0, "step": 0.0}
    counts = {"reset": 0, "step": 0}

    def timed(what: str, work: Any) -> Any:
        start = time.process_time()
        result = work()
        clocks[what] += time.process_time() - start
        counts[what] += 1
        return result

    def play(number: int) -> None:
        timed("reset", lambda: env.reset(seed=number, options={"task": ids[number % len(ids)]}))
        done = False
        while not done:
            message = env.suggest("expert")  # type: ignore[attr-defined]
            _, _, terminated, truncated, _ = timed("step", lambda m=message: env.step(m))
            done = terminated or truncated

    for number in range(len(ids)):
        play(number)
    first = dict(clocks)
    counted = dict(counts)
    settled = resident_mib()
    for number in range(episodes):
        play(number)
    return [
        Line("env.reset, first time on a page", 1e3 * first["reset"] / counted["reset"], "ms"),
        Line("env.reset, all", 1e3 * clocks["reset"] / counts["reset"], "ms"),
        Line("env.step", 1e3 * clocks["step"] / counts["step"], "ms", 1.0),
        Line(f"memory grown over {episodes:,} episodes", resident_mib() - settled, "MiB"),
    ]


@click.command()
@click.option("--prompts", default=400, show_default=True)
@click.option("--episodes", default=3_000, show_default=True, help="Episodes of the memory test.")
def main(prompts: int, episodes: int) -> None:
    """Measure Mind2Web."""
    print_lines("Mind2Web", prompt_lines(prompts) + environment_lines(episodes))


if __name__ == "__main__":
    main()
