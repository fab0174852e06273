"""The protocols of WebArena: profiles, actions, how they are written, what the model is told."""

from __future__ import annotations

import re
from typing import Any

from agentgym.actions import Action, ParseError, ParseKind, Tool
from agentgym.errors import nearest
from agentgym.formats import ActionFormat
from agentgym.profile import Profile

_ELEMENT = {"type": "integer", "minimum": 1, "description": "the element's number on the page"}
CLICK = Tool(name="click", description="Click on an element.", parameters={"element": _ELEMENT})
TYPE = Tool(
    name="type",
    description="Type a text into a field.",
    parameters={
        "element": _ELEMENT,
        "text": {"type": "string", "minLength": 1},
        "enter": {"type": "boolean", "description": "press Enter afterwards; true if not given"},
    },
    optional=("enter",),
)
SELECT = Tool(
    name="select",
    description="Choose an option of a list.",
    parameters={"element": _ELEMENT, "option": {"type": "string", "minLength": 1, "description": "its text"}},
)
HOVER = Tool(name="hover", description="Move the mouse over an element.", parameters={"element": _ELEMENT})
PRESS = Tool(
    name="press",
    description="Press a key or a combination of keys (Control+a).",
    parameters={"keys": {"type": "string", "minLength": 1}},
)
SCROLL = Tool(
    name="scroll",
    description="Scroll the page by a window's height.",
    parameters={"direction": {"type": "string", "enum": ["up", "down"]}},
)
NEW_TAB = Tool(name="new_tab", description="Open an empty tab and go to it.")
TAB_FOCUS = Tool(
    name="tab_focus",
    description="Go to a tab.",
    parameters={"tab": {"type": "integer", "minimum": 0, "maximum": 99}},
)
CLOSE_TAB = Tool(name="close_tab", description="Close the tab that is in front.")
GOTO = Tool(
    name="goto", description="Open an address.", parameters={"url": {"type": "string", "minLength": 1}}
)
GO_BACK = Tool(name="go_back", description="Go to the page before.")
GO_FORWARD = Tool(name="go_forward", description="Undo a go_back.")
STOP = Tool(
    name="stop",
    description="End the task: with the answer, empty where none is asked for, or N/A if it cannot be done.",
    parameters={"answer": {"type": "string"}},
    optional=("answer",),
)
TOOLS = (
    CLICK,
    TYPE,
    SELECT,
    HOVER,
    PRESS,
    SCROLL,
    NEW_TAB,
    TAB_FOCUS,
    CLOSE_TAB,
    GOTO,
    GO_BACK,
    GO_FORWARD,
    STOP,
)
_NAMES = {tool.name: tool for tool in TOOLS}


class WebArenaProfile(Profile, frozen=True, kw_only=True):
    """A profile of WebArena.

    Attributes:
        fresh: each turn is a conversation of its own that tells the task, the page and the last action, as the original
            agent's; else one conversation goes on, in which earlier pages are shortened.
        old_names: the tree as Chromium of 2023 gave it; see :func:`.world.observation.render`.
        clears: ``type`` replaces what a field holds; the original types behind it.
        selects: the action ``select`` is known; the original has none.
        failures: messages in a row that do not parse which end the episode.
        repeats: equal actions in a row (for ``type``: in all) which end it.
        tokens: estimated tokens of a page that are shown.
    """

    fresh: bool = False
    old_names: bool = False
    clears: bool = True
    selects: bool = True
    failures: int = 3
    repeats: int = 3
    tokens: int = 4000


_LENIENCY = (
    "Verdicts are the official ones: an answer counts if it contains what is expected, so an answer that names many "
    "things can be right by one of them; addresses count if they contain the expected one. N/A is the answer to what "
    "cannot be done (14 of the 298 embedded tasks)."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        WebArenaProfile(
            name="current",
            description="One conversation; today's tree; lists can be selected from, fields are replaced.",
            max_steps=30,
            shots=2,
            leniency=_LENIENCY,
        ),
        WebArenaProfile(
            name="paper",
            description="As AgentTuning ran it: each turn afresh, 1,920 tokens of the page, the original's actions.",
            max_steps=30,
            shots=2,
            fresh=True,
            old_names=True,
            clears=False,
            selects=False,
            tokens=1920,
            leniency=_LENIENCY,
        ),
    )
}

_SUMMARY = "In summary, the next action I will perform is"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "click": re.compile(r"click ?\[(\d+)\]"),
    "hover": re.compile(r"hover ?\[(\d+)\]"),
    "type": re.compile(r"type ?\[(\d+)\] ?\[(.+)\] ?\[(\d+)\]"),
    "select": re.compile(r"select ?\[(\d+)\] ?\[(.+)\]"),
    "press": re.compile(r"press ?\[(.+)\]"),
    "scroll": re.compile(r"scroll ?\[?(up|down)\]?"),
    "tab_focus": re.compile(r"tab_focus ?\[(\d+)\]"),
    "goto": re.compile(r"goto ?\[(.+)\]"),
}
_FORMS = {
    "click": "click [number]", "hover": "hover [number]", "type": "type [number] [text] [1 or 0]",
    "select": "select [number] [option]", "press": "press [keys]", "scroll": "scroll [up or down]",
    "tab_focus": "tab_focus [tab]", "goto": "goto [url]", "stop": "stop [answer]",
}  # fmt: skip


