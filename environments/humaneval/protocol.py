"""The protocols of HumanEval: profiles and texts."""

from __future__ import annotations

from agentgym.environments.humaneval.world.problem import Problem
from agentgym.profile import Profile


class HumanEvalProfile(Profile, frozen=True, kw_only=True):
    """A profile of HumanEval.

    Attributes:
        chat: the answer is a message with the function in it; else what a base model writes behind the prompt.
    """

    chat: bool = True


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        HumanEvalProfile(
            name="chat",
            description="zero-shot: the function is asked for, and read off a code block of the answer",
            max_steps=1,
            on_parse_error="end",
            shots=0,
        ),
        HumanEvalProfile(
            name="completion",
            description="zero-shot: the bare program up to the function's body, which the answer goes on with",
            max_steps=1,
            on_parse_error="end",
            shots=0,
            chat=False,
        ),
    )
}

INSTRUCTION = (
    "Complete the following Python function. Answer with the whole function, with the imports that it needs, in one "
    "block of Python code."
)


def asked(problem: Problem, profile: HumanEvalProfile) -> str:
    """Return the only message that a model is shown."""
    return f"{INSTRUCTION}\n\n```python\n{problem.prompt.rstrip()}\n```" if profile.chat else problem.prompt


def written(problem: Problem, solution: str, profile: HumanEvalProfile) -> str:
    """Return an answer whose function has this body."""
    program = f"{problem.prompt}{solution}"
    return f"```python\n{program.strip()}\n```" if profile.chat else solution
