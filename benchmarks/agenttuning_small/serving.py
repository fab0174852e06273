"""One model behind two servers: the hybrid plays the same tasks by vLLM and by llama.cpp, with weights in 32 bits."""

from __future__ import annotations

from collections.abc import Mapping

import click
import msgspec

from agentgym.benchmarks.agenttuning_small.commands import agentgym
from agentgym.benchmarks.agenttuning_small.evaluation import suite
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.benchmarks.agenttuning_small.presets import Preset
from agentgym.benchmarks.agenttuning_small.training import folder
from agentgym.benchmarks.runner import run_folder
from agentgym.engine import cost
from agentgym.policies.vllm import VLLMPolicy
from agentgym.registry import short_name
from agentgym.report import suite as suites
from agentgym.report.results import collect
from agentgym.trajectory.reader import read

HELD_IN = "held-in"
SERVED = "served"
SERVERS = ("vLLM", "llama.cpp")
_ASKED = "temperature=0&demonstration=strip&max_tokens=64"


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What the two servers scored on an environment.

    Attributes:
        environment: which.
        scores: mean reward, by server.
        tasks: played by both.
        same: of them, with the same reward.
        answers_same: of them, with the same answers to the last word.
    """

    environment: str
    scores: dict[str, float]
    tasks: int
    same: int
    answers_same: int


def specs(model: str, gguf: str, threads: int) -> dict[str, str]:
    """Return how the model is asked behind each server.

    Args:
        model: its Hugging Face folder.
        gguf: its GGUF file, in 32 bits.
        threads: of each server on a CPU.
    """
    return {
        "vLLM": f"vllm:{model}?{_ASKED}&dtype=float32&max_model_len=4096&threads={threads}&name=vLLM",
        "llama.cpp": f"local:{gguf}?{_ASKED}&context=4096&parallel=2&threads={threads}&name=llama.cpp",
    }


def serve(preset: Preset, layout: Layout, tasks: int) -> None:
    """Play the held-in suite by both servers; where there is no vLLM, say so and play nothing.

    Args:
        preset: of the experiment.
        layout: where the hybrid lies.
        tasks: of each environment.
    """
    if reason := VLLMPolicy.unavailable():
        click.secho(f"The stage `serve` is left out: {reason}", fg="yellow")
        return
    model = folder(preset, layout, "hybrid")
    gguf = layout.gguf("hybrid-f32")
    if not gguf.is_file():
        agentgym("models", "gguf", model, "--precision", "f32", "--out", gguf)
    for spec in specs(model, str(gguf), int(preset.compute.get("threads", 1))).values():
        agentgym(
            "eval", "--suite", suite(HELD_IN), "--policy", spec, "--tasks", tasks, "--concurrency", 4,
            "--retry-errors", "--out", layout.scores(SERVED),
        )  # fmt: skip


def compare(layout: Layout) -> list[Served]:
    """Compare what the two have scored; nothing where the stage was left out."""
    if not layout.has_scores(SERVED):
        return []
    chosen = suites.load(str(suite(HELD_IN)), suite(HELD_IN).parent)
    results = collect([layout.scores(SERVED)], chosen, prices=cost.load())
    found = []
    for env in results.envs:
        cells = [results.cell(env, name) for name in SERVERS]
        if all(cell is not None and cell.scored for cell in cells):
            first, second = (cell.by_task for cell in cells if cell is not None)
            answers = [_answers(layout, env, name) for name in SERVERS]
            both = sorted(first.keys() & second.keys())
            found.append(
                Served(
                    environment=short_name(env),
                    scores={c.label: c.score for c in cells if c is not None and c.score is not None},
                    tasks=len(both),
                    same=sum(first[t] == second[t] for t in both),
                    answers_same=sum(answers[0].get(t) == answers[1].get(t) for t in both),
                )
            )
    return found


def _answers(layout: Layout, env: str, name: str) -> Mapping[str, list[str]]:
    """Return what was answered, turn by turn, by task."""
    episodes = read(run_folder(layout.scores(SERVED), name, env))
    return {e.task_id: [s.output for s in e.steps] for e in episodes if e.reward is not None}
