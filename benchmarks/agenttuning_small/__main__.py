"""``python -m agentgym.benchmarks.agenttuning_small``: the experiment, in stages that can be interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import click

from agentgym.benchmarks.agenttuning_small import (
    data,
    evaluation,
    page,
    perplexity,
    presets,
    result,
    serving,
    training,
)
from agentgym.benchmarks.agenttuning_small.layout import MODELS, RUNS, Layout, Run

STAGES = ("data", "chat", "tune", "evaluate", "perplexity", "serve", "report")


@click.command()
@click.option(
    "--preset", default="full", show_default=True, help="full, quick, gpu, or a TOML file of that form."
)
@click.option(
    "--stage", "stages", multiple=True, type=click.Choice(STAGES), help="Only this; all in order by default."
)
@click.option(
    "--model", "models", multiple=True, type=click.Choice(MODELS), help="Only this model; all by default."
)
@click.option(
    "--gsm8k", type=click.Path(exists=True, path_type=Path), help="GSM8K's own train.jsonl, or its folder."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder.  [default: runs/agenttuning-small-PRESET]"
)
def main(
    preset: str, stages: tuple[str, ...], models: tuple[str, ...], gsm8k: Path | None, out: Path | None
) -> None:
    """Show the effect of hybrid tuning on a small model: held-in tasks up, general abilities kept.

    Teachers play the train splits, curation keeps what is good; the model is trained on that mixed with general
    conversations, on that alone, and on the general ones alone; the four models play test splits, and are compared.
    What is done is not done again: interrupted, the same command goes on.
    """
    chosen = presets.load(preset)
    layout = Layout(out or Path("runs") / f"agenttuning-small-{Path(preset).stem}")
    layout.out.mkdir(parents=True, exist_ok=True)
    some = models or MODELS
    trained = [run for run in RUNS if run in some]
    work: dict[str, Callable[[], None]] = {
        "data": lambda: data.make_agent_data(chosen, layout),
        "chat": lambda: data.make_general_data(chosen, layout, gsm8k),
        "tune": lambda: _each(lambda run: training.tune(chosen, layout, cast(Run, run)), trained),
        "evaluate": lambda: _each(lambda model: evaluation.evaluate(chosen, layout, model), some),
        "perplexity": lambda: _each(
            lambda m: perplexity.write(
                layout, m, training.folder(chosen, layout, m), chosen.compute.get("device")
            ),
            some,
        ),
        "serve": lambda: serving.serve(chosen, layout, chosen.served_tasks),
        "report": lambda: _report(chosen, layout, Path(preset).stem),
    }
    for stage in stages or STAGES:
        clock = time.monotonic()
        work[stage]()
        click.secho(f"{stage}: {time.monotonic() - clock:.0f} s", bold=True)


def _report(chosen: presets.Preset, layout: Layout, name: str) -> None:
    command = f"python -m agentgym.benchmarks.agenttuning_small --preset {name}"
    found = result.gather(chosen, layout, command)
    result.write(found, layout.results)
    click.echo(page.markdown(found))
    click.echo(", ".join(map(str, [layout.results, *page.write(found, layout.out, "results")])))


def _each(do: Callable[[str], None], names: object) -> None:
    for name in cast(tuple[str, ...], names):
        do(name)


if __name__ == "__main__":
    main()
