"""Word problems: templates of stories with numbers, and plans that compute the answer."""

from __future__ import annotations

import random
import re

import msgspec

from agentgym.environments.rewoo.authoring.steps import Unproven, plan_of, run
from agentgym.environments.rewoo.authoring.stories import Story
from agentgym.environments.rewoo.world.names import ALPHA, CALCULATOR, LLM
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.tools.calculator.expressions import Number, evaluate, written

TOOLS = (LLM, ALPHA, CALCULATOR)
NAMES = (
    "Ada", "Bruno", "Clara", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaito", "Lena", "Milo",
    "Nora", "Oskar", "Paula", "Quentin", "Rosa", "Samir", "Tilda", "Umar", "Vera", "Wanda", "Yusuf", "Zoe",
)  # fmt: skip
THINGS = (
    "stamps", "marbles", "postcards", "tiles", "pencils", "bricks", "buttons", "apples", "bottles", "candles", "coins",
    "flowerpots", "notebooks", "ribbons", "shells", "tickets",
)  # fmt: skip
_NUMBER = re.compile(r"(\w)=(\d+)\.\.(\d+)(?:/(\d+))?$")


def draw(story: Story, rng: random.Random) -> Problem:
    """Make a problem of a template; the answer is what its own plan computes.

    Raises:
        Unproven: the answer is negative, or has more than two decimals.
    """
    values = drawn(story.numbers, rng)
    words = {name: written(value) for name, value in values.items()}
    words["p"], words["q"] = rng.sample(NAMES, 2)
    words["t"], words["u"] = rng.sample(THINGS, 2)
    steps = tuple(tuple(part.format(**words) for part in step) for step in story.steps)
    draft = Problem(
        question=story.text.format(**words),
        answer="",
        label="number",
        tools=TOOLS,
        examples="math",
        plan=plan_of(*steps),  # type: ignore[arg-type]
        replies=dict.fromkeys(story.reads, words.get("x", "")),
    )
    evidence = run(draft, {})
    answer = list(evidence.values())[-1]
    if answer.startswith("-") or len(answer.partition(".")[2]) > 2:
        raise Unproven(f"the answer is {answer}")
    if story.reads and not evidence["#E1"].endswith(f"= {words['x']}"):
        raise Unproven(f"the equation gives {evidence['#E1']}")
    return msgspec.structs.replace(draft, answer=answer, facts=(answer,))


def drawn(numbers: str, rng: random.Random) -> dict[str, Number]:
    """Return the numbers of a template."""
    values: dict[str, Number] = {}
    for part in numbers.split():
        found = _NUMBER.match(part)
        if found is None:
            name, _, expression = part.partition("=")
            values[name] = evaluate(expression, values)
        else:
            step = int(found[4] or 1)
            values[found[1]] = evaluate(str(rng.randrange(int(found[2]), int(found[3]) + 1, step)))
    return values
