"""Figures on how much a number of units can do: kinks, the parabola's law, and depth.

They draw what `reluexplain.examples` builds and trains; they fit and train nothing themselves.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from reluexplain.examples import (
    parabola_errors,
    parabola_network,
    tent_network,
    trained_parabolas,
)
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
    new_figure,
    number,
)
from reluexplain.pieces import pieces

EVEN_UNITS = (2, 4, 8, 16)


def parabola_fit() -> Figure:
    """Draw the best network of four units on x^2, its units' ramps, and its error."""
    units = 4
    network = parabola_network(units, "mean square")
    levelled = parabola_network(units, "largest error")
    exact, x = pieces(network, -1, 1), np.linspace(-1, 1, 121)
    figure, (top, bottom) = new_figure(rows=2, height=430)
    top.plot(x, x**2, color=LINES, linewidth=6)
    ends = []
    for unit in range(units):
        side = float(np.sign(network.w[unit]))
        ends.append(float(network.v[unit] * network.hidden(side)[0][unit]))
        top.plot([-network.b[unit] / network.w[unit], side], [0, ends[unit]], color=UNITS[unit],
                 linewidth=1.8, linestyle=(0, DASHES[unit]))  # fmt: skip
        top.annotate(
            f"unit {unit}", (side * 1.03, ends[unit]), color=UNITS[unit], va="center",
            ha="left" if side > 0 else "right", fontsize=FONT_SIZE,
        )  # fmt: skip
    draw_pieces(top, exact, -1, 1)
    errors = network(x) - x**2, levelled(x) - x**2
    bottom.plot(x, errors[0], color=OUTPUT, linewidth=1.6)
    bottom.plot(x, errors[1], color=LABEL, linewidth=1.6, linestyle=(0, (5, 2)))
    top.set(ylabel="output y")
    bottom.set(xlabel="input x0", ylabel="y − x0²")
    for axis in (top, bottom):
        axis.set(xlim=(-1.3, 1.3), xticks=np.linspace(-1, 1, 5))
    mean, largest = parabola_errors(network)
    describe(
        figure,
        f"Above, x0 squared as a broad grey band and on it a network with {units} hidden units: "
        f"{describe_pieces(exact, -1, 1)}. Its units' ramps start at the kinks; those with a kink "
        "left of 0 rise to the left, the others to the right, and at the ends they reach "
        f"{', '.join(number(end) for end in ends)}. Below, the error of this network, solid, from "
        f"{number(-largest)} to {number(errors[0].max())}, with a mean square of {number(mean)}; "
        "dashed, that of the same kinks with another output bias, which stays within "
        f"{number(parabola_errors(levelled)[1])} on both sides.",
    )
    return figure


def error_law() -> Figure:
    """Draw the smallest errors on x^2 against the number of pieces, and what training reaches."""
    figure, (axis,) = new_figure(height=350)
    every = (*EVEN_UNITS, 32)
    count = np.array(every) + 1
    least = np.array([parabola_errors(parabola_network(n, "mean square")) for n in every])
    level = np.array([parabola_errors(parabola_network(n, "largest error"))[1] for n in every])
    for values, dashes in ((least[:, 1], (1.2, 1.6)), (level, (5, 2)), (least[:, 0], (1, 0))):
        axis.plot(count, values, color=OUTPUT, linewidth=1.8, linestyle=(0, dashes))
    told = []
    for pieces_possible, units, bound in zip(count, EVEN_UNITS, least[:, 0], strict=False):
        runs = np.array(trained_parabolas(units))
        low, middle, high = np.quantile(runs, [0.25, 0.5, 0.75])
        axis.plot([pieces_possible] * 2, [low, high], color=OFF, linewidth=5, alpha=0.4)
        axis.plot(pieces_possible, middle, "s", color=LABEL, markersize=7, markerfacecolor=PAPER)
        axis.plot(pieces_possible, runs[0], "o", color=LABEL, markersize=7)
        told.append(
            f"with {units} units the best run reaches {number(runs[0] / bound)} times and the "
            f"median run {number(middle / bound)} times the smallest possible mean square"
        )
    last = np.array(trained_parabolas(EVEN_UNITS[-1]))
    for text, place, horizontal, vertical in (
        ("median run", (19, np.median(last)), "left", "center"),
        ("best run", (19, last[0] * 1.1), "left", "center"),
        ("largest error, same fit", (8, 0.013), "left", "bottom"),
        ("smallest largest error", (3.4, 0.0045), "left", "top"),
        ("smallest mean square", (10, 4e-6), "right", "top"),
    ):
        colour = LABEL if "run" in text else OUTPUT
        axis.annotate(text, place, color=colour, ha=horizontal, va=vertical, fontsize=FONT_SIZE)
    axis.set(xscale="log", yscale="log", ylabel="error", xlim=(2.7, 42))
    axis.set_xlabel("pieces: one more than hidden units")
    axis.set_xticks(count, [str(n) for n in count])
    axis.minorticks_off()
    axis.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _: f"1e{np.log10(y):.0f}".replace("-", "−"))
    )
    describe(
        figure,
        "Errors on x squared against the number of pieces, both on a logarithmic scale: three "
        f"straight lines. From {every[0]} to {every[-1]} units the smallest mean squared error "
        f"falls from {number(least[0, 0])} to {number(least[-1, 0])}, the largest error of the "
        f"same fit from {number(least[0, 1])} to {number(least[-1, 1])}, and the smallest largest "
        f"error from {number(level[0])} to {number(level[-1])}. After training, {'; '.join(told)}.",
    )
    return figure


def tent_map() -> Figure:
    """Draw the tent map applied one to four times."""
    figure, axes = new_figure(rows=2, columns=2, height=320)
    told = []
    for times, axis in enumerate(axes, start=1):
        network = tent_network(times)
        exact = pieces(network, 0, 1)
        draw_pieces(axis, exact, 0, 1, width=1.6)
        axis.set(title=f"{sum(network.units)} units, {exact.count} pieces", xticks=[0, 0.5, 1],
                 yticks=[0, 0.5, 1], ylim=(-0.08, 1.12))  # fmt: skip
        told.append(
            f"with {len(network.units)} hidden layers of two units {exact.count} pieces of slopes "
            f"{number(exact.slopes[0])} and {number(exact.slopes[1])}"
        )
    for axis in axes[2:]:
        axis.set_xlabel("input x0")
    for axis in axes[::2]:
        axis.set_ylabel("output y")
    describe(
        figure,
        "Four zigzags between 0 and 1 on the inputs from 0 to 1, each with twice as many pieces as "
        f"the one before: {'; '.join(told).replace('1 hidden layers', '1 hidden layer')}.",
    )
    return figure
