"""A result as a page: the table in Markdown, and the figure as SVG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from agentgym.benchmarks.agenttuning_small.result import Line, Result, Score, interval

COLOURS = {"base": "#999999", "hybrid": "#0072B2", "agent": "#D55E00", "general": "#009E73"}
"""Okabe and Ito's, for colour-blind people; positions tell the models apart as well."""


def markdown(result: Result) -> str:
    """Return the result's tables."""
    envs = list(dict.fromkeys(env for line in result.lines for env in line.scores))
    texts = list(dict.fromkeys(name for line in result.lines for name in line.perplexity))
    head = ["model", *envs, "held-in overall", *(f"perplexity, {name}" for name in texts)]
    rows = [head, ["---"] * len(head), *(_row(line, envs, texts) for line in result.lines)]
    forms = [["valid turns, %", *envs], ["---"] * (1 + len(envs))]
    forms += [
        [line.model, *(_score(line.valid.get(env), 100.0, ".0f") for env in envs)] for line in result.lines
    ]
    tests = [
        ["hybrid against", "environment", "measure", "difference", "p", "p (Holm)", "tasks", "test"],
        ["---"] * 8,
    ]
    for t in result.tests:
        tests.append([
            t.other, t.environment, t.measure, f"{100 * t.difference:+.1f} [{100 * t.low:+.1f}, {100 * t.high:+.1f}]",
            f"{t.p:.2g}", f"{t.p_holm:.2g}", str(t.tasks), t.method,
        ])  # fmt: skip
    done = [
        ["training", "steps", "tokens", "trained tokens", "samples", "loss of the last quarter"],
        ["---"] * 6,
    ]
    for run in result.trainings:
        done.append([
            run.run, str(run.steps), f"{run.tokens:,}", f"{run.trained:,}",
            ", ".join(f"{name} {count}" for name, count in run.samples.items()),
            ", ".join(f"{name} {loss:.2f}" for name, loss in run.losses.items()),
        ])  # fmt: skip
    tables = [rows, forms, tests, done]
    if result.served:
        served = [
            ["environment", *result.served[0].scores, "tasks", "same reward", "same answers"],
            ["---"] * 6,
        ]
        for s in result.served:
            scores = [f"{100 * score:.1f}" for score in s.scores.values()]
            served.append([s.environment, *scores, str(s.tasks), str(s.same), str(s.answers_same)])
        tables.append(served)
    return "\n\n".join(map(_table, tables)) + "\n"


def svg(result: Result) -> str:
    """Return the figure: held-in overall, scores, valid turns, and what general text costs.

    Raises:
        DependencyError: no matplotlib.
    """
    from agentgym.report.figures import pyplot

    plt = pyplot()
    figure, axes = plt.subplots(
        1, 4, figsize=(13, 3.2), layout="constrained", width_ratios=[1, 2.2, 2.2, 1.5]
    )
    models = [line.model for line in result.lines]
    places = range(len(models))
    for place, line in zip(places, result.lines, strict=True):
        if line.overall is not None:
            _bar(axes[0], place, 0.8, line.overall, 1.0, line.model)
    axes[0].set_xticks(list(places), models, rotation=30, ha="right")
    axes[0].set_title("held-in overall", fontsize=9)
    envs = list(dict.fromkeys(env for line in result.lines for env in line.scores))
    _groups(axes[1], result, envs, lambda line, env: line.scores.get(env), 100.0)
    axes[1].set_title("score in percent, 95 % interval", fontsize=9)
    _groups(axes[2], result, envs, lambda line, env: line.valid.get(env), 100.0)
    axes[2].set_title("valid turns in percent", fontsize=9)
    texts = list(dict.fromkeys(name for line in result.lines for name in line.change))
    _groups(axes[3], result, texts, lambda line, name: line.change.get(name), 1.0)
    axes[3].axhline(1.0, color="black", linewidth=0.6)
    axes[3].set_title("perplexity by the base model's", fontsize=9)
    axes[1].legend(fontsize=7, frameon=False)
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    plt.close(figure)
    text = out.getvalue()
    return text[text.index("<svg") :]


def write(result: Result, folder: Path, name: str) -> list[Path]:
    """Write tables and figure; return the files."""
    page, picture = folder / f"{name}.md", folder / f"{name}.svg"
    page.write_text(markdown(result), "utf-8")
    picture.write_text(svg(result), "utf-8")
    return [page, picture]


def _row(line: Line, envs: list[str], texts: list[str]) -> list[str]:
    scores = [_score(line.scores.get(env), 100.0, ".1f") for env in envs]
    costs = [
        f"{line.perplexity[name]:.2f} ({line.change[name].value - 1:+.1%})" if name in line.change else "–"
        for name in texts
    ]
    return [line.model, *scores, _score(line.overall, 1.0, ".2f"), *costs]


def _score(score: Score | None, factor: float, form: str) -> str:
    if score is None:
        return "–"
    found = interval(score)
    text = f"{factor * score.value:{form}}"
    return text if found is None else f"{text} [{factor * found.low:{form}}, {factor * found.high:{form}}]"


def _table(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _groups(axes: Any, result: Result, names: list[str], of: Any, factor: float) -> None:
    width = 0.8 / max(1, len(result.lines))
    for number, line in enumerate(result.lines):
        for place, name in enumerate(names):
            score = of(line, name)
            if score is not None:
                at = place + (number - (len(result.lines) - 1) / 2) * width
                _bar(axes, at, width * 0.9, score, factor, line.model, label=place == 0)
    axes.set_xticks(range(len(names)), names, rotation=30, ha="right")


def _bar(
    axes: Any, at: float, width: float, score: Score, factor: float, model: str, *, label: bool = False
) -> None:
    axes.bar(at, factor * score.value, width, color=COLOURS[model], label=model if label else None)
    found = interval(score)
    if found is not None:
        below, above = max(0.0, score.value - found.low), max(0.0, found.high - score.value)
        axes.errorbar(
            at,
            factor * score.value,
            yerr=[[factor * below], [factor * above]],
            color="black",
            linewidth=0.8,
            capsize=2,
        )
