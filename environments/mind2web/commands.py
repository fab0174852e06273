"""``agentgym data mind2web``: record a site, rank candidates, sum a run up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym.environments.mind2web import tasks
from agentgym.environments.mind2web.official import files
from agentgym.environments.mind2web.official.score_file import Ranks
from agentgym.environments.mind2web.scoring import Summary, Tally, summarize
from agentgym.environments.mind2web.world.candidates import ranking
from agentgym.environments.mind2web.world.sample import samples_of
from agentgym.status import Ending
from agentgym.stores import write_store
from agentgym.trajectory import read


@click.group("mind2web")
def commands() -> None:
    """Tasks of Mind2Web: record your own site, look at candidates and scores."""


@commands.command()
@click.argument(
    "scripts", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to."
)
@click.option("--compact", is_flag=True, help="Compress, and leave raw_html out (as the embedded data is).")
def record(scripts: tuple[Path, ...], out: Path, compact: bool) -> None:
    """Carry out the tasks of SCRIPTS (TOML) in Chromium and write them in the official layout."""
    from rich.progress import Progress

    from agentgym.environments.mind2web.authoring.record import record_site
    from agentgym.environments.mind2web.authoring.script import read_script

    read = [(path, read_script(path)) for path in scripts]
    for path, script in read:
        with Progress(transient=True) as progress:
            shown = progress.add_task(f"Recording {script.website}", total=len(script.task))
            records = record_site(script, path.parent, partial(progress.advance, shown))
        for split, recorded in records.items():
            lost = sum(not action["pos_candidates"] for task in recorded for action in task["actions"])
            target = write(out, split, script.website, recorded, compact=compact)
            note = f", {lost} with a target that is not to be seen" if lost else ""
            click.echo(
                f"{len(recorded)} tasks, {sum(len(t['actions']) for t in recorded)} steps{note}: {target}"
            )
    click.echo(f"Play them: agentgym rollout mind2web --data {out} --split {script.split} --policy expert …")


def write(out: Path, split: str, website: str, records: list[dict[str, Any]], *, compact: bool) -> Path:
    """Write tasks as a file of a split and return its path."""
    if compact:
        slim = [
            {**task, "actions": [{k: v for k, v in a.items() if k != "raw_html"} for a in task["actions"]]}
            for task in records
        ]
        target = out / split / f"{website}.json.zst"
        write_store(target, slim)
        return target
    target = out / split / f"{website}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(records), indent=1))
    return target


@commands.command()
@click.option(
    "--data", type=click.Path(exists=True, path_type=Path), help="Official layout; embedded by default."
)
@click.option(
    "--split", "splits", multiple=True, type=click.Choice(files.SPLITS), help="Repeatable; all by default."
)
def recall(data: Path | None, splits: tuple[str, ...]) -> None:
    """Print how often a positive is among the best 1, 5, 10, 20 and 50 candidates."""
    folder = data if data is not None else tasks.EMBEDDED
    ranks = tasks.ranks_of(folder)
    click.echo(f"{'split':14}{'steps':>7}{'R@1':>8}{'R@5':>8}{'R@10':>8}{'R@20':>8}{'R@50':>8}  ranked by")
    for split in splits or ("train", "dev", *files.TESTS):
        places = recall_places(files.entries_of(folder, split), ranks)
        shares = "".join(
            f"{sum(p < k for p in places) / max(len(places), 1):8.3f}" for k in (1, 5, 10, 20, 50)
        )
        click.echo(f"{split:14}{len(places):7}{shares}  {'score file' if ranks is not None else 'BM25'}")


def recall_places(listed: Iterable[tuple[Path, files.Entry]], ranks: Ranks | None = None) -> list[int]:
    """Return the place of the best positive of every step, from 0; a large number where none is ranked."""
    places = []
    for path, entry in listed:
        for sample in samples_of(files.read_task(path, entry), ranks):
            positives = {c.backend_node_id for c in sample.action.pos_candidates}
            hits = (i for i, node in enumerate(ranking(sample)) if node in positives)
            places.append(next(hits, 1_000_000))
    return places


@commands.command()
@click.argument("run", type=click.Path(exists=True, path_type=Path))
def scores(run: Path) -> None:
    """Sum up the Mind2Web episodes of RUN: micro, macro, task success, unreachable steps; per policy."""
    for name, tallies in tallies_of(run).items():
        click.echo(f"{name}\n{table(summarize(tallies))}")


def tallies_of(run: Path) -> dict[str, list[Tally]]:
    """Return the scored Mind2Web episodes of a log as sums, by policy and split; the first of each task counts."""
    groups: dict[str, list[Tally]] = {}
    seen: set[tuple[str, str]] = set()
    for episode in read(run):
        if not episode.env_id.startswith("AgentTune/Mind2Web") or episode.ending is not Ending.SCORED:
            continue
        mode = episode.env_args.get("mode", "multichoice")
        name = f"{episode.policy} · {mode} · {episode.profile} · {episode.split}"
        if (name, episode.task_id) in seen:
            continue
        seen.add((name, episode.task_id))
        whole = episode.env_args.get("episode") == "task"
        metrics = episode.metrics
        length = int(metrics.get("task_length", 1))
        steps = length if whole else 1
        groups.setdefault(name, []).append(
            Tally(
                annotation_id=episode.task_id if whole else episode.task_id.rsplit("_", 1)[0],
                length=length,
                steps=steps,
                unreachable=round(steps * (1 - metrics.get("reachable", 1.0))),
                element_acc=steps * metrics.get("element_acc", 0.0),
                operation_f1=steps * metrics.get("operation_f1", 0.0),
                step_success=steps * metrics.get("step_success", 0.0),
            )
        )
    return groups


def table(summary: Summary) -> str:
    """Return a summary as text, in percent."""
    rows = [f"  {'':8}{'element acc':>13}{'operation F1':>14}{'step success':>14}"]
    for name, means in (("micro", summary.micro), ("macro", summary.macro)):
        rows.append(
            f"  {name:8}{100 * means.element_acc:13.1f}{100 * means.operation_f1:14.1f}{100 * means.step_success:14.1f}"
        )
    success = "no task was played as a whole"
    if summary.task_success is not None:
        success = f"{100 * summary.task_success:.1f} % of {summary.whole} whole tasks"
    rows.append(f"  task success {success}; {summary.steps} steps of {summary.tasks} tasks")
    rows.append(f"  unreachable: {summary.unreachable} steps, counted 0")
    return "\n".join(rows)
