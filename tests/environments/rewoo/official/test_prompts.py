"""The original's prompts by path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.environments.rewoo.demonstration import OWN
from agentgym.environments.rewoo.texts import ReWOOTexts
from agentgym.errors import DataError
from tests.environments.rewoo.playing import begin, made, problem
from tests.shared_data import shared

TEXTS = {
    ("prompts/planner.py", "DEFAULT_PREFIX"): "Plan it.\n\n",
    ("prompts/planner.py", "DEFAULT_SUFFIX"): "Begin!\n\n",
    ("prompts/solver.py", "DEFAULT_PREFIX"): "Solve it.\n\n",
    ("prompts/solver.py", "DEFAULT_SUFFIX"): "\nNow answer.\n\n",
    ("prompts/fewshots.py", "HOTPOTQA_PWS_BASE"): "Question: hop\n\n",
    ("prompts/fewshots.py", "TRIVIAQA_PWS"): "trivia\n\n",
    ("prompts/fewshots.py", "GSM8K_PWS"): "sums\n\n",
}
CLASSES = (
    "GoogleWorker",
    "WikipediaWorker",
    "WolframAlphaWorker",
    "CalculatorWorker",
    "LLMWorker",
    "SearchDocWorker",
)
DESCRIBED = {name: f"A {name}{' of {doc_name}' if name.startswith('SearchDoc') else ''}." for name in CLASSES}


def checkout(
    folder: Path, texts: dict[tuple[str, str], str], described: dict[str, str], header: str, worker: str
) -> Path:
    """Write sources of the original's form."""
    sources: dict[str, str] = {}
    for (file, name), text in texts.items():
        sources[file] = sources.get(file, "") + f"{name} = {text!r}\n"
    sources["nodes/Planner.py"] = (
        "class Planner:\n    def _generate_worker_prompt(self):\n"
        f"        prompt = {header!r}\n        prompt += f'{{x}}'\n"
    )
    classes = [
        f"class {name}(Node):\n    def __init__(self, doc_name='x'):\n"
        f"        self.description = {'f' if name == 'SearchDocWorker' else ''}{text!r}\n"
        + (
            f"    def run(self):\n        PromptTemplate(template={worker!r})\n"
            if name == "LLMWorker"
            else ""
        )
        for name, text in described.items()
    ]
    sources["nodes/Worker.py"] = "".join(classes)
    for file, source in sources.items():
        path = folder / "eval_heldout" / "rewoo" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return folder


def read(folder: Path) -> ReWOOTexts:
    texts = made(prompts=folder).texts
    assert isinstance(texts, ReWOOTexts)
    return texts


def test_the_prompts_are_the_originals(tmp_path: Path) -> None:
    prompts = checkout(tmp_path, TEXTS, DESCRIBED, "Tools:\n", "Short.\n\n{request}")
    env = made(prompts=prompts, profile="paper")
    asked = begin(env, problem(question="Who?", tools=("Wikipedia", "LLM")))
    assert asked == (
        "Plan it.\n\nTools:\nWikipedia[input]: A WikipediaWorker.\nLLM[input]: A LLMWorker.\n\nQuestion: hop\n\n"
        "Begin!\n\nWho?\n"
    )
    assert env.step("Plan: a\n#E1 = LLM[x {y}]")[0] == "Short.\n\nx {y}"
    assert env.step("z")[0] == "Solve it.\n\nWho?\nPlan: a\nEvidence:\nz\n\nNow answer.\n\nWho?\n"
    assert made(profile="paper", prompts=env.definition()["prompts"]).prompts == env.prompts
    texts = read(prompts)
    assert (
        texts.ask_planner("q", ("SearchSOTU",), "facts", "/x/sotu.txt").count("A SearchDocWorker of sotu.")
        == 1
    )
    assert texts.examples["document"] == "sums\n\n" and set(texts.examples) == set(OWN.examples)
    assert texts.translator == OWN.translator


def test_other_versions(tmp_path: Path) -> None:
    fewer = {k: v for k, v in TEXTS.items() if k[1] != "GSM8K_PWS"}
    with pytest.raises(DataError, match="GSM8K_PWS"):
        read(checkout(tmp_path, fewer, DESCRIBED, "Tools:\n", "{request}"))
    with pytest.raises(DataError, match="no such file or folder"):
        made(prompts=tmp_path / "nowhere")


def test_the_real_texts(tmp_path: Path) -> None:
    kept = json.loads(shared("prompts/python_texts.json").read_text())["files"]
    base = "AgentTuning/eval_heldout/rewoo/"

    def text(file: str, where: str, function: str = "") -> str:
        return next(t for _, f, w, _, t in kept[base + file] if w.startswith(where) and f == function)

    texts = {(file, name): text(file, f"= {name}") for file, name in TEXTS}
    described = {name: text("nodes/Worker.py", "= self.description", f"{name}.__init__") for name in CLASSES}
    header = text("nodes/Planner.py", "= prompt", "Planner._generate_worker_prompt")
    worker = text("nodes/Worker.py", "= prompt call PromptTemplate template=", "LLMWorker.run")
    found = read(checkout(tmp_path, texts, described, header, worker))
    asked = found.ask_planner("Who?", ("Wikipedia", "LLM"), "multihop")
    assert asked.startswith("For the following tasks, make plans") and asked.endswith(
        "followed by only one #E.\n\nWho?\n"
    )
    assert asked.count("#E") > 18 and "\nWikipedia[input]: Worker that search" in asked
    assert found.ask_worker("x").endswith("\n\nx") and "state_of_the_union" in found.ask_planner(
        "q", ("SearchSOTU",), "facts", "/data/state_of_the_union.txt"
    )
