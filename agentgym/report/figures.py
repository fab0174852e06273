"""The figures of a report, as SVG: legible in print and to colour-blind people (Okabe and Ito's colours, and a
marker or a line style beside every colour)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from agentgym.errors import DependencyError
from agentgym.install import hint
from agentgym.registry import short_name
from agentgym.report.results import Results
from agentgym.trajectory.categories import NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#999999")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
STYLES = ("-", "--", "-.", ":")


class Picture(msgspec.Struct, frozen=True):
    """A figure: heading, what it shows, and the SVG text."""

    title: str
    caption: str
    svg: str


def pictures(results: Results) -> list[Picture]:
    """Draw every figure that there is data for.

    Raises:
        DependencyError: matplotlib is not installed.
    """
    drawn = [
        scores(results),
        scatter(results),
        rewards(results),
        lengths(results),
        errors(results),
        costs(results),
    ]
    return [p for p in drawn if p is not None]


def scores(results: Results) -> Picture | None:
    """Draw the scores with their intervals."""
    figure, axes = _figure(7.2, 0.9 + 0.28 * len(results.envs) * max(1, len(results.labels)))
    count, factor = len(results.labels), 100.0 if results.primary else 1.0
    for number, label in enumerate(results.labels):
        for row, env in enumerate(results.envs):
            cell = results.cell(env, label)
            if cell is None or cell.score is None:
                continue
            y = row + (number - (count - 1) / 2) * 0.7 / max(1, count)
            low, high = cell.interval or (cell.score, cell.score)
            error = [[max(0.0, cell.score - low) * factor], [max(0.0, high - cell.score) * factor]]
            axes.errorbar(
                factor * cell.score, y, xerr=error, color=_colour(number), marker=MARKERS[number % 8], capsize=3,
                label=_short(label) if row == 0 or _short(label) not in _labels(axes) else None,
            )  # fmt: skip
    axes.set_yticks(range(len(results.envs)), [short_name(e) for e in results.envs])
    if results.primary:
        axes.set_xlim(-3, 103)
    axes.set_ylim(len(results.envs) - 0.4, -0.6)
    name = "score in percent" if results.primary else results.score
    axes.set_xlabel(f"{name}, 95 % interval")
    _legend(axes, outside=True)
    return Picture("Scores", "Mean score of each policy on each environment.", _svg(figure))


def scatter(results: Results) -> Picture | None:
    """Draw held-in against held-out overalls, the published models beside ours; only of primary scores."""
    published = results.published
    xs, ys = published.overall.get("held-in"), published.overall.get("held-out")
    if xs is None or ys is None or not results.primary:
        return None
    figure, axes = _figure(5.6, 4.2)
    axes.plot(xs, ys, "x", color="#777777", label="published")
    by_height = sorted(zip(ys, xs, published.models, strict=True))
    for number, (y, x, model) in enumerate(by_height):
        near = any(abs(y - v) < 0.06 and abs(x - u) < 0.6 for v, u, _ in by_height[number + 1 :])
        place = (4, -8) if near else (4, 3)  # below its cross where the next one's label would lie on it
        axes.annotate(model, (x, y), textcoords="offset points", xytext=place, fontsize=7, color="#555555")
    lacking = []
    for number, label in enumerate(results.labels):
        inside, outside = results.group_overall(label, "held-in"), results.group_overall(label, "held-out")
        if inside is not None and outside is not None:
            marker = MARKERS[number % 8]
            axes.plot(inside.value, outside.value, marker, color=_colour(number), label=_short(label))
        elif inside is not None:
            axes.axvline(
                inside.value, color=_colour(number), linestyle=STYLES[number % 4], label=_short(label)
            )
            lacking.append(label)
    axes.set_xlabel("held-in overall")
    axes.set_ylabel("held-out overall")
    _legend(axes)
    caption = "The paper's overalls of both groups."
    if lacking:
        caption += f" No held-out episodes of {', '.join(lacking)}: a line at the held-in overall."
    return Picture("Held-in against held-out", caption, _svg(figure))


def rewards(results: Results) -> Picture | None:
    """Draw the distribution of the score, as it was given."""

    def draw(axes: Axes, env: str) -> None:
        for number, label in enumerate(results.labels):
            cell = results.cell(env, label)
            if cell is not None and cell.scored:
                values = np.sort([r.value for r in cell.scored if r.value is not None])
                shares = np.arange(1, len(values) + 1) / len(values)
                first, last = min(0.0, values[0]), max(1.0, values[-1])
                xs, ys = np.r_[first, values, last], np.r_[0.0, shares, 1.0]
                axes.step(
                    xs,
                    ys,
                    where="post",
                    color=_colour(number),
                    linestyle=STYLES[number % 4],
                    label=_short(label),
                )
        if results.primary:
            axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel(results.score)
        axes.set_ylabel("share of episodes at most")

    title = "Rewards" if results.primary else f"Scores: {results.score}"
    return Picture(title, f"Cumulative distribution of the {results.score}.", _grid(results.envs, draw))


def lengths(results: Results) -> Picture | None:
    """Draw the distribution of turns."""

    def draw(axes: Axes, env: str) -> None:
        for number, label in enumerate(results.labels):
            cell = results.cell(env, label)
            if cell is None or not cell.scored:
                continue
            style: dict[str, Any] = {"color": _colour(number)}
            axes.boxplot(
                [r.entry.steps for r in cell.scored], positions=[number], widths=0.6, orientation="horizontal",
                boxprops=style, medianprops={"color": _colour(number), "linewidth": 2}, whiskerprops=style,
                capprops=style, flierprops={"marker": ".", "markersize": 3, "markeredgecolor": _colour(number)},
            )  # fmt: skip
        axes.set_yticks(range(len(results.labels)), [_short(x) for x in results.labels])
        axes.invert_yaxis()
        axes.set_xlim(left=0)
        axes.set_xlabel("turns")

    return Picture(
        "Episode lengths",
        "Turns of an episode: median, quartiles, whiskers at 1.5 IQR.",
        _grid(results.envs, draw),
    )


def errors(results: Results) -> Picture | None:
    """Draw the shares of the error categories as a shaded matrix with numbers."""
    cells = [
        (f"{short_name(env)}  {_short(label)}", cell)
        for env in results.envs
        for label in results.labels
        if (cell := results.cell(env, label)) is not None and cell.scored
    ]
    if not cells:
        return None
    shares = np.array([[cell.categories.get(name, 0.0) for name in NAMES] for _, cell in cells])
    figure, axes = _figure(7.6, 1.6 + 0.3 * len(cells))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        colour = "white" if share > 0.55 else "black"
        axes.text(column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks(range(len(NAMES)), [n.replace("_", " ") for n in NAMES], rotation=35, ha="right")
    axes.set_yticks(range(len(cells)), [name for name, _ in cells])
    axes.grid(False)
    return Picture("Error categories", "Percent of the scored episodes in each category.", _svg(figure))


def costs(results: Results) -> Picture | None:
    """Draw cost (or tokens, where no price is known) against the overall score."""
    points = []
    for number, label in enumerate(results.labels):
        cells = [c for e in results.envs if (c := results.cell(e, label)) is not None and c.scored]
        overall, episodes = results.overall(label), sum(len(c.scored) for c in cells)
        known = [c.cost for c in cells if c.cost is not None]
        points.append(
            (number, label, overall, sum(known) if known else None, sum(c.tokens for c in cells), episodes)
        )
    priced = any(cost is not None for *_, cost, _, _ in points)
    drawn = [p for p in points if p[2] is not None and (p[3] is not None if priced else p[4])]
    if not drawn:
        return None
    figure, axes = _figure(5.6, 3.6)
    for number, label, overall, cost, tokens, episodes in drawn:
        assert overall is not None
        x = (cost or 0.0) / episodes if priced else tokens / episodes
        axes.plot(x, overall.value, MARKERS[number % 8], color=_colour(number), label=_short(label))
    axes.set_xlabel("US dollars an episode" if priced else "tokens an episode")
    axes.set_ylabel("overall")
    _legend(axes)
    return Picture("Cost against score", "What an episode takes, and what it brings.", _svg(figure))


def _grid(envs: Sequence[str], draw: Any) -> str:
    columns = min(3, len(envs))
    rows = -(-len(envs) // columns)
    plt = pyplot()
    figure, grid = plt.subplots(
        rows, columns, figsize=(3.2 * columns + 0.6, 2.6 * rows + 0.5), squeeze=False, layout="constrained"
    )
    for axes, env in zip(grid.flat, envs, strict=False):
        draw(axes, env)
        _plain(axes)
        axes.set_title(short_name(env), fontsize=9)
    for axes in grid.flat[len(envs) :]:
        axes.set_visible(False)
    _legend(grid.flat[0])
    return _svg(figure)


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    figure, axes = pyplot().subplots(figsize=(width, height))
    _plain(axes)
    return figure, axes


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color="#e6e6e6", linewidth=0.6)
    axes.set_axisbelow(True)


def _legend(axes: Axes, *, outside: bool = False) -> None:
    if len(_labels(axes)) > 1:
        place: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)} if outside else {}
        axes.legend(fontsize=7, frameon=False, **place)


def _labels(axes: Axes) -> list[str]:
    return list(axes.get_legend_handles_labels()[1])


def _short(label: str) -> str:
    # What tells two policies of one name apart stands at the end.
    return label if len(label) <= 28 else f"{label[:14]}…{label[-13:]}"


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def pyplot() -> Any:
    """Return matplotlib's pyplot, set so that the same data give the same file.

    Raises:
        DependencyError: it is not installed.
    """
    try:
        import matplotlib
    except ImportError:
        raise DependencyError(
            f"Figures need matplotlib: {hint('report')}. The tables alone need nothing: --format md."
        ) from None
    matplotlib.use("svg")
    # Text stays text: smaller, searchable. The salt makes the same data give the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "agentgym", "font.size": 9})
    matplotlib.rcParams["font.family"] = "sans-serif"
    from matplotlib import pyplot

    return pyplot


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    # "tight" grows the picture to what is drawn, however long a policy's name is.
    figure.savefig(out, format="svg", metadata={"Date": None}, bbox_inches="tight")
    pyplot().close(figure)
    text = out.getvalue()
    return text[text.index("<svg") :]
