"""Figures of the straight example: its three units one by one, their sum, and the view from afar.

Everything is drawn through exact corners, never through a dense grid. The bent example is in
`one_bias`, which uses `corners` and `draw_twins` too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reluexplain.examples import domain, far_domain, straight
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    KINK,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    PAPER,
    SHADE,
    UNITS,
    describe,
    describe_pieces,
    draw_pieces,
    new_figure,
    number,
)
from reluexplain.network import Array, Network
from reluexplain.pieces import pieces, unit_kinks
from reluexplain.states import State, unit_states


def corners(network: Network, lower: float, upper: float) -> Array:
    """Return both ends of an interval and every unit's kink inside it: straight lines lie between.

    Examples:
        >>> corners(straight, -15, 15)
        array([-15., -10.,  10.,  15.])
    """
    kinks = unit_kinks(network)
    return np.union1d([lower, upper], kinks[(kinks > lower) & (kinks < upper)])


def draw_twins(axis: Axes, x: Array, y: Array, units: Sequence[int] = (1, 2)) -> None:
    """Draw one line for two units, in dashes of the two units' colours by turns."""
    for turn, unit in enumerate(units):
        axis.plot(
            x, y, color=UNITS[unit], linewidth=2.5, linestyle=(2.2 * turn, (2.2, 2.2)),
            dash_capstyle="butt",
        )  # fmt: skip


def signed(value: float) -> str:
    """Return a number to be added, with its sign set apart.

    Examples:
        >>> signed(-10), signed(1)
        ('− 10', '+ 1')
    """
    return f"{'−' if value < 0 else '+'} {number(abs(value))}"


def network_diagram() -> Figure:
    """Draw the straight example as a diagram: input, three units, output, with every number."""
    figure, (axis,) = new_figure(height=200)
    axis.set_axis_off()
    axis.set(xlim=(0, 420), ylim=(0, 200))
    heights = (172, 100, 28)
    box: dict[str, Any] = {"boxstyle": "round,pad=0.45", "facecolor": PAPER, "linewidth": 1.5}
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "ha": "center", "va": "center"}
    told = []
    for unit, height in enumerate(heights):
        w, b, v = (float(part[unit]) for part in (straight.w, straight.b, straight.v))
        axis.plot([22, 170], [100, height], color=LABEL, linewidth=1.2, zorder=1)
        axis.plot([170, 355], [height, 100], color=LABEL, linewidth=1.2, zorder=1)
        named = f"relu({'' if w == 1 else number(w)}x0 {signed(b)})"
        axis.text(170, height, named, color=OUTPUT, bbox={**box, "edgecolor": UNITS[unit]}, **text)
        background: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        for x, factor, along in ((75, w, (22, 170)), (275, v, (355, 170))):
            on_line = 100 + (height - 100) * (x - along[0]) / (along[1] - along[0])
            axis.text(x, on_line, f"× {number(factor)}", color=LABEL, bbox=background, **text)
        told.append(f"unit {unit} gives {named} and is multiplied by {number(v)}")
    constant = signed(float(straight.c))
    axis.text(22, 100, "x0", color=OUTPUT, bbox={**box, "edgecolor": OUTPUT}, **text)
    axis.text(355, 100, f"sum {constant}", color=OUTPUT, bbox={**box, "edgecolor": OUTPUT}, **text)
    axis.plot([355, 404], [100, 100], color=LABEL, linewidth=1.2, zorder=1)
    axis.text(411, 100, "y", color=OUTPUT, **text)
    describe(
        figure,
        f"A diagram from left to right. The input x0 goes to three units: {'; '.join(told)}. The "
        f"output y is the sum of the three products plus {number(float(straight.c))}.",
    )
    return figure


