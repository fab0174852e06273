"""The protocols of MiniWoB++: profiles, action spaces, texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.miniwob.world.session import Mode
from agentgym.errors import nearest
from agentgym.profile import Profile

Space = Literal["paper", "element"]
SPACES: tuple[Space, ...] = ("paper", "element")

_NUMBER = {"type": "integer", "minimum": 1, "description": "number of the element, as in the page's text"}
_PATH = {"type": "string", "description": "an XPath; its first element counts"}
_TEXT = {"type": "string", "description": "what is typed"}
_OPTION = {"type": "string", "description": "the option's text"}
_ONTO = {"type": "integer", "minimum": 1, "description": "number of the element to drop it on"}
_DIRECTION = {"type": "string", "enum": ["up", "down"]}
_KEYS = {
    "type": "string",
    "description": "such as Enter, ArrowLeft or Control+A",
    "examples": ["Enter", "Tab"],
}
KEYS = ("enter", "arrowleft", "arrowright", "arrowup", "arrowdown", "backspace")
"""Keys of the paper's agent."""


def _tool(
    name: str, description: str, optional: tuple[str, ...] = (), **parameters: Mapping[str, Any]
) -> Tool:
    return Tool(name=name, description=description, parameters=parameters, optional=optional)


PAPER_TOOLS = (
    _tool("clickxpath", "Click an element.", xpath=_PATH),
    _tool("movemouse", "Move the mouse onto an element.", xpath=_PATH),
    _tool("clickoption", "Choose an option of a list.", xpath=_PATH),
    _tool("type", "Type into the field that was clicked last.", text=_TEXT),
    _tool("press", "Press a key.", key={"type": "string", "enum": list(KEYS)}),
)
ELEMENT_TOOLS = (
    _tool("click", "Click an element.", element=_NUMBER),
    _tool("type", "Put a text into a field, in place of what it holds.", element=_NUMBER, text=_TEXT),
    _tool("select", "Choose an option of a list.", element=_NUMBER, option=_OPTION),
    _tool("hover", "Move the mouse onto an element.", element=_NUMBER),
    _tool("press", "Press a key, or several at once.", keys=_KEYS),
    _tool("drag", "Drag an element onto another one.", element=_NUMBER, onto=_ONTO),
    _tool("scroll", "Scroll the page, or an element.", ("element",), direction=_DIRECTION, element=_NUMBER),
    _tool("wait", "Let a second pass on the page."),
    _tool("done", "End the episode: nothing is left to do."),
)
TOOLS: dict[Space, tuple[Tool, ...]] = {"paper": PAPER_TOOLS, "element": ELEMENT_TOOLS}


class MiniWoBProfile(Profile, frozen=True, kw_only=True):
    """A profile of MiniWoB++.

    Attributes:
        actions: the action space by default.
        observation: what the page is shown as by default.
        any_reward: a reward above 0 is a success, and reward 1; otherwise the page's own reward counts, and only 1 is
            a success.
        retries: answers in a row that are no action before the episode ends; 0 sets no such limit.
    """

    actions: Space = "element"
    observation: Mode = "accessibility"
    any_reward: bool = False
    retries: int = 0


_EXAMPLES = (
    "None by copying: an example whose actions would earn anything is not shown. Pages with few choices (one button, "
    "one field of three, one tab of three) are solved by some guesses."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        MiniWoBProfile(
            name="default",
            description="numbered elements, an accessibility tree as text, success at raw reward 1",
            leniency=_EXAMPLES,
            max_steps=20,
        ),
        MiniWoBProfile(
            name="paper",
            description="AgentTuning's: HTML, the five instructions of the RCI agent, success above raw reward 0",
            max_steps=20,
            actions="paper",
            observation="html",
            any_reward=True,
            retries=3,
            leniency=f"Half of what was asked for is a success: any raw reward above 0. Otherwise: {_EXAMPLES}",
        ),
    )
}

INSTRUCTION: dict[Space, str] = {
    "element": """\
You use a small web page to do a task on it. Every turn you are shown what is on the page, one element a line with its
number, its role, its name and its state, and you give one action. The task is done, or failed, as soon as the page says
so: often with the first wrong click, so look at the page before you act.""",
    "paper": """\
You use a small web page to do a task on it. Every turn you are shown its HTML and you give one instruction. A text is
typed into the field that was clicked before. The task is done, or failed, as soon as the page says so: often with the
first wrong click, so look at the page before you act.""",
}
LEFT_OUT = "(The page as it was then is left out.)"
ENDED = "The page says that the task is over."


def shown(page: str, *, task: str = "", note: str = "") -> str:
    """Return an observation: a note about the action before, the task where it is the first, the page."""
    parts = (note, f"Task: {task}" if task else "", f"Page:\n{page}" if page else "")
    return "\n\n".join(part for part in parts if part)


