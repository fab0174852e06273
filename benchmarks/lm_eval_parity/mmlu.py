"""MMLU by log-likelihood: ours and lm-eval's, question by question."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import gymnasium
import msgspec

import agentgym
from agentgym import trajectory
from agentgym.benchmarks.lm_eval_parity.program import LMEval
from agentgym.environments.mmlu import protocol, tasks
from agentgym.environments.mmlu.world.question import LETTERS, Question


class Asked(NamedTuple):
    """What our log holds of a question: the prompt as it was sent, and the log-likelihoods of ' A' to ' D'."""

    prompt: str
    log_likelihoods: list[float]


class Item(msgspec.Struct, frozen=True):
    """A question and what both say: the log-likelihoods of ' A' to ' D', and whether the likeliest is right.

    Attributes:
        prompt: SHA-256 of the text that lm-eval sent.
        same_prompt: whether ours is the same text.
    """

    task_id: str
    prompt: str
    same_prompt: bool
    ours: list[float]
    theirs: list[float]
    our_verdict: bool
    their_verdict: bool

    @property
    def apart(self) -> float:
        """Largest difference between two log-likelihoods, in nats."""
        return max(abs(a - b) for a, b in zip(self.ours, self.theirs, strict=True))


def chosen(data: Path | None, count: int, longest: int = 0) -> dict[str, Question]:
    """Return so many test questions, the first of every subject, then the second …

    Args:
        data: a folder in MMLU's layout; ``None`` for the embedded questions.
        count: questions.
        longest: of these, only the ones whose prompt has at most so many characters; 0 for all.
    """
    by_subject: dict[str, list[tuple[str, Question]]] = defaultdict(list)
    found, examples = tasks.questions(data, "test")
    for task_id, question in found.items():
        by_subject[question.subject].append((task_id, question))
    most = max(map(len, by_subject.values()))
    turns = [qs[n] for n in range(most) for qs in by_subject.values() if n < len(qs)]
    return {
        task_id: question
        for task_id, question in turns[:count]
        if not longest or len(protocol.as_text(question, examples[question.subject])) <= longest
    }


def job(questions: dict[str, Question], data: Path | None, model: str) -> dict[str, Any]:
    """Return the job of ``beside.py``: the questions and examples of each subject."""
    examples = tasks.questions(data, "test").examples
    subjects: dict[str, Any] = {}
    for question in questions.values():
        dev = [_record(e) for e in examples[question.subject]]
        subjects.setdefault(question.subject, {"dev": dev, "test": []})["test"].append(_record(question))
    return {"what": "mmlu", "model": model, "subjects": subjects}


def _record(question: Question) -> dict[str, Any]:
    return {"question": question.text, "choices": list(question.choices), "answer": question.answer}


def ours(
    questions: dict[str, Question], data: Path | None, model: str, log: Path | None = None
) -> dict[str, Asked]:
    """Return what our runner records under the profile ``lm-eval``, by task id.

    Args:
        questions: what is asked, by task id.
        data: a folder in MMLU's layout; ``None`` for the embedded questions.
        model: what ``transformers:`` takes.
        log: run folder; what it holds already is not computed again.
    """
    run = agentgym.rollout(
        "mmlu",
        f"transformers:{model}?chat_template=plain&dtype=float32",
        tasks=list(questions),
        profile="lm-eval",
        data="embedded" if data is None else str(data),
        out=log,
    )
    found: dict[str, Asked] = {}
    for episode in run:
        completion = episode.steps[-1].completion
        if completion is None:
            raise RuntimeError(f"{episode.task_id} was not answered: {episode.failure}")
        sent = trajectory.prompt(episode, 0).messages
        found[episode.task_id] = Asked(str(sent[-1]["content"]), completion.extra["continuations"])
    return found


def prompts(beside: LMEval, data: Path | None) -> dict[str, tuple[str, str]]:
    """Return the SHA-256 of our prompt and of lm-eval's, for every test question; no model is asked.

    Args:
        beside: lm-eval.
        data: a folder in MMLU's layout; ``None`` for the embedded questions.
    """
    env = gymnasium.make(
        "AgentTune/MMLU-v0", profile="lm-eval", data="embedded" if data is None else str(data)
    )
    questions = dict(tasks.questions(data, "test").tasks)
    mine = {i: hashed(str(env.reset(options={"task": i})[0])) for i in questions}
    theirs = beside.run(job(questions, data, ""))["tasks"]
    ordered = {subject: iter(records) for subject, records in theirs.items()}
    return {i: (mine[i], next(ordered[q.subject])["prompt"]) for i, q in questions.items()}


def hashed(text: str) -> str:
    """Return a text's SHA-256, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def compare(
    beside: LMEval,
    data: Path | None,
    count: int,
    model: str,
    folder: str,
    work: Path | None = None,
    longest: int = 0,
) -> list[Item]:
    """Ask both about the same questions.

    Args:
        beside: lm-eval.
        data: a folder in MMLU's layout; ``None`` for the embedded questions.
        count, longest: which questions, see :func:`chosen`.
        model: what ``transformers:`` takes.
        folder: the same as a folder, for lm-eval.
        work: where both keep what they have computed, so that the comparison can be interrupted.
    """
    questions = chosen(data, count, longest)
    asked = job(questions, data, folder)
    if work is not None:
        work.mkdir(parents=True, exist_ok=True)
        asked["cache"] = str(work.resolve() / "lm_eval")
    mine = ours(questions, data, model, work and work / "ours")
    theirs = beside.run(asked)["tasks"]
    seen: dict[str, int] = defaultdict(int)
    items = []
    for task_id, question in questions.items():
        record = theirs[question.subject][seen[question.subject]]
        seen[question.subject] += 1
        asked_here = mine[task_id]
        best = max(range(len(LETTERS)), key=asked_here.log_likelihoods.__getitem__)
        items.append(
            Item(
                task_id,
                record["prompt"],
                hashed(asked_here.prompt) == record["prompt"],
                asked_here.log_likelihoods,
                record["log_likelihoods"],
                best == question.answer,
                record["acc"] == 1.0,
            )
        )
    return items
