"""The protocols of Mind2Web: profiles, the one tool, and how an answer is written in each view."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.mind2web.official.records import OPERATIONS
from agentgym.formats import ActionFormat, LabelFormat
from agentgym.profile import Profile
from agentgym.status import Status

ACT = Tool(
    name="act",
    description="Say what to do next on the page.",
    parameters={
        "element": {
            "type": "string",
            "description": "the letter of a choice where choices are listed, the number of an id on the page otherwise",
        },
        "operation": {"type": "string", "enum": list(OPERATIONS), "description": "what to do with it"},
        "value": {"type": "string", "description": "text to type, or option to select"},
    },
    optional=("operation", "value"),
)
NONE = "A"
"""What stands for an element where none of the choices is right."""

Mode = Literal["multichoice", "element"]
"""The two views of the data: choices under letters, asked in groups; or the page with numbered elements."""
MODES: tuple[Mode, ...] = get_args(Mode)


class Mind2WebProfile(Profile, frozen=True, kw_only=True):
    """A profile of Mind2Web.

    Attributes:
        candidates: best-ranked candidates that are played.
        group: candidates of one question.
        none_status: status of a step in which no element was chosen at the end.
    """

    candidates: int = 10
    group: int = 5
    none_status: Status = Status.COMPLETED

    def questions(self, candidates: int) -> int:
        """Return how many questions a step has at most: each takes at least ``group - 1`` candidates away."""
        return 1 + candidates // (self.group - 1)


_LENIENCY = (
    "Any of several right elements counts; the operation is compared as a set of words. Too strict rather "
    "than lenient, of files: where no right element is among the candidates a step is 0, whatever is answered."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        Mind2WebProfile(
            name="paper",
            description="AgentTuning's evaluation: top 10, groups of five, three examples with thoughts",
            leniency=_LENIENCY,
            shots=3,
            on_parse_error="end",
        ),
        Mind2WebProfile(
            name="agentbench",
            description="AgentBench v0.2: as the paper's; choosing no element is an invalid action",
            leniency=_LENIENCY,
            shots=3,
            on_parse_error="end",
            none_status=Status.INVALID_ACTION,
        ),
        Mind2WebProfile(
            name="mindact",
            description="Mind2Web's own: top 50, groups of five",
            leniency=_LENIENCY,
            shots=3,
            on_parse_error="end",
            candidates=50,
        ),
    )
}

CHOICE_INSTRUCTION = """\
You carry out tasks on web sites. You see a part of a page as HTML, the task, what was done before, and a few elements \
of the page to choose from. Choose the element that the next action is about, and say which operation it is: CLICK, \
TYPE (with the text to type) or SELECT (with the option to select). If the right element is not among them, choose A."""
ELEMENT_INSTRUCTION = """\
You carry out tasks on web sites. You see a part of a page as HTML, the task, and what was done before. Elements that \
the next action may be about have an id. Name one by its id, and the operation: CLICK, TYPE (with the text to type) or \
SELECT (with the option to select)."""


def name_of(mode: Mode, position: int) -> str:
    """Return what an answer calls the choice at a position: a letter from B on, or its number on the page."""
    return str(position) if mode == "element" else chr(66 + position)


def position_of(mode: Mode, element: str, count: int) -> int | None:
    """Return the position among ``count`` choices that a name stands for; ``None`` for "A" and what is not listed."""
    if mode == "element":
        number = int(element) if element.isascii() and element.isdigit() and len(element) < 6 else -1
    else:
        letter = element.strip().rstrip(".").upper()
        number = ord(letter) - 66 if len(letter) == 1 else -1
    return number if 0 <= number < count else None


_ANSWER = re.compile(r"Answer: (A|B|C|D|E|F)")
_OPERATION = re.compile(r"Action: (CLICK|SELECT|TYPE)")
_VALUE = re.compile(r"Value: (.*)$", re.MULTILINE)
_ELEMENT = re.compile(r"(CLICK|TYPE|SELECT)\s*\[\s*(?:id\s*=\s*)?(\d+)\s*\]\s*(.*)", re.DOTALL)


class ChoiceGrammar:
    """``Answer: C.``, ``Action: SELECT`` and ``Value: Pickup`` on lines of their own; ``Answer: A.`` alone for none."""

    def parse(self, text: str) -> Action:
        """Read an answer.

        Raises:
            ParseError: there is no ``Answer:`` with a letter.
        """
        if _ANSWER.search(text) is None:
            raise ParseError("no_action", f"There is no answer. {self.describe()}")
        return read_choice(text)

    def render(self, action: Action) -> str:
        """Write an answer."""
        element, operation = str(action["element"]), str(action.arguments.get("operation", ""))
        lines = [f"Answer: {element}."]
        if element != NONE and operation:
            lines.append(f"Action: {operation}")
        value = str(action.arguments.get("value", ""))
        if element != NONE and value and operation != "CLICK":
            lines.append(f"Value: {value}")
        return "\n".join(lines)

    def describe(self) -> str:
        """Say how an answer is written."""
        return (
            'Answer in this form: "Answer: C." on a line, then "Action: CLICK", "Action: TYPE" or "Action: SELECT", '
            'and for the last two a line "Value: ...". If no choice fits: "Answer: A."'
        )


def read_choice(text: str) -> Action:
    """Read an answer as AgentBench does: without a letter it is ``A``, without an operation that is empty."""
    answer, operation, value = _ANSWER.search(text), _OPERATION.search(text), _VALUE.search(text)
    arguments = {
        "element": answer[1] if answer else NONE,
        **({"operation": operation[1]} if operation else {}),
        **({"value": value[1].strip()} if value else {}),
    }
    return Action(name=ACT.name, arguments=arguments, text=ChoiceGrammar().render(_act(arguments)))


class ChoiceFormat(LabelFormat):
    """A thought before the answer, read as AgentBench reads it: nothing is an error, no letter means none."""

    def __init__(self) -> None:
        grammar = ChoiceGrammar()
        super().__init__(
            grammar,
            patterns=("Thought:", "Answer:"),
            layout=("Thought: {}\n", "{}"),
            instructions=f'Think first, on a line that begins with "Thought:". {grammar.describe()}',
        )

    def read(self, text: str) -> tuple[Action, int]:
        """Read letter, operation and value wherever they stand."""
        return read_choice(text.strip()), 0


class ElementGrammar:
    """``CLICK [3]``, ``TYPE [3] some text`` and ``SELECT [3] an option``."""

    def parse(self, text: str) -> Action:
        """Read one action.

        Raises:
            ParseError: it is none.
        """
        found = _ELEMENT.fullmatch(text.strip())
        if found is None:
            raise ParseError("no_action", f"Expected an action; got {text.strip()[:80]!r}. {self.describe()}")
        arguments = {"element": found[2], "operation": found[1]}
        if found[3].strip():
            arguments["value"] = " ".join(found[3].split())
        return Action(name=ACT.name, arguments=arguments, text=self.render(_act(arguments)))

    def render(self, action: Action) -> str:
        """Write one action."""
        written = f"{action.arguments.get('operation', 'CLICK')} [{action['element']}]"
        value = str(action.arguments.get("value", ""))
        return f"{written} {value}" if value else written

    def describe(self) -> str:
        """Say how an action is written."""
        return "An action is CLICK [id], TYPE [id] text, or SELECT [id] option."


class ForgivingFormat(ActionFormat):
    """Reads what does not parse as choosing nothing, so that one bad answer does not end a task of many steps."""

    def __init__(self, inner: ActionFormat) -> None:
        self.inner = inner
        self.name = inner.name

    def parse(self, text: str) -> Action:
        """Read the message; never an error."""
        try:
            return self.inner.parse(text)
        except ParseError:
            return Action(name=ACT.name, arguments={"element": NONE})

    def render(self, action: Action) -> str:
        """Write the message."""
        return self.inner.render(action)

    def instructions(self) -> str:
        """Return the inner format's."""
        return self.inner.instructions()

    def remembered(self, text: str) -> str:
        """Return what the inner format remembers."""
        return self.inner.remembered(text)


def _act(arguments: dict[str, Any]) -> Action:
    return Action(name=ACT.name, arguments=arguments)
