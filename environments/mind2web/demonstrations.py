"""The three solved examples of the opening: steps of the embedded training tasks, with thoughts written by us."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from agentgym.actions import Action
from agentgym.environments.mind2web import prompt
from agentgym.environments.mind2web.candidates import page_of, ranking
from agentgym.environments.mind2web.files import EMBEDDED, entries_of, read_task
from agentgym.environments.mind2web.protocol import ACT, NONE
from agentgym.environments.mind2web.records import Sample, samples_of

_SHOWN = 5


class _Example(NamedTuple):
    website: str
    task: str
    position: int
    hit: bool
    passed_over: (
        int  # candidates left out from the best on, so that the right choice is not always the same letter
    )
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


def demonstrations(elements: bool) -> tuple[tuple[str, Action], ...]:
    """Return (observation, action) pairs.

    Args:
        elements: in the form of the element mode; its examples are those that have the target among them.
    """
    return _elements() if elements else _choices()


@cache
def _choices() -> tuple[tuple[str, Action], ...]:
    made = []
    for example in _EXAMPLES:
        sample, rendered, target = _rendered(example)
        text = prompt.question(rendered, sample.task, sample.previous)
        made.append((text, _action(example, sample, chr(66 + target) if example.hit else NONE)))
    return tuple(made)


@cache
def _elements() -> tuple[tuple[str, Action], ...]:
    made = []
    for example in (e for e in _EXAMPLES if e.hit):
        sample, rendered, target = _rendered(example)
        text = prompt.open_question(rendered, sample.task, sample.previous)
        made.append((text, _action(example, sample, str(target))))
    return tuple(made)


def _rendered(example: _Example) -> tuple[Sample, prompt.Rendered, int]:
    sample = _sample(example)
    page = page_of(sample.action.cleaned_html)
    positives = {c.backend_node_id for c in sample.action.pos_candidates}
    target = next(c.backend_node_id for c in sample.action.pos_candidates if c.is_original_target)
    others = [node for node in ranking(sample) if node not in positives]
    shown = [*([target] if example.hit else []), *others[example.passed_over :]][:_SHOWN]
    rendered = prompt.render(page, [page.node_of[node] for node in shown])
    return sample, rendered, rendered.nodes.index(page.node_of[target]) if example.hit else -1


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
