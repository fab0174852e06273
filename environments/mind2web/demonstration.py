"""The three solved examples of the opening: steps of the embedded training tasks, with thoughts written by us."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from agentgym.actions import Action
from agentgym.environments.mind2web.official.files import entries_of, read_task
from agentgym.environments.mind2web.protocol import ACT, NONE, Mode, name_of
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world import prompt
from agentgym.environments.mind2web.world.candidates import markup_of, ranking
from agentgym.environments.mind2web.world.sample import Sample, samples_of

_SHOWN = 5


class _Example(NamedTuple):
    """A step that is shown.

    Attributes:
        website, task, position: the step.
        hit: whether the target is among the choices.
        passed_over: candidates left out from the best on, so that the right choice is not always the same letter.
        thought: what is thought before the answer.
    """

    website: str
    task: str
    position: int
    hit: bool
    passed_over: int
    thought: str


_EXAMPLES = (
    _Example(
        "nightfall",
        "Find the cheapest stay in Veldhaven for 3 nights.",
        1,
        True,
        5,
        "The town is typed already. The stay is to last 3 nights, and there is a list for the number of nights: I "
        "select 3 nights there before searching.",
    ),
    _Example(
        "orpheum",
        "Send a gift voucher of $40 to Jonas.",
        2,
        False,
        0,
        "The value of the voucher is set. The next thing to do is to type for whom it is, and the field for that is "
        "not among these elements.",
    ),
    _Example(
        "copperbeech",
        "Sign up for the evening about repairing books.",
        1,
        True,
        0,
        "The events are listed. The evening about repairing books is the one on Tuesday, so I click the button to sign "
        "up that stands in its row.",
    ),
)


@cache
def demonstrations(mode: Mode) -> tuple[tuple[str, Action], ...]:
    """Return (observation, action) pairs in the form of a view.

    The element mode has no "none of these": its examples are those that have the target among the candidates.
    """
    return tuple(_shown(example, mode) for example in _EXAMPLES if example.hit or mode == "multichoice")


def _shown(example: _Example, mode: Mode) -> tuple[str, Action]:
    sample = _sample(example)
    markup = markup_of(sample.action.cleaned_html)
    node_of = markup.page.node_of
    positives = {c.backend_node_id for c in sample.action.pos_candidates}
    target = next(c.backend_node_id for c in sample.action.pos_candidates if c.is_original_target)
    others = [identity for identity in ranking(sample) if identity not in positives]
    shown = [*([target] if example.hit else []), *others[example.passed_over :]][:_SHOWN]
    rendered = prompt.render(markup, [node_of[identity] for identity in shown])
    write = prompt.open_question if mode == "element" else prompt.question
    element = name_of(mode, rendered.nodes.index(node_of[target])) if example.hit else NONE
    return write(Mind2WebTexts(), rendered, sample.task, sample.previous), _action(example, sample, element)


def _sample(example: _Example) -> Sample:
    for path, entry in entries_of(EMBEDDED, "train"):
        if path.name.startswith(example.website):
            record = read_task(path, entry)
            if record.confirmed_task == example.task:
                return samples_of(record)[example.position]
    raise LookupError(f"the embedded training tasks hold no {example.task!r} of {example.website}")


def _action(example: _Example, sample: Sample, element: str) -> Action:
    operation = sample.action.operation
    arguments = {"element": element}
    if element != NONE:
        arguments["operation"] = operation.op
        if operation.op != "CLICK":
            arguments["value"] = operation.value
    return Action(name=ACT.name, arguments=arguments, thought=example.thought)