class PaperGrammar:
    """The RCI agent's instructions: ``clickxpath //button``, ``type text``, in any case, up to the first back-tick."""

    _FORMS = (
        ("clickxpath", "xpath", re.compile(r"clickxpath\s(.+)", re.IGNORECASE)),
        ("movemouse", "xpath", re.compile(r"movemouse\s(.+)", re.IGNORECASE)),
        ("clickoption", "xpath", re.compile(r"clickoption\s(.+)", re.IGNORECASE)),
        ("type", "text", re.compile(r"type\s(.+)", re.IGNORECASE)),
        ("press", "key", re.compile(rf"press\s({'|'.join(KEYS)})", re.IGNORECASE)),
    )

    def parse(self, text: str) -> Action:
        """Read an instruction.

        Raises:
            ParseError: it is none of the five.
        """
        said = text.strip().lstrip("`").partition("`")[0].strip()
        for name, argument, form in self._FORMS:
            found = form.fullmatch(said)
            if found is not None:
                value = found[1].strip()
                if name == "press":
                    value = value.lower()
                elif name == "type" and len(value) > 1 and value[0] == value[-1] == '"':
                    value = value[1:-1]
                if value:
                    return Action(name=name, arguments={argument: value}, text=f"{name} {value}")
        kind = said.partition(" ")[0].lower()
        known = any(kind == name for name, *_ in self._FORMS)
        raise ParseError(
            "bad_arguments" if known else "unknown_action" if kind else "no_action",
            f"This is no instruction: {said[:80]!r}.{'' if known else nearest(kind, (n for n, *_ in self._FORMS))}\n"
            f"{self.describe()}",
        )

    def render(self, action: Action) -> str:
        """Write an instruction."""
        return f"{action.name} {next(iter(action.arguments.values()), '')}".strip()

    def describe(self) -> str:
        """List the instructions."""
        return (
            "An instruction is one line:\n"
            "- clickxpath XPATH: click an element, such as: clickxpath //button[@id='subbtn']\n"
            "- movemouse XPATH: move the mouse onto an element\n"
            "- clickoption XPATH: choose an option of a list\n"
            "- type TEXT: type into the field that was clicked before\n"
            f"- press KEY: {', '.join(KEYS)}"
        )


class ElementGrammar:
    """``click [3]``, ``type [4] some text``, ``select [5] an option``, ``scroll down [6]``, ``done`` …"""

    _FORMS = (
        ("click", r"click\s*\[\s*(?P<element>\d+)\s*\]"),
        ("hover", r"hover\s*\[\s*(?P<element>\d+)\s*\]"),
        ("type", r"type\s*\[\s*(?P<element>\d+)\s*\] ?(?P<text>.*)"),
        ("select", r"select\s*\[\s*(?P<element>\d+)\s*\]\s*(?P<option>.+)"),
        ("drag", r"drag\s*\[\s*(?P<element>\d+)\s*\]\s*\[\s*(?P<onto>\d+)\s*\]"),
        ("press", r"press\s+(?P<keys>\S+)"),
        ("scroll", r"scroll\s+(?P<direction>up|down)(?:\s*\[\s*(?P<element>\d+)\s*\])?"),
        ("wait", r"wait"),
        ("done", r"done"),
    )

    def __init__(self) -> None:
        self._forms = [(name, re.compile(form, re.DOTALL)) for name, form in self._FORMS]

    def parse(self, text: str) -> Action:
        """Read an action.

        Raises:
            ParseError: it is none.
        """
        said = text.strip()
        for name, form in self._forms:
            found = form.fullmatch(said)
            if found is not None:
                given = {k: v for k, v in found.groupdict().items() if v is not None}
                numbers = {k: int(v) for k, v in given.items() if k in ("element", "onto")}
                if all(0 < n < 10**6 for n in numbers.values()):
                    action = Action(name=name, arguments={**given, **numbers})
                    return Action(name=name, arguments=action.arguments, text=self.render(action))
        kind = (re.match(r"\w*", said) or [""])[0]
        names = [name for name, _ in self._forms]
        known = kind in names
        raise ParseError(
            "bad_arguments" if known else "unknown_action" if kind else "no_action",
            f"This is no action: {said[:80]!r}.{'' if known else nearest(kind, names)}\n{self.describe()}",
        )

    def render(self, action: Action) -> str:
        """Write an action."""
        given = action.arguments
        element = f" [{given['element']}]" if "element" in given else ""
        if action.name == "drag":
            return f"drag{element} [{given['onto']}]"
        if action.name == "scroll":
            return f"scroll {given['direction']}{element}"
        rest = next((str(given[k]) for k in ("text", "option", "keys") if k in given), "")
        return f"{action.name}{element} {rest}" if rest else f"{action.name}{element}"

    def describe(self) -> str:
        """List the actions."""
        return (
            "An action is one line, with the number of an element in brackets:\n"
            "- click [3]\n"
            "- type [3] TEXT: put a text into a field, in place of what it holds\n"
            "- select [3] OPTION: choose an option of a list by its text\n"
            "- hover [3]: move the mouse onto an element\n"
            "- press KEYS: such as Enter, ArrowLeft or Control+A\n"
            "- drag [3] [4]: drag an element onto another one\n"
            "- scroll down, scroll up, scroll down [3]: scroll the page, or an element\n"
            "- wait: let a second pass on the page\n"
            "- done: end the episode"
        )
