"""The label format: a thought and an action, each behind its label (ReAct, arXiv 2210.03629).

:class:`LabelFormat` holds what all text protocols share: finding the labels, the thought, invented observations, the
errors, writing a message. An environment sets it up by its arguments (ALFWorld) or replaces one hook in a subclass:
:meth:`LabelFormat.read` where an action is found in another way (WebShop skips labels without a call, the operating
system takes the last act, KG's answer needs no label, Mind2Web reads lines wherever they stand), and
:meth:`LabelFormat.write` and :meth:`LabelFormat.thought` with it. Arguments for those would be used once each, so they
are not here.
"""

from __future__ import annotations

import re

from agentgym.actions import Action, ParseError
from agentgym.formats.base import ActionFormat
from agentgym.formats.grammars import Grammar

_INVENTED = re.compile(r"(?<!\s)(\s++)Observation\s*:", re.IGNORECASE)


class LabelFormat(ActionFormat):
    """``Thought: …`` and ``Action: …``, the thought where there is one.

    By default labels are read in any case and with space before the colon; the thought is all that stands before the
    first action label, and the action all that follows it, up to an ``Observation:`` on a line of its own that the
    model has invented. With ``patterns`` the thought is only what stands behind its own label.

    Args:
        grammar: reads and writes what stands behind the action label.
        thought: label of the thought.
        action: label of the action.
        patterns: regular expressions of the thought's and the action's label, colon included.
        label_required: a message without an action label is an error; otherwise all of it is the action.
        first_line: only the first line of the action is read.
        lower: the action is lower-cased.
        layout: how thought and action are written, with ``{}`` for each.
        instructions: text for the model; two lines and the grammar's description by default.
        missing: hint where there is no action; names the label and repeats the instructions by default.
    """

    name = "react"

    def __init__(
        self,
        grammar: Grammar,
        *,
        thought: str = "Thought",
        action: str = "Action",
        patterns: tuple[str, str] | None = None,
        label_required: bool = True,
        first_line: bool = False,
        lower: bool = False,
        layout: tuple[str, str] | None = None,
        instructions: str | None = None,
        missing: str | None = None,
    ) -> None:
        self.grammar = grammar
        self.label_required = label_required
        self.first_line = first_line
        self.lower = lower
        self.layout = layout or (f"{thought}: {{}}\n", f"{action}: {{}}")
        self._labelled = patterns is not None
        loose = rf"(?i:{re.escape(thought)}\s*:)", rf"(?i:\b{re.escape(action)}\s*:)"
        self._thought, self._action = (re.compile(p) for p in patterns or loose)
        if instructions is None:
            instructions = (
                f'Answer with two lines, "{thought}: ..." and "{action}: ...".\n{grammar.describe()}'
            )
        self._instructions = instructions
        self._missing = missing or f'There is no "{action}:" in the answer. {instructions}'.strip()

    def parse(self, text: str) -> Action:
        """Read thought and action.

        Raises:
            ParseError: there is no action, or the grammar refuses it.
        """
        text = self.remembered(text)
        action, begin = self.read(text)
        thought = self.thought(text, begin)
        return action.with_thought(thought) if thought else action

    def render(self, action: Action) -> str:
        """Write both parts; the thought only where there is one."""
        written = self.write(action)
        return self.layout[0].format(action.thought) + written if action.thought else written

    def instructions(self) -> str:
        """Return the text given at construction, or the two lines and the grammar of the action."""
        return self._instructions

    # ---- what a subclass may replace -------------------------------------------------------------

    def read(self, text: str) -> tuple[Action, int]:
        """Return the action without its thought, and where in the message it begins.

        Raises:
            ParseError: there is none, or the grammar refuses it.
        """
        label = self._action.search(text)
        if label is not None:
            begin, written = label.start(), text[label.end() :]
        elif self.label_required:
            raise self.missing()
        else:
            begin, written = 0, text.strip()
        written = written.partition("\n")[0] if self.first_line else _without_invented(written)
        written = written.strip()
        return self.grammar.parse(written.lower() if self.lower else written), begin

    def thought(self, text: str, begin: int) -> str:
        """Return the thought of a message whose action begins at ``begin``."""
        if not self._labelled:
            label = self._thought.match(text)
            return text[label.end() if label else 0 : begin].strip()
        label = self._thought.search(text)
        if label is None:
            return ""
        following = self._action.search(text, label.end())
        return text[label.end() : following.start() if following else len(text)].strip()

    def write(self, action: Action) -> str:
        """Write the action with its label, without the thought."""
        return self.layout[1].format(self.grammar.render(action))

    def missing(self) -> ParseError:
        """Return the error of a message in which there is no action."""
        return ParseError("no_action", self._missing)


def blocks(text: str, language: str) -> list[str]:
    """Return the insides of the fenced code blocks of a language, fences on lines of their own.

    >>> blocks("```sql\\nSELECT 1\\n```", "sql")
    ['SELECT 1']
    """
    opening, closing, found, at = f"```{language}\n", "\n```", [], 0
    while (begin := text.find(opening, at)) >= 0:
        begin += len(opening)
        end = text.find(closing, begin)
        if end < 0:
            break
        found.append(text[begin:end])
        at = end + len(closing)
    return found


def _without_invented(written: str) -> str:
    for found in _INVENTED.finditer(written):
        if "\n" in found[1]:
            return written[: found.start()]
    return written
