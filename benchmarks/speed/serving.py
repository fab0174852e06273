"""Tokens per second of a model that we serve: ``python -m agentgym.benchmarks.speed.serving SPEC…``.

Every spec (``local:smollm2``, ``vllm:smollm2``, ``transformers:smollm2?device=cuda``) is opened once and asked by
1 and by several conversations at a time. Start-up is told apart; prompts differ, so that no prefix is shared.
"""

from __future__ import annotations

import asyncio
import time

import click

from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.policy import Policy, Request
from agentgym.registry import make_policy


async def measure(policy: Policy, concurrency: tuple[int, ...], turns: int) -> list[Line]:
    """Return the start-up time, and tokens per second at each concurrency."""
    clock = time.perf_counter()
    await policy.open()
    lines = [Line("start", time.perf_counter() - clock, "s")]
    try:
        for at_once in concurrency:
            clock = time.perf_counter()
            new, old = zip(
                *await asyncio.gather(*(_talk(policy, n, turns) for n in range(at_once))), strict=True
            )
            seconds = time.perf_counter() - clock
            lines.append(Line(f"{at_once} at once: new tokens", sum(new) / seconds, "tokens/s"))
            lines.append(Line(f"{at_once} at once: prompt tokens", sum(old) / seconds, "tokens/s"))
    finally:
        await policy.close()
    return lines


async def _talk(policy: Policy, number: int, turns: int) -> tuple[int, int]:
    new = old = 0
    for turn in range(turns):
        text = f"Story {number}.{turn}: write about " + " ".join(
            f"a house with {n} doors," for n in range(number, number + 20)
        )
        completion = await policy.answer(
            Request(messages=[{"role": "user", "content": text}], episode_id=str(number), step=turn)
        )
        if completion.usage is not None:
            new += completion.usage.completion_tokens
            old += completion.usage.prompt_tokens
    return new, old


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option("--at-once", "concurrency", multiple=True, type=int, default=(1, 8), show_default=True)
@click.option("--turns", default=2, show_default=True, help="Calls of each conversation.")
@click.option("--max-tokens", default=64, show_default=True, help="New tokens of each call.")
def main(specs: tuple[str, ...], concurrency: tuple[int, ...], turns: int, max_tokens: int) -> None:
    """Measure the policies SPECS one after another."""
    for spec in specs:
        sign = "&" if "?" in spec else "?"
        policy = make_policy(f"{spec}{sign}max_tokens={max_tokens}&temperature=0")
        print_lines(
            f"{spec}, {max_tokens} new tokens a call", asyncio.run(measure(policy, concurrency, turns))
        )


if __name__ == "__main__":
    main()
