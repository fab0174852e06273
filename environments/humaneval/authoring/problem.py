"""Making a problem of a function: its text, its body, and tests from what it gives."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from agentgym.environments.humaneval.world.problem import Problem

_INDENT = "    "


def make(
    number: int, function: Callable[..., Any], calls: list[tuple[Any, ...]], helper: str = ""
) -> Problem:
    """Return the problem of a function.

    Args:
        number: of the id.
        function: with a docstring of one paragraph or more, which describes it.
        calls: arguments of the tests; the first two are examples in the description.
        helper: source that stands before the function in the prompt, and that it may use.
    """
    source = textwrap.dedent(inspect.getsource(function))
    head, _, rest = source.partition('"""')
    described, _, body = rest.partition('"""')
    name = function.__name__
    examples = "".join(f"{_INDENT}>>> {_call(name, a)}\n{_INDENT}{function(*a)!r}\n" for a in calls[:2])
    prompt = f'{helper}{head}"""{described.rstrip()}\n\n{examples}{_INDENT}"""\n'
    checks = "".join(f"{_INDENT}assert {_call('candidate', a)} == {function(*a)!r}\n" for a in calls)
    return Problem(
        task_id=f"Own/{number}",
        prompt=prompt,
        entry_point=name,
        canonical_solution=body.removeprefix("\n"),
        test=f"\n\ndef check(candidate):\n{checks}",
    )


def _call(name: str, arguments: tuple[Any, ...]) -> str:
    return f"{name}({', '.join(map(repr, arguments))})"
