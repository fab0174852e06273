"""The protocol of KG: profiles, tools, how an answer is read, and what is said to a call that fails.

Source: AgentBench's knowledge graph task. Unlike there, names with commas and brackets can be called, and only the
listed tools can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate
from operator import indexOf

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.strict import NAME
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER
from agentgym.formats import LabelFormat, ToolsFormat
from agentgym.formats.model_json import complaint
from agentgym.formats.tools import function_of
from agentgym.messages import encode_tool_calls
from agentgym.profile import Profile
from agentgym.prompts import fill

_SOURCE = {"type": "string", "description": "a variable such as #0, or an entity of the question"}
_VARIABLE = {"type": "string", "description": "a variable such as #0"}
_ATTRIBUTE = {"type": "string", "description": "an attribute that get_attributes listed"}

TOOLS = (
    Tool(
        name="get_relations",
        description="List the relations that lead out of a variable or an entity.",
        parameters={"variable": _SOURCE},
    ),
    Tool(
        name="get_neighbors",
        description="Follow a listed relation; what it leads to is a new variable.",
        parameters={
            "variable": _SOURCE,
            "relation": {"type": "string", "description": "a relation that get_relations listed"},
        },
    ),
    Tool(
        name="intersection",
        description="Make a new variable of what two variables of the same type have in common.",
        parameters={"variable1": _VARIABLE, "variable2": _VARIABLE},
    ),
    Tool(
        name="get_attributes",
        description="List the attributes by which the members of a variable can be compared.",
        parameters={"variable": _VARIABLE},
    ),
    Tool(
        name="argmax",
        description="Make a new variable of the members with the largest value of a listed attribute.",
        parameters={"variable": _VARIABLE, "attribute": _ATTRIBUTE},
    ),
    Tool(
        name="argmin",
        description="Make a new variable of the members with the smallest value of a listed attribute.",
        parameters={"variable": _VARIABLE, "attribute": _ATTRIBUTE},
    ),
    Tool(
        name="count",
        description="Make a new variable of the number of members of a variable.",
        parameters={"variable": _VARIABLE},
    ),
)
_TOOLS = {tool.name: tool for tool in TOOLS}


class KGProfile(Profile, frozen=True, kw_only=True):
    """A profile of KG.

    Attributes:
        list_first: a relation or attribute must have been listed before it is used.
    """

    list_first: bool = True


_LENIENCY = (
    "The reward is F1 over sets: part of the entities is part of the reward, and how a set was found does "
    "not count."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        KGProfile(
            name="paper",
            description="AgentTuning's evaluation: 15 rounds, one demonstration, thought and action as text",
            leniency=_LENIENCY,
            max_steps=15,
        ),
        KGProfile(
            name="fc",
            description="AgentBench's function calling: 15 rounds, what could be listed may be used",
            leniency=_LENIENCY,
            max_steps=15,
            action_format="tools",
            parallel_calls=True,
            list_first=False,
        ),
    )
}

INSTRUCTION = """\
You answer questions from a knowledge graph. You cannot see the graph; you explore it with tools, one call a turn.

A variable stands for a set of entities and is written #0, #1, and so on, in the order in which they are made. Tools \
that make one tell you its number and the type of its members.

