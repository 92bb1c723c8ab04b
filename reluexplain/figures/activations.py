"""Figures on activations: their values and derivatives, what they cost, and that leaky is no cure.

The costs come from the data file that `make measure` writes; nothing is timed here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from reluexplain.activations import (
    Activation,
    elu,
    gelu,
    leaky_relu,
    prelu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from reluexplain.examples import activation_cost as measured_cost
from reluexplain.examples import (
    bent_labels,
    domain,
    lab_activations,
    lab_chosen,
    lab_input,
    leaky_history,
    leaky_straight,
    samples,
)
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    PAPER,
    SHADE,
    UNITS,
    describe,
    new_figure,
    number,
)
from reluexplain.pieces import pieces

# Each panel: a solid curve and, where there is a second one, a dashed curve.
FAMILIES: tuple[tuple[Activation, ...], ...] = (
    (relu, softplus),
    (leaky_relu(0.01), prelu(0.25)),
    (relu, elu()),
    (silu, gelu),
    (relu, sigmoid),
    (relu, tanh),
)
STYLES = ((OUTPUT, (1, 0)), (LABEL, (4, 2)))


def activation_values() -> Figure:
    """Draw the values of nine activations, in six panels of one scale."""
    return _panels(lambda activation: activation, "value", (-1.6, 4.3), [0, 2, 4])


def activation_derivatives() -> Figure:
    """Draw the derivatives of nine activations, in six panels of one scale."""
    return _panels(lambda activation: activation.derivative, "slope", (-0.2, 1.25), [0, 0.5, 1])


def _panels(
    part: Callable[[Activation], Callable[[Any], Any]],
    what: str,
    limits: tuple[float, float],
    ticks: list[float],
) -> Figure:
    figure, axes = new_figure(rows=3, columns=2, height=430)
    told: dict[str, str] = {}
    for axis, family in zip(axes, FAMILIES, strict=True):
        for activation, (colour, dashes) in zip(family, STYLES, strict=True):
            function = part(activation)
            for x in _stretches(activation, what):
                axis.plot(x, function(x), color=colour, linewidth=1.8, linestyle=(0, dashes))
            if what == "slope" and activation.negative_slope is not None:
                axis.plot(0, function(0), "o", color=colour, markersize=5)
            at = ", ".join(f"{number(float(function(x)))} at {number(x)}" for x in (-4.0, 0.0, 4.0))
            told[activation.name] = f"{activation.name}: {at}"
        axis.set_title(
            "{}, {} dashed".format(*(a.name.partition(" (")[0] for a in family)),
            fontsize=FONT_SIZE - 1,
        )
        axis.set(ylim=limits, xticks=[-4, -2, 0, 2, 4], yticks=ticks)
        axis.label_outer()
    for axis in axes[-2:]:
        axis.set_xlabel("z")
    for axis in axes[::2]:
        axis.set_ylabel(what)
    describe(
        figure,
        f"Six panels of one scale, two activations in each, the {what} for z from −4 to 4. "
        f"{'; '.join(told.values())}.",
    )
    return figure


def _stretches(activation: Activation, what: str) -> list[Any]:
    """Return the inputs to draw at: for a slope that jumps at 0, each side for itself."""
    if what == "slope" and activation.negative_slope is not None:
        return [np.array([-4.0, 0.0]), np.array([1e-9, 4.0])]
    if activation.negative_slope is not None:
        return [np.array([-4.0, 0.0, 4.0])]
    return [np.linspace(-4, 4, 65)]


def activation_lab() -> Figure:
    """Draw the start of the activation lab: values over derivatives of a few activations."""
    lower, upper = domain
    figure, axes = new_figure(rows=2, height=430)
    told = []
    for unit, key in enumerate(lab_chosen):
        activation = lab_activations[key]
        name = activation.name.partition(" (")[0]
        style: dict[str, Any] = {"color": UNITS[unit], "linewidth": 2.5, "dashes": DASHES[unit]}
        for axis, what in zip(axes, ("value", "slope"), strict=True):
            function = activation if what == "value" else activation.derivative
            for part, x in enumerate(_stretches(activation, what)):
                axis.plot(x, function(x), label="" if part else name, **style)
            if what == "slope" and activation.negative_slope is not None:
                axis.plot(0, function(0), "o", color=UNITS[unit], markersize=6)
        value, slope = (float(f(lab_input)) for f in (activation, activation.derivative))
        told.append(f"{name} is {number(value)} with derivative {number(slope)}")
    for axis, title in zip(axes, ("value", "derivative"), strict=True):
        axis.axvline(lab_input, color=LABEL, linewidth=1)
        axis.set_title(title, loc="left", fontsize=FONT_SIZE)
        axis.set_xlim(lower, upper)
    axes[0].legend(frameon=False, fontsize=FONT_SIZE, labelcolor=OUTPUT, handlelength=3.2)
    axes[1].set_xlabel("z")
    listed = "; ".join(told)
    describe(
        figure,
        f"Values and derivatives of {len(told)} activations for z from {number(lower)} to "
        f"{number(upper)}. At z = {number(lab_input)}, where a line stands: {listed}.",
    )
    return figure


def negative_side() -> Figure:
    """Draw the values for negative inputs, large enough to tell them apart."""
    figure, (axis,) = new_figure(height=330)
    x = np.linspace(-5, 0, 501)
    curves = (
        (relu, OUTPUT, (1, 0), (-3.35, 0.052), "ReLU"),
        (leaky_relu(0.01), OUTPUT, (1.2, 1.6), (-4.9, -0.16), "Leaky ReLU"),
        (prelu(0.25), LABEL, (7, 2, 1.2, 2), (-2.45, -0.375), "PReLU"),
        (elu(), LABEL, (1.2, 1.6), (-1.06, -0.375), "ELU"),
        (softplus, LABEL, (5, 2), (-2.75, 0.185), "softplus"),
        (silu, UNITS[0], (5, 2), (-2.75, -0.265), "SiLU"),
        (gelu, UNITS[1], (3, 1.2), (-2.15, -0.125), "GELU"),
    )
    told = []
    for activation, colour, dashes, place, name in curves:
        y = activation(x)
        axis.plot(x, y, color=colour, linewidth=1.9, linestyle=(0, dashes))
        axis.annotate(name, place, color=colour, fontsize=FONT_SIZE, va="bottom", ha="left")
        if name == "Leaky ReLU":  # its curve has no room beside it
            axis.plot([-4.6, -4.75], [-0.125, -0.052], color=colour, linewidth=0.8)
        lowest = int(np.argmin(y))
        if 0 < lowest < len(x) - 1:
            axis.plot(x[lowest], y[lowest], "o", color=colour, markersize=6, markeredgecolor=PAPER)
            told.append(
                f"{name} falls to {number(y[lowest])} at {number(x[lowest])} and rises again"
            )
        else:
            told.append(f"{name} goes from {number(y[0])} at −5 to {number(y[-1])} at 0")
    axis.set(ylim=(-0.4, 0.25), xlabel="z", ylabel="value", xticks=range(-5, 1))
    describe(figure, f"Values for z from −5 to 0: {'; '.join(told)}.")
    return figure


def activation_cost() -> Figure:
    """Draw the time of each activation as a multiple of copying, against the array's size."""
    rows = measured_cost()["measurements"]
    names = list(dict.fromkeys(row["activation"] for row in rows))
    figure, axes = new_figure(rows=(len(names) + 1) // 2, columns=2, height=520)
    told = []
    for axis, name in zip(axes, names, strict=True):
        axis.axhline(1, color=LINES, linewidth=2)
        for dtype, (colour, dashes), marker in zip(
            ("float64", "float32"), STYLES, "os", strict=True
        ):
            found = [row for row in rows if (row["activation"], row["dtype"]) == (name, dtype)]
            sizes = [row["elements"] for row in found]
            medians = [row["median"] for row in found]
            axis.fill_between(sizes, [row["low"] for row in found], [row["high"] for row in found],
                              color=OFF, alpha=0.25, linewidth=0)  # fmt: skip
            axis.plot(sizes, medians, color=colour, linewidth=1.6, linestyle=(0, dashes),
                      marker=marker, markersize=5,
                      markerfacecolor=colour if marker == "o" else PAPER)  # fmt: skip
            told.append(f"{name}, {dtype}: {', '.join(map(number, medians))}")
        axis.set(title=name, xscale="log", yscale="log", ylim=(0.6, 700))
        axis.set_yticks([1, 10, 100], ["1", "10", "100"])
        axis.xaxis.set_major_locator(FixedLocator([1e3, 1e5, 1e7]))
        axis.xaxis.set_minor_locator(NullLocator())
        axis.yaxis.set_minor_locator(NullLocator())
        axis.set_xticklabels(["1e3", "1e5", "1e7"])
        axis.label_outer()
    for axis in axes[-2:]:
        axis.set_xlabel("elements")
    for axis in axes[::2]:
        axis.set_ylabel("times copy")
    describe(
        figure,
        "Eight panels, one an activation: median time as a multiple of copying the array, for "
        f"{', '.join(f'{size:,}' for size in sizes)} elements, on logarithmic scales. "
        f"{'; '.join(told)}.",
    )
    return figure


def leaky_is_stuck_too() -> Figure:
    """Draw the leaky straight example before and after training, and where its kink goes."""
    figure, (top, bottom) = new_figure(rows=2, height=470)
    lower, upper = domain
    slopes, told = (0.1, 0.01), []
    top.plot(samples, bent_labels, "o", color=LABEL, markersize=3.5)
    top.annotate("labels", (1.2, -7.6), color=LABEL, ha="left", va="bottom", fontsize=FONT_SIZE)
    bottom.axhspan(lower, upper, color=SHADE, linewidth=0)
    bottom.annotate("inputs of the data", (4, 3.3), color=LABEL, va="center", fontsize=FONT_SIZE)
    for slope, width, dashes in zip(slopes, (5, 1.8), ((1, 0), (3, 1.5)), strict=True):
        history, start = leaky_history(slope), leaky_straight(slope)
        colour = LINES if width > 2 else OUTPUT
        ends = np.array([lower, upper])
        top.plot(ends, history.network(ends), color=colour, linewidth=width, linestyle=(0, dashes))
        top.plot(ends, start(ends), color=OFF, linewidth=1.5, linestyle=(0, dashes))
        kink = -history.networks.b[:, 0] / history.networks.w[:, 0]
        bottom.plot(history.steps, kink, color=UNITS[0], linewidth=1.9, linestyle=(0, dashes))
        bottom.annotate(f"slope {number(slope)}", (8000, kink[-1] - 0.2), color=UNITS[0],
                        va="top", ha="right", fontsize=FONT_SIZE)  # fmt: skip
        end = pieces(history.network, lower, upper)
        begin = pieces(start, lower, upper)
        told.append(
            f"With slope {number(slope)} training starts from {begin.formulas(4)[0]} and ends "
            f"with {end.count} piece, {end.formulas(4)[0]}, at a loss of "
            f"{number(history.losses[-1])}; unit 0's kink goes from {number(kink[0])} to "
            f"{number(kink[-1])} and never comes below {number(kink.min())}."
        )
    top.annotate("before", (2.2, 7.3), color=OFF, ha="right", fontsize=FONT_SIZE)
    top.annotate("after", (4, -4.4), color=OUTPUT, va="bottom", ha="right", fontsize=FONT_SIZE)
    top.set(xlabel="input x0", ylabel="output y")
    bottom.set(xlabel="step", ylabel="kink of unit 0", ylim=(3, 10.6), xlim=(0, 9000))
    bottom.set_xscale("symlog", linthresh=100)
    bottom.set_xticks([0, 100, 1000, 8000], ["0", "100", "1,000", "8,000"])
    bottom.xaxis.set_minor_locator(NullLocator())
    describe(
        figure,
        f"Above, {len(samples)} labels with a bend, and straight lines before and after training. "
        f"Below, where unit 0 bends; the data end at {number(upper)}. {' '.join(told)}",
    )
    return figure
