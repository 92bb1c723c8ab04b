"""Figures of one bias that moves: the straight example becomes the bent one.

The first one stands on the home page, the others on the page with the exercise. They show what the
parameters make, not how training would find them.
"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from reluexplain.examples import bent, domain, five_points, grid_heights, straight
from reluexplain.figures.neurons import corners, draw_twins, signed
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    PAPER,
    UNITS,
    describe,
    describe_pieces,
    draw_pieces,
    mark_kinks,
    new_figure,
    number,
)
from reluexplain.pieces import pieces, unit_kinks
from reluexplain.states import State, unit_states

SLIDING_BIASES = (-10.0, -2.0, 1.0, 4.0)
"""Biases of unit 0 for `bias_slides`: no kink, two kinks inside, and one just past the left end."""


def home_two_networks() -> Figure:
    """Draw the straight and the bent example side by side: what the units add, and the sum."""
    lower, upper = domain
    figure, axes = new_figure(rows=2, columns=2, height=350)
    told = []
    for column, network in enumerate((straight, bent)):
        above, below = axes[column], axes[2 + column]
        x = corners(network, lower, upper)
        parts = network.v * network.hidden(x)[0]
        rest = parts[:, 1] + parts[:, 2] + network.c
        is_off = unit_states(network, lower, upper)[0][0] is State.OFF
        draw_twins(above, x, rest)
        if is_off:
            above.plot(x, parts[:, 0], color=OFF, linewidth=2.5, dashes=(1.2, 1.6))
        else:
            above.plot(x, parts[:, 0], color=UNITS[0], linewidth=2.5, dashes=DASHES[0])
        kinks = unit_kinks(network)[:1]
        inside = kinks[(kinks > lower) & (kinks < upper)]
        mark_kinks(above, inside, 0 * inside)
        text: dict[str, Any] = {"fontsize": FONT_SIZE, "va": "center"}
        above.text(-3.9, 2.4, "unit 0: off" if is_off else "unit 0", color=LABEL, **text)
        above.text(3.9, -4.5 if is_off else 9.4, "units 1 and 2", color=LABEL, ha="right", **text)
        draw_pieces(below, pieces(straight, lower, upper), lower, upper, colour=LINES, width=6)
        exact = pieces(network, lower, upper)
        draw_pieces(below, exact, lower, upper, width=3)
        name = "straight" if exact.is_affine else "bent"
        bias = number(float(network.b[0]))
        above.set_title(f"bias of unit 0: {bias}", loc="left", fontsize=FONT_SIZE)
        below.set_title(f"their sum: {name}", loc="left", fontsize=FONT_SIZE)
        above.set(ylim=(-17, 12), yticks=[-15, 0, 8], xticks=[-4, 0, 4])
        below.set(ylim=(-10.5, 10.5), yticks=[-8, 0, 8], xticks=[-4, 0, 4], xlabel="input x0")
        told.append(
            f"With a bias of {bias}, unit 0 adds from {number(parts[0, 0])} to "
            f"{number(parts[-1, 0])}; the sum, the network's output, runs "
            f"{describe_pieces(exact, lower, upper)}."
        )
    for axis in (axes[1], axes[3]):
        axis.tick_params(labelleft=False)
    describe(
        figure,
        "Two networks side by side, the parts above and their sum below. Units 1 and 2 together "
        f"with the output bias add the same straight line in both. {' '.join(told)}",
    )
    return figure


def blank_grid() -> Figure:
    """Draw an empty grid to print and to draw on."""
    lower, upper = domain
    figure, (axis,) = new_figure(height=400)
    axis.set(xlim=(lower, upper), ylim=grid_heights, xlabel="input x0", ylabel="output y")
    axis.set(xticks=range(-4, 5), yticks=range(-10, 11, 2))
    axis.grid(True, color=LINES, linewidth=0.8)
    axis.axhline(0, color=LABEL, linewidth=1)
    axis.axvline(0, color=LABEL, linewidth=1)
    describe(
        figure,
        f"An empty grid to draw on: x0 from {number(lower)} to {number(upper)}, y from "
        f"{number(axis.get_ylim()[0])} to {number(axis.get_ylim()[1])}.",
    )
    return figure


def five_points_and_plot() -> Figure:
    """Draw the five points of the exercise, and beside them the exact graph through them."""
    lower, upper = domain
    exact = pieces(bent, lower, upper)
    figure, axes = new_figure(columns=2, height=280)
    draw_pieces(axes[1], exact, lower, upper, width=2.5, kinks=False)
    for axis in axes:
        axis.plot(five_points, bent(five_points), "o", color=OUTPUT, markersize=7)
        axis.set(xlabel="input x0", ylim=(-10, 10), yticks=[-8, -4, 0, 4, 8], xticks=[-4, -1, 4])
    mark_kinks(axes[1], exact.kinks, exact.values)
    axes[0].set_title("five points", loc="left", fontsize=FONT_SIZE)
    axes[1].set_title("the exact graph", loc="left", fontsize=FONT_SIZE)
    axes[0].set_ylabel("output y")
    axes[1].tick_params(labelleft=False)
    listed = ", ".join(f"({number(x)}, {number(float(bent(x)))})" for x in five_points)
    describe(
        figure,
        f"Left, five points: {listed}. Right, the graph through them, "
        f"{describe_pieces(exact, lower, upper)}.",
    )
    return figure


def bent_hinge() -> Figure:
    """Draw unit 0 of the bent example: its line, clipped by ReLU, then weighted."""
    lower, upper = domain
    x = corners(bent, lower, upper)
    before, after = bent.pre_activations(x)[0][:, 0], bent.hidden(x)[0][:, 0]
    v = float(bent.v[0])
    kink = unit_kinks(bent)[:1]
    figure, (clipped, weighted) = new_figure(columns=2, height=230)
    clipped.plot(x, before, color=LINES, linewidth=7, solid_capstyle="butt")
    for axis, heights in ((clipped, after), (weighted, v * after)):
        axis.plot(x, heights, color=UNITS[0], linewidth=2.5, dashes=DASHES[0])
        mark_kinks(axis, kink, 0 * kink)
        axis.set(xticks=[-4, -1, 4], ylim=(-17, 8), yticks=[-15, 0, 5], xlabel="input x0")
    line = f"x0 {signed(float(bent.b[0]))}"
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "color": LABEL, "ha": "center", "va": "center"}
    clipped.text(0, -7, f"{line}, and\nrelu({line})", **text)
    weighted.text(-1.4, -11, f"{number(v)} relu({line})", **text)
    clipped.set_title("line and ReLU of it", loc="left", fontsize=FONT_SIZE)
    weighted.set_title("times output weight", loc="left", fontsize=FONT_SIZE)
    clipped.set_ylabel("unit 0", color=UNITS[0])
    weighted.tick_params(labelleft=False)
    describe(
        figure,
        f"Unit 0 of the bent example over x0 from {number(lower)} to {number(upper)}. Its line "
        f"{line} runs from {number(before[0])} to {number(before[-1])}. After ReLU it is 0 up to a "
        f"kink at x0 = {number(kink[0])} and rises to {number(after[-1])}. Times {number(v)} it is "
        f"0 up to the kink and falls to {number(v * after[-1])}.",
    )
    return figure


def bias_slides() -> Figure:
    """Draw the network's output for several biases of unit 0, all else equal."""
    lower, upper = domain
    figure, (axis,) = new_figure(height=330)
    background: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
    told = []
    looks = ((LINES, 7, None), (OUTPUT, 2, (5, 2)), (OUTPUT, 3, None), (OUTPUT, 2, (7, 2, 1.2, 2)))
    for bias, (colour, width, dash) in zip(SLIDING_BIASES, looks, strict=True):
        exact = pieces(straight.with_bias(0, bias), lower, upper)
        draw_pieces(axis, exact, lower, upper, colour=colour, dash=dash, width=width)
        axis.text(
            upper + 0.25, exact(upper), f"b0 = {number(bias)}",
            color=OUTPUT, fontsize=FONT_SIZE, va="center", bbox=background,
        )  # fmt: skip
        told.append(f"With b0 = {number(bias)}: {describe_pieces(exact, lower, upper)}.")
    axis.set(xlim=(lower - 0.2, upper + 2.3), xticks=[-4, -2, -1, 0, 2, 4], ylim=(-18, 10))
    axis.set(yticks=[-16, -8, 0, 8], xlabel="input x0", ylabel="output y")
    describe(
        figure,
        f"The output for {len(SLIDING_BIASES)} values of the bias of unit 0. {' '.join(told)}",
    )
    return figure
