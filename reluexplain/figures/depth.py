"""Figures of what depth does: networks that are born dead, those that die, the size of a signal.

Each draws numbers that a lab has computed and passes in. They draw no random network, train
nothing and count nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import ArrayLike, NDArray

from reluexplain.figures.runs import logarithmic_steps
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    OFF,
    SHADE,
    UNITS,
    describe,
    new_figure,
    number,
)

Array = NDArray[np.float64]
MARKERS = "os^D"


def born_dead_shares(
    layers: ArrayLike, shares: Mapping[int, Array], bounds: Mapping[int, Array], runs: int
) -> Figure:
    """Draw the share of networks that are constant from the start, by depth, with the bounds.

    Args:
        layers: The numbers of hidden layers, shape (depths,).
        shares: For each width the shares found, shape (depths,); drawn with two standard errors.
        bounds: For each width the upper bounds, shape (depths,).
        runs: How many networks stand behind each share.
    """
    depths = np.asarray(layers)
    figure, (axis,) = new_figure(height=290)
    told = []
    for place, (width, share) in enumerate(shares.items()):
        colour = UNITS[place]
        axis.plot(depths, bounds[width], color=colour, linewidth=1)
        axis.errorbar(
            depths, share, 2 * np.sqrt(share * (1 - share) / runs), color=colour, linewidth=2,
            linestyle=(0, DASHES[place]), marker=MARKERS[place], markersize=5, elinewidth=1.5,
            label=f"width {width}",
        )  # fmt: skip
        told.append(
            f"width {width} from {number(float(share[0]))} to {number(float(share[-1]))}, where "
            f"the bound is {number(float(bounds[width][-1]))}"
        )
    axis.set(xlabel="hidden layers", ylabel="share constant", ylim=(-0.02, 1.03))
    axis.set_xticks(depths[:: max(1, len(depths) // 5)])
    _legend(axis, "lower right")
    describe(
        figure,
        f"The share of {runs:,} random networks that are constant from the start, for {depths[0]} "
        f"to {depths[-1]} hidden layers: {'; '.join(told)}. The bounds are thin lines, above the "
        f"points.",
    )
    return figure


def constant_by_step(steps: ArrayLike, shares: Mapping[str, Array]) -> Figure:
    """Draw the share of runs that have become constant, by step.

    Args:
        steps: The recorded steps, increasing from 0, shape (records,).
        shares: For each group of runs, by its name, its shares, shape (records,).
    """
    at = np.asarray(steps)
    figure, (axis,) = new_figure(height=260)
    told = []
    for place, (name, share) in enumerate(shares.items()):
        axis.plot(
            at, 100 * share, color=UNITS[place], linewidth=2.5, dashes=DASHES[place],
            marker=MARKERS[place], markersize=5, clip_on=False,
        )  # fmt: skip
        axis.annotate(
            name, (float(at[-1]), 100 * float(share[-1])), xytext=(-2, 7), ha="right",
            textcoords="offset points", color=UNITS[place], fontsize=FONT_SIZE,
        )  # fmt: skip
        told.append(
            f"{name}: {number(round(100 * float(share[1]), 1))} % at step {at[1]}, "
            f"{number(round(100 * float(share[-1]), 1))} % at the end"
        )
    axis.set(xlabel="step", ylabel="constant, %", ylim=(-3, 103))
    axis.set_yticks([0, 25, 50, 75, 100])
    logarithmic_steps(axis, int(at[-1]))
    describe(
        figure,
        f"The share of runs whose output is constant, by step, on a logarithmic scale of steps "
        f"from 0 to {at[-1]:,}. {'; '.join(told)}.",
    )
    return figure


def signal_by_layer(
    curves: Mapping[str, Array], ylabel: str, band: tuple[Array, Array] | None = None
) -> Figure:
    """Draw sizes of a signal by hidden layer, on a logarithmic scale.

    Args:
        curves: For each name the sizes, shape (layers,), above zero.
        ylabel: What they are.
        band: The ends of a shaded range, each of shape (layers,), above zero.
    """
    figure, (axis,) = new_figure(height=270)
    told = []
    if band is not None:
        layers = np.arange(1, len(band[0]) + 1)
        axis.fill_between(layers, *band, color=SHADE, linewidth=0)
        for edge in band:
            axis.plot(layers, edge, color=OFF, linewidth=1)
        told.append(
            f"The shaded range ends between {number(float(band[0][-1]))} and "
            f"{number(float(band[1][-1]))}"
        )
    for place, (name, sizes) in enumerate(curves.items()):
        layers = np.arange(1, len(sizes) + 1)
        axis.plot(
            layers, sizes, color=UNITS[place], linewidth=2.5, dashes=DASHES[place],
            marker=MARKERS[place], markersize=5, label=name,
        )  # fmt: skip
        told.append(f"{name}: from {number(float(sizes[0]))} to {number(float(sizes[-1]))}")
    axis.set(xlabel="hidden layer", ylabel=ylabel)
    _powers_written_out(axis)
    axis.set_xticks(layers[(layers - 1) % 3 == 0])
    _legend(axis, "lower left")
    describe(
        figure, f"The {ylabel} by hidden layer, on a logarithmic scale. {'. '.join(told)}."
    )  # fmt: skip
    return figure


def _legend(axis: Axes, place: Literal["lower left", "lower right"]) -> None:
    axis.legend(loc=place, frameon=False, fontsize=FONT_SIZE, labelcolor=LABEL, handlelength=3.2)


def _powers_written_out(axis: Axes) -> None:
    """Give the vertical axis a logarithmic scale whose ticks are written without exponents."""
    axis.set_yscale("log")
    low, high = (np.log10(end) for end in axis.get_ylim())
    exponents = np.arange(np.ceil(low), np.floor(high) + 1)
    axis.yaxis.set_major_locator(FixedLocator((10.0**exponents).tolist()))
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
