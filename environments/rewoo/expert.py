"""The expert: the gold plan, the gold answers to its calls of a model, the right answer."""

from __future__ import annotations

from agentgym.environments.rewoo.world.problem import Problem
from agentgym.environments.rewoo.world.run import Asked
from agentgym.tools.calculator.calculator import calculate
from agentgym.tools.calculator.expressions import NotComputable


def plan(problem: Problem) -> str:
    """Return a plan: the problem's own, else one that opens its articles and asks the model."""
    if problem.plan:
        return problem.plan
    titles = [f for f in problem.facts if any(a.title == f for a in problem.context)]
    lines: list[str] = []
    for number, title in enumerate(titles, start=1):
        lines += [f"Plan: Read about {title}.", f"#E{number} = Wikipedia[{title}]"]
    known = ", ".join(f"#E{number}" for number in range(1, len(titles) + 1))
    asked = " ".join(problem.question.split()) + (f" Given context: {known}" if known else "")
    return "\n".join([*lines, "Plan: Answer the question.", f"#E{len(titles) + 1} = LLM[{asked}]"])


def reply(problem: Problem, asked: Asked) -> str:
    """Return the answer to a call that was handed out."""
    if asked.role == "worker":
        return problem.replies.get(asked.variable, problem.answer)
    try:
        return f"Answer: {calculate(asked.input)}"
    except NotComputable:
        return f"Answer: {problem.answer}"
