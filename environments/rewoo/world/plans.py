"""Plans: read from a text, as the original reads them or with more tolerance; what a call's input becomes.

A plan is lines ``Plan: …``, each followed by a call ``#E1 = Tool[input]``; later inputs refer to earlier evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

NO_EVIDENCE = "No evidence found"
_VARIABLE = re.compile(r"#E\d+")


class PlanError(Exception):
    """A plan on which the original's program stops.

    Attributes:
        original: the exception of Python that it stopped with.
    """

    def __init__(self, original: Literal["ValueError", "IndexError", "KeyError"], message: str) -> None:
        super().__init__(message)
        self.original = original


class Call(msgspec.Struct, frozen=True):
    """A call of a plan.

    Attributes:
        variable: what its evidence is called (``#E1``).
        text: what stands behind the equals sign.
        tool: name of the tool; empty where there is none, and the text itself is the evidence.
        input: input of the tool, with variables.
        plan: position of the plan that it belongs to; -1 before the first.
    """

    variable: str
    text: str
    tool: str = ""
    input: str = ""
    plan: int = -1


class Plan(msgspec.Struct, frozen=True):
    """A plan that was read.

    Attributes:
        plans: the lines that say what is planned.
        calls: the calls, in the order in which they are made.
        strict: read as the original does.
    """

    plans: tuple[str, ...]
    calls: tuple[Call, ...]
    strict: bool

    def written(self) -> str:
        """Return the plan as text, calls under their plans."""
        lines: list[str] = []
        for number, plan in enumerate(("", *self.plans), start=-1):
            lines += [plan] if plan else []
            lines += [f"{c.variable} = {c.text}" for c in self.calls if c.plan == number]
        return "\n".join(lines)

    def filled(self, call: Call, evidence: Mapping[str, str], longest: int) -> str:
        """Return the input of a call with the evidence that there is, each in square brackets, cut at a length."""
        text = call.input[:longest]
        if not self.strict:
            return _filled(text, evidence, longest)
        for variable in _VARIABLE.findall(text):
            if variable in evidence:
                put = f"[{evidence[variable]}]"
                # No more is put in than is kept: a plan that refers to itself a thousand times stays harmless.
                text = text.replace(variable, put, longest // len(put) + 1)[:longest]
        return text

    def log(self, evidence: Mapping[str, str]) -> str:
        """Return plans and evidence as the solver is shown them.

        Raises:
            PlanError: read strictly, and the evidence of a plan is missing.
        """
        return self._strict_log(evidence) if self.strict else self._log(evidence)

    def _strict_log(self, evidence: Mapping[str, str]) -> str:
        parts = []
        for number, plan in enumerate(self.plans, start=1):
            if f"#E{number}" not in evidence:
                raise PlanError(
                    "KeyError", f"There is no #E{number}, which belongs to the plan {plan[:80]!r}."
                )
            parts.append(f"{plan}\nEvidence:\n{evidence[f'#E{number}']}\n")
        return "".join(parts)

    def _log(self, evidence: Mapping[str, str]) -> str:
        parts = []
        for number, plan in enumerate(("", *self.plans), start=-1):
            calls = [c for c in self.calls if c.plan == number]
            found = [evidence.get(c.variable, NO_EVIDENCE) for c in calls]
            if plan:
                parts.append(f"{plan}\nEvidence:\n" + "\n".join(found or [NO_EVIDENCE]) + "\n")
            else:
                parts += [f"{c.text}\nEvidence:\n{e}\n" for c, e in zip(calls, found, strict=True)]
        return "".join(parts)


def _filled(text: str, evidence: Mapping[str, str], longest: int) -> str:
    parts, at, size = [], 0, 0
    for found in _VARIABLE.finditer(text):
        if found[0] in evidence and size < longest:
            parts += [text[at : found.start()], f"[{evidence[found[0]]}]"]
            at, size = found.end(), size + len(parts[-1]) + len(parts[-2])
    return "".join([*parts, text[at:]])[:longest]


def read_strictly(text: str) -> Plan:
    """Read a plan as the original does: only nine variables, nothing before a line's first character.

    Raises:
        PlanError: its program would stop at this text.
    """
    plans: list[str] = []
    calls: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("Plan:"):
            plans.append(line)
        elif line.startswith("#"):
            if line in ("#", "#E"):
                raise PlanError("IndexError", f"The line {line!r} names no variable.")
            if line[1] != "E" or not line[2].isdigit():
                continue
            name, sign, call = line.partition("=")
            if not sign:
                raise PlanError("ValueError", f"There is no equals sign in {line[:80]!r}.")
            name = name.strip()
            calls[name] = call.strip() if len(name) == 3 else NO_EVIDENCE
    return Plan(tuple(plans), tuple(_strict_call(n, t) for n, t in calls.items()), True)


def _strict_call(name: str, text: str) -> Call:
    tool, bracket, rest = text.partition("[")
    # The last character is taken off, whatever it is; the tool's name is not stripped.
    return Call(name, text, tool, rest[:-1]) if bracket else Call(name, text)


_PLAN_LINE = re.compile(
    r"^[ \t]*+(?:(?:\d++[.)]|[-*•])[ \t]*+)?\**plan(?:[ \t]*\d++)?\**[ \t]*:\**[ \t]*", re.I
)
_CALL_LINE = re.compile(r"^[ \t]*+(?:(?:\d++[.)]|[-*•])[ \t]*+)?\**#?E(\d{1,3})\**[ \t]*[=:][ \t]*", re.I)
_INLINE_CALL = re.compile(r"#E(\d{1,3})[ \t]*=[ \t]*(?=[A-Za-z]+[ \t]*\[)", re.I)
_MOST_CALLS, _MOST_PLANS = 20, 40


def read_tolerantly(text: str, tools: tuple[str, ...]) -> Plan:
    """Read a plan with tolerance: blanks and numbering at the beginning of lines, any number of variables, calls on the
    plan's own line or over several lines, tools in any case, inputs up to the last bracket.

    Args:
        text: the plan.
        tools: names of the tools; what is called otherwise stays as it is written.
    """
    plans: list[str] = []
    calls: list[Call] = []
    depth = 0  # brackets of the open call that are not closed yet
    known = {t.casefold(): t for t in tools}
    open_: tuple[str, list[str]] | None = None

    def close() -> None:
        if open_ is not None and len(calls) < _MOST_CALLS:
            calls.append(_tolerant_call(open_[0], "\n".join(open_[1]).strip(), known, len(plans) - 1))

    for line in text.splitlines():
        blank = not line or line.isspace()
        planned, called = (None, None) if blank else (_PLAN_LINE.match(line), _CALL_LINE.match(line))
        if planned and len(plans) < _MOST_PLANS:
            close()
            open_, rest = None, line[planned.end() :]
            inline = _INLINE_CALL.search(rest)
            plans.append(f"Plan: {rest[: inline.start()].strip() if inline else rest.strip()}")
            if inline:
                open_ = (f"#E{int(inline[1])}", [rest[inline.end() :]])
                depth = _depth(open_[1][0])
        elif called:
            close()
            open_ = (f"#E{int(called[1])}", [line[called.end() :]])
            depth = _depth(open_[1][0])
        elif open_ is not None and depth > 0:
            open_[1].append(line)
            depth += _depth(line)
    close()
    return Plan(tuple(plans), tuple(calls), False)


def _depth(line: str) -> int:
    """Return how many brackets a line opens and does not close."""
    return line.count("[") - line.count("]")


def _tolerant_call(name: str, text: str, known: Mapping[str, str], plan: int) -> Call:
    tool, bracket, rest = text.partition("[")
    if not bracket:
        return Call(name, text, plan=plan)
    end = rest.rfind("]")
    given = rest[:end] if end >= 0 else rest
    tool = known.get(tool.strip().casefold(), tool.strip())
    return Call(name, f"{tool}[{given.strip()}]", tool, given.strip(), plan)
