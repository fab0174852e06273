"""Every format and grammar of the framework and its environments, by name."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.actions import Action, Tool
from agentgym.environments.alfworld import protocol as alfworld
from agentgym.environments.database import protocol as database
from agentgym.environments.knowledge_graph import protocol as knowledge_graph
from agentgym.environments.mind2web import protocol as mind2web
from agentgym.environments.operating_system import protocol as operating_system
from agentgym.environments.webshop import protocol as webshop
from agentgym.formats import ActionFormat, LabelFormat, NativeFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar, CommandGrammar, Grammar

COMMAND = Tool(name="act", description="", parameters={"command": {"type": "string"}})
TOOLS = (
    Tool(name="search", description="Search.", parameters={"query": {"type": "string"}}),
    Tool(
        name="add",
        description="Add.",
        parameters={"a": {"type": "integer"}, "b": {"type": "integer"}},
        optional=("b",),
    ),
    Tool(name="open", description="Open.", parameters={"anything": {"type": ["array", "object"]}}),
    Tool(name="stop", description="Stop."),
)
NAMES = ("Paris (Texas)", "Foo, Bar", "a,b)c", "m.0abc", "X", "Rock (music), part 2", ")", ",", "a b")
"""Names of a question about a graph, such as make the end of an argument hard to find."""

_calls = knowledge_graph.CallGrammar(lambda: NAMES)
LABELS: dict[str, LabelFormat] = {
    "core": LabelFormat(CommandGrammar(COMMAND)),
    "alfworld agentbench": alfworld.label_format(alfworld.make_grammar(), alfworld.PROFILES["agentbench"]),
    "alfworld paper": alfworld.label_format(alfworld.make_grammar(), alfworld.PROFILES["paper"]),
    "database": database.OperationFormat(),
    "knowledge_graph": knowledge_graph.ThoughtCallFormat(_calls),
    "mind2web": mind2web.ChoiceFormat(),
    "operating_system": operating_system.ThinkActFormat(),
    "webshop agentbench": webshop.ThoughtActionFormat(webshop.ShopGrammar(), newline_required=False),
    "webshop paper": webshop.ThoughtActionFormat(webshop.ShopGrammar(), newline_required=True),
}
FORMATS: dict[str, ActionFormat] = {
    **LABELS,
    "core, calls": LabelFormat(BracketGrammar(TOOLS)),
    "tools": ToolsFormat(TOOLS, BracketGrammar(TOOLS)),
    "tools, answer as text": knowledge_graph.AnswerToolsFormat(knowledge_graph.TOOLS, _calls),
    "tools, forgiving": mind2web.ForgivingFormat(ToolsFormat((mind2web.ACT,), mind2web.ChoiceGrammar())),
}
GRAMMARS: dict[str, Grammar] = {
    "commands": CommandGrammar(COMMAND),
    "brackets": BracketGrammar(TOOLS),
    "knowledge_graph": _calls,
    "mind2web choice": mind2web.ChoiceGrammar(),
    "mind2web element": mind2web.ElementGrammar(),
    "webshop": webshop.ShopGrammar(),
}
PARSERS: dict[str, Callable[[str], Action]] = {
    **{f"format {name}": parser.parse for name, parser in FORMATS.items()},
    **{
        f"native {name}": parser.parse
        for name, parser in {n: NativeFormat(g) for n, g in GRAMMARS.items()}.items()
    },
}
