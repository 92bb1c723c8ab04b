"""Figures of one ReLU unit by itself: why its graph is no straight line, and what its slope is.

They use no network and no training; `neurons` and `one_bias` show what several units make together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from reluexplain.activations import relu
from reluexplain.examples import domain
from reluexplain.figures.style import (
    FONT_SIZE,
    LABEL,
    OFF,
    OUTPUT,
    PAPER,
    describe,
    mark_kinks,
    new_figure,
    number,
)


def relu_and_chord() -> Figure:
    """Draw ReLU with the straight line between two of its points."""
    lower, upper = domain
    x = np.array([lower, 0.0, upper])
    ends = np.array([lower, upper])
    middle = float(relu(ends).mean())
    figure, (axis,) = new_figure(height=230)
    axis.plot(ends, relu(ends), color=LABEL, linewidth=1.5, dashes=(4, 3))
    axis.plot(x, relu(x), color=OUTPUT, linewidth=2.5)
    axis.plot(ends, relu(ends), linestyle="none", marker="o", markersize=6, color=OUTPUT)
    axis.annotate(
        "", (0, 0.12), (0, middle), arrowprops={"arrowstyle": "<->", "color": LABEL, "linewidth": 1}
    )
    mark_kinks(axis, np.zeros(1), relu(np.zeros(1)))
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "ha": "right"}
    axis.text(-0.3, middle, "straight from end to end", color=LABEL, va="bottom", **text)
    axis.text(upper - 0.1, 0.95, "ReLU", color=OUTPUT, va="center", **text)
    axis.set(xlabel="input x", ylabel="relu(x)", ylim=(-0.4, 4.4))
    axis.set(xticks=[-4, -2, 0, 2, 4], yticks=[0, 2, 4])
    describe(
        figure,
        f"ReLU is flat at 0 from x = {number(lower)} to a kink at x = 0 and then rises to "
        f"{number(float(relu(upper)))} at x = {number(upper)}. The dashed straight line between "
        f"the same two ends runs above it; at x = 0 it is {number(middle)}, ReLU is "
        f"{number(float(relu(0)))}.",
    )
    return figure


def relu_derivative() -> Figure:
    """Draw ReLU above its derivative, which is also the switch that multiplies the input."""
    lower, upper = domain
    left, right = np.array([lower, 0.0]), np.array([0.0, upper])
    off, on = float(relu.derivative(lower)), float(relu.derivative(upper))
    at_zero = float(relu.derivative(0))
    figure, (value, slope) = new_figure(rows=2, height=330)
    for axis, heights in ((value, (relu(left), relu(right))), (slope, ([off, off], [on, on]))):
        axis.plot(left, heights[0], color=OFF, linewidth=2.5, dashes=(1.2, 1.6))
        axis.plot(right, heights[1], color=OUTPUT, linewidth=2.5)
        axis.set(xlim=(lower - 0.2, upper + 0.2), xticks=[-4, -2, 0, 2, 4])
    mark_kinks(value, np.zeros(1), relu(np.zeros(1)))
    ends: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 7, "zorder": 5}
    slope.plot([0], [on], color=PAPER, markeredgecolor=OUTPUT, markeredgewidth=1.5, **ends)
    slope.plot([0], [at_zero], color=OUTPUT, **ends)
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "va": "center", "ha": "center"}
    value.text(-2, 0.9, f"off: slope {number(off)}", color=LABEL, **text)
    value.text(1.1, 3.3, f"on: slope {number(on)}", color=OUTPUT, **text)
    slope.text(-2, 0.3, f"x times {number(off)}", color=LABEL, **text)
    slope.text(2, 0.7, f"x times {number(on)}", color=OUTPUT, **text)
    value.set(ylim=(-0.5, 4.4), yticks=[0, 2, 4])
    slope.set(xlabel="input x", ylim=(-0.25, 1.25), yticks=[0, 1])
    value.set_title("value: relu(x)", loc="left", fontsize=FONT_SIZE)
    slope.set_title("slope: relu'(x)", loc="left", fontsize=FONT_SIZE)
    describe(
        figure,
        f"Two graphs over x from {number(lower)} to {number(upper)}. Above, ReLU: 0 up to a kink "
        f"at x = 0, then x itself. Below, its slope: {number(off)} for x below 0, {number(on)} for "
        f"x above 0, with a jump between; a filled dot puts the value at 0 at {number(at_zero)}.",
    )
    return figure
