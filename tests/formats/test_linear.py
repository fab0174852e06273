"""Every parser takes time linear in the message: 100,000 adversarial characters in a few milliseconds.

Parsers run on the event loop: a model that repeats itself up to its limit must not stop the other episodes of a run.
"""

from __future__ import annotations

import contextlib
import time
from itertools import cycle, product

import pytest

from agentgym.actions import ParseError

from .parsers import PARSERS

LENGTH = 100_000
SECONDS = 0.020
UNITS = (
    # labels, whole and broken off
    "Thought:", "Action:", "Action: ", "Action:\n", "Action \n", "ACTION:\n", "THOUGHT:\n", "Thought: Answer",
    "Answer: ", "Value: ",
    "\nObservation", "\nObservation:", "Observation:", "Act:", "Act:\n", "Act: bash\n", "Act: answer(",
    "Think: a\n", "Action: Operation", "Action: Operation\n", "\nFinal Answer:", "Final Answer: #", "\nAction",
    # space
    " ", "\n", " \n", "\r\n", "\t", "\u2028", "\x85", "\x1c",
    # brackets, nested, unclosed, closed
    "(", ")", "()", "[", "]", "[]", "{", "}", "((", "))(", "[1],", "{\"a\":", "search[", "search]", "[[a]",
    "add[{\"a\":",
    # calls
    "a(", "get_relations(", "get_neighbors(a", "count(),", "Action: click[", "Action: click[\n", "Action: search[a ",
    "CLICK [", "CLICK [1]", "TYPE [ id = ",
    # arguments
    ",", "),", ",)", ", )", "a,b)", "\\_", "#0", "1", "-", "1,", "\"a\",", "'a',", "None,", "\"", "\\",
    # code blocks
    "```bash\n", "```bash\nx", "```sql\nx", "\n```", "```",
    # words and letters
    "a", "I think about what to do. ", "x y ", "İ", "🙂", "\ud800", "Σ", "{\"tool_calls\":[",
)  # fmt: skip
BEGINNINGS = {
    "": ("", "Action: ", "Thought: x\nAction:"),
    "alfworld": ("ACTION: ", "THOUGHT: "),
    "calls": ("Action: search[", "Action: open[", "Action: add[{\"a\":"),
    "brackets": ("search[", "open[", "open[[", "add[{\"a\":"),
    "database": ("Action: Operation\n```sql\n", "x\nFinal Answer: ", "x\nFinal Answer: ["),
    "knowledge_graph": ("Action: get_relations(x", "Action: get_neighbors(", "Action: get_neighbors(x",
                        "Action: get_neighbors(a,", "Thought: "),
    "mind2web": ("TYPE [1] ", "CLICK [", "Answer: B\nValue: "),
    "operating_system": ("Act: bash\n", "Act: answer(", "Think: "),
    "tools": (
        "{\"content\":\"",
        "{\"tool_calls\":[{\"name\":\"open\",\"arguments\":",
        "{\"tool_calls\":[{\"name\":\"open\",\"arguments\":\"{\\\"anything\\\":",
    ),
    "webshop": ("Action: click[", "search[", "Thought:\n"),
}  # fmt: skip
ENDINGS = {
    "": ("", ":", "\nAction: look"),
    "calls": ("]",),
    "brackets": ("]", "]]"),
    "database": ("\n```", "]", "\nFinal Answer: x"),
    "knowledge_graph": (")", "\nAction: get_relations(#0)", "\nFinal Answer: #1"),
    "operating_system": ("\nAct: bash", ")", "\n```"),
    "tools": ('"}]}', "}]}"),
    "webshop": ("]", "\n]", "\nAction: search[a]"),
}


@pytest.mark.parametrize("name", PARSERS)
def test_long_messages_are_read_in_linear_time(name: str) -> None:
    allowed = SECONDS * _slowness()
    slow = []
    beginnings = [text for key, texts in BEGINNINGS.items() if key in name for text in texts]
    endings = cycle(text for key, texts in ENDINGS.items() if key in name for text in texts)
    for unit, beginning in product(UNITS, beginnings):
        text = beginning + (unit * (LENGTH // len(unit) + 1))[:LENGTH] + next(endings)
        if all(_seconds(name, text) > allowed for _ in range(3)):  # one quick run is enough
            slow.append((beginning, unit, text[-20:]))
    assert not slow


def _seconds(name: str, text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(ParseError):
        PARSERS[name](text)
    return time.process_time() - begun


def _slowness() -> float:
    """Return by how much this machine is slower than one of today, at least 1: a plain loop takes 25 ms there."""
    took = []
    for _ in range(5):
        begun = time.process_time()
        total = 0
        for number in range(500_000):
            total += number
        took.append(time.process_time() - begun)
    return max(1.0, min(took) / 0.025)