class BracketedGrammar:
    """The original's form: ``click [12]``, ``type [3] [lamp] [1]``, ``stop [answer]``.

    It reads what the original reads, which is lenient at the end of an action and strict before: verbs are lower case,
    a blank within the brackets of a number is none, a text that ends in neither ``[0]`` nor ``[1]`` gets an Enter.

    Args:
        selects: ``select`` is known.
    """

    def __init__(self, *, selects: bool = True) -> None:
        self.known = [tool for tool in TOOLS if selects or tool is not SELECT]

    def parse(self, text: str) -> Action:
        """Read one action.

        Raises:
            ParseError: it is none.
        """
        text = text.strip()
        verb = (text.split("[")[0].strip() if "[" in text else text.split()[0].strip()) if text else ""
        if verb not in [tool.name for tool in self.known]:
            names = [tool.name for tool in self.known]
            kind: ParseKind = "unknown_action" if verb else "no_action"
            raise ParseError(
                kind, f"{verb[:40]!r} is no action; the actions are {', '.join(names)}.{nearest(verb, names)}"
            )
        arguments = self._arguments(verb, text)
        action = Action(name=verb, arguments=_NAMES[verb].check(arguments))
        return Action(name=verb, arguments=action.arguments, text=self.render(action))

    def _arguments(self, verb: str, text: str) -> dict[str, Any]:
        if verb == "stop":
            answer = re.search(r"stop ?\[(.+)\]", text)
            return {"answer": answer[1] if answer else ""}
        if verb not in _PATTERNS:
            return {}
        if verb == "type" and not text.endswith(("[0]", "[1]")):
            text += " [1]"
        found = _PATTERNS[verb].search(text)
        if found is None:
            raise ParseError("bad_arguments", f"{text[:80]!r} is incomplete; write {_FORMS[verb]}.")
        given = found.groups()
        if verb in ("click", "hover"):
            return {"element": _number(given[0])}
        if verb == "type":
            return {"element": _number(given[0]), "text": given[1], "enter": given[2] != "0"}
        if verb == "select":
            return {"element": _number(given[0]), "option": given[1]}
        if verb == "tab_focus":
            return {"tab": _number(given[0])}
        return {_NAMES[verb].required[0]: given[0]}

    def render(self, action: Action) -> str:
        """Write an action."""
        given = action.arguments
        if action.name == "type":
            text = " ".join(str(given["text"]).split("\n"))
            return f"type [{given['element']}] [{text}] [{int(given.get('enter', True))}]"
        if action.name == "stop":
            return f"stop [{' '.join(str(given.get('answer', '')).split(chr(10)))}]"
        return " ".join([action.name, *(f"[{value}]" for value in given.values())])

    def describe(self) -> str:
        """List the actions, one a line."""
        return "\n".join(f"- {_FORMS.get(t.name, t.name)}: {t.description}" for t in self.known)


def _number(text: str) -> int:
    if len(text) > 9:
        raise ParseError("bad_arguments", f"There is no element with the number {text[:20]}.")
    return int(text)


_FENCED = re.compile(r"```((?:.|\n)*?)```")


class FencedFormat(ActionFormat):
    """Thoughts, and the action between the first two runs of three back-ticks, as the original agent writes."""

    name = "react"

    def __init__(self, grammar: BracketedGrammar) -> None:
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read the message.

        Raises:
            ParseError: there is no action between back-ticks, or it is none.
        """
        found = _FENCED.search(text)
        if found is None:
            raise ParseError("no_action", "Write the action between three back-ticks: ```click [12]```.")
        action = self.grammar.parse(found[1].strip())
        thought = text[: found.start()].strip().removesuffix(_SUMMARY).strip()
        return Action(name=action.name, arguments=action.arguments, text=action.text, thought=thought)

    def render(self, action: Action) -> str:
        """Write the thought and the action."""
        said = f"{action.thought} " if action.thought else ""
        return f"{said}{_SUMMARY} ```{self.grammar.render(action)}```"

    def instructions(self) -> str:
        """Say how an action is written."""
        return (
            "Think first. Then write exactly one action between three back-ticks, after the words "
            f'"{_SUMMARY}", for example ```click [12]```. These are the actions:\n{self.grammar.describe()}'
        )


INSTRUCTION = """You use a web browser to carry out tasks for somebody. At each step you are shown the page as a tree: \
a line is an element, with its number in brackets, its role, its name and its state; what is not in the window now is \
not shown. Answer with one action on what you see, then you are shown what has become of the page.

Act only on elements that are shown, and do one thing at a time. When the task is done, or its question is answered, \
stop and give the answer; if it cannot be done at all, the answer is N/A."""

_PIECE = re.compile(r"\d|[^\W\d_]{1,5}|[ \t]+|\n|[^\w\s]|_")


def shortened(text: str, tokens: int) -> str:
    """Return the beginning of a page that a model reads as about so many tokens.

    The count is an estimate that needs no model: a digit, a sign, a run of blanks, or five letters of a word are one.
    """
    if len(text) <= tokens:
        return text
    for number, piece in enumerate(_PIECE.finditer(text)):
        if number == tokens:
            return text[: piece.start()]
    return text
