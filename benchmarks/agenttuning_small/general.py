"""The general set: conversations of the base model itself, about everyday things.

The paper mixes in ShareGPT, conversations of people with GPT-3.5 and GPT-4, which cannot be shipped. What takes their
place are questions of our own and the base model's answers to them (drawn at temperature 0.7). They teach it nothing
new; they are what it has to keep, and a model that forgot how to talk finds them improbable.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence

from agentgym.dataset.row import Row
from agentgym.messages import assistant, user
from agentgym.policy import Completion, Policy, Request
from agentgym.registry import make_policy

PATTERNS = (
    "Explain in a few sentences what {thing} is.",
    "What is {thing} good for? Name two or three uses.",
    "Give me three short tips for a beginner in {activity}.",
    "Why do people enjoy {activity}? Answer in two or three sentences.",
    "Write a short, friendly message that invites a friend to {activity}.",
    "I want to learn {activity}. What do I need to begin?",
    "How would you describe {thing} to a child?",
    "What is the difference between {thing} and {other}?",
    "Write two sentences that advertise {thing}.",
    "List four words that come to mind at {thing}.",
    "Is {activity} expensive? Give a brief answer.",
    "Tell me one surprising fact about {thing}.",
    "Write a short poem of four lines about {thing}.",
    "My neighbour has no time for {activity}. What could I say to encourage him?",
    "What mistakes do people make in {activity}?",
    "Finish this sentence in a sensible way: The best thing about {thing} is",
)
THINGS = (
    "a lighthouse", "a compass", "a bicycle pump", "a thermometer", "a library card", "a kettle", "a sundial",
    "a bridge", "a telescope", "a raincoat", "a beehive", "a piano", "a windmill", "a map", "a microscope",
    "a sailing boat",
    "a greenhouse", "a snowflake", "a volcano", "a rainbow", "a glacier", "a river delta", "a desert", "a coral reef",
    "an owl", "a hedgehog", "a whale", "a spider's web", "an oak tree", "a mushroom", "a lemon", "a loaf of bread",
    "a cup of tea", "a wool blanket", "a candle", "a clock", "a train station", "a post office", "a museum", "a kite",
)  # fmt: skip
ACTIVITIES = (
    "gardening", "chess", "swimming", "baking bread", "hiking", "photography", "drawing", "playing the guitar",
    "knitting", "bird watching", "running", "cooking soup", "learning French", "fishing", "dancing", "writing a diary",
    "camping",
    "cycling to work", "pottery", "singing in a choir", "woodworking", "stargazing", "rowing", "collecting stamps",
)  # fmt: skip
HELD_OUT = 5
"""Every fifth thing and activity occurs in the held-out part alone."""


def questions(count: int, seed: int, *, held_out: bool) -> list[str]:
    """Return questions, all different; those of the held-out part are about other things than the rest.

    Args:
        count: how many.
        seed: of the draws.
        held_out: which part.
    """
    rng = random.Random(f"{seed}/{held_out}")
    things, activities = (
        [name for position, name in enumerate(names) if (position % HELD_OUT == 0) == held_out]
        for names in (THINGS, ACTIVITIES)
    )
    found: dict[str, None] = {}
    while len(found) < count:
        thing, other = rng.sample(things, 2)
        found[rng.choice(PATTERNS).format(thing=thing, other=other, activity=rng.choice(activities))] = None
    return list(found)


def answers(spec: str, asked: Sequence[str], at_once: int) -> list[Completion]:
    """Ask a model each question once, on its own.

    Args:
        spec: the model as a policy.
        asked: the questions.
        at_once: how many are under way together.
    """
    return asyncio.run(_answers(make_policy(spec), asked, at_once))


def rows(asked: Sequence[str], given: Sequence[Completion], prefix: str) -> Iterator[Row]:
    """Yield conversations of a question and an answer; answers that were cut off or are empty are left out."""
    for number, (question, answer) in enumerate(zip(asked, given, strict=True)):
        if answer.finish_reason == "stop" and answer.text.strip():
            yield Row(
                id=f"{prefix}_{number}", messages=[user(question), assistant(answer.text.strip(), loss=True)]
            )


async def _answers(policy: Policy, asked: Sequence[str], at_once: int) -> list[Completion]:
    room = asyncio.Semaphore(at_once)

    async def ask(number: int, question: str) -> Completion:
        async with room:
            return await policy.answer(
                Request(messages=[user(question)], episode_id=str(number), seed=number, task_id=str(number))
            )

    await policy.open()
    try:
        return list(await asyncio.gather(*(ask(n, q) for n, q in enumerate(asked))))
    finally:
        await policy.close()
