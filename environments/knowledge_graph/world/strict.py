"""A line of calls as the original carries it out, with its peculiarities.

The calls of a line are tried in turn until one succeeds. Arguments go up to the first closing bracket, blanks around
the whole stay. A call without brackets, or of a tool that there is not, is refused with the arguments of the call
before it.
"""

from __future__ import annotations

import re

from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.toolkit import ToolError, Toolkit
from agentgym.prompts import fill

NAME = re.compile(r"(\w+)\(")
_ENTITY = re.compile(r"[mf]\.\w+")
_COMMA = re.compile(r"\s*,\s*")


class StrictCaller:
    """Carries out the lines of one episode.

    Args:
        toolkit: the tools.
        takes: how many arguments each takes, by name.
        texts: what is said to a call that fails.
    """

    def __init__(self, toolkit: Toolkit, takes: dict[str, int], texts: KGTexts) -> None:
        self.toolkit = toolkit
        self.takes = takes
        self.texts = texts
        self._before: list[str] | None = None

    def __call__(self, line: str) -> str:
        """Carry a line out; return the observation.

        Raises:
            ToolError: no call succeeds; its text is the observation.
            EnvironmentFailure: the graph cannot be reached.
        """
        refused = self.texts.not_executed
        for name in NAME.findall(line):
            try:
                return self._call(name, line)
            except ToolError:
                if self._before is None:
                    refused = fill(self.texts.syntax, name=name)
                else:
                    refused = self.texts.refusal(name, self._before)
        raise ToolError(refused)

    def _call(self, name: str, line: str) -> str:
        if name not in self.takes:
            raise ToolError(f"there is no tool {name}")
        opened = line.find(f"{name}(") + len(name) + 1
        closed = line.find(")", opened + 1)
        if closed < 0:
            raise ToolError("the call is not closed")
        arguments = self._before = _COMMA.split(line[opened:closed])
        if len(arguments) != self.takes[name]:
            raise ToolError(f"{name} takes {self.takes[name]} arguments")
        first, *others = arguments
        return self.toolkit.call(name, self._source(first), *map(self._variable, others))

    def _variable(self, argument: str) -> str:
        """Return a variable in the form that the tools take, anything else as it is."""
        bare = argument.replace("variable ", "").replace("Variable ", "")
        return bare if bare.startswith("#") else argument

    def _source(self, argument: str) -> str:
        """Return a variable or an entity in the form that the tools take."""
        bare = argument.replace("variable ", "").replace("Variable ", "")
        if bare.startswith("#") or bare in self.toolkit.entities:
            return bare
        if _ENTITY.fullmatch(argument) is None:
            raise ToolError(f"{argument!r} is no variable and no entity of the question")
        return argument
