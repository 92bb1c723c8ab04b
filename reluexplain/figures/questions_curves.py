"""Figures for "How can straight pieces follow a curve": a peak of two ramps, and what lies outside.

The page trains and prints the same network as `straight_outside`; a test holds the two equal. What
other starts end with is not shown here.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OUTPUT,
    SHADE,
    UNITS,
    describe,
    describe_pieces,
    draw_pieces,
    new_figure,
    number,
)
from reluexplain.network import Network, he_network
from reluexplain.pieces import pieces, unit_kinks
from reluexplain.training import History, train

PEAK = Network.shallow(w=[1, -1], b=[-5, 5], v=[-1, -1], c=5)
EDGE, FAR = 2.0, 8.0  # the data end at EDGE, the figure at FAR


@cache
def parabola_run() -> History:
    """Return the training of 16 units on -x^2 from -2 to 2: He's weights, spread biases, Adam."""
    x = np.linspace(-EDGE, EDGE, 41)
    start = he_network((1, 16, 1), np.random.default_rng(1), bias_range=EDGE)
    return train(start, x, -(x**2), rate=0.01, steps=3000, method="adam")


def peak_of_two_ramps() -> Figure:
    """Draw what each of two units takes away, and the peak that is left."""
    lower, upper = 0.0, 10.0
    exact = pieces(PEAK, lower, upper)
    kink = float(unit_kinks(PEAK)[0])
    figure, (axis,) = new_figure(height=260)
    x = np.array([lower, kink, upper])
    ramps = PEAK.v * PEAK.hidden(x)[0]
    for unit in range(2):
        axis.plot(x, ramps[:, unit], color=UNITS[unit], linewidth=1.8,
                  linestyle=(0, DASHES[unit]))  # fmt: skip
        end = int(np.abs(ramps[:, unit]).argmax())
        axis.annotate(
            f"unit {unit}", (x[end] + (-0.9 if end else 0.9), ramps[end, unit]), color=UNITS[unit],
            ha="right" if end else "left", va="center", fontsize=FONT_SIZE,
        )  # fmt: skip
    axis.axhline(float(PEAK.c), color=LABEL, linewidth=1, linestyle=(0, (1, 2)))
    axis.annotate("output bias", (lower, float(PEAK.c) + 0.3), color=LABEL, fontsize=FONT_SIZE)
    draw_pieces(axis, exact, lower, upper)
    axis.set(xlabel="input x", ylabel="output y", ylim=(-5.6, 6.4))
    describe(
        figure,
        f"The output runs {describe_pieces(exact, lower, upper)}. Unit 0 adds 0 up to "
        f"{number(kink)} and then falls to {number(float(ramps[-1, 0]))} at {number(upper)}; unit "
        f"1 rises from {number(float(ramps[0, 1]))} at {number(lower)} to 0 at {number(kink)} and "
        f"stays there. Their sum and the output bias, {number(float(PEAK.c))}, make the peak.",
    )
    return figure


def straight_outside() -> Figure:
    """Draw a network trained on a parabola, inside its data and far outside."""
    network = parabola_run().network
    exact = pieces(network, -FAR, FAR)
    x = np.linspace(-FAR, FAR, 161)
    figure, (axis,) = new_figure(height=290)
    axis.axvspan(-EDGE, EDGE, color=SHADE)
    axis.plot(x, -(x**2), color=LINES, linewidth=6)
    draw_pieces(axis, exact, -FAR, FAR)
    axis.set(xlabel="input x", ylabel="output y", ylim=(-66, 6))
    axis.annotate("parabola", (6.7, -52), color=LABEL, ha="right", fontsize=FONT_SIZE)
    axis.annotate("network", (7.9, -12), color=OUTPUT, ha="right", fontsize=FONT_SIZE)
    inside = int((np.abs(exact.kinks) < EDGE).sum())
    describe(
        figure,
        f"A parabola, broad and grey, falls to {number(-(FAR**2))} at both ends, "
        f"{number(-FAR)} and {number(FAR)}. A network trained between {number(-EDGE)} and "
        f"{number(EDGE)}, shaded, follows it there with {inside} kinks inside and then goes on in "
        f"nearly straight lines, with {len(exact.kinks) - inside} kinks outside, to "
        f"{number(float(network(-FAR)))} and {number(float(network(FAR)))}.",
    )
    return figure
