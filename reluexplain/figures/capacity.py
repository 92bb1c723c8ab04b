"""Figures on how much a number of units can do: kinks, the parabola's law, and depth.

They draw what `reluexplain.examples` builds and trains; they fit and train nothing themselves.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from reluexplain.examples import (
    parabola_errors,
    parabola_network,
    tent_network,
    trained_parabolas,
)
from reluexplain.figures.style import (
    DASHES,
    LABEL,
    LINES,
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
    for unit in range(units):
        ramp = network.v[unit] * network.hidden(x)[0][:, unit]
        shown = ramp > 0
        top.plot(
            x[shown], ramp[shown], color=UNITS[unit], linewidth=1.6, linestyle=(0, DASHES[unit])
        )
        end = np.sign(network.w[unit])
        top.annotate(
            f"unit {unit}", (end, ramp.max()), xytext=(-5 * end, 1), textcoords="offset points",
            ha="right" if end > 0 else "left", va="bottom", color=UNITS[unit],
        )  # fmt: skip
    draw_pieces(top, exact, -1, 1)
    top.set(ylabel="output y", ylim=(-0.06, 1.06), xticks=np.linspace(-1, 1, 5))
    for fit, dash, label in ((network, "-", "mean"), (levelled, (0, (5, 2)), "largest")):
        error = fit(x) - x**2
        bottom.plot(x, error, color=OUTPUT if label == "mean" else LABEL, linestyle=dash)
    bottom.set(xlabel="input x0", ylabel="y − x0²", xticks=np.linspace(-1, 1, 5))
    mean, largest = parabola_errors(network)
    describe(
        figure,
        f"Above, x0 squared as a broad grey band and on it a network with {units} hidden units: "
        f"{describe_pieces(exact, -1, 1)}. The ramps of its units start at the kinks, two to the "
        f"left and two to the right, and rise to {number(network.v[0] * 0.4)} and "
        f"{number(network.v[0] * 0.8)}. Below, the error of this network, solid, from "
        f"{number((network(x) - x**2).min())} to {number(largest)}, with a mean square of "
        f"{number(mean)}; dashed, that of the same kinks with another output bias, which stays "
        f"within {number(parabola_errors(levelled)[1])} on both sides.",
    )
    return figure


def error_law() -> Figure:
    """Draw the smallest errors on x^2 against the number of units, and what training reaches."""
    figure, (axis,) = new_figure(height=350)
    every = (*EVEN_UNITS, 32)
    least = np.array([parabola_errors(parabola_network(n, "mean square")) for n in every])
    level = np.array([parabola_errors(parabola_network(n, "largest error"))[1] for n in every])
    lines = (
        (least[:, 1], (1.2, 1.6), "largest error of that fit", 1.25, "bottom"),
        (level, (5, 2), "smallest largest error", 0.62, "top"),
        (least[:, 0], (), "smallest mean square", 0.55, "top"),
    )
    for values, dash, label, shift, side in lines:
        axis.plot(every, values, color=OUTPUT, linewidth=1.8, linestyle=(0, dash) if dash else "-")
        place = 3 if side == "bottom" else (2 if values is level else 1)
        axis.annotate(label, (every[place], values[place] * shift), color=OUTPUT, va=side,
                      ha="left" if side == "bottom" else "right")  # fmt: skip
    told = []
    for units, bound in zip(EVEN_UNITS, least[:, 0], strict=False):
        runs = np.array(trained_parabolas(units))
        low, middle, high = np.quantile(runs, [0.25, 0.5, 0.75])
        axis.plot([units, units], [low, high], color=UNITS[0], linewidth=5, alpha=0.35)
        axis.plot(units, middle, "s", color=UNITS[0], markersize=7, markerfacecolor=PAPER)
        axis.plot(units, runs[0], "o", color=UNITS[0], markersize=7)
        told.append(
            f"with {units} units the best run reaches {number(runs[0] / bound)} times and the "
            f"median run {number(middle / bound)} times the smallest possible mean square"
        )
    median = np.median(trained_parabolas(EVEN_UNITS[-1]))
    axis.annotate("median run", (18, median), color=UNITS[0], va="center")
    best = trained_parabolas(EVEN_UNITS[-1])[0]
    axis.annotate("best run", (18, best * 1.1), color=UNITS[0], va="center")
    axis.set(xscale="log", yscale="log", xlabel="hidden units", ylabel="error", xlim=(1.8, 40))
    axis.set_xticks(every, [str(n) for n in every])
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"1e{np.log10(y):.0f}".replace("-", "−")))
    describe(
        figure,
        "Errors on x squared against hidden units, both on a logarithmic scale: three straight "
        f"lines. From {every[0]} to {every[-1]} units the smallest mean squared error falls from "
        f"{number(least[0, 0])} to {number(least[-1, 0])}, the largest error of that fit from "
        f"{number(least[0, 1])} to {number(least[-1, 1])}, and the smallest largest error from "
        f"{number(level[0])} to {number(level[-1])}. After training, {'; '.join(told)}.",
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
