"""A judge's score: a policy compares an answer with the right one; given later, beside the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agentgym import registry
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.messages import user
from agentgym.policy import Policy, Request

NAME = "judge"
"""What the score is called."""
CORRECT = "CORRECT"
PROMPT = """\
You mark the answers of a quiz. You see a question, the answer of a student and the right answer. Mark the student's \
answer as CORRECT or INCORRECT. Only facts count: wording and punctuation do not matter, and an answer may say more \
than the right one as long as it does not contradict it. Write one word, CORRECT or INCORRECT.

Question: {question}
Answer of the student: {prediction}
Right answer: {answer}
Mark:"""


class Judge:
    """Asks a policy, one question in a session of its own at a time; a context manager opens and closes it.

    Args:
        spec: what names the policy.
    """

    def __init__(self, spec: str) -> None:
        self.policy: Policy = registry.make_policy(spec)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Callable[[str, Problem], float]:
        self._runner.run(self.policy.open())
        return self.mark

    def __exit__(self, *exception: object) -> None:
        try:
            self._runner.run(self.policy.close())
        finally:
            self._runner.close()

    def mark(self, prediction: str, problem: Problem) -> float:
        """Return 1 for an answer that is marked as right, else 0. Raises PolicyError: the judge does not answer."""
        right = " or ".join((problem.answer, *problem.aliases))
        text = PROMPT.format(question=problem.question, prediction=prediction, answer=right)
        request = Request(messages=[user(text)], action_format="native")
        return float(self._runner.run(self.policy.answer(request)).text.strip() == CORRECT)
