"""One programming problem, in the form of HumanEval's file."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """A function to be written, and its tests.

    Attributes:
        task_id: the original's id (``HumanEval/0``).
        prompt: a program up to the body of the function: imports, helpers, signature, description.
        entry_point: name of the function.
        canonical_solution: the body.
        test: a program that defines ``check(candidate)``, which raises where the function is wrong.
    """

    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    test: str

    @property
    def preamble(self) -> str:
        """What stands before the function: imports and helpers."""
        lines = self.prompt.splitlines(keepends=True)
        starts = [n for n, line in enumerate(lines) if line.startswith(f"def {self.entry_point}(")]
        return "".join(lines[: starts[-1]]) if starts else ""
