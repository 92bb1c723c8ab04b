"""Figures of the lab "Watching neurons die and wake": how many die, when, and what wakes one.

Each draws what the lab has counted and passes in. They train nothing and count no dead unit.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import ArrayLike, NDArray

from reluexplain.figures.runs import logarithmic_steps
from reluexplain.figures.style import (
    LABEL,
    OFF,
    OUTPUT,
    PAPER,
    describe,
    label_beside,
    new_figure,
    number,
)

# By the order in which curves come: dash pattern, and marker.
STYLES = (((1, 0), "o"), ((5, 2), "s"), ((1.2, 1.6), "^"), ((7, 2, 1.2, 2), "D"))


def dead_by_rate(rates: ArrayLike, shares: Mapping[str, NDArray[np.float64]]) -> Figure:
    """Draw the mean share of dead units against the learning rate, with two standard errors.

    Args:
        rates: The learning rates, increasing, at least two, shape (rates,).
        shares: For each data set, by its name, the share of every run, shape (rates, runs).
    """
    at = np.asarray(rates, dtype=float)
    figure, (axis,) = new_figure(height=290)
    told = []
    highest = max(shares, key=lambda name: float(shares[name].mean()))
    for place, (key, values) in enumerate(shares.items()):
        name = key.replace("-", "−")
        dash, marker = STYLES[place]
        mean = 100 * values.mean(axis=1)
        error = 200 * values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
        axis.plot(at, mean, color=OUTPUT, linewidth=1.6, linestyle=(0, dash))
        axis.errorbar(
            at, mean, error, fmt=marker, color=OUTPUT, markersize=6, markerfacecolor=PAPER,
            elinewidth=1.4, capsize=4,
        )  # fmt: skip
        # The highest curve has its label on its left, another one on its right: off the curves.
        offset, side = ((-9, 6), "right") if key == highest else ((9, -16), "left")
        label_beside(axis, name, (float(at[-2]), float(mean[-2])), OUTPUT, offset, side)
        told.append(
            f"{name}: "
            + ", ".join(
                f"{number(round(share, 1))} % (±{number(round(off, 1))}) at {number(rate)}"
                for rate, share, off in zip(at, mean, error, strict=True)
            )
        )
    axis.set(xscale="log", xlabel="learning rate", ylabel="dead units, %", ylim=(-4, 104))
    axis.set_yticks([0, 25, 50, 75, 100])
    _numbers_written_out(axis, at)
    describe(
        figure,
        f"The mean share of dead units against the learning rate, with two standard errors. "
        f"{'; '.join(told)}.",
    )
    return figure


def deaths_by_step(steps: ArrayLike, died: Mapping[str, NDArray[np.int64]]) -> Figure:
    """Draw the share of units that are dead from each step to the end.

    Args:
        steps: The recorded steps, increasing, shape (records,).
        died: For each batch of runs, by its name, the recorded step from which every unit is dead
            to the end, -1 for one that lives; any shape.
    """
    at = np.asarray(steps)
    figure, (axis,) = new_figure(height=280)
    told = []
    for place, (name, first) in enumerate(died.items()):
        when = first[first >= 0]
        share = 100 * (when[:, None] <= at).sum(axis=0) / first.size
        axis.plot(at, share, color=OUTPUT, linewidth=2, linestyle=(0, STYLES[place][0]))
        label_beside(axis, name, (float(at[-1]), float(share[-1])), OUTPUT, (-2, 5), "right")
        half = f", half of them by step {number(float(np.median(when)))}" if len(when) else ""
        told.append(f"{name}: {number(round(float(share[-1]), 1))} % in the end{half}")
    axis.set(xlabel="step", ylabel="dead to the end, %", ylim=(0, 100))
    axis.set_yticks([0, 25, 50, 75, 100])
    logarithmic_steps(axis, int(at[-1]))
    describe(
        figure,
        f"The share of units that are dead from a step to the end, by step, on a logarithmic scale "
        f"up to {at[-1]:,}. {'; '.join(told)}.",
    )
    return figure


def wakes_by_rule(largest: Mapping[str, ArrayLike]) -> Figure:
    """Draw the largest pre-activation of a dead unit by step, up to where it wakes.

    Args:
        largest: For each rule that moves the unit, by its name, its largest pre-activation at
            steps 0, 1, 2 and so on. A curve ends at its first value above zero.
    """
    figure, (axis,) = new_figure(height=310)
    axis.axhline(0, color=LABEL, linewidth=1, zorder=1)
    told, last = [], 0
    for place, (name, values) in enumerate(largest.items()):
        z = np.asarray(values, dtype=float)
        above = np.flatnonzero(z > 0)
        awake = int(above[0]) if len(above) else 0
        steps = np.arange(awake + 1 if awake else len(z))
        last = max(last, len(z) - 1)
        colour = OUTPUT if awake else OFF
        dash = STYLES[place % len(STYLES)][0]
        axis.plot(steps[1:], z[steps[1:]], color=colour, linewidth=1.8, linestyle=(0, dash))
        if awake:
            axis.plot(awake, 0, "o", color=OUTPUT, markersize=6.5, markerfacecolor=PAPER, zorder=5)
            label_beside(axis, name, (awake, 0), OUTPUT, (0, 7), "center")
            told.append(f"{name}: awake after {awake} steps")
        else:
            end = float(z[-1])
            below = (-2, -42) if end > z[0] else (-2, -16)  # a rising curve needs more room
            label_beside(axis, name, (float(steps[-1]), end), LABEL, below, "right")
            told.append(f"{name}: still at {number(end)} after {steps[-1]} steps")
    low = min(float(np.min(values)) for values in largest.values())
    axis.set(xscale="log", xlabel="step", ylabel="largest z", xlim=(1, last * 1.15))
    axis.set_ylim(low - 0.35, 0.4)
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    _numbers_written_out(axis, [1, 3, 10, 30, 100, 300])
    start = number(float(np.asarray(next(iter(largest.values())))[0]))
    describe(
        figure,
        f"The largest pre-activation of one dead unit by step, from {start}, under several rules "
        f"that shrink its weight and its bias. {'; '.join(told)}.",
    )
    return figure


def _numbers_written_out(axis: Axes, ticks: ArrayLike) -> None:
    """Give a logarithmic axis these ticks, without powers of ten."""
    axis.xaxis.set_major_locator(FixedLocator(np.asarray(ticks).tolist()))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
