"""Figures that set a ReLU network beside a linear regressor: a model that can only be a line.

They show what each can be, on the data and beyond them. How training gets there is not their
subject.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reluexplain.examples import (
    bent,
    bent_labels,
    domain,
    far_domain,
    networks_on_a_line,
    samples,
    straight,
    straight_labels,
)
from reluexplain.figures.style import (
    FONT_SIZE,
    LABEL,
    OUTPUT,
    SHADE,
    describe,
    describe_pieces,
    draw_pieces,
    mark_kinks,
    new_figure,
    number,
)
from reluexplain.pieces import pieces
from reluexplain.training import Line, best_line

_TEXT: dict[str, Any] = {"fontsize": FONT_SIZE}
_LINE: dict[str, Any] = {"color": LABEL, "linewidth": 2.0, "dashes": (4, 3)}
_MARKS: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 4, "color": LABEL}


def what_it_can_be() -> Figure:
    """Draw the best a linear regressor and a network can do on straight and on bent labels."""
    figure, axes = new_figure(columns=2, height=270)
    words = []
    cases = (("straight labels", straight, straight_labels), ("bent labels", bent, bent_labels))
    for axis, (title, network, labels) in zip(axes, cases, strict=True):
        line = best_line(samples, labels)
        axis.plot(samples[::2], labels[::2], **_MARKS)
        draw_pieces(axis, pieces(network, *domain), *domain, width=1.8)
        ends = np.array(domain)
        axis.plot(ends, line.slope * ends + line.intercept, **_LINE)
        axis.set_title(title, loc="left")
        axis.set(xlabel="input x0", xticks=[-4, -2, 0, 2, 4], ylim=(-9.5, 9.5), yticks=[-8, 0, 8])
        words.append(
            f"On the {title} the best line has slope {number(line.slope)} and a mean squared "
            f"error of {number(round(line.loss, 9))}, the network "
            f"{number(float(network.loss(samples, labels)))}."
        )
    axes[0].text(-3.9, 7.6, "line and network", color=OUTPUT, **_TEXT)
    axes[1].text(4, -1.4, "best line", color=LABEL, ha="right", **_TEXT)
    axes[1].text(-1.9, -7.4, "network", color=OUTPUT, **_TEXT)
    axes[1].tick_params(labelleft=False)
    describe(figure, "Two graphs over the domain, each with data. " + " ".join(words))
    return figure


def line_and_network_from_afar() -> Figure:
    """Draw the straight network and the least-squares line, on the domain and beyond it."""
    exact, line = pieces(straight), best_line(samples, straight_labels)
    figure, (axis,) = new_figure(height=300)
    _shade_domain(axis)
    _draw_line(axis, line)
    draw_pieces(axis, exact, *far_domain)
    axis.text(11.8, 25, "line", color=LABEL, ha="right", **_TEXT)
    axis.text(14.6, 11.5, "network", color=OUTPUT, ha="right", **_TEXT)
    _finish(axis)
    describe(
        figure,
        f"The straight network runs {describe_pieces(exact, *far_domain)}. The least-squares line "
        f"of its values on the domain, from {number(domain[0])} to {number(domain[1])}, has slope "
        f"{number(line.slope)} throughout: they agree between the two kinks and part beyond them.",
    )
    return figure


def straight_on_the_data() -> Figure:
    """Draw six networks that were trained on straight labels, on the domain and beyond it."""
    networks, line = networks_on_a_line(), best_line(samples, straight_labels)
    figure, (axis,) = new_figure(height=320)
    _shade_domain(axis)
    far = np.array(far_domain)
    for index in range(networks.batch_shape[0]):
        exact = pieces(networks[index])
        draw_pieces(axis, exact, *far_domain, width=1.3, kinks=False)
        outside = np.abs(exact.kinks) > domain[1]
        seen = exact.kinks[outside & (np.abs(exact.kinks) < far_domain[1])]
        mark_kinks(axis, seen, exact(seen))
    _draw_line(axis, line)
    axis.text(-2.9, 26, "the data", color=LABEL, **_TEXT)
    _finish(axis)
    outputs = networks(far)
    losses = networks.loss(samples, straight_labels)
    describe(
        figure,
        f"{len(outputs)} networks and a dashed line of slope {number(line.slope)}. On the domain "
        f"they cannot be told apart: the largest mean squared error is {number(losses.max())}. "
        f"Beyond it the networks fan out along straight lines: at x0 = {number(far[0])} they lie "
        f"between {number(outputs[:, 0].min())} and {number(outputs[:, 0].max())}, at "
        f"{number(far[1])} between {number(outputs[:, 1].min())} and "
        f"{number(outputs[:, 1].max())}.",
    )
    return figure


def _shade_domain(axis: Axes) -> None:
    axis.axvspan(*domain, facecolor=SHADE, edgecolor="none", zorder=0)


def _draw_line(axis: Axes, line: Line) -> None:
    ends = np.array(far_domain)
    axis.plot(ends, line.slope * ends + line.intercept, **_LINE)


def _finish(axis: Axes) -> None:
    axis.set(xlabel="input x0", ylabel="output y", xlim=(-15.6, 15.6), ylim=(-33, 33))
    axis.set(xticks=[-15, -10, -4, 4, 10, 15], yticks=[-30, -20, -10, 0, 10, 20, 30])
