"""Speed of the parsers on hostile texts: ``python -m agentgym.benchmarks.speed.parsers``.

Parsers run on the event loop, so that a model that repeats itself up to its limit stops every episode of a run for as
long as its text is read. Each format of each environment reads each of some fifty kinds of adversarial texts of 100,000
characters; each has 20 ms of CPU time on the reference machine. Then whole steps, of environments that live in this
process and read an answer further than its format does.
"""

from __future__ import annotations

import contextlib
import gc
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click
import gymnasium

from agentgym import registry
from agentgym.actions import ParseError
from agentgym.benchmarks.speed.measure import machine_factor
from agentgym.errors import AgentGymError, EpisodeError
from agentgym.formats import FORMATS

LENGTH = 100_000
SECONDS = 0.020
_UNITS = {
    "labels": "Thought:", "labels with a space": "Action: ", "labels and breaks": "Action:\n",
    "labels broken off": "\nAction",
    "labels in capitals": "ACTION:\n", "observations": "\nObservation:", "operations": "Action: Operation\n",
    "final answers": "\nFinal Answer:", "acts": "Act: bash\n", "spaces": " ", "line breaks": "\n",
    "spaces and breaks": " \n", "tabs": "\t", "separators of lines": "\u2028", "opening parentheses": "(",
    "closing parentheses": ")", "empty parentheses": "()", "opening brackets": "[", "closing brackets": "]",
    "nested lists": "[[a]", "lists": "[1],", "opening braces": "{", "objects": '{"a":', "calls": "search[",
    "calls of calls": "get_relations(", "clicks": "Action: click[\n", "numbered elements": "CLICK [1] ", "commas": ",",
    "commas and parentheses": "),", "quotes": '"', "single quotes": "'a',", "backslashes": "\\", "escapes": "\\_",
    "digits": "1", "numbers": "1,", "numbers with points": "1.", "minus signs": "-", "code fences": "```",
    "code that opens": "```bash\nx", "fences on lines": "\n```", "letters": "a", "words": "I think about what to do. ",
    "letters that grow": "\u0130", "emoji": "\U0001f642", "half a pair": "\ud800", "tool calls": '{"tool_calls":[',
    "plans": "Plan: a\n#E1 = Wikipedia[", "evidence": "#E1", "dollars": "#### 1", "markup": "<a ", "operators": "1+",
    "names of tables": "`a`.", "comments": "/*", "letters in SQL": "SELECT (",
}  # fmt: skip
"""What is repeated, by what it is."""
_BEGINNINGS = {
    "bare": "", "behind an action's label": "Thought: x\nAction: ", "within tool calls": '{"tool_calls":[{"name":"',
    "within a call": "Action: search[", "within an answer": "x\nFinal Answer: [",
    "within SQL": "Action: Operation\n```sql\nSELECT ",
}  # fmt: skip
STEPPED: dict[str, dict[str, Any]] = {
    "AgentTune/DB-v0": {}, "AgentTune/GSM8K-v0": {}, "AgentTune/MMLU-v0": {}, "AgentTune/KG-v0": {},
    "AgentTune/ReWOO-v0": {}, "AgentTune/HotpotQA-v0": {}, "AgentTune/CardGame-v0": {}, "AgentTune/Mind2Web-v0": {},
}  # fmt: skip
"""Environments whose steps are measured too, with their arguments."""


class Found(NamedTuple):
    """The slowest text of a parser: seconds of CPU time, and which it is."""

    seconds: float
    text: str


def pieces() -> dict[str, str]:
    """Return what adversarial texts are made of, by what it is."""
    return dict(_UNITS)