get_relations(x): lists the relations that lead out of x, a variable or an entity of the question. Choose among them.
get_neighbors(x, relation): makes a variable of everything that the relation leads to from x. List it before.
intersection(#a, #b): makes a variable of what #a and #b have in common. Both must have the same type.
get_attributes(#a): lists what the members of #a can be compared by, where a most or least is asked for.
argmax(#a, attribute): makes a variable of the members of #a with the largest value. List it before.
argmin(#a, attribute): the same for the smallest value.
count(#a): makes a variable of the number of members of #a.

When a variable holds the answer, say so: "Final Answer: #3". You have 15 turns."""

_OWN = KGTexts()
_ANSWER = re.compile(r"(?:Find|Final) Answer: #(\d+)")
_ENDS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"  # of a line, as str.splitlines has them
_LINE = re.compile(rf"(?:\A|(?<=[{_ENDS}]))[^\S{_ENDS}]*+Action[^:{_ENDS}]*+:[^{_ENDS}]*+")
_NAME = re.compile(r"\b(\w++)\(")
_KNOWN = re.compile(r"(?:variable\s+)?#\d+|[a-z]\.\w+", re.IGNORECASE | re.ASCII)

Names = Callable[[], Collection[str]]
"""Returns the names of the present question's entities."""


LINE = "line"
"""The action that is a line of calls, as the original reads one; no tool."""


def asked(texts: KGTexts, question: str, names: Collection[str]) -> str:
    """Return the observation that asks a question, with the names of its entities."""
    return fill(texts.task, question=question, entities=", ".join(names))


def cut(text: str) -> str:
    """Return an output as it is read and remembered: up to an invented observation, underscores unescaped."""
    return text.split("Observation:", 1)[0].replace("\\_", "_")


class CallGrammar:
    """``tool(arguments)`` and ``Final Answer: #n``.

    Args:
        names: names of the question's entities; they tell where an argument with commas or brackets ends.
        texts: what is said to a call that cannot be read.
    """

    def __init__(self, names: Names, texts: KGTexts = _OWN) -> None:
        self.names = names
        self.texts = texts

    def parse(self, text: str) -> Action:
        """Read an answer, or the first call of a tool.

        Raises:
            ParseError: there is neither, or the call is not closed.
        """
        found = _ANSWER.search(text)
        if found is not None:
            return Action(
                name=ANSWER, arguments={"variable": f"#{found[1]}"}, text=f"Final Answer: #{found[1]}"
            )
        for match in _NAME.finditer(text):
            tool = _TOOLS.get(match[1])
            if tool is not None:
                return self._call(tool, text[match.end() :])
        raise ParseError("unknown_action", self.texts.not_executed)

    def render(self, action: Action) -> str:
        """Write a call or an answer."""
        if action.name == ANSWER:
            return f"Final Answer: {action.arguments['variable']}"
        return f"{action.name}({', '.join(str(v) for v in action.arguments.values())})"

    def describe(self) -> str:
        """Say how an action is written."""
        return "An action is one call such as get_relations(#0), or the answer: Final Answer: #0"

    def _call(self, tool: Tool, rest: str) -> Action:
        values = _arguments(rest, len(tool.required), self.names())
        if values is not None:
            action = Action(name=tool.name, arguments=dict(zip(tool.required, values, strict=True)))
            return msgspec.structs.replace(action, text=self.render(action))
        closed = rest.find(")")
        if closed > 0:
            raise ParseError("bad_arguments", self.texts.refusal(tool.name, [rest[:closed].strip()]))
        raise ParseError("bad_arguments", fill(self.texts.syntax, name=tool.name))


def _arguments(rest: str, count: int, names: Collection[str]) -> list[str] | None:
    """Read one or two arguments from what follows a call's opening bracket.

    Names may hold commas and brackets, so there are several readings: the balanced bracket is tried first, then every
    other one, each cut at the last comma before it (variables, relations and attributes have none). The first reading
    counts whose first argument is known, else the first of all.
    """
    first: list[str] | None = None
    balanced = _balanced(rest)
    if balanced is not None:
        parts = [p.strip() for p in rest[:balanced].rsplit(",", count - 1)]
        if len(parts) == count and all(parts):
            if _is_known(parts[0], names):
                return parts
            first = parts
    longest = max(map(len, names), default=0)
    start = len(rest) - len(rest.lstrip())
    for tail in _TAILS[count].finditer(rest):
        parts = [rest[: tail.start()].strip(), *(p.strip() for p in tail.groups())]
        if not parts[0]:
            continue
        if _is_known(parts[0], names):
            return parts
        first = first or parts
        if tail.start() - start >= longest:  # what follows is longer than every name
            break
    return first


_TAILS = {1: re.compile(r"\)"), 2: re.compile(r",(\s*+(?:\)[^,)]*+|[^\s,)][^,)]*+))\)")}
"""What may end one argument and two: a bracket; the last comma, with the shortest text that is not blank."""
_DEPTH = [(c == ord("(")) - (c == ord(")")) for c in range(128)]


def _balanced(rest: str) -> int | None:
    """Return where the bracket closes that was opened before ``rest``."""
    depths = accumulate(map(_DEPTH.__getitem__, rest.encode("ascii", "replace")), initial=1)
    try:
        return indexOf(depths, 0) - 1
    except ValueError:
        return None


def _is_known(argument: str, names: Collection[str]) -> bool:
    return argument in names or _KNOWN.fullmatch(argument) is not None


class ThoughtCallFormat(LabelFormat):
    """``Thought: …``, then ``Action: tool(arguments)`` or ``Final Answer: #n``."""

    def __init__(self, grammar: CallGrammar) -> None:
        self.texts = grammar.texts
        super().__init__(
            grammar,
            instructions=(
                'Write "Thought: ..." and on the next line "Action: tool(arguments)", one call a turn. '
                'Write "Final Answer: #n" instead of the action when you are done.'
            ),
            missing=grammar.texts.no_action,
        )

    def read(self, text: str) -> tuple[Action, int]:
        """Read the answer, else the first line that begins with ``Action``.

        Raises:
            ParseError: there is neither, the line calls no tool, or the call is not closed.
        """
        found = _ANSWER.search(text) or _LINE.search(text)
        if found is None:
            raise self.missing()
        return self.grammar.parse(found[0]), found.start()

    def thought(self, text: str, begin: int) -> str:
        """Return what stands before the action, without its label wherever that is."""
        before, _, after = text[:begin].partition("Thought:")
        return (before.rstrip() + after.lstrip()).strip()

    def write(self, action: Action) -> str:
        """Write a call with its label, the answer without."""
        return self.grammar.render(action) if action.name == ANSWER else super().write(action)

    def remembered(self, text: str) -> str:
        """Cut an invented observation, as it is cut before the message is read."""
        return cut(text)


class StrictFormat(ThoughtCallFormat):
    """The same as the original reads it: a line that begins with ``Action``, of which every call is tried."""

    def read(self, text: str) -> tuple[Action, int]:
        """Read the answer, else the first line that begins with ``Action``, whatever it calls.

        Raises:
            ParseError: there is neither, or the line calls nothing.
        """
        found = _ANSWER.search(text)
        if found is not None:
            return self.grammar.parse(found[0]), found.start()
        at = 0
        for line in text.split("\n"):
            if line.startswith("Action") and ":" in line:
                if NAME.search(line) is None:
                    raise ParseError("unknown_action", self.texts.not_executed)
                return Action(name=LINE, arguments={"line": line}, text=line.partition(":")[2].strip()), at
            at += len(line) + 1
        raise self.missing()


class AnswerToolsFormat(ToolsFormat):
    """Function calling; the answer is plain text, as in AgentBench."""

    def uncalled(self, text: str) -> Action:
        """Read ``Final Answer: #n`` in a message without calls.

        Raises:
            ParseError: there is none.
        """
        return self.grammar.parse(text) if _ANSWER.search(text) else super().uncalled(text)

    def render(self, action: Action) -> str:
        """Write a tool call, or the answer as the content of a message without calls."""
        if action.name == ANSWER:
            written = self.grammar.render(action)
            return encode_tool_calls(f"{action.thought}\n{written}" if action.thought else written, [])
        return super().render(action)

    def instructions(self) -> str:
        """Say how the answer is given; the calls travel with the request."""
        return 'When you are done, write "Final Answer: #n" without calling a tool.'


class FunctionFormat(AnswerToolsFormat):
    """The same in the words of the environment's texts."""

    def __init__(self, tools: Sequence[Tool], grammar: CallGrammar) -> None:
        super().__init__(tools, grammar)
        self.texts = grammar.texts

    def uncalled(self, text: str) -> Action:
        """Read the answer.

        Raises:
            ParseError: there is none.
        """
        try:
            return super().uncalled(text)
        except ParseError as error:
            raise ParseError(error.kind, self.texts.no_call) from None

    def called(self, call: object, content: str, calls: int) -> Action:
        """Read one call.

        Raises:
            ParseError: it does not fit.
        """
        try:
            return super().called(call, content, calls)
        except ParseError as error:
            function = function_of(call)
            name = str(function.get("name"))
            if error.kind == "bad_json":
                said = complaint(str(function.get("arguments")))
                hint = fill(self.texts.bad_call, error=said or error.hint)
            elif error.kind == "unknown_action":
                hint = fill(self.texts.unknown_tool, name=name)
            else:
                hint = fill(self.texts.bad_arguments, name=name)
            raise ParseError(error.kind, hint) from None
