"""Figures for "What does training favour?": the same starts on labels with and without a bend.

They show functions, their pieces, and counts of pieces before and after training. How the loss and
the parameters move on the way is the matter of `reluexplain.figures.stuck`.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reluexplain.examples import (
    bent_labels,
    domain,
    random_runs,
    samples,
    straight_labels,
)
from reluexplain.figures.style import (
    FONT_SIZE,
    KINK,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    SHADE,
    describe,
    describe_pieces,
    draw_pieces,
    mark_kinks,
    new_figure,
    number,
)
from reluexplain.pieces import count_pieces, pieces
from reluexplain.training import History

ONE_START = 0  # a start that fits both data sets
HIDDEN_BEND = 1  # a run on the straight labels whose kinks all lie between two samples


def two_labels_two_fits() -> Figure:
    """Draw one random start, and what training made of it on each of the two data sets."""
    figure, axes = new_figure(columns=2, height=250)
    sentences = []
    for axis, name, labels in (
        (axes[0], "straight", straight_labels),
        (axes[1], "bent", bent_labels),
    ):
        history = random_runs(name)
        start, end = history.networks[0][ONE_START], history.network[ONE_START]
        loss = float(history.losses[-1, ONE_START])
        mark_labels(axis, labels)
        draw_pieces(axis, pieces(start, *domain), *domain, colour=OFF, dash=(1, 1.5), kinks=False)
        draw_pieces(axis, pieces(end, *domain), *domain)
        axis.set(title=f"{name} labels", xlabel="input x0", ylim=(-9, 9))
        axis.set(xticks=(-4, 0, 4), yticks=(-8, -4, 0, 4, 8))
        sentences.append(
            f"On the {name} labels, training from there ends at loss {number(loss)}: "
            f"{describe_pieces(pieces(end, *domain), *domain)}."
        )
    axes[1].set_yticklabels([])
    axes[0].set_ylabel("output y")
    start = random_runs("bent").networks[0][ONE_START]
    at_start = float(start(-3.0))
    axes[0].annotate(
        "start", (-3.0, at_start), xytext=(0, 6), textcoords="offset points",
        color=LABEL, fontsize=FONT_SIZE, ha="center",
    )  # fmt: skip
    describe(
        figure,
        "One random start, dotted: "
        f"{describe_pieces(pieces(start, *domain), *domain)}. {' '.join(sentences)}",
    )
    return figure


def pieces_before_and_after(tolerance: float = 0.1) -> Figure:
    """Draw how many runs have one, two, three and four pieces, before and after training.

    Args:
        tolerance: For the last row, where only larger changes of slope count.
    """
    figure, axes = new_figure(rows=3, columns=2, height=340)
    columns = {"straight": axes[0::2], "bent": axes[1::2]}
    sentences = []
    for name, column in columns.items():
        history = random_runs(name)
        rows = (
            ("before", history.networks[0], 0.0),
            ("after", history.network, 0.0),
            (f"after, changes over {number(tolerance)}", history.network, tolerance),
        )
        for axis, (row, networks, least) in zip(column, rows, strict=True):
            counts = np.bincount(count_pieces(networks, *domain, tolerance=least), minlength=5)[1:]
            _draw_counts(axis, counts)
            axis.text(
                0.0, 1.0, row, transform=axis.transAxes, color=LABEL, fontsize=FONT_SIZE,
                ha="left", va="bottom",
            )  # fmt: skip
            sentences.append(f"{name} labels, {row}: {', '.join(map(str, counts))}")
        column[0].set_title(f"{name} labels", pad=18)
        column[-1].set_xlabel("pieces on the domain")
    describe(
        figure,
        f"Numbers of runs, of {len(random_runs('bent').losses[0])}, with one, two, three and four "
        f"pieces. {'; '.join(sentences)}.",
    )
    return figure


def _draw_counts(axis: Axes, counts: np.ndarray) -> None:
    """Draw a bar for each number of pieces, with its count above it."""
    at = np.arange(1, len(counts) + 1)
    axis.bar(at, counts, width=0.7, color=SHADE, edgecolor=OUTPUT, linewidth=1.2)
    for x, count in zip(at, counts, strict=True):
        axis.text(float(x), count + 6, str(count), ha="center", color=OUTPUT, fontsize=FONT_SIZE)
    axis.set(xlim=(0.4, 4.6), ylim=(0, 260), xticks=at, yticks=[])
    axis.grid(False)
    axis.spines["left"].set_visible(False)


def bend_between_samples(history: History | None = None, run: int = HIDDEN_BEND) -> Figure:
    """Draw by how much a trained network misses the line 2x, between the samples around its kinks.

    Args:
        history: Runs on the straight labels; those that the page counts, unless given.
        run: Which of them.
    """
    history = history or random_runs("straight")
    network = history.network[run]
    exact = pieces(network, *domain)
    inside = samples[(samples >= exact.kinks[0] - 0.45) & (samples <= exact.kinks[-1] + 0.45)]
    lower, upper = float(inside[0]), float(inside[-1])
    x = np.concatenate([[lower], exact.kinks, [upper]])
    misses = exact(x) - 2 * x
    at_samples = np.asarray(network(inside)) - 2 * inside
    figure, (axis,) = new_figure(height=220)
    axis.axhline(0, color=LINES, linewidth=1)
    axis.plot(x, misses, color=OUTPUT, linewidth=2)
    axis.plot(
        inside, at_samples, linestyle="none", marker="o", markersize=6, color=LABEL, clip_on=False
    )
    mark_kinks(axis, exact.kinks, exact.values - 2 * exact.kinks)
    largest = float(misses[np.abs(misses).argmax()])
    axis.annotate(
        "samples", (inside[1], 0), xytext=(0, 8), textcoords="offset points",
        color=LABEL, fontsize=FONT_SIZE, ha="center",
    )  # fmt: skip
    top = exact.kinks[np.abs(exact.values - 2 * exact.kinks).argmax()]
    axis.annotate(
        "kink", (top, largest), xytext=(9, -3), textcoords="offset points",
        color=KINK, fontsize=FONT_SIZE,
    )  # fmt: skip
    axis.set(xlabel="input x0", ylabel="output − 2 x0", xticks=inside)
    axis.margins(y=0.18)
    at_most = float(np.abs(at_samples).max())
    describe(
        figure,
        f"Output minus label line of one trained network between x0 = {number(lower)} and "
        f"{number(upper)}. At the {len(inside)} samples there it is zero to within "
        f"{number(at_most)}. Between two of them it has kinks at "
        f"{', '.join(number(float(kink)) for kink in exact.kinks)} and reaches {number(largest)}.",
    )
    return figure


def mark_labels(axis: Axes, labels: np.ndarray, every: int = 2) -> None:
    """Mark the data set's points, or every second of them."""
    axis.plot(
        samples[::every], labels[::every], linestyle="none", marker="o", markersize=3.6,
        markerfacecolor="none", markeredgecolor=LABEL, markeredgewidth=1,
    )  # fmt: skip
