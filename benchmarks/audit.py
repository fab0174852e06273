"""Check and audit every environment, write the tables: ``python -m agentgym.benchmarks.audit --out runs/audit``.

Each environment is audited under each of its profiles, over its whole test split; what is in the folder already is not
done again. ``--docs`` writes the folder's rows into the tables between the markers of a page (``docs/audit.md``): a row
takes the place of the one of the same environment and profile, all others stay. The text around is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym import registry
from agentgym.arguments import defaults
from agentgym.checking import examine
from agentgym.checking.audit import Audit, audit

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@click.command()
@click.option("--env", "envs", multiple=True, help="Environments; all that are installed by default.")
@click.option(
    "--tasks",
    default=None,
    help="Tasks of each: how many, ids with commas, or a file of ids; all by default.",
)
@click.option(
    "--out", default="runs/audit", show_default=True, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--only-default", is_flag=True, help="Only the first profile of each.")
@click.option(
    "--docs",
    default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Page to write into.",
)
@click.option("--profile", "profiles", multiple=True, help="Only these profiles.")
@click.option(
    "--env-arg", "-E", "given", multiple=True, metavar="NAME=VALUE",
    help="An argument, for the environments that take it (backend=bubblewrap).",
)  # fmt: skip
def main(
    envs: tuple[str, ...],
    tasks: str | None,
    out: Path,
    only_default: bool,
    docs: Path | None,
    profiles: tuple[str, ...],
    given: tuple[str, ...],
) -> None:
    """Check and audit environments; exit code 1 if a check fails."""
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for env_id in [registry.resolve(e) for e in envs] or registry.environment_ids():
        cls = registry.environment_class(env_id)
        name = registry.short_name(env_id).casefold()
        named = dict(text.partition("=")[::2] for text in given)
        arguments: dict[str, Any] = {n: _value(v) for n, v in named.items() if n in defaults(cls)}
        if lack := cls.unavailable(arguments):
            click.echo(f"{env_id} cannot run here: {lack}")
            continue
        checked = out / f"{name}.check.json"
        if not checked.exists():
            report = examine(env_id, **arguments)
            checked.write_bytes(msgspec.json.encode({**msgspec.to_builtins(report), "ok": report.ok}))
            failed += len(report.failed)
            click.echo(
                f"{env_id}: {len(report.findings)} findings, {len(report.failed)} failed ({report.seconds:.0f} s)"
            )
        for profile in list(cls.profiles)[: 1 if only_default else None]:
            if profiles and profile not in profiles:
                continue
            path = out / f"{name}.{profile}.audit.json"
            if not path.exists():
                found = audit(env_id, tasks=_tasks(tasks), profile=profile, **arguments)
                path.write_bytes(msgspec.json.format(msgspec.json.encode(found.facts())))
                click.echo(f"{env_id} {profile}: {_line(found)}")
    if docs is not None:
        docs.write_text(written(docs.read_text("utf-8"), out), "utf-8")
    raise SystemExit(failed > 0)


def _tasks(text: str | None) -> int | list[str] | None:
    """Return how many, or the ids that a file lists, one a line."""
    if text is None or text.isdecimal():
        return None if text is None else int(text)
    try:
        return Path(text).read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--tasks {text} is no number, and no file of ids: {error}.") from None


def _value(text: str) -> Any:
    """Return a number, a list … where the text is one in JSON, else the text."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def written(page: str, folder: Path) -> str:
    """Return a page with the rows of a folder of results in its tables.

    Raises:
        click.UsageError: the page has not the two markers, or other tables between them.
    """
    before, begin, rest = page.partition(BEGIN)
    between, end, after = rest.partition(END)
    if not (begin and end):
        raise click.UsageError(f"The page has no place for the tables: {BEGIN} … {END}.")
    audits = [msgspec.json.decode(p.read_bytes()) for p in sorted(folder.glob("*.audit.json"))]
    checks = [msgspec.json.decode(p.read_bytes()) for p in sorted(folder.glob("*.check.json"))]
    old = [t.splitlines() for t in between.strip().split("\n\n") if t.strip()] or [[], [], []]
    if len(old) != 3:
        raise click.UsageError(f"Between the markers of the page stand {len(old)} tables: expected 3.")
    tables = (
        merged(old[0], list(_audits(audits)), keys=2),
        list(_leniencies()),
        merged(old[2], list(_checks(checks)), keys=1),
    )
    return f"{before}{BEGIN}\n\n" + "\n\n".join("\n".join(t) for t in tables) + f"\n\n{END}{after}"


