"""Figures of the lab "What an activation costs": ranges, throughput by size, share of a layer.

They draw a data file that `make measure` has written and the caller passes in; nothing is timed
here. `reluexplain.figures.activations` draws the same measurements for the tutorial, one activation
a panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from reluexplain.figures.style import (
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    PAPER,
    UNITS,
    describe,
    new_figure,
    number,
)

ITEM_BYTES = {"float64": 8, "float32": 4}
MARKERS = {"float64": "o", "float32": "s"}
# By the order in which curves come: colour, dash pattern, and marker.
CURVES = (
    (LABEL, (1.2, 1.6), "D"),
    (UNITS[0], (1, 0), "o"),
    (UNITS[1], (5, 2), "s"),
    (UNITS[2], (7, 2, 1.2, 2), "^"),
)


def cost_ranges(cost: dict[str, Any], elements: int) -> Figure:
    """Draw what every activation costs for arrays of one size, as multiples of copying.

    Args:
        cost: What `reluexplain.examples.activation_cost` returns.
        elements: The arrays' size; one that was measured.
    """
    rows = [
        row
        for row in cost["measurements"] + cost["scipy_measurements"]
        if row["elements"] == elements
    ]
    rows.sort(key=lambda row: row["dtype"], reverse=True)  # float64 first
    names = list(dict.fromkeys(row["activation"] for row in rows))
    figure, (axis,) = new_figure(height=90 + 36 * len(names))
    axis.axvline(1, color=LABEL, linewidth=1.2, linestyle=(0, (1, 1.5)))
    told = []
    for row in rows:
        upper = row["dtype"] == "float64"
        at = names.index(row["activation"]) + (-0.15 if upper else 0.15)
        axis.hlines(at, row["low"], row["high"], color=OFF, linewidth=6, alpha=0.4)
        axis.plot(
            row["median"], at, MARKERS[row["dtype"]], color=OUTPUT, markersize=6,
            markerfacecolor=OUTPUT if upper else PAPER,
            label=row["dtype"] if row["activation"] == names[0] else None,
        )  # fmt: skip
        told.append(
            f"{row['activation']}, {row['dtype']}: {number(row['low'])} to {number(row['high'])}"
        )
    axis.set(xscale="log", xlabel="times copying the array", ylim=(len(names) - 0.5, -0.5))
    axis.set_yticks(range(len(names)), names)
    axis.set_xticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.grid(visible=False, axis="y")
    _legend(figure, 2)
    describe(
        figure,
        f"The time of each activation for {elements:,} numbers as a multiple of copying them, on a "
        f"logarithmic scale; the middle half of the rounds. {'; '.join(told)}.",
    )
    return figure


def throughput(cost: dict[str, Any], names: Sequence[str]) -> Figure:
    """Draw how many bytes a second copying and some activations move, against the array's bytes.

    Args:
        cost: What `reluexplain.examples.activation_cost` returns.
        names: Of activations; at most three.
    """
    figure, axes = new_figure(rows=2, height=470)
    told = []
    for axis, dtype in zip(axes, ITEM_BYTES, strict=True):
        for name, (colour, dash, marker) in zip(("copy", *names), CURVES, strict=False):
            bytes_read, rates = throughputs(cost, name, dtype)
            axis.plot(
                bytes_read, rates, marker, color=colour, linestyle=(0, dash), markersize=6,
                linewidth=1.8, markerfacecolor=PAPER if name == "copy" else colour, label=name,
            )  # fmt: skip
            told.append(f"{dtype}, {name}: {', '.join(number(rate) for rate in rates)}")
        axis.set(title=dtype, xscale="log", yscale="log", ylabel="GB a second", xlim=(3e3, 1.1e8))
        axis.xaxis.set_major_locator(FixedLocator([1e4, 1e5, 1e6, 1e7, 1e8]))
        axis.set_xticklabels(["10 kB", "100 kB", "1 MB", "10 MB", "100 MB"])
        axis.set_yticks([3, 10, 30, 100], ["3", "10", "30", "100"])
        axis.set_ylim(2, 300)
        axis.xaxis.set_minor_locator(NullLocator())
        axis.yaxis.set_minor_locator(NullLocator())
    axes[-1].set_xlabel("size of the array")
    _legend(figure, len(names) + 1, axes[0])
    sizes = (f"{size:,}" for size in sorted({row["elements"] for row in cost["measurements"]}))
    describe(
        figure,
        "Gigabytes read and written a second, against the size of the array, both axes "
        f"logarithmic, for {', '.join(sizes)} numbers. {'; '.join(told)}.",
    )
    return figure


def throughputs(cost: dict[str, Any], name: str, dtype: str) -> tuple[list[float], list[float]]:
    """Return the bytes of the arrays, and how many GB a second are read and written at each.

    Args:
        cost: What `reluexplain.examples.activation_cost` returns.
        name: An activation's, or "copy".
        dtype: "float32" or "float64".

    Examples:
        >>> row = {"activation": "ReLU", "dtype": "float64", "elements": 1000, "median": 2.0}
        >>> throughputs({"measurements": [row | {"copy_nanoseconds": 0.5}]}, "ReLU", "float64")
        ([8000], [16.0])
    """
    like = cost["measurements"][0]["activation"] if name == "copy" else name
    rows = [
        row for row in cost["measurements"] if (row["activation"], row["dtype"]) == (like, dtype)
    ]
    item = ITEM_BYTES[dtype]
    times = [row["copy_nanoseconds"] * (1 if name == "copy" else row["median"]) for row in rows]
    return [item * row["elements"] for row in rows], [2 * item / time for time in times]


def layer_shares(cost: dict[str, Any]) -> Figure:
    """Draw which share of a layer's time its activation takes, against the layer's width."""
    figure, (axis,) = new_figure(height=330)
    names = list(dict.fromkeys(row["activation"] for row in cost["layers"]))
    told = []
    for name, (colour, dash, _) in zip(names, CURVES[1:], strict=False):
        for dtype, marker in MARKERS.items():
            rows = [
                row for row in cost["layers"] if (row["activation"], row["dtype"]) == (name, dtype)
            ]
            widths = [row["width"] for row in rows]
            shares = [100 * row["median"] for row in rows]
            low, high = (100 * np.array([row[end] for row in rows]) for end in ("low", "high"))
            axis.vlines(widths, low, high, color=OFF, linewidth=6, alpha=0.4)
            axis.plot(
                widths, shares, marker, color=colour, linestyle=(0, dash), markersize=6.5,
                linewidth=1.6, markerfacecolor=colour if marker == "o" else PAPER,
                label=f"{name}, {dtype}",
            )  # fmt: skip
            told.append(f"{name}, {dtype}: {', '.join(number(share) for share in shares)}")
    _percent(axis, widths)
    _legend(figure, 2, axis)
    describe(
        figure,
        "The share of a layer's time that its activation takes, in per cent, against the layer's "
        f"width, both axes logarithmic, for {', '.join(map(str, widths))} units. "
        f"{'; '.join(told)}.",
    )
    return figure


def _percent(axis: Axes, widths: Sequence[int]) -> None:
    """Give the axes of shares and widths their ticks."""
    axis.set(xscale="log", yscale="log", xlabel="width of the layer", ylabel="share of the time, %")
    axis.set_xticks(widths, [f"{width:,}" for width in widths])
    axis.set_yticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
    axis.set(ylim=(0.4, 100), xlim=(3, 1500))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_minor_locator(NullLocator())
    axis.grid(color=LINES)


def _legend(figure: Figure, columns: int, axis: Axes | None = None) -> None:
    """Write the legend above the figure, of one panel where several have the same curves."""
    handles, labels = (axis or figure.axes[0]).get_legend_handles_labels()
    figure.legend(
        handles, labels, fontsize=FONT_SIZE, frameon=False, labelcolor=OUTPUT, ncols=columns,
        loc="outside upper left", handletextpad=0.4, columnspacing=1.2, borderaxespad=0,
    )  # fmt: skip
