"""Figures of the lab "Curves from lines": an error law, what misses it, and how many pieces.

Each draws numbers that the lab has computed and passes in. They build, fit and train nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator
from numpy.typing import ArrayLike, NDArray

from reluexplain.figures.style import (
    FONT_SIZE,
    LABEL,
    OFF,
    OUTPUT,
    PAPER,
    describe,
    new_figure,
    number,
)

# By the order in which curves come: dash pattern, and marker.
STYLES = (((1, 0), "o"), ((5, 2), "s"), ((1.2, 1.6), "^"))


def error_laws(
    units: Sequence[int], laws: Mapping[str, ArrayLike], found: Mapping[str, ArrayLike]
) -> Figure:
    """Draw errors that a law predicts as lines, and those of networks as marks on them.

    Args:
        units: Numbers of hidden units, increasing.
        laws: For each kind of error what the law says, shape (units,).
        found: For the same kinds what the networks have, shape (units,).
    """
    figure, (axis,) = new_figure(height=330)
    told = []
    for (name, law), (dash, marker) in zip(laws.items(), STYLES, strict=False):
        expected, errors = np.asarray(law, dtype=float), np.asarray(found[name], dtype=float)
        axis.plot(units, expected, color=OUTPUT, linewidth=1.6, linestyle=(0, dash))
        axis.plot(units, errors, marker, color=LABEL, markersize=6.5, markerfacecolor=PAPER)
        off = float(np.abs(errors / expected - 1).max())
        told.append(
            f"{name} from {number(errors[0])} to {number(errors[-1])}, off the law by at most "
            f"{number(off)} of its size"
        )
    axis.set(xscale="log", yscale="log", xlabel="hidden units", ylabel="error")
    _number_ticks(axis, units)
    _powers_of_ten(axis)
    lines = list(laws)
    middle = len(units) // 2
    for place, name in enumerate(lines):
        at = (units[middle], float(np.asarray(laws[name])[middle]))
        above = place == 0
        axis.annotate(
            name, at, xytext=(8, 4) if above else (-8, -6), textcoords="offset points",
            color=OUTPUT, fontsize=FONT_SIZE, ha="left" if above else "right",
            va="bottom" if above else "top",
        )  # fmt: skip
    describe(
        figure,
        f"Errors on x squared for {', '.join(str(n) for n in units)} hidden units, both axes "
        f"logarithmic: straight lines with a mark for each network. {'; '.join(told)}.",
    )
    return figure


def displaced_kinks(sizes: Sequence[float], ratios: NDArray[np.float64]) -> Figure:
    """Draw how much moved kinks cost, as multiples of the smallest possible mean squared error.

    Args:
        sizes: The standard deviations of the displacements, increasing.
        ratios: Shape (sizes, draws).
    """
    figure, (axis,) = new_figure(height=270)
    low, middle, high = np.quantile(ratios, [0.05, 0.5, 0.95], axis=1)
    axis.vlines(sizes, low, high, color=OFF, linewidth=5, alpha=0.4)
    axis.plot(sizes, middle, "o-", color=OUTPUT, markersize=7, linewidth=1.4)
    axis.plot(sizes, ratios.min(axis=1), "v", color=LABEL, markersize=7, markerfacecolor=PAPER)
    axis.axhline(1, color=LABEL, linewidth=1.2, linestyle=(0, (1, 1.5)))
    for text, value, colour in (("median", middle, OUTPUT), ("least", ratios.min(axis=1), LABEL)):
        axis.annotate(
            text, (sizes[-1], float(value[-1])), xytext=(-12, 3), textcoords="offset points",
            color=colour, fontsize=FONT_SIZE, ha="right", va="bottom",
        )  # fmt: skip
    axis.set(xscale="log", yscale="log", xlabel="kinks moved by about", ylabel="times the least")
    _number_ticks(axis, sizes)
    axis.set_yticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    axis.yaxis.set_minor_locator(NullLocator())
    axis.set_ylim(0.9, 1.15 * float(high.max()))
    told = [
        f"by {number(size)}, the median is {number(float(m))} and the least {number(float(r))}"
        for size, m, r in zip(sizes, middle, ratios.min(axis=1), strict=True)
    ]
    describe(
        figure,
        "Mean squared error as a multiple of the smallest possible, against how far the kinks are "
        f"moved, both axes logarithmic; bars from the 5th to the 95th percentile of "
        f"{ratios.shape[1]} draws. Moved {'; '.join(told)}.",
    )
    return figure


def sorted_runs(ratios: Mapping[int, NDArray[np.float64]]) -> Figure:
    """Draw where training runs end, best first, as multiples of the smallest possible error.

    Args:
        ratios: For each number of hidden units, one ratio a run, sorted.
    """
    figure, (axis,) = new_figure(height=290)
    axis.axhline(1, color=OFF, linewidth=1.2, linestyle=(0, (1, 1.5)))
    told = []
    for (units, runs), (dash, _) in zip(ratios.items(), STYLES, strict=False):
        share = 100 * (np.arange(len(runs)) + 0.5) / len(runs)
        axis.plot(share, runs, color=OUTPUT, linewidth=2, linestyle=(0, dash))
        told.append(
            f"with {units} units the best run ends at {number(float(runs[0]))}, the median at "
            f"{number(float(np.median(runs)))} and the worst at {number(float(runs[-1]))}"
        )
    axis.set(xlabel="share of the runs, %", ylabel="times the law", yscale="log", xlim=(0, 100))
    axis.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axis.yaxis.set_minor_locator(NullLocator())
    for dash, units in zip((s[0] for s in STYLES), ratios, strict=False):
        axis.plot([], [], color=OUTPUT, linewidth=2, linestyle=(0, dash), label=f"{units} units")
    axis.legend(fontsize=FONT_SIZE, frameon=False, labelcolor=OUTPUT, loc="upper left")
    describe(
        figure,
        "Mean squared errors after training on x squared, as multiples of the smallest possible, "
        f"sorted, best first, on a logarithmic scale: {'; '.join(told)}.",
    )
    return figure


def pieces_by_shape(shapes: Sequence[str], counts: Mapping[str, NDArray[np.int64]]) -> Figure:
    """Draw how many pieces random networks of several shapes have.

    Args:
        shapes: What each shape is called.
        counts: For each way of counting the pieces, shape (shapes, networks); at most three ways.
    """
    figure, (axis,) = new_figure(height=80 + 48 * len(shapes))
    rows = np.arange(len(shapes))
    told = []
    for place, ((name, pieces), (_, marker)) in enumerate(
        zip(counts.items(), STYLES, strict=False)
    ):
        at = rows + 0.22 * (place - (len(counts) - 1) / 2)
        low, high = np.quantile(pieces, [0.05, 0.95], axis=1)
        mean = pieces.mean(axis=1)
        axis.hlines(at, low, high, color=OFF, linewidth=4, alpha=0.4)
        face = OUTPUT if place == 0 else PAPER
        axis.plot(mean, at, marker, color=OUTPUT, markersize=6.5, markerfacecolor=face, label=name)
        listed = (f"{shape}, {number(float(m))}" for shape, m in zip(shapes, mean, strict=True))
        told.append(f"{name}: {'; '.join(listed)}")
    axis.set_yticks(rows, shapes)
    axis.set(xlabel="pieces", ylim=(len(shapes) - 0.5, -0.5))
    axis.set_xlim(left=0)
    axis.grid(visible=False, axis="y")
    figure.legend(
        fontsize=FONT_SIZE, frameon=False, labelcolor=OUTPUT, loc="outside upper left",
        ncols=len(counts), handletextpad=0.3, columnspacing=1.2, borderaxespad=0,
    )  # fmt: skip
    describe(
        figure,
        "Mean number of pieces of random networks by shape, with bars from the 5th to the 95th "
        f"percentile of the networks. {'. '.join(told)}.",
    )
    return figure


def _number_ticks(axis: Axes, values: Sequence[float]) -> None:
    """Give a logarithmic horizontal axis a tick at each of these numbers, as many as fit."""
    shown = values if len(values) <= 8 else values[::2]
    axis.set_xticks(shown, [number(value) for value in shown])
    axis.xaxis.set_minor_locator(NullLocator())


def _powers_of_ten(axis: Axes) -> None:
    """Write a logarithmic vertical axis's ticks as 1e−4."""
    axis.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _: f"1e{round(np.log10(y))}".replace("-", "−"))
    )
    axis.yaxis.set_minor_locator(NullLocator())
