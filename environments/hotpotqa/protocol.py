"""The protocols of HotpotQA: profiles, texts, and how an answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable

from agentgym.actions import Action, ParseError, Tool
from agentgym.formats import ActionFormat, LabelFormat
from agentgym.profile import Profile

SEARCH = Tool(
    name="Search",
    description="Search the encyclopedia for an entity and read the first paragraph of its article.",
    parameters={"entity": {"type": "string", "description": "name of the entity"}},
)
LOOKUP = Tool(
    name="Lookup",
    description="Read the next sentence of the article that was found last in which a word stands.",
    parameters={"keyword": {"type": "string", "description": "word or words to look for"}},
)
FINISH = Tool(
    name="Finish",
    description="Answer the question, which ends the task.",
    parameters={"answer": {"type": "string", "description": "the answer and nothing else"}},
)
TOOLS = (SEARCH, LOOKUP, FINISH)
_BY_NAME = {tool.name: tool for tool in TOOLS}
WRITE = "write"
"""Action of the paper's protocol: one line, a thought or an action in turn."""


class HotpotQAProfile(Profile, frozen=True, kw_only=True):
    """A profile of HotpotQA.

    Attributes:
        calls: the paper's way: two answers a step, a thought and an action, each asked for in a session of its own with
            all that was written so far.
        survives: a look-up's place outlives a search, as in the original.
        context: tokens that a step's prompt may have, before the episode ends; 0 for no limit.
    """

    calls: bool = False
    survives: bool = False
    context: int = 0


_LENIENCY = (
    "The reward is F1 of words: case, articles and punctuation do not count, and part of the answer is "
    "part of the reward. One question in eight is answered by yes or no."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        HotpotQAProfile(
            name="default",
            description="thought and action in one answer, 10 steps, two demonstrations",
            leniency=_LENIENCY,
            max_steps=10,
            shots=2,
        ),
        HotpotQAProfile(
            name="paper",
            description="AgentTuning's evaluation: a thought, then an action, each in one line; 10 steps; 1,700 tokens",
            leniency=_LENIENCY,
            max_steps=20,
            shots=2,
            calls=True,
            survives=True,
            context=1700,
        ),
    )
}

INSTRUCTION = """\
You answer questions with the help of an encyclopedia. Work in steps: in each one you think, act, and are shown what \
your action led to. There are three actions:
(1) Search[entity] looks for the article about an entity and shows its first paragraph; where there is no such \
article, it names similar ones that you can search for.
(2) Lookup[keyword] shows the next sentence with a keyword in the article that your last search has found.
(3) Finish[answer] gives the answer to the question and ends the task.
Take the steps that you need, each building on those before. Make the answer as short as it can be: a name, a number, \
yes or no."""

FORM = (
    'Write one thought and one action at a time, on two lines: "Thought 1: ..." and "Action 1: Search[...]".'
)

INVALID = "That is no valid action. Valid are Lookup[keyword], Search[entity] and Finish[answer]."

PROMPT = f"{INSTRUCTION}\nExamples:\n{{examples}}\n(END OF EXAMPLES)\nQuestion: {{question}}"
"""The paper's prompt in our own words."""

_WHOLE = re.compile(r"(\w++)\[(.+)\]")
_BEGIN = re.compile(r"(\w++)\[(.+)\]")


def clean(reply: str) -> str:
    """Return a reply as one line, as the original keeps it: stripped, line breaks deleted."""
    return reply.strip("\n").strip().replace("\n", "")


def parse_line(line: str) -> tuple[str, str]:
    """Return the name and the argument of an action, as the original reads them.

    ``name[argument]`` up to the last bracket; if the line is not exactly that, blanks and dots are taken off its ends
    and what follows the bracket does not count. What is no action is a name without argument.

    >>> parse_line("Finish[a]. Thought 2: b")
    ('Finish', 'a')
    """
    found = _WHOLE.fullmatch(line) or _BEGIN.match(line.strip(" ").strip("."))
    return (found[1], found[2]) if found else (line, "")


class ActionGrammar:
    """``Search[entity]``, ``Lookup[keyword]``, ``Finish[answer]``; only the first line counts.

    Args:
        invalid: answer to what is no action.
    """

    def __init__(self, invalid: str = INVALID) -> None:
        self.invalid = invalid

    def parse(self, text: str) -> Action:
        """Read one action.

        Raises:
            ParseError: it is none.
        """
        name, argument = parse_line(clean(text.strip("\n").partition("\n")[0]))
        tool = _BY_NAME.get(name)
        if tool is None or not argument:
            raise ParseError("unknown_action" if argument else "no_action", self.invalid)
        return Action(name=name, arguments={tool.required[0]: argument}, text=f"{name}[{argument}]")

    def render(self, action: Action) -> str:
        """Write an action."""
        return f"{action.name}[{str(next(iter(action.arguments.values()))).replace(chr(10), chr(32))}]"

    def describe(self) -> str:
        """Say how an action is written."""
        return "An action is Search[entity], Lookup[keyword] or Finish[answer], on one line."


class StepFormat(LabelFormat):
    """``Thought n: …`` and ``Action n: …``; the numbers are written, and may be anything when read.

    Args:
        number: returns the number of the present step.
        grammar: reads what stands behind the action label.
    """

    def __init__(self, number: Callable[[], int], grammar: ActionGrammar) -> None:
        super().__init__(
            grammar,
            patterns=(r"[Tt]hought(?:\s*+\d++)?\s*:", r"\b[Aa]ction(?:\s*+\d++)?\s*:"),
            first_line=True,
            instructions=FORM,
            missing=f"There is no action in the answer. {FORM}",
        )
        self.number = number

    def read(self, text: str) -> tuple[Action, int]:
        """Read the line behind the first action label.

        Raises:
            ParseError: there is no label, or no action behind it.
        """
        label = self._action.search(text)
        if label is None:
            raise self.missing()
        return self.grammar.parse(text[label.end() :].strip()), label.start()

    def thought(self, text: str, begin: int) -> str:
        """Return what stands before the action, without its label."""
        label = self._thought.search(text, 0, begin)
        return text[label.end() if label else 0 : begin].strip()

    def render(self, action: Action) -> str:
        """Write both lines with the number of the present step."""
        return numbered(action, self.grammar.render(action), self.number())


def numbered(action: Action, written: str, number: int) -> str:
    """Return thought and action of a step as they are written; the thought only where there is one."""
    thought = f"Thought {number}: {action.thought}\n" if action.thought else ""
    return f"{thought}Action {number}: {written}"


class LineFormat(ActionFormat):
    """The paper's: an answer is its first line, whatever it is; one that begins with a line break is empty."""

    name = "react"

    def parse(self, text: str) -> Action:
        """Read the first line; never an error."""
        line = clean(text.partition("\n")[0])
        return Action(name=WRITE, arguments={"line": line}, text=line)

    def render(self, action: Action) -> str:
        """Write the line."""
        return str(action["line"])


def asked(question: str) -> str:
    """Return the first observation."""
    return f"Question: {question}"
