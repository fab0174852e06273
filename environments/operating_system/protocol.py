"""The protocols of the operating system: profiles, tools, and how an answer is read and shown."""

from __future__ import annotations

import re

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.operating_system.texts import OSTexts
from agentgym.formats import LabelFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar
from agentgym.formats.labels import blocks
from agentgym.formats.model_json import complaint
from agentgym.formats.tools import function_of, read_calls
from agentgym.profile import Profile
from agentgym.prompts import fill
from agentgym.status import Status

BASH = Tool(
    name="bash_action",
    description="Run bash code on the machine. The shell keeps its folder, variables and jobs between calls.",
    parameters={"script": {"type": "string", "description": "the code; it must not wait for input"}},
)
FINISH = Tool(
    name="finish_action",
    description="Say that the task is done, where it asks for no answer.",
    parameters={"thought": {"type": "string", "description": "why it is done"}},
    optional=("thought",),
)
ANSWER = Tool(
    name="answer_action",
    description="Answer the question of the task; only the answer itself is compared.",
    parameters={"answer": {"type": "string", "description": "the answer and nothing else"}},
)
TOOLS = (BASH, FINISH, ANSWER)


class OSProfile(Profile, frozen=True, kw_only=True):
    """A profile of the operating system.

    Attributes:
        longest: characters of output that are shown whole.
        kept: characters that are shown of a longer one.
        terminal: show the output as the terminal of AgentInstruct's trajectories does: carriage returns, and the
            prompt with its escape sequences at the end.
        carriage: show the terminal's carriage returns, without prompt and escape sequences, which AgentBench v0.2 cuts.
        paste: the terminal marks what is typed (bracketed paste), as newer images of Ubuntu have it.
        seconds: time limit of one command.
    """

    longest: int = 800
    kept: int = 780
    terminal: bool = False
    carriage: bool = False
    paste: bool = False
    seconds: float = 30.0


_LENIENCY = (
    "A check looks at the state of the machine, not at how it came about; AgentBench's own items may "
    "match a pattern anywhere in the answer."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        OSProfile(
            name="paper",
            description="AgentTuning's evaluation: Think / Act, 8 rounds, output cut at 800, one demonstration",
            leniency=_LENIENCY,
            max_steps=8,
            on_parse_error="end",
            parse_error_status=Status.INVALID_ACTION,
        ),
        OSProfile(
            name="terminal",
            description="as paper, with the raw terminal (prompt, escapes) of AgentInstruct's trajectories",
            leniency=_LENIENCY,
            max_steps=8,
            on_parse_error="end",
            parse_error_status=Status.INVALID_ACTION,
            terminal=True,
        ),
        OSProfile(
            name="agentbench",
            description="AgentBench v0.2: as paper, with the terminal's carriage returns",
            leniency=_LENIENCY,
            max_steps=8,
            on_parse_error="end",
            parse_error_status=Status.INVALID_ACTION,
            carriage=True,
        ),
        OSProfile(
            name="fc",
            description="AgentBench's function calling: three tools, 8 rounds, no demonstration",
            leniency=_LENIENCY,
            max_steps=8,
            shots=0,
            carriage=True,
            action_format="tools",
        ),
    )
}

INSTRUCTION = """\
You work on a Linux machine, in a bash shell, as root. You are given a task: either something to do on the machine or \
a question about it.

In each turn, think first, then do exactly one of three things: "bash" runs code in the shell and shows you its \
output; "finish" says that what was asked for is done; "answer" answers the question and ends the task. The code must \
not wait for input. Output that is too long is cut, so count and filter in the shell rather than by eye."""

FORM = """\
Write your turn in one of these three forms:

Think: your thought

Act: bash

```bash
the code
```

or

Think: your thought

Act: finish

or

Think: your thought

Act: answer(the answer)"""

_ACT = re.compile(r"Act:\s*(.+)")
_THINK = re.compile(r"Think:\s*(.+)")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


