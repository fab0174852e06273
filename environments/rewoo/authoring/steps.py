"""Writing plans, and proving them: their tools are run, and must find what the answer follows from."""

from __future__ import annotations

from agentgym.environments.rewoo.scoring import correct, found
from agentgym.environments.rewoo.world import names, workers
from agentgym.environments.rewoo.world.documents import Document
from agentgym.environments.rewoo.world.plans import read_strictly
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.environments.rewoo.world.run import PlanRun, Tool
from agentgym.tools.encyclopedia.embedded import folder_of, library

Step = tuple[str, str, str]
"""What a step is for, its tool, its input."""


class Unproven(Exception):
    """A plan that does not lead to its answer; says why."""


def plan_of(*steps: Step) -> str:
    """Return steps as a plan."""
    lines = [f"Plan: {what}\n#E{n} = {tool}[{given}]" for n, (what, tool, given) in enumerate(steps, start=1)]
    return "\n".join(lines)


def run(problem: Problem, documents: dict[str, str]) -> dict[str, str]:
    """Carry a problem's own plan out; return its evidence.

    Raises:
        Unproven: a call has no reply, or a tool does not answer.
    """
    held = library(folder_of("real"))
    tools: dict[str, Tool] = {
        names.WIKIPEDIA: workers.wikipedia(held, whole=True),
        names.GOOGLE: workers.google(held),
        names.ALPHA: workers.alpha,
        names.CALCULATOR: workers.calculator,
    }
    if problem.document:
        tools[names.SEARCH_DOCUMENT] = workers.document(Document(documents[problem.document]))
    offered = {name: tools[name] for name in problem.tools if name in tools}
    going = PlanRun(read_strictly(problem.plan), offered, {names.LLM: "worker"}, longest=2_000)
    while (asked := going.advance()) is not None:
        if asked.variable not in problem.replies:
            raise Unproven(f"{asked.variable} has no reply")
        going.answer(problem.replies[asked.variable])
    for variable, text in going.evidence.items():
        if text in (workers.NO_ALPHA, workers.NO_CALCULATION, workers.NO_GOOGLE) or text.startswith(
            "Could not find"
        ):
            raise Unproven(f"{variable} is {text[:80]!r}")
    return going.evidence


def prove(problem: Problem, documents: dict[str, str]) -> Problem:
    """Return the problem, if its plan leads to its answer.

    Raises:
        Unproven: it does not: facts are missing, or a reply stands in no evidence before it.
    """
    evidence = run(problem, documents)
    if found(evidence.values(), problem.facts) < 1:
        raise Unproven("the evidence lacks a fact")
    last = list(evidence.values())[-1]
    if problem.label in ("number", "quantity", "text") and not correct(last, problem):
        raise Unproven(f"the last evidence is {last[:80]!r}")
    return problem