def straight_hinges() -> Figure:
    """Draw each unit of the straight example: its line, clipped by ReLU, then weighted."""
    lower, upper = domain
    x = corners(straight, lower, upper)
    before, after = straight.pre_activations(x)[0], straight.hidden(x)[0]
    states = unit_states(straight, lower, upper)[0]
    figure, axes = new_figure(rows=3, columns=2, height=430)
    told = []
    for unit, state in enumerate(states):
        clipped, weighted = axes[2 * unit], axes[2 * unit + 1]
        v, is_off = float(straight.v[unit]), state is State.OFF
        colour, dash = (OFF, (1.2, 1.6)) if is_off else (UNITS[unit], DASHES[unit])
        clipped.plot(x, before[:, unit], color=LINES, linewidth=7, solid_capstyle="butt")
        for axis, height in ((clipped, after[:, unit]), (weighted, v * after[:, unit])):
            axis.plot(x, height, color=colour, linewidth=2.5, dashes=dash)
            axis.set(ylim=(-17, 17), yticks=[-10, 0, 10], xticks=[-4, 0, 4])
        clipped.set_ylabel(f"unit {unit}", color=UNITS[unit])
        weighted.tick_params(labelleft=False)
        text: dict[str, Any] = {"fontsize": FONT_SIZE, "ha": "center", "va": "center"}
        line = f"x0 {signed(float(straight.b[unit]))}"
        clipped.text(0, -14.5 if is_off else -7, line, color=LABEL, **text)
        clipped.text(0, 7 if is_off else 4, state.value, color=colour, **text)
        product = f"{number(v)} × 0 = 0" if is_off else f"{number(v)} × ({line})"
        weighted.text(0, -7, product, color=LABEL, **text)
        told.append(
            f"Unit {unit} is {state.value}: {line} runs from {number(before[0, unit])} to "
            f"{number(before[-1, unit])}, after ReLU from {number(after[0, unit])} to "
            f"{number(after[-1, unit])}, times {number(v)} from {number(v * after[0, unit])} to "
            f"{number(v * after[-1, unit])}."
        )
    axes[0].set_title("line and ReLU of it", loc="left", fontsize=FONT_SIZE)
    axes[1].set_title("times output weight", loc="left", fontsize=FONT_SIZE)
    for axis in axes[-2:]:
        axis.set_xlabel("input x0")
    describe(
        figure,
        f"Three rows, one a unit, over x0 from {number(lower)} to {number(upper)}; every line in "
        f"them is straight. {' '.join(told)}",
    )
    return figure


def straight_sum() -> Figure:
    """Draw what each unit of the straight example adds to the output, and the output."""
    lower, upper = domain
    x = corners(straight, lower, upper)
    parts = straight.v * straight.hidden(x)[0]
    constant = float(straight.c)
    figure, (axis,) = new_figure(height=320)
    axis.plot(x, np.full_like(x, constant), color=LABEL, linewidth=1.5)
    axis.plot(x, parts[:, 0], color=OFF, linewidth=2.5, dashes=(1.2, 1.6))
    draw_twins(axis, x, parts[:, 1])
    exact = pieces(straight, lower, upper)
    draw_pieces(axis, exact, lower, upper, width=3)
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "va": "center"}
    axis.text(-3.9, 11.5, "unit 1, and the same from unit 2", color=LABEL, **text)
    axis.text(-3.9, 2.2, "unit 0: off", color=LABEL, **text)
    axis.text(-3.9, constant + 2.2, f"output bias {number(constant)}", color=LABEL, **text)
    axis.text(1.1, -3.2, "sum: the output", color=OUTPUT, **text)
    axis.set(xlabel="input x0", ylim=(-23, 17), yticks=[-20, -10, 0, 10], xticks=[-4, -2, 0, 2, 4])
    describe(
        figure,
        f"Over x0 from {number(lower)} to {number(upper)}: unit 0 adds {number(parts[0, 0])} "
        f"throughout; units 1 and 2 add the same line, from {number(parts[0, 1])} to "
        f"{number(parts[-1, 1])}, each; the output bias adds {number(constant)}. Their sum, the "
        f"output, is one straight line {describe_pieces(exact, lower, upper)}.",
    )
    return figure


def straight_from_afar() -> Figure:
    """Draw the straight example on a wider range of inputs, where its units switch."""
    lower, upper = far_domain
    exact = pieces(straight, lower, upper)
    figure, (axis,) = new_figure(height=290)
    axis.axvspan(*domain, color=SHADE, zorder=0)
    band = f"[{number(domain[0])}, {number(domain[1])}]"
    axis.text(0, 23.5, band, color=LABEL, fontsize=FONT_SIZE, ha="center", va="center")
    draw_pieces(axis, exact, lower, upper)
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "color": KINK, "va": "center"}
    axis.text(lower, exact(-10.0) - 3.5, "units 1 and 2 switch on", **text)
    axis.text(10, exact(10.0) + 3.5, "unit 0 switches on", ha="center", **text)
    axis.set(xlabel="input x0", ylabel="output y", ylim=(-26, 26), yticks=[-20, -10, 0, 10, 20])
    axis.set(xticks=[-15, -10, -4, 4, 10, 15])
    describe(
        figure,
        f"The straight example from further away: {describe_pieces(exact, lower, upper)}. The "
        f"shaded band from {number(domain[0])} to {number(domain[1])} lies inside one piece.",
    )
    return figure