class ThinkActFormat(LabelFormat):
    """``Think:`` and ``Act:``, the code in a block, as AgentBench reads it (v0.2, OS task).

    The acts of a message are tried from the last to the first; an ``answer`` without its parentheses is passed
    over. For ``bash`` all code blocks of the message are joined by a blank line.
    """

    def __init__(self) -> None:
        super().__init__(
            BracketGrammar(TOOLS),
            layout=("Think: {}\n\n", "{}"),
            instructions=FORM,
            missing=f"There is no act in the answer. {FORM}",
        )

    def read(self, text: str) -> tuple[Action, int]:
        """Read the last act.

        Raises:
            ParseError: no act in it is bash, finish or an answer in parentheses.
        """
        for act in reversed(_ACT.findall(text)):
            word = act.lower()
            if word.startswith("bash"):
                return _action(BASH, "\n\n".join(blocks(text, "bash"))), 0
            if word.startswith("finish"):
                return _action(FINISH, self.thought(text, 0)), 0
            if word.startswith("answer"):
                content = act[len("answer") :].strip()
                opening, closing = content.find("("), content.rfind(")")
                if opening != -1 and closing != -1:
                    return _action(ANSWER, content[opening + 1 : closing]), 0
        raise self.missing()

    def thought(self, text: str, begin: int) -> str:
        """Return the lines behind all ``Think:``, wherever they stand."""
        return "\n".join(_THINK.findall(text))

    def write(self, action: Action) -> str:
        """Write an act.

        An answer ends with its line in this form. Line breaks in it are written as carriage returns, which
        AgentBench's comparisons take for line breaks.
        """
        if action.name == BASH.name:
            return f"Act: bash\n\n```bash\n{action['script']}\n```"
        if action.name == FINISH.name:
            return "Act: finish"
        answer = str(action["answer"]).replace("\n", "\r")
        return f"Act: answer({answer})"


def _action(tool: Tool, value: str) -> Action:
    return Action(name=tool.name, arguments={next(iter(tool.parameters)): value})


def shown(output: str, profile: OSProfile, texts: OSTexts, prompt: str = "") -> str:
    """Return what the agent is told of a command's output.

    Args:
        output: as the command wrote it.
        profile: says how much is kept, and whether escape sequences are.
        texts: what is said around it.
        prompt: what the terminal shows after it (``terminal`` only).
    """
    if profile.terminal:
        text = _typed(output, prompt, profile)
    elif profile.carriage:
        text = _cleaned(_typed(output, _PROMPT, profile))
    else:
        text = _ESCAPES.sub("", output)
    if not text:
        return texts.empty
    if len(text) > profile.longest:
        text = text[: profile.kept] + texts.cut
    return fill(texts.output, output=text)


_PROMPT = "\x1b]0;root@localhost: /\x07root@localhost:/# "
"""Stands for any prompt where it is cut again."""
_CLEANED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\x1b.+@.+[#|$] ",
        r"\x1b\[[0-9;]*m",
        r"\x1b\][0-9]*;[^\x07]*\x07",
        r"\x1b\[\?2004[hl]",
        r"\x07",
    )
)
"""What AgentBench v0.2 cuts from its terminal, in this order."""


def _typed(output: str, prompt: str, profile: OSProfile) -> str:
    """Return what the terminal sends after the echo of a command."""
    text = output.replace("\n", "\r\n")
    return f"\x1b[?2004l\r{text}\x1b[?2004h{prompt}" if profile.paste else f"{text}{prompt}"


def _cleaned(text: str) -> str:
    for pattern in _CLEANED:
        text = pattern.sub("", text)
    return text


class FunctionFormat(ToolsFormat):
    """Function calling in the words of the environment's texts."""

    def __init__(self, texts: OSTexts) -> None:
        super().__init__(TOOLS, BracketGrammar(TOOLS))
        self.texts = texts

    def parse(self, text: str) -> Action:
        """Read the first tool call.

        Raises:
            ParseError: there is none, or none that can be carried out.
        """
        try:
            return super().parse(text)
        except ParseError as error:
            hint = self.texts.no_call if error.kind == "no_action" else self.texts.unknown_tool
            if error.kind == "bad_json":
                calls, _ = read_calls(text)
                said = complaint(str(function_of(calls[0]).get("arguments")))
                hint = fill(self.texts.bad_call, error=said or error.hint)
            raise ParseError(error.kind, hint) from None


def prompt(host: str, folder: str) -> str:
    """Return the prompt of the terminal, with the window title that Ubuntu's root shell sets before it."""
    short = "~" + folder.removeprefix("/root") if folder == "/root" or folder.startswith("/root/") else folder
    return f"\x1b]0;root@{host}: {short}\x07root@{host}:{short}# "
