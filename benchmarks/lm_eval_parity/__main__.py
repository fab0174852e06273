"""The commands of the comparison with lm-eval."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from agentgym.benchmarks.lm_eval_parity import gsm8k, mmlu
from agentgym.benchmarks.lm_eval_parity import record as records
from agentgym.benchmarks.lm_eval_parity.program import LMEval
from agentgym.models import CATALOGUE, find

python = click.option("--python", required=True, help="Interpreter of the environment that has lm-eval.")
data = click.option(
    "--data", type=click.Path(path_type=Path), help="Official files; the embedded items by default."
)
questions = click.option("--questions", default=200, show_default=True, help="How many items.")
out = click.option("--out", type=click.Path(path_type=Path), help="Where to write all items as JSON.")
work = click.option(
    "--work", type=click.Path(path_type=Path), help="Folder to go on from after an interruption."
)
recorded = click.option(
    "--record",
    type=click.Path(path_type=Path),
    help="Where to write lm-eval's results as test data, without words.",
)


@click.group()
def main() -> None:
    """Compare with lm-eval, item by item; the exit code is 1 where a verdict differs."""


@main.command("mmlu")
@python
@data
@questions
@out
@click.option("--model", default="smollm2", show_default=True, help="What `transformers:` takes.")
@click.option("--tolerance", default=1e-3, show_default=True, help="Nats that log-likelihoods may differ by.")
@click.option("--longest", default=0, help="Of these, only prompts of at most so many characters; 0 for all.")
@work
@recorded
def mmlu_command(
    python: str,
    data: Path | None,
    questions: int,
    out: Path | None,
    model: str,
    tolerance: float,
    longest: int,
    work: Path | None,
    record: Path | None,
) -> None:
    """MMLU by log-likelihood, 5-shot, lm-eval's layout."""
    folder = str(find(model, "safetensors") if model in CATALOGUE else Path(model).resolve())
    found = mmlu.compare(LMEval(python), data, questions, model, folder, work, longest)
    _written(out, found)
    if record is not None:
        records.write(record, records.of_mmlu(found))
    differ = [
        i for i in found if i.our_verdict != i.their_verdict or i.apart > tolerance or not i.same_prompt
    ]
    click.echo(
        f"MMLU, {len(found)} questions: right {sum(i.our_verdict for i in found)} (ours), "
        f"{sum(i.their_verdict for i in found)} (lm-eval); log-likelihoods at most "
        f"{max(i.apart for i in found):.2g} nats apart; {len(differ)} differ"
    )
    for item in differ:
        click.echo(
            f"  {item.task_id}: {item.apart:.3g} nats apart, right {item.our_verdict}/{item.their_verdict}, "
            f"prompt {'the same' if item.same_prompt else 'another'}"
        )
    raise SystemExit(bool(differ))


@main.command("prompts")
@python
@data
@recorded
def prompts_command(python: str, data: Path | None, record: Path | None) -> None:
    """The prompts of all of MMLU's test questions; no model is asked."""
    found = mmlu.prompts(LMEval(python), data)
    if record is not None:
        records.write(record, records.of_prompts(found))
    differ = [task_id for task_id, (ours, theirs) in found.items() if ours != theirs]
    click.echo(f"MMLU: {len(found) - len(differ):,} of {len(found):,} prompts are the same, letter by letter")
    for task_id in differ:
        click.echo(f"  {task_id}")
    raise SystemExit(bool(differ))


@main.command("gsm8k")
@python
@data
@questions
@out
@work
@recorded
@click.option("--policy", help="Who answers; by default worked answers that are altered in eight ways.")
def gsm8k_command(
    python: str,
    data: Path | None,
    questions: int,
    out: Path | None,
    work: Path | None,
    record: Path | None,
    policy: str | None,
) -> None:
    """GSM8K's extractors strict and flexible on the same answers."""
    found = gsm8k.compare(LMEval(python), data, questions, policy, work)
    _written(out, found)
    if record is not None:
        records.write(record, records.of_gsm8k(found))
    differ = [i for i in found if i.ours != i.theirs or i.read != i.theirs_read]
    for name in gsm8k.FILTERS:
        click.echo(
            f"GSM8K {name}, {len(found)} answers: right {sum(i.ours[name] for i in found)} (ours), "
            f"{sum(i.theirs[name] for i in found)} (lm-eval), {sum(i.by_value[name] for i in found)} (ours, by value)"
        )
    for item in differ:
        click.echo(
            f"  {item.task_id}: ours {item.read} {item.ours}, lm-eval {item.theirs_read} {item.theirs}: "
            f"{item.answer[-80:]!r}"
        )
    raise SystemExit(bool(differ))


def _written(out: Path | None, items: list[mmlu.Item] | list[gsm8k.Item]) -> None:
    if out is not None:
        out.write_bytes(msgspec.json.encode(items))


if __name__ == "__main__":
    main()