def merged(old: list[str], new: list[str], *, keys: int) -> list[str]:
    """Return a table of Markdown with the rows of another in the place of those that begin with the same cells.

    Args:
        old: its lines; empty where there is none yet.
        new: the lines of the other.
        keys: how many cells name a row.

    Raises:
        click.UsageError: the two have other columns.
    """
    if old and old[0] != new[0]:
        raise click.UsageError(f"The page's table has other columns: {old[0]!r}, expected {new[0]!r}.")
    rows = {tuple(c.strip() for c in line.split("|")[1 : keys + 1]): line for line in (*old[2:], *new[2:])}
    return [*new[:2], *(rows[key] for key in sorted(rows, key=lambda k: [cell.casefold() for cell in k]))]


def _line(found: Audit) -> str:
    return (
        f"beyond chance {found.beyond_chance:.1%}, ceiling {found.false_pass_ceiling:.1%} ({found.worst.policy}), "
        f"guessing {found.guessing.share:.1%}, lazy {found.lazy.mean:.3f}, false-fail {found.gold_false_fail:.1%}, "
        f"broken {found.errors} ({found.seconds:.0f} s)"
    )


def _audits(audits: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        "| environment | profile | tasks | beyond chance | false-pass ceiling | guessing | lazy reward "
        "| gold false-fail | left out | broken |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for found in audits:
        cells = (
            registry.short_name(found["env_id"]), found["profile"], str(found["tasks"]),
            f"{found['beyond_chance']:.1%}",
            _by(f"{found['false_pass_ceiling']:.1%}", found["false_pass_policy"], found["false_pass_ceiling"]),
            _by(f"{found['guessing']:.1%}", found["guessing_policy"], found["guessing"]),
            _by(f"{found['lazy_reward']:.3f}", found["lazy_policy"], found["lazy_reward"]),
            f"{found['gold_false_fail']:.1%}", _left_out(found), str(found["errors"]),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _left_out(found: dict[str, Any]) -> str:
    reasons = ("unanswerable", "unscored", "beyond_limit")
    said = [f"{found[why]} {why.replace('_', ' the ')}" for why in reasons if found.get(why)]
    return ", ".join(said) or "0"


def _by(shown: str, policy: str, value: float) -> str:
    return f"{shown} ({policy})" if value else shown


def _leniencies() -> Iterator[str]:
    yield "| environment | profile | known leniency, kept for parity |"
    yield "| --- | --- | --- |"
    for env_id in registry.environment_ids():
        for name, profile in registry.environment_class(env_id).profiles.items():
            yield f"| {registry.short_name(env_id)} | {name} | {profile.leniency or 'none known'} |"


def _checks(checks: list[dict[str, Any]]) -> Iterator[str]:
    yield "| environment | checks passed | failed | random actions | notes |"
    yield "| --- | --- | --- | --- | --- |"
    for found in checks:
        results = [f["result"] for f in found["findings"]]
        random = next((f["detail"] for f in found["findings"] if f["check"] == "random actions"), "")
        notes = "; ".join(
            f["detail"] for f in found["findings"] if f["result"] == "note" and f["check"] != "random actions"
        )
        yield (
            f"| {registry.short_name(found['env_id'])} | {results.count('ok')} | {results.count('failed')} | {random} "
            f"| {notes.replace('|', '/')} |"
        )


if __name__ == "__main__":
    main()
