"""Reading the program off an answer: rules for chats and for raw completions.

Chats: the last block of code that defines the function; else the last block that has any code of its own (the body, or
lines without a ``def``); without blocks, the message itself from the first line of code on. A block that never ends
reaches to the end of the message. Imports and helpers that stand before the function in the prompt are put before the
answer's: what the answer defines itself counts. Completions: what a base model writes behind the prompt, up to the
first line that begins something new, as Codex was stopped.
"""

from __future__ import annotations

import re
import textwrap

from agentgym.environments.humaneval.world.problem import Problem

_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[ \t]*([\w+-]*)[^\n]*$", re.MULTILINE)
_PYTHON = frozenset({"", "python", "python3", "py"})
STOPS = ("\nclass ", "\ndef ", "\n#", "\n@", "\nif ", "\nprint(", "\nassert ", "\n```")
_CODE = re.compile(r"^(?:def |class |import |from \w[\w.]* import |@)", re.MULTILINE)


def of_chat(answer: str, problem: Problem) -> str:
    """Return the program of a message."""
    found = [b for language, b in blocks(answer) if language in _PYTHON and b.strip()]
    defining = [b for b in found if _defines(b, problem.entry_point)]
    if defining:
        return _with_preamble(textwrap.dedent(defining[-1]), problem)
    if found:
        return _body(found[-1], problem)
    start = _CODE.search(answer)
    if start is not None:
        return _with_preamble(_prose_cut(answer[start.start() :]), problem)
    return _body(answer, problem)


def of_completion(answer: str, problem: Problem) -> str:
    """Return the program of a raw completion of the prompt."""
    ends = [at for stop in STOPS if (at := answer.find(stop)) >= 0]
    return f"{problem.prompt}{answer[: min(ends)] if ends else answer}\n"


def blocks(text: str) -> list[tuple[str, str]]:
    """Return (language, content) of the fenced blocks of a message; the last one may lack its end.

    >>> blocks("a\\n```python\\nx = 1\\n```\\nb")
    [('python', 'x = 1\\n')]
    """
    found: list[tuple[str, str]] = []
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence[1].startswith(opening[1]) and not fence[2]:
            found.append((opening[2].lower(), text[opening.end() + 1 : fence.start()]))
            opening = None
    if opening is not None:
        found.append((opening[2].lower(), text[opening.end() + 1 :]))
    return found


def _defines(code: str, name: str) -> bool:
    return re.search(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b", code, re.MULTILINE) is not None


def _with_preamble(code: str, problem: Problem) -> str:
    return f"{problem.preamble}\n{code}\n"


def _body(code: str, problem: Problem) -> str:
    """Return the prompt with a body behind it, indented where it is not."""
    lines = textwrap.dedent(code).strip("\n")
    return f"{problem.prompt.rstrip()}\n{textwrap.indent(lines, '    ')}\n"


def _prose_cut(text: str) -> str:
    """Return text up to the first line at the margin that is prose: it follows a blank line and is no code."""
    lines = text.splitlines()
    for number in range(1, len(lines)):
        line = lines[number]
        if not lines[number - 1].strip() and re.match(r"[A-Z][\w']*,? [\w'`]+ ", line) and "=" not in line:
            return "\n".join(lines[:number])
    return text
