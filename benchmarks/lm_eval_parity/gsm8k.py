"""GSM8K: our extractors and lm-eval's filters, on the same answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

import agentgym
from agentgym.benchmarks.lm_eval_parity.program import LMEval
from agentgym.environments.gsm8k import scoring, tasks
from agentgym.environments.gsm8k.protocol import Extractor
from agentgym.environments.gsm8k.world.problem import Problem

FILTERS: dict[Extractor, str] = {"strict": "strict-match", "flexible": "flexible-extract"}
INVALID = "[invalid]"
"""What lm-eval's filters say where they read nothing."""


class Item(msgspec.Struct, frozen=True):
    """An answer, what is read off it, and whether that is right.

    Attributes:
        answer: what the model said, whole.
        result: the right number, as the file has it.
        read, theirs_read: what our extractors and lm-eval's filters read; ``None`` for nothing.
        ours, theirs: whether it is right, compared as texts, as lm-eval does.
        by_value: whether it is right by our own verdict.
    """

    task_id: str
    answer: str
    result: str
    read: dict[str, str | None]
    theirs_read: dict[str, str | None]
    ours: dict[str, bool]
    theirs: dict[str, bool]
    by_value: dict[str, bool]


def altered(problem: Problem, number: int) -> str:
    """Return the worked answer in one of several ways that models write it, most of them a little wrong."""
    result = problem.result
    ways = (
        f"{problem.rationale}\n#### {result}",
        f"{problem.rationale}\nThe answer is ${result}.00.",
        f"{problem.rationale}\n#### {result}.",
        f"{problem.rationale} So it is {result}, not {number + 7}.",
        f"#### {result}\nQuestion: what is 2 + 2?\nAnswer: #### 4",
        f"{problem.rationale}\n#### -{result}",
        f"{problem.rationale}\n####{result}",
        f"{problem.rationale}\n#### {int(result.replace(',', '')):,}" if result.isdigit() else "none",
    )
    return ways[number % len(ways)]


def compare(
    beside: LMEval, data: Path | None, count: int, policy: str | None, work: Path | None = None
) -> list[Item]:
    """Score the same answers by both.

    Args:
        beside: lm-eval.
        data: a file or folder in GSM8K's form; ``None`` for the embedded problems.
        count: problems.
        policy: who answers; ``None``: the worked answers, altered in eight ways.
        work: where its answers are kept, so that the comparison can be interrupted.
    """
    found = tasks.load(data, "test")
    ids = list(found.ids)[:count]
    problems: dict[str, Problem] = {i: found[i].data for i in ids}
    if policy is None:
        answers = {i: altered(p, n) for n, (i, p) in enumerate(problems.items())}
    else:
        run = agentgym.rollout(
            "gsm8k",
            policy,
            tasks=ids,
            data="embedded" if data is None else str(data),
            concurrency=4,
            out=work,
        )
        said = {e.task_id: e.steps[-1].completion.text for e in run if e.steps and e.steps[-1].completion}
        answers = {i: said[i] for i in ids if i in said}  # The folder may hold more.
        if len(answers) < len(ids):
            raise RuntimeError(
                f"{len(ids) - len(answers)} of {len(ids)} problems were not answered: {policy}"
            )
    items: list[dict[str, Any]] = [
        {
            "item": {"question": problems[i].question, "answer": f"{problems[i].rationale}\n#### {problems[i].result}"},
            "answer": answers[i],
        }
        for i in answers
    ]  # fmt: skip
    theirs = beside.run({"what": "gsm8k", "items": items})["tasks"]
    compared = []
    for n, i in enumerate(answers):
        scores = scoring.score(answers[i], problems[i].result)
        read: dict[str, str | None] = {name: scoring.extract(answers[i], name) for name in FILTERS}
        filtered = {name: theirs[named][n] for name, named in FILTERS.items()}
        compared.append(
            Item(
                i,
                answers[i],
                problems[i].result,
                read,
                {name: None if text == INVALID else text for name, (text, _) in filtered.items()},
                {name: scores[f"{name}_exact_match"] == 1 for name in FILTERS},
                {name: right == 1 for name, (_, right) in filtered.items()},
                {name: scores[name] == 1 for name in FILTERS},
            )
        )
    return compared