def texts() -> dict[str, str]:
    """Return the adversarial texts by what they are: each unit at each beginning."""
    return {
        f"{unit}, {begin}": (start + word * (LENGTH // len(word) + 1))[:LENGTH]
        for unit, word in _UNITS.items()
        for begin, start in _BEGINNINGS.items()
    }


def formats(only: tuple[str, ...] = ()) -> Iterator[tuple[str, Any, Any]]:
    """Yield each format of each environment once, whichever profiles have it: a name, the environment, the format."""
    for env_id in registry.known_ids():
        if only and registry.short_name(env_id) not in only:
            continue
        try:
            profiles = registry.environment_class(env_id).profiles
        except AgentGymError as error:
            print(f"{env_id}: {error}", file=sys.stderr)
            continue
        seen: set[tuple[str, ...]] = set()
        for profile in profiles:
            for name in FORMATS:
                try:
                    made: Any = gymnasium.make(env_id, profile=profile, action_format=name).unwrapped
                    form = made.format
                except AgentGymError as error:  # no function calls, or a part that is not installed
                    print(f"{env_id}, {profile}, {name}: {error}", file=sys.stderr)
                    continue
                kind = (type(form).__name__, type(getattr(form, "grammar", None)).__name__, name)
                if kind not in seen:
                    seen.add(kind)
                    _begun(made, form)
                    yield f"{registry.short_name(env_id)} {profile} {name} ({kind[0]})", made, form


def parsers(only: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield what reads a message in each format of each environment."""
    for name, _, form in formats(only):
        yield name, form.parse


def _begun(env: Any, form: Any) -> None:
    """Begin an episode where a format reads by what is played."""
    try:
        form.parse("x")
    except ParseError:
        pass
    except EpisodeError:
        env.reset(seed=0)


def steps(only: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield what a step does with a text, at the beginning of an episode."""
    for env_id, arguments in STEPPED.items():
        if only and registry.short_name(env_id) not in only:
            continue
        env: Any = gymnasium.make(env_id, **arguments).unwrapped

        def step(text: str, env: Any = env) -> object:
            return env.step(text)

        def fresh(env: Any = env) -> None:
            env.reset(seed=0)

        step.fresh = fresh  # type: ignore[attr-defined]
        yield f"{registry.short_name(env_id)} step", step


def slowest(
    parse: Callable[[str], object], limit: float, chosen: dict[str, str]
) -> tuple[Found, list[Found]]:
    """Return the slowest text, and those past a limit three times in a row (a quick run is enough)."""
    worst, past = Found(0.0, ""), []
    fresh = getattr(parse, "fresh", None)
    for name, text in chosen.items():
        seconds = min(_times(parse, text, fresh, limit))
        if seconds > worst.seconds:
            worst = Found(seconds, name)
        if seconds > limit:
            past.append(Found(seconds, name))
    return worst, past


def _times(parse: Callable[[str], object], text: str, fresh: Any, limit: float) -> Iterator[float]:
    for _ in range(3):
        if fresh is not None:
            fresh()
        begun = time.process_time()
        with contextlib.suppress(ParseError):
            parse(text)
        took = time.process_time() - begun
        yield took
        if took <= limit:
            return


@click.command()
@click.argument("environments", nargs=-1)
@click.option("--steps/--no-steps", "with_steps", default=True, help="Whole steps as well.")
def main(environments: tuple[str, ...], with_steps: bool) -> None:
    """Measure the parsers of all ENVIRONMENTS, or of some (short names)."""
    factor = max(1.0, machine_factor())
    limit, chosen = SECONDS * factor, texts()
    gc.disable()  # What is measured is the parser, not what the collector finds meanwhile.
    print(
        f"{len(chosen)} texts of {LENGTH:,} characters; bound {1e3 * limit:.0f} ms (machine factor {factor:.2f})"
    )
    print("| parser | ms of the slowest text | which | past the bound |")
    print("|---|---:|---|---:|")
    count = missed = 0
    sources = [parsers(environments)] + ([steps(environments)] if with_steps else [])
    for source in sources:
        for name, parse in source:
            worst, past = slowest(parse, limit, chosen)
            count, missed = count + 1, missed + bool(past)
            print(f"| {name} | {1e3 * worst.seconds:.1f} | {worst.text} | {len(past)} |", flush=True)
            for found in sorted(past, reverse=True)[:5]:
                print(f"    MISSED {1e3 * found.seconds:.0f} ms: {found.text}", file=sys.stderr)
    print(f"{count} parsers, {missed} with a text past the bound")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
