"""The protocols of WebShop: profiles, and how an answer is read under each."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.formats import LabelFormat, ToolsFormat
from agentgym.formats.model_json import read_json
from agentgym.formats.tools import function_of, read_calls
from agentgym.profile import Profile

SEARCH = Tool(
    name="search_action",
    description="Search the shop for keywords.",
    parameters={"keywords": {"type": "string", "description": "what to search for"}},
)
CLICK = Tool(
    name="click_action",
    description="Click a button, a product or an option of the present page.",
    parameters={"value": {"type": "string", "description": "one of the listed clickables"}},
)
_WRITTEN = {"search": (SEARCH.name, "keywords"), "click": (CLICK.name, "value")}


class WebShopProfile(Profile, frozen=True, kw_only=True):
    """A profile of WebShop.

    Attributes:
        show_available: wrap the page in "Observation: … Available Actions: …", as AgentBench does.
        newline_required: the action must begin on the line after ``Action:``.
        first_argument: of a tool call only its first argument counts, whatever it is called.
        goals: ``human`` or ``synthetic`` where the data has both.
        splits: positions of the goals of each split, after the shuffle; the rest is cut where data is short.
    """

    show_available: bool = True
    newline_required: bool = False
    first_argument: bool = False
    goals: Literal["human", "synthetic"] = "human"
    splits: dict[str, tuple[int, int | None]] = msgspec.field(
        default_factory=lambda: {"test": (0, 200), "dev": (200, 280), "train": (500, 12_000)}
    )


_LENIENCY = (
    "As the original: titles and options are the same above 85 % of a fuzzy match, and any product of the "
    "kind counts, not the goal's alone."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        WebShopProfile(
            name="paper",
            description="AgentTuning's evaluation: human goals 0-199, 10 rounds, one demonstration",
            leniency=_LENIENCY,
            max_steps=10,
            on_parse_error="end",
            newline_required=True,
        ),
        WebShopProfile(
            name="agentbench",
            description="AgentBench v0.2: as the paper's, the action may stand on the label's line",
            leniency=_LENIENCY,
            max_steps=10,
            on_parse_error="end",
        ),
        WebShopProfile(
            name="fc",
            description="AgentBench's function calling: 20 rounds, what is no action does nothing",
            leniency=_LENIENCY,
            max_steps=20,
            shots=0,
            first_argument=True,
            action_format="tools",
        ),
        WebShopProfile(
            name="original",
            description="the original's text environment: 100 steps, anything else than an action does nothing",
            leniency=_LENIENCY,
            max_steps=100,
            shots=0,
            show_available=False,
            action_format="native",
            splits={"test": (0, 500), "dev": (500, 1500), "train": (1500, None)},
        ),
    )
}

INSTRUCTION = """\
You are shopping on the web. You are told what to buy; every turn shows the page you are on and the actions that \
are possible there.

There are two actions:
search[keywords] - search the shop; possible where there is a search bar
click[value] - click one of the listed values: a button, a product or an option

Choose the options that are asked for before you buy. The visit ends when you click "buy now"."""


def written(name: str, argument: str) -> Action:
    """Return the action that is written ``name[argument]``."""
    tool, key = _WRITTEN[name]
    return Action(name=tool, arguments={key: argument}, text=f"{name}[{argument}]")


class ShopGrammar:
    """``search[keywords]`` and ``click[value]``; the argument is lower-cased."""

    def parse(self, text: str) -> Action:
        """Read one action.

        Raises:
            ParseError: it is neither.
        """
        line = text.strip().partition("\n")[0]
        closing = line.rfind("]")
        opening = line.rfind("[", 0, max(closing - 1, 0))  # something stands between them
        name = line[: max(opening, 0)]
        if name not in _WRITTEN and closing > 0 and line.startswith(("search[", "click[")):
            # Brackets within: the original takes all before the last "[" for the name of the action, knows no such
            # one, and the page stays as it is.
            tool, key = _WRITTEN["click"]
            return Action(name=tool, arguments={key: line[: closing + 1].lower()}, text=line)
        if name not in _WRITTEN:
            raise ParseError(
                "no_action", f"Expected search[keywords] or click[value]; got {text.strip()[:80]!r}."
            )
        return written(name, line[opening + 1 : closing].lower())

    def render(self, action: Action) -> str:
        """Write an action."""
        name = "search" if action.name == SEARCH.name else "click"
        return f"{name}[{next(iter(action.arguments.values()))}]"

    def describe(self) -> str:
        """Say how an action is written."""
        return "An action is search[keywords] or click[value]."


FORM = "Answer in this form:\n\nThought:\nwhat you think\n\nAction:\nclick[value]"


class ThoughtActionFormat(LabelFormat):
    """``Thought:`` and ``Action:``, each with its text on the next line, as AgentBench asks for it."""

    def __init__(self, grammar: ShopGrammar, *, newline_required: bool) -> None:
        super().__init__(
            grammar,
            patterns=("[Tt]hought:", "[Aa]ction:"),
            layout=("Thought:\n{}\n\n", "Action:\n{}"),
            instructions=FORM,
            missing=f"There is no action in the answer. {FORM}",
        )
        newline = r"\n" if newline_required else r"(?:\n++ *+)?"
        self._call = re.compile(rf"[Aa]ction: *+{newline} *+((search|click)\[)")

    def read(self, text: str) -> tuple[Action, int]:
        """Read the first label that a call follows on one line; a label without one is passed over."""
        closed = ended = -1  # the next bracket and line end: looked for anew only once they are passed
        for call in self._call.finditer(text):
            if closed <= call.end():
                closed = text.find("]", call.end() + 1)
            if ended < call.end():
                ended = text.find("\n", call.end())
            if closed < 0:
                break
            if ended < 0 or closed < ended:
                argument = text[call.end() : closed]
                if (
                    "[" in argument
                ):  # The shop reads the call from the last bracket on: what stands before it is no
                    return _nothing(
                        text[call.start(1) : closed + 1]
                    ), call.start()  # action, and nothing happens.
                return written(call[2], argument.lower()), call.start()
        raise self.missing()


def _nothing(call: str) -> Action:
    """Return a call that the shop does not know, as a click on what is on no page."""
    return Action(name=CLICK.name, arguments={"value": call}, text=call)


class FirstArgumentFormat(ToolsFormat):
    """Function calling as AgentBench reads it: the first argument of the first call, whatever it is called."""

    def parse(self, text: str) -> Action:
        """Read the first call.

        Raises:
            ParseError: there is none, its tool is unknown, or its arguments cannot be read.
        """
        calls, content = read_calls(text)
        if not calls:
            raise ParseError("no_action", "There is no call.")
        function = function_of(calls[0])
        given = function.get("arguments")
        try:
            arguments = read_json(given) if isinstance(given, str) else given
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict) or not arguments:
            raise ParseError("bad_json", "The arguments cannot be read.")
        tool = self.tools.get(str(function.get("name")))
        if tool is None:
            raise ParseError("unknown_action", "There is no such tool.")
        action = Action(name=tool.name, arguments={tool.required[0]: str(next(iter(arguments.values())))})
        return msgspec.structs.replace(
            action, text=self.grammar.render(action), thought=content, calls=len(calls)
        )
