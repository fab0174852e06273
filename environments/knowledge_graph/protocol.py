"""The protocol of KG: profiles, tools, how an answer is read, and what is said to a call that fails.

Source: AgentBench's knowledge graph task. Unlike there, names with commas and brackets can be called, and only the
listed tools can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER
from agentgym.formats import ActionFormat, ToolsFormat
from agentgym.messages import encode_tool_calls
from agentgym.profile import Profile

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


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        KGProfile(
            name="paper",
            description="AgentTuning's evaluation: 15 rounds, one demonstration, thought and action as text",
            max_steps=15,
        ),
        KGProfile(
            name="fc",
            description="AgentBench's function calling: 15 rounds, what could be listed may be used",
            max_steps=15,
            action_format="tools",
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

NO_ACTION = "No executable function found! Need to recheck the action."
NOT_EXECUTED = "Function is not executed!"
INVALID_VARIABLE = "Invalid variable id! Need to recheck the action."

_ANSWER = re.compile(r"(?:Find|Final) Answer: #(\d+)")
_LINE = re.compile(r"\s*Action.*?:(.*)")
_NAME = re.compile(r"\b(\w++)\(")
_THOUGHT = "Thought:"
_KNOWN = re.compile(r"(?:variable\s+)?#\d+|[a-z]\.\w+", re.IGNORECASE | re.ASCII)

_LONGEST = 2_000
"""Characters in which the arguments of a call end: every bracket there may be the last one."""

Names = Callable[[], Collection[str]]
"""Returns the names of the present question's entities."""


def asked(question: str, names: Collection[str]) -> str:
    """Return the observation that asks a question, with the names of its entities."""
    return f"A new question: {question}\nEntities: [{', '.join(names)}]"


def cut(text: str) -> str:
    """Return an output as it is read and remembered: up to an invented observation, underscores unescaped."""
    return text.split("Observation:", 1)[0].replace("\\_", "_")


def refusal(name: str, arguments: Collection[str]) -> str:
    """Return what is said to a call that cannot be executed."""
    call = f"{name}({', '.join(arguments)}) cannot be executed."
    if name == "intersection":
        return f"{call} The two variables are not of the same type. You may further explore them by call get_relations"
    return f"{call} You may make a mistake and need to fix it."


class CallGrammar:
    """``tool(arguments)`` and ``Final Answer: #n``.

    Args:
        names: names of the question's entities; they tell where an argument with commas or brackets ends.
    """

    def __init__(self, names: Names) -> None:
        self.names = names

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
                return self._call(tool, text[match.end() : match.end() + _LONGEST])
        raise ParseError("unknown_action", NOT_EXECUTED)

    def render(self, action: Action) -> str:
        """Write a call or an answer."""
        if action.name == ANSWER:
            return f"Final Answer: {action.arguments['variable']}"
        return f"{action.name}({', '.join(str(v) for v in action.arguments.values())})"

    def describe(self) -> str:
        """Say how an action is written."""
        return "An action is one call such as get_relations(#0), or the answer: Final Answer: #0"

    def _call(self, tool: Tool, rest: str) -> Action:
        keys = tool.required
        readings = [r for end in _ends(rest) if (r := _split(rest[:end], len(keys))) is not None]
        if not readings:
            closed = rest.find(")")
            if closed <= 0:
                raise ParseError(
                    "bad_arguments",
                    f"I may make a syntax error when calling {tool.name} (e.g., unmatched parenthesis). "
                    "I need to fix it and reuse the tool",
                )
            raise ParseError("bad_arguments", refusal(tool.name, [rest[:closed].strip()]))
        names = self.names()
        known = (r for r in readings if r[0] in names or _KNOWN.fullmatch(r[0]))
        values = next(known, readings[0])
        action = Action(name=tool.name, arguments=dict(zip(keys, values, strict=True)))
        return msgspec.structs.replace(action, text=self.render(action))


def _ends(rest: str) -> list[int]:
    """Return where the arguments may end: the balanced bracket first, then every other one."""
    depth, ends, balanced = 1, [], None
    for position, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if character == ")":
            ends.append(position)
            if depth == 0 and balanced is None:
                balanced = position
    return ends if balanced is None else [balanced, *(e for e in ends if e != balanced)]


def _split(inside: str, count: int) -> list[str] | None:
    """Cut arguments at the last commas: variables, relations and attributes have none, names may."""
    parts = [p.strip() for p in inside.rsplit(",", count - 1)]
    return parts if len(parts) == count and all(parts) else None


class ThoughtCallFormat(ActionFormat):
    """``Thought: …``, then ``Action: tool(arguments)`` or ``Final Answer: #n``."""

    name = "react"

    def __init__(self, grammar: CallGrammar) -> None:
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read the answer, else the first line that begins with ``Action``.

        Raises:
            ParseError: there is neither, the line calls no tool, or the call is not closed.
        """
        text = cut(text)
        found = _ANSWER.search(text)
        if found is not None:
            return self._thought(self.grammar.parse(found[0]), text[: found.start()])
        before = 0
        for line in text.splitlines(keepends=True):
            call = _LINE.match(line)
            if call is not None:
                return self._thought(self.grammar.parse(line), text[:before])
            before += len(line)
        raise ParseError("no_action", NO_ACTION)

    def render(self, action: Action) -> str:
        """Write thought and action, or thought and answer."""
        written = self.grammar.render(action)
        if action.name != ANSWER:
            written = f"Action: {written}"
        return f"Thought: {action.thought}\n{written}" if action.thought else written

    def instructions(self) -> str:
        """Show the form of an answer."""
        return (
            'Write "Thought: ..." and on the next line "Action: tool(arguments)", one call a turn. '
            'Write "Final Answer: #n" instead of the action when you are done.'
        )

    def remembered(self, text: str) -> str:
        """Cut an invented observation, as it is cut before the message is read."""
        return cut(text)

    @staticmethod
    def _thought(action: Action, before: str) -> Action:
        said, label, thought = before.partition(_THOUGHT)
        thought = said.rstrip() + thought.lstrip() if label else said
        return msgspec.structs.replace(action, thought=thought.strip())


class AnswerToolsFormat(ToolsFormat):
    """Function calling; the answer is plain text, as in AgentBench."""

    def parse(self, text: str) -> Action:
        """Read the first tool call, or ``Final Answer: #n`` in a message without calls.

        Raises:
            ParseError: there is neither, or the call does not fit.
        """
        try:
            return super().parse(text)
        except ParseError as error:
            if error.kind == "no_action" and _ANSWER.search(text):
                return self.grammar.parse(text)
            raise

    def render(self, action: Action) -> str:
        """Write a tool call, or the answer as the content of a message without calls."""
        if action.name == ANSWER:
            written = self.grammar.render(action)
            return encode_tool_calls(f"{action.thought}\n{written}" if action.thought else written, [])
        return super().render(action)

    def instructions(self) -> str:
        """Say how the answer is given; the calls travel with the request."""
        return 'When you are done, write "Final Answer: #n" without calling a tool.'
