"""The protocols of ReWOO: profiles, prompts, the tools of a plan, and how an answer is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.rewoo.world.plans import NO_EVIDENCE, read_tolerantly
from agentgym.formats import ActionFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar
from agentgym.profile import Profile

PLAN = Tool(
    name="plan",
    description="Hand in the whole plan, when you are asked for a plan.",
    parameters={
        "steps": {
            "type": "array",
            "description": "the steps in order; the evidence of step n is #En in the inputs of later steps",
            "items": {
                "type": "object",
                "properties": {
                    "plan": {"type": "string", "description": "what the step is for"},
                    "tool": {"type": "string", "description": "name of the tool"},
                    "input": {"type": "string", "description": "its input"},
                },
                "required": ["plan", "tool", "input"],
            },
        }
    },
)
ANSWER = Tool(
    name="answer",
    description="Answer, when you are asked anything else than a plan.",
    parameters={"text": {"type": "string", "description": "the answer and nothing else"}},
)
TOOLS = (PLAN, ANSWER)
REPLY = "reply"
"""The one action: a text, which is a plan, a worker's answer or the solution."""


class ReWOOProfile(Profile, frozen=True, kw_only=True):
    """A profile of ReWOO.

    Attributes:
        strict: plans are read as the original does, its failures included, and calculations are translated by a model.
        tries: how often a question begins anew after a plan on which the original stops.
        evidence: characters of evidence that are kept.
    """

    strict: bool = False
    tries: int = 1
    evidence: int = 2_000


_LENIENCY = (
    "Answers are compared without a judge: a text counts where it stands in a longer answer, a sentence by half of its "
    "words, yes and no by the first word. One question in seven is answered by yes or no, one in seven by plausible or "
    "implausible."
)

PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        ReWOOProfile(
            name="tolerant",
            description="plans are read with tolerance, tools answer even where they fail; 12 calls of the model",
            max_steps=12,
            shots=0,
            leniency=_LENIENCY,
            action_format="native",
        ),
        ReWOOProfile(
            name="paper",
            description="AgentTuning's evaluation: the original's reading, three tries, translated calculations",
            max_steps=36,
            shots=0,
            leniency=_LENIENCY,
            action_format="native",
            strict=True,
            tries=3,
            evidence=20_000,
        ),
    )
}


class ReplyFormat(ActionFormat):
    """The whole message is the reply; line breaks at its ends do not count.

    Args:
        planning: whether a plan is asked for now.
        tools: returns the names of the tools that may be planned with.
    """

    name = "native"

    def __init__(self, planning: Callable[[], bool], tools: Callable[[], tuple[str, ...]]) -> None:
        self.planning = planning
        self.tools = tools

    def parse(self, text: str) -> Action:
        """Read the message; never an error. The action's text tells a plan as it is understood."""
        return self.reply(text.strip("\n"))

    def render(self, action: Action) -> str:
        """Write the reply."""
        return str(action["text"])

    def describe(self) -> str:
        """Say how a reply is written."""
        return "The whole message is the reply."

    def reply(self, text: str) -> Action:
        """Return a reply as an action."""
        shown = read_tolerantly(text, self.tools()).written() if self.planning() else text
        return Action(name=REPLY, arguments={"text": text}, text=shown or text or "(nothing)")


class ReplyToolsFormat(ToolsFormat):
    """Function calling: a plan as ``plan(steps=[…])``, everything else as ``answer(text=…)``."""

    def __init__(self, replies: ReplyFormat) -> None:
        super().__init__(TOOLS, BracketGrammar(TOOLS))
        self.replies = replies

    def parse(self, text: str) -> Action:
        """Read the first tool call.

        Raises:
            ParseError: there is none, or its arguments do not fit.
        """
        called = super().parse(text)
        said = str(called["text"]) if called.name == ANSWER.name else _plan_text(called["steps"])
        return msgspec.structs.replace(self.replies.reply(said), calls=called.calls, thought=called.thought)

    def render(self, action: Action) -> str:
        """Write a tool call."""
        text = str(action["text"])
        if not self.replies.planning():
            return super().render(Action(name=ANSWER.name, arguments={"text": text}))
        return super().render(Action(name=PLAN.name, arguments={"steps": _steps(text, self.replies.tools())}))


def _plan_text(steps: Any) -> str:
    lines: list[str] = []
    for number, step in enumerate(steps, start=1):
        if not isinstance(step, dict) or not all(
            isinstance(step.get(k), str) for k in ("plan", "tool", "input")
        ):
            raise ParseError(
                "bad_arguments", "Every step of a plan is an object with texts plan, tool and input."
            )
        line, given = (" ".join(step[k].split()) for k in ("plan", "input"))
        lines += [f"Plan: {line}", f"#E{number} = {step['tool']}[{given}]"]
    return "\n".join(lines)


def _steps(text: str, tools: tuple[str, ...]) -> list[dict[str, str]]:
    plan = read_tolerantly(text, tools)
    said = {c.plan: c for c in plan.calls}
    return [
        {
            "plan": line.removeprefix("Plan: "),
            "tool": said[i].tool if i in said else NO_EVIDENCE,
            "input": said[i].input if i in said else "",
        }
        for i, line in enumerate(plan.plans)
    ]
