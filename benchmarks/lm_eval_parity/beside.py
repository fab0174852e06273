"""Runs lm-eval's own tasks on given items; executed by the interpreter that has lm-eval, which has not this package.

    PYTHON beside.py JOB.json RESULT.json

The job is one of :mod:`agentgym.benchmarks.lm_eval_parity.program`; the result has a list a task, in the order of the
items. The tasks are lm-eval's shipped files; only where the items come from is replaced.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import lm_eval
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager

TASKS = Path(lm_eval.__file__).parent / "tasks"


class Recorded(LM):  # type: ignore[misc]
    """Answers each question with the text that is given for it, stopped where the task stops a model."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers

    def generate_until(self, requests: list[Any], disable_tqdm: bool = False) -> list[str]:
        """Return the given texts up to the first of the task's stop strings."""
        answers = []
        for request in requests:
            text = self.answers[request.doc["question"]]
            for stop in request.args[1]["until"]:
                text = text.partition(stop)[0]
            answers.append(text)
        return answers

    def loglikelihood(self, requests: list[Any], disable_tqdm: bool = False) -> list[tuple[float, bool]]:
        """Not what these texts are for."""
        raise NotImplementedError

    loglikelihood_rolling = loglikelihood


class Silent(LM):  # type: ignore[misc]
    """Finds every text equally likely: where only the prompts are asked for."""

    def loglikelihood(self, requests: list[Any], disable_tqdm: bool = False) -> list[tuple[float, bool]]:
        """Return 0 for each."""
        return [(0.0, False)] * len(requests)

    def generate_until(self, requests: list[Any], disable_tqdm: bool = False) -> list[str]:
        """Not what this is for."""
        raise NotImplementedError

    loglikelihood_rolling = generate_until


def write_items(path: Path, items: list[dict[str, Any]]) -> str:
    """Write items as JSON lines."""
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return str(path)


def mmlu(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return, for each subject, the hash of each question's prompt, the four log-likelihoods and the verdict.

    Without a model only the hashes mean something.
    """
    template = TASKS / "mmlu" / "default" / "_default_template_yaml"
    for subject, part in job["subjects"].items():
        files = {
            split: write_items(folder / f"{subject}_{split}.jsonl", part[split]) for split in ("dev", "test")
        }
        title = f"The following are multiple choice questions (with answers) about {subject.replace('_', ' ')}.\n\n"
        shipped = TASKS / "mmlu" / "default" / f"mmlu_{subject}.yaml"
        task = {
            "include": str(shipped if shipped.exists() else template),
            "task": f"here_{subject}",
            "dataset_path": "json",
            "dataset_name": None,
            "dataset_kwargs": {"data_files": files},
            **({} if shipped.exists() else {"description": title}),
        }
        (folder / f"{subject}.yaml").write_text(json.dumps(task), encoding="utf-8")
    found = lm_eval.simple_evaluate(
        model="hf" if job["model"] else Silent(),
        model_args={"pretrained": job["model"], "dtype": "float32", "device": "cpu"}
        if job["model"]
        else None,
        tasks=[f"here_{subject}" for subject in job["subjects"]],
        task_manager=TaskManager(include_path=str(folder)),
        num_fewshot=5,
        batch_size=1,
        use_cache=job.get("cache"),
        log_samples=True,
        bootstrap_iters=0,
    )
    return {
        subject: [
            {
                "prompt": hashlib.sha256(s["arguments"][0][0].encode()).hexdigest(),
                "log_likelihoods": [r[0] for r in s["filtered_resps"]],
                "acc": s["acc"],
            }
            for s in sorted(found["samples"][f"here_{subject}"], key=lambda s: s["doc_id"])
        ]
        for subject in job["subjects"]
    }


def gsm8k(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what lm-eval reads off given answers and its verdicts, by filter."""
    items = write_items(folder / "items.jsonl", [i["item"] for i in job["items"]])
    task = {
        "include": str(TASKS / "gsm8k" / "gsm8k.yaml"),
        "task": "gsm8k_here",
        "dataset_path": "json",
        "dataset_name": None,
        "dataset_kwargs": {"data_files": {"train": items, "test": items}},
    }
    (folder / "gsm8k_here.yaml").write_text(json.dumps(task), encoding="utf-8")
    found = lm_eval.simple_evaluate(
        model=Recorded({i["item"]["question"]: i["answer"] for i in job["items"]}),
        tasks=["gsm8k_here"],
        task_manager=TaskManager(include_path=str(folder)),
        num_fewshot=0,
        log_samples=True,
        bootstrap_iters=0,
    )
    samples = sorted(found["samples"]["gsm8k_here"], key=lambda s: s["doc_id"])
    return {
        name: [[s["filtered_resps"][0], s["exact_match"]] for s in samples if s["filter"] == name]
        for name in ("strict-match", "flexible-extract")
    }


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        made = {"mmlu": mmlu, "gsm8k": gsm8k}[asked["what"]](asked, Path(name))
    Path(sys.argv[2]).write_text(
        json.dumps({"version": lm_eval.__version__, "tasks": made}), encoding="utf-8"
    )
