"""The data: teachers play train splits, curation keeps what is good and short, the base model answers questions."""

from __future__ import annotations

from pathlib import Path

from agentgym.benchmarks.agenttuning_small import general
from agentgym.benchmarks.agenttuning_small.commands import agentgym
from agentgym.benchmarks.agenttuning_small.layout import Layout
from agentgym.benchmarks.agenttuning_small.presets import Preset
from agentgym.dataset.card import card
from agentgym.dataset.files import Origin, is_dataset, write_dataset
from agentgym.version import framework

_HERE = "agentgym.benchmarks.agenttuning_small"
TEACHERS = {
    "alfworld": f"scripted:{_HERE}.alfworld_teacher:act",
    "webshop": f"scripted:{_HERE}.webshop_teacher:act",
}
"""Those that see what a model sees; elsewhere the environment's expert, whose every step follows from what is shown."""
NOISE = 0.08
"""Share of random turns of a noisy teacher."""
HELD_OUT_CHAT = 60
HELD_OUT_PROBLEMS = 60
ANSWER = 120
"""Tokens of an answer of the general set at most; longer ones are left out."""


def make_agent_data(preset: Preset, layout: Layout) -> None:
    """Play the train splits and curate them, one data set an environment."""
    for name, environment in preset.environments.items():
        teacher = TEACHERS.get(name, "expert")
        runs = [layout.episodes(name, "teacher")]
        agentgym(
            "rollout", name, "--split", "train", "--tasks", environment.tasks, "--policy", teacher, "--out", runs[0]
        )  # fmt: skip
        if environment.noisy:
            runs.append(layout.episodes(name, "noisy"))
            noisy = f"mixture:{1 - NOISE:g}*({teacher})+{NOISE:g}*random"
            agentgym(
                "rollout", name, "--split", "train", "--tasks", environment.tasks, "--repeats", environment.noisy,
                "--policy", noisy, "--out", runs[1],
            )  # fmt: skip
        agentgym(
            "curate", *runs, "--keep", environment.keep, "--best", 1, "--demonstration", "strip",
            "--out", layout.data(name),
        )  # fmt: skip


def make_general_data(preset: Preset, layout: Layout, gsm8k: Path | None = None) -> None:
    """Make the general sets, and their held-out parts.

    Args:
        preset: how much.
        layout: where to.
        gsm8k: GSM8K's own training problems, in place of the embedded ones; ``test.jsonl`` stands beside the file.
    """
    for name, count, held_out in (("chat", preset.chat, False), ("chat-held-out", HELD_OUT_CHAT, True)):
        if is_dataset(layout.data(name)):
            continue
        asked = general.questions(count, preset.seed, held_out=held_out)
        given = general.answers(chat_policy(preset), asked, at_once=8)
        rows = general.rows(asked, given, name)
        write_dataset(layout.data(name), rows, lambda: Origin(framework=framework()), card)
    data = ["--data", gsm8k] if gsm8k else []
    for name, split, tasks in (("gsm8k", "train", 400), ("gsm8k-held-out", "test", HELD_OUT_PROBLEMS)):
        run = layout.episodes(name, "teacher")
        agentgym(
            "rollout", "gsm8k", "--split", split, "--tasks", tasks, "--policy", "expert", *data, "--out", run
        )
        agentgym(
            "curate", run, "--keep", "reward == 1", "--demonstration", "strip", "--out", layout.data(name)
        )


def chat_policy(preset: Preset) -> str:
    """Return how the base model is asked for the general set."""
    sampling = f"temperature=0.7&max_tokens={ANSWER}&seed={preset.seed + 1}"
    if preset.serve == "vllm":
        return f"vllm:{preset.model}?{sampling}"
    return (
        f"local:{preset.model}?{sampling}&context=1024&parallel=8&threads={preset.compute.get('threads', 1)}"
    )
