"""A figure for "Training that sticks": a parabola that comes out straight, and what changes that.

The runs are those of the first question on the page, which prints their losses; a test holds the
two equal. Whether other starts and rates end alike is the matter of the page, not of this figure.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from reluexplain.figures.style import (
    FONT_SIZE,
    LABEL,
    OFF,
    OUTPUT,
    describe,
    draw_pieces,
    new_figure,
    number,
)
from reluexplain.network import he_network
from reluexplain.pieces import pieces
from reluexplain.training import History, train

STARTS, STEPS, RATE = 20, 1_000, 0.001
SHOWN = 0  # which of the starts is drawn


@cache
def parabola_runs(centred: bool) -> History:
    """Return the training of two hidden layers on (x - 0.5)^2, from He's weights and zero biases.

    Args:
        centred: Whether the network gets 2x - 1, from -1 to 1, in place of x, from 0 to 1.
    """
    x = np.linspace(0, 1, 21)
    starts = he_network((1, 16, 16, 1), np.random.default_rng(0), batch=(STARTS,))
    inputs = 2 * x - 1 if centred else x
    return train(starts, inputs, (x - 0.5) ** 2, rate=RATE, steps=STEPS)


def straight_line_fit() -> Figure:
    """Draw one start and its end, on the inputs as they are and on centred ones."""
    figure, axes = new_figure(columns=2, height=250)
    sentences = []
    for axis, centred in zip(axes, (False, True), strict=True):
        history = parabola_runs(centred)
        lower, upper = (-1.0, 1.0) if centred else (0.0, 1.0)
        x = np.linspace(lower, upper, 21)
        labels = ((x - 0.5) if not centred else x / 2) ** 2
        start, end = history.networks[0][SHOWN], history.network[SHOWN]
        axis.plot(
            x, labels, linestyle="none", marker="o", markersize=4,
            markerfacecolor="none", markeredgecolor=LABEL,
        )  # fmt: skip
        for network, colour, dash in ((start, OFF, (1, 1.5)), (end, OUTPUT, None)):
            exact = pieces(network, lower, upper)
            draw_pieces(axis, exact, lower, upper, colour=colour, dash=dash, kinks=False)
        name = "2x − 1, from −1 to 1" if centred else "x, from 0 to 1"
        axis.set(title=name, xlabel="input", ylim=(-0.1, 0.6), xticks=(lower, upper))
        kinks = pieces(start, lower, upper).count - 1
        inside = f"{kinks} kink{'' if kinks == 1 else 's'} inside the data"
        sentences.append(
            f"On inputs {name}, the start has {inside}; after {STEPS:,} steps "
            f"the output is {', '.join(number(float(end(at))) for at in (lower, upper))} at the "
            f"ends and {number(float(end((lower + upper) / 2)))} in the middle."
        )
    axes[1].set_yticklabels([])
    axes[0].set_ylabel("output")
    at = 0.8
    axes[0].annotate(
        "start", (at, float(parabola_runs(False).networks[0][SHOWN](at))), xytext=(0, -16),
        textcoords="offset points", color=LABEL, fontsize=FONT_SIZE, ha="center",
    )  # fmt: skip
    describe(
        figure,
        "Circles: labels on a parabola, 0.25 at both ends and 0 in the middle. "
        + " ".join(sentences),
    )
    return figure
