"""The protocols of ALFWorld: profiles, and how an answer is read under each.

``paper`` is AgentTuning's (AgentBench before v0.1): admissible commands are not shown, an answer without
``ACTION:`` is taken whole. ``agentbench`` is v0.2: they are appended to the newest observation, and an answer
without ``ACTION:`` is an invalid action. ``fc`` is the function calling of its main branch. Mixing the first two moves
AgentLM-7B from 84 % to 10 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.alfworld.texts import AlfworldTexts
from agentgym.formats import LabelFormat, ToolsFormat
from agentgym.formats.grammars import CommandGrammar, Grammar
from agentgym.formats.model_json import read_json
from agentgym.formats.tools import function_of, read_calls
from agentgym.profile import Profile
from agentgym.status import Status

TOOL = Tool(
    name="act",
    description="Carry out one command of the household.",
    parameters={"command": {"type": "string", "description": "for example: go to desk 1"}},
)


class AlfworldProfile(Profile, frozen=True, kw_only=True):
    """A profile of ALFWorld.

    Attributes:
        show_admissible: append the admissible commands to the newest observation.
        label_required: an answer without ``ACTION:`` does not parse; otherwise all of it is the command.
        verb: wording of embedded games, ``put`` or ``move``.
        keep_admissible: they stay in the older observations.
        exact_label: labels are read as they are written, in capitals.
        empty_command: an empty answer is a command, which does nothing; otherwise it does not parse.
        first_argument: of a tool call only its first argument counts, whatever tool and argument are called.
        strip_banner: cut TextWorld's first paragraph and the arrival at a numbered location.
    """

    show_admissible: bool = False
    keep_admissible: bool = False
    exact_label: bool = True
    empty_command: bool = False
    first_argument: bool = False
    label_required: bool = True
    verb: str = "put"
    strip_banner: bool = True


_LENIENCY = (
    "The BLEU fallback (above 0.01) makes nearly any text the closest command on offer, as upstream: a "
    "demonstration copied into another room can solve a task."
)
_LENIENCY_ALFWORLD = "None: every command has to be one of the game's."
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        AlfworldProfile(
            name="paper",
            description="AgentTuning's evaluation: commands hidden, BLEU fallback, 35 steps",
            leniency=_LENIENCY,
            max_steps=35,
            repetition=3,
            bleu_threshold=0.01,
            label_required=False,
            empty_command=True,
        ),
        AlfworldProfile(
            name="agentbench",
            description="AgentBench v0.2: commands shown with the newest observation, 35 steps",
            leniency=_LENIENCY,
            max_steps=35,
            repetition=3,
            bleu_threshold=0.01,
            show_admissible=True,
            on_parse_error="end",
            parse_error_status=Status.INVALID_ACTION,
        ),
        AlfworldProfile(
            name="fc",
            description="AgentBench's function calling: commands shown with every observation, 20 steps",
            leniency=_LENIENCY,
            max_steps=20,
            shots=0,
            repetition=3,
            bleu_threshold=0.01,
            show_admissible=True,
            keep_admissible=True,
            first_argument=True,
            empty_command=True,
            action_format="tools",
        ),
        AlfworldProfile(
            name="alfworld",
            description="ALFWorld's own: TextWorld's texts unchanged, no demonstration, no fallback, 50 steps",
            leniency=_LENIENCY_ALFWORLD,
            max_steps=50,
            shots=0,
            label_required=False,
            exact_label=False,
            verb="move",
            strip_banner=False,
        ),
    )
}

_COMMANDS = """\
go to RECEPTACLE
open RECEPTACLE
close RECEPTACLE
take OBJECT from RECEPTACLE
{put}
use OBJECT
clean OBJECT with RECEPTACLE
heat OBJECT with RECEPTACLE
cool OBJECT with RECEPTACLE
slice OBJECT with OBJECT
examine OBJECT or RECEPTACLE
inventory
look"""

_INSTRUCTION = """\
You are in a house and have a household task to do. After each of your turns you are told what you see; answer \
every time with one command.

The commands are:
{commands}

Objects and receptacles have a name and a number, such as "mug 2" or "cabinet 1". You can carry one object at a \
time, and only reach what is where you stand. A closed receptacle has to be opened before you see or use what is \
in it. If nothing happens, the command was not possible: try another one."""

_ARRIVAL = re.compile(r"^You arrive at loc \d+\. ")


def label_format(grammar: Grammar, profile: AlfworldProfile) -> LabelFormat:
    """Return ``THOUGHT: …`` and ``ACTION: …``: the first line of the action counts, lower-cased."""
    patterns = ("THOUGHT:", "ACTION:") if profile.exact_label else ("(?i:THOUGHT:)", "(?i:ACTION:)")
    return LabelFormat(
        grammar,
        thought="THOUGHT",
        action="ACTION",
        patterns=patterns,
        label_required=profile.label_required,
        first_line=True,
        lower=True,
        instructions=(
            'Answer with "THOUGHT: what you think" on one line and "ACTION: the command" on the next, or with the '
            '"ACTION:" line alone when there is nothing to think about.'
        ),
    )


@lru_cache(8)
def instruction(placing: str) -> str:
    """Return the task description; ``placing`` is the form of the command that places an object."""
    return _INSTRUCTION.format(commands=_COMMANDS.format(put=placing))


class HouseholdGrammar(CommandGrammar):
    """The command itself.

    Args:
        empty: an empty text is a command as well; the game knows none, and nothing happens.
    """

    def __init__(self, *, empty: bool) -> None:
        super().__init__(TOOL, description="Write one command, such as: go to desk 1")
        self.empty = empty

    def parse(self, text: str) -> Action:
        """Read one command.

        Raises:
            ParseError: the text is empty, and that is no command.
        """
        if self.empty and not text.strip():
            return Action(name=TOOL.name, arguments={self.argument: ""}, text="")
        return super().parse(text)


def make_grammar(*, empty: bool = False) -> HouseholdGrammar:
    """Return the native grammar."""
    return HouseholdGrammar(empty=empty)


class FirstArgumentFormat(ToolsFormat):
    """Function calling as AgentBench reads it: the first argument of the first call is the command.

    Args:
        tools: the one tool.
        grammar: the grammar of commands.
        texts: what is said to a message without a call, and to a call that cannot be read.
    """

    def __init__(self, tools: Sequence[Tool], grammar: Grammar, texts: AlfworldTexts) -> None:
        super().__init__(tools, grammar)
        self.texts = texts
        self._text = label_format(grammar, AlfworldProfile(name="", label_required=False))

    def parse(self, text: str) -> Action:
        """Read the first call.

        Raises:
            ParseError: there is no call, or no argument that can be read.
        """
        calls, content = read_calls(text)
        if not calls:
            raise ParseError("no_action", self.texts.no_call)
        given = function_of(calls[0]).get("arguments")
        try:
            arguments = read_json(given) if isinstance(given, str) else given
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict) or not arguments:
            raise ParseError("bad_arguments", self.texts.bad_call)
        command = self._text.parse(str(next(iter(arguments.values()))))
        return msgspec.structs.replace(command, thought=content, calls=len(calls))


def tidy(observation: str) -> str:
    """Cut the arrival at a numbered location, which tells a model nothing."""
    return _ARRIVAL.sub("", observation)


def first_observation(intro: str) -> str:
    """Cut TextWorld's banner: the first paragraph of the first observation."""
    return "\n".join(intro.split("\n\n")[1:])
