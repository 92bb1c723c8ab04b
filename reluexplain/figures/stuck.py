"""Figures for "Stuck, and starting again": a run that ends on a line, and restarts that do not.

Each function draws the run that the page tells of, or another one that a lab passes in. They show
what training recorded; they train nothing.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from reluexplain.examples import bent_labels, domain, random_runs, samples, stuck_history
from reluexplain.figures.runs import logarithmic_steps, losses_in_full
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    OFF,
    OUTPUT,
    SHADE,
    UNITS,
    describe,
    describe_pieces,
    draw_pieces,
    label_beside,
    new_figure,
    number,
)
from reluexplain.figures.training import mark_labels
from reluexplain.pieces import pieces, unit_kinks
from reluexplain.training import History, best_line


def stuck_on_a_line(history: History | None = None) -> Figure:
    """Draw the function at the start and at the end of a run, over the bent labels.

    Args:
        history: The run; the straight network's on the bent labels, unless given.
    """
    history = history or stuck_history()
    start, end = pieces(history.networks[0], *domain), pieces(history.network, *domain)
    figure, (axis,) = new_figure(height=260)
    mark_labels(axis, bent_labels, every=1)
    draw_pieces(axis, start, *domain, colour=OFF, dash=(1, 1.5))
    draw_pieces(axis, end, *domain)
    label_beside(axis, "start", (2.0, float(start(2.0))), OFF, (-6, 6), "right")
    label_beside(axis, "end", (3.9, float(end(3.9))), OUTPUT, (0, 6), "right")
    label_beside(
        axis, "labels", (1.6, float(np.interp(1.6, samples, bent_labels))), LABEL, (8, 6), "left"
    )
    axis.set(xlabel="input x0", ylabel="output y", yticks=(-8, -4, 0, 4, 8))
    describe(
        figure,
        "The labels rise to a bend at (−1, −2) and fall. "
        f"The start, dotted: {describe_pieces(start, *domain)}. After "
        f"{history.steps[-1]:,} steps: {describe_pieces(end, *domain)}; its loss is "
        f"{number(float(history.losses[-1]))}.",
    )
    return figure


def bias_that_never_moves(history: History | None = None) -> Figure:
    """Draw the loss of a run, and how far unit 0's and unit 1's parameters have moved, by step.

    Args:
        history: The run; the straight network's on the bent labels, unless given.
    """
    history = history or stuck_history()
    networks = history.networks
    figure, (above, below) = new_figure(rows=2, height=380)
    above.plot(history.steps, history.losses, color=OUTPUT, linewidth=2)
    above.set(ylabel="loss", yscale="log")
    losses_in_full(above, [3, 10, 30])

    own = {name: getattr(networks, name) for name in "wbv"}
    moved = {
        f"{name}{unit}": values[:, unit] - values[0, unit]
        for name, values in own.items()
        for unit in (0, 1)
    }
    for name in ("w1", "v1", "b1"):
        below.plot(history.steps, moved[name], color=UNITS[1], linewidth=2, dashes=DASHES[1])
        end = float(moved[name][-1])
        label_beside(below, name, (float(history.steps[-1]), end), UNITS[1], (-2, 5), "right")
    below.plot(history.steps, moved["b0"], color=UNITS[0], linewidth=3)
    label_beside(below, "b0, w0 and v0", (1.2, 0.0), UNITS[0], (0, 5), "left")
    below.set(xlabel="step", ylabel="moved by", ylim=(-1.2, 0.3), yticks=(-1, -0.5, 0))
    for axis in (above, below):
        logarithmic_steps(axis, int(history.steps[-1]))
    least = min(range(len(history.steps)), key=lambda k: abs(history.losses[k] - 3))
    unit_0 = max(float(np.abs(moved[f"{name}0"]).max()) for name in "wbv")
    describe(
        figure,
        f"Two curves by step, on a logarithmic scale. Above: the loss falls from "
        f"{number(float(history.losses[0]))} past {number(float(history.losses[least]))} at step "
        f"{history.steps[least]} to {number(float(history.losses[-1]))}. Below: how far parameters "
        f"have moved. Unit 1: the weight by {number(float(moved['w1'][-1]))}, the output weight by "
        f"{number(float(moved['v1'][-1]))}, the bias by {number(float(moved['b1'][-1]))}. Unit 0: "
        f"weight, bias and output weight by {number(unit_0)} at every step.",
    )
    return figure


def kink_that_leaves(history: History | None = None) -> Figure:
    """Draw where the units' kinks lie by step; the axis is linear within ±10, logarithmic beyond.

    Args:
        history: The run; the straight network's on the bent labels, unless given.
    """
    history = history or stuck_history()
    shown = history.steps <= 1000
    steps, kinks = history.steps[shown], unit_kinks(history.networks)[shown]
    figure, (axis,) = new_figure(height=280)
    axis.axhspan(*domain, color=SHADE, linewidth=0)
    axis.text(
        990, 0, "inputs of the data", color=LABEL, fontsize=FONT_SIZE, va="center", ha="right"
    )
    axis.plot(steps, kinks[:, 0], color=UNITS[0], linewidth=2, dashes=DASHES[0])
    # A kink that crosses infinity jumps from one side to the other: no line there.
    for sign in (-1, 1):
        side = np.where(sign * kinks[:, 1] > 0, kinks[:, 1], np.nan)
        axis.plot(steps, side, color=UNITS[1], linewidth=2, dashes=DASHES[1])
    label_beside(axis, "unit 0", (990, float(kinks[-1, 0])), UNITS[0], (0, 5), "right")
    label_beside(axis, "units 1 and 2", (990, float(kinks[-1, 1])), UNITS[1], (0, 6), "right")
    axis.set_yscale("symlog", linthresh=10, linscale=0.8)
    axis.set(xlabel="step", ylabel="kink at x0", xlim=(0, 1000), ylim=(-30_000, 30_000))
    far = [-10_000, -1000, -100, -10, 0, 10, 100, 1000, 10_000]
    axis.yaxis.set_major_locator(FixedLocator(far))
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}".replace("-", "−")))
    right = int(steps[kinks[:, 1] > 0][0])
    inside = bool(((kinks > domain[0]) & (kinks < domain[1])).any())
    describe(
        figure,
        f"Where the kinks lie, by step. Unit 0's stays at {number(float(kinks[-1, 0]))}. The "
        f"shared kink of units 1 and 2 goes from {number(float(kinks[0, 1]))} further and further "
        f"left, is far on the right from step {right} on, and comes to rest at "
        f"{number(float(kinks[-1, 1]))}. {'Some' if inside else 'No'} kink enters the data from "
        f"{number(domain[0])} to {number(domain[1])}.",
    )
    return figure


def restarts(runs: dict[str, History] | None = None) -> Figure:
    """Draw the losses at which random starts end, sorted, and the best straight line's.

    Args:
        runs: Batches of runs on the bent labels by what tells them apart; those of the page, unless
            given.
    """
    runs = runs or {
        "biases zero": random_runs("bent"),
        "biases spread": random_runs("bent", 4.0),
    }
    line = best_line(samples, bent_labels).loss
    figure, (axis,) = new_figure(height=270)
    sentences = []
    for number_of, (name, history) in enumerate(runs.items()):
        losses = np.sort(history.losses[-1])
        share = np.arange(1, len(losses) + 1) / len(losses)
        dash = ((1, 0), DASHES[0])[number_of % 2]
        axis.plot(100 * share, np.maximum(losses, 1e-7), color=OUTPUT, linewidth=2, dashes=dash)
        middle = (0.42, 0.3)[number_of % 2]
        at = float(np.quantile(losses, middle))
        offset, side = (((6, -14), "left"), ((-6, 8), "right"))[number_of % 2]
        label_beside(axis, name, (100 * middle, max(at, 1e-7)), OUTPUT, offset, side)
        on_line = int((np.abs(losses - line) < 0.002).sum())
        sentences.append(
            f"{name}: {int((losses < 0.01).sum())} of {len(losses)} end below 0.01, "
            f"{on_line} within 0.002 of the best line's loss, the largest is "
            f"{number(float(losses[-1]))}"
        )
    axis.axhline(line, color=OFF, linewidth=1.2, dashes=(1, 1.5))
    label_beside(axis, "best straight line", (2, line), LABEL, (0, 5), "left")
    axis.set(xlabel="share of the starts, %", ylabel="loss at the end", yscale="log")
    axis.set(xlim=(0, 100), ylim=(1e-7, 20))
    losses_in_full(axis, [1e-6, 1e-4, 1e-2, 1])
    describe(figure, f"Final losses, sorted, best first. {'; '.join(sentences)}.")
    return figure
