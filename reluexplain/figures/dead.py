"""Figures on dead units: what a dead unit is, what kills one and what wakes one.

They show single units and small networks over given data. They do not count how many units of a
larger network die: no figure here trains from random weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from reluexplain.dead import dead_units
from reluexplain.examples import (
    bent_labels,
    bias_decay_history,
    samples,
    single_unit,
    three_states,
    two_layers,
)
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    UNITS,
    describe,
    new_figure,
    number,
)
from reluexplain.states import unit_states_on
from reluexplain.training import train

Array = NDArray[np.float64]


def off_is_not_dead() -> Figure:
    """Draw the pre-activations of a dead, an on and a switching unit, and who gets a gradient."""
    z = three_states.pre_activations(samples)[0]
    gradient = three_states.gradients(samples, bent_labels, per_example=True).b
    dead = dead_units(three_states, samples)[0]
    states = [state.value for state in unit_states_on(three_states, samples)[0]]
    figure, (above, below) = new_figure(rows=2, height=420)
    drawn = np.arange(len(samples)) % 2 == 1  # every second sample is enough to see
    above.axhline(0, color=LABEL, linewidth=1)
    _hatch(above, samples[[0, -1]], z[[0, -1], 0])
    for unit, place in enumerate(((4.0, -13.4), (-4.0, 11.0), (-4.0, 1.6))):
        colour = OFF if dead[unit] else UNITS[unit]
        for axis, heights, full in (
            (above, z[:, unit], z[:, unit] > 0),
            (below, np.full(len(samples), -float(unit)), gradient[:, unit] != 0),
        ):
            marks: dict[str, Any] = {"linestyle": "none", "marker": "os^"[unit], "markersize": 4.4}
            solid, hollow = full & drawn, ~full & drawn
            axis.plot(samples[solid], heights[solid], color=colour, **marks)
            axis.plot(samples[hollow], heights[hollow], color=OFF, markerfacecolor="none", **marks)
        above.text(
            *place, f"unit {unit}: {'dead' if dead[unit] else states[unit]}", fontsize=FONT_SIZE,
            color=LABEL if dead[unit] else colour, ha="right" if place[0] > 0 else "left",
        )  # fmt: skip
    above.set(ylim=(-15.5, 15.5), yticks=[-10, 0, 10])
    above.set_title("pre-activation z: filled where above zero", loc="left")
    below.set(ylim=(-2.5, 0.5), yticks=[0, -1, -2], yticklabels=["unit 0", "unit 1", "unit 2"])
    below.set(xlabel="input x0")
    below.set_title("gradient in the bias: filled where not zero", loc="left")
    for axis in (above, below):
        axis.set(xlim=(-4.25, 4.25), xticks=[-4, -2, 0, 2, 4])
    parts = [
        f"Unit {unit} is {'off and dead' if dead[unit] else states[unit]}: z runs from "
        f"{number(z[:, unit].min())} to {number(z[:, unit].max())} and is above zero on "
        f"{int((z[:, unit] > 0).sum())} of the {len(samples)} examples; its gradient is not "
        f"zero on {int((gradient[:, unit] != 0).sum())} of them."
        for unit in range(3)
    ]
    describe(
        figure,
        "Two graphs over the inputs of the data, every second one drawn. Above the pre-activations "
        "of three units; below, for each unit, on which examples the gradient of the squared error "
        "in its bias is not zero. " + " ".join(parts),
    )
    return figure


def one_step_kills() -> Figure:
    """Draw z after one step against the learning rate, and z over the steps at three rates."""
    rates = np.array([0.0, 0.1, 0.2])
    line = np.array(
        [_over_steps(rate, 1)[-1] if rate else _over_steps(0.1, 0)[0] for rate in rates]
    )
    figure, (left, right) = new_figure(columns=2, height=250)
    _hatch(left, rates[1:], line[1:])
    left.plot(rates[:2], line[:2], color=UNITS[0], linewidth=2.2)
    left.plot(rates[1:], line[1:], color=OFF, linewidth=2.2, dashes=(1.2, 1.6))
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "ha": "right"}
    left.text(0.2, 0.25, "dead", color=LABEL, **text)
    sentences = []
    for rate, height in ((0.11, -0.65), (0.05, 0.95), (0.09, 0.05)):
        z = _over_steps(rate, 8)
        dead = z[-1] <= 0
        look: dict[str, Any] = {"color": OFF if dead else UNITS[0], "marker": "o"}
        right.plot(z, dashes=(1.2, 1.6) if dead else (1, 0), linewidth=1.8, markersize=4.5, **look)
        right.text(8, height, f"rate {rate}", color=LABEL if dead else UNITS[0], **text)
        left.plot([rate], [z[1]], markersize=6, **look)
        sentences.append(
            f"at {rate} z is {number(z[1])} after one step and {number(z[-1])} after eight"
        )
    for axis in (left, right):
        axis.axhline(0, color=LABEL, linewidth=1, zorder=1)
        axis.set(ylim=(-2.2, 2.3), yticks=[-2, -1, 0, 1, 2])
    left.set(xlabel="learning rate", xticks=[0, 0.1, 0.2], xticklabels=["0", "0.1", "0.2"])
    right.set(xlabel="step", xticks=[0, 2, 4, 6, 8])
    right.tick_params(labelleft=False)
    left.set_title("z after one step", loc="left")
    right.set_title("z over the steps", loc="left")
    describe(
        figure,
        f"Left, z after one step against the learning rate: a straight line from "
        f"{number(line[0])} at rate 0 through {number(line[1])} at rate {number(rates[1])} to "
        f"{number(line[2])} at rate {number(rates[2])}; below zero the unit is dead. Right, z over "
        f"the first steps, from {number(line[0])}: {'; '.join(sentences)}.",
    )
    return figure


def what_wakes_a_unit() -> Figure:
    """Draw a dead unit's bias and largest pre-activation over training, by weight decay."""
    runs = (
        ("no decay", bias_decay_history(0.0, 0.0), LABEL, (7, 2, 1.2, 2)),
        ("weights and bias", bias_decay_history(1.0, 1.0), OFF, (1.2, 1.6)),
        ("bias alone", bias_decay_history(0.0, 1.0), UNITS[0], (1, 0)),
    )
    figure, (above, below) = new_figure(rows=2, height=430)
    shown = slice(0, 2001, 20)
    sentences = []
    for name, history, colour, dashes in runs:
        bias = history.networks.b[:, 0]
        largest = history.networks.pre_activations(samples)[0][:, :, 0].max(axis=1)
        line: dict[str, Any] = {"color": colour, "linewidth": 2.2, "dashes": dashes}
        above.plot(history.steps[shown], bias[shown], **line)
        below.plot(history.steps[shown], largest[shown], **line)
        awake = history.steps[largest > 0]
        end = f"and is awake from step {awake[0]} on" if len(awake) else "and never rises above 0"
        if len(awake):
            below.plot(awake[0], 0, marker="o", markersize=7, color=colour)
            below.annotate(
                f"awake at step {awake[0]}", (awake[0], 0), (awake[0] - 60, 0.9), color=colour,
                fontsize=FONT_SIZE, ha="right",
            )  # fmt: skip
        sentences.append(
            f"With {'no decay' if name == 'no decay' else 'decay on ' + name} its bias goes from "
            f"{number(bias[0])} to {number(bias[2000])} in 2000 steps; its largest pre-activation "
            f"starts at {number(largest[0])} {end}."
        )
    below.axhline(0, color=LABEL, linewidth=1, zorder=1)
    text: dict[str, Any] = {"fontsize": FONT_SIZE}
    above.text(1980, -9.6, "no decay", color=LABEL, ha="right", va="bottom", **text)
    above.text(1980, -4.6, "decay of either kind", color=UNITS[0], ha="right", **text)
    below.text(1980, -5.7, "no decay", color=LABEL, ha="right", va="bottom", **text)
    below.text(1980, -2.7, "decay on weights and bias", color=LABEL, ha="right", va="top", **text)
    below.text(1980, 2.4, "decay on the bias alone", color=UNITS[0], ha="right", **text)
    above.set(yticks=[-10, -5, 0], ylim=(-10.8, 0.8), xticks=[0, 500, 1000, 1500, 2000])
    below.set(
        yticks=[-6, -3, 0, 3], ylim=(-6.9, 3.6), xlabel="step", xticks=[0, 500, 1000, 1500, 2000]
    )
    above.set_title("bias of unit 0", loc="left")
    below.set_title("its largest z on the data", loc="left")
    describe(figure, "Unit 0 of the straight network in training. " + " ".join(sentences))
    return figure


def upstream_wakes() -> Figure:
    """Draw a dead unit of a second layer that wakes because the unit before it moves."""
    x, label = np.array([1.0]), np.array([8.0])
    history = train(two_layers, x, label, rate=0.005, steps=14, record=1)
    upstream, layer = (values[:, 0] for values in history.networks.pre_activations(x))
    z, bias = layer[:, 0], history.networks.biases[1][:, 0]
    woke = int(np.argmax(z > 0))
    figure, (above, below) = new_figure(rows=2, height=420)
    above.axhline(0, color=LABEL, linewidth=1)
    _hatch(above, history.steps[: woke + 1].astype(float), np.minimum(z[: woke + 1], 0))
    above.plot(
        history.steps, upstream[:, 0], color=UNITS[3], dashes=DASHES[3], linewidth=2.2,
        marker="s", markersize=4.5,
    )  # fmt: skip
    for axis, values in ((above, z), (below, bias)):
        for part, look in (
            (slice(0, woke + 1), {"color": OFF, "dashes": (1.2, 1.6)}),
            (slice(woke, None), {"color": UNITS[0]}),
        ):
            axis.plot(
                history.steps[part], values[part], linewidth=2.2, marker="o", markersize=5, **look
            )
        axis.set(xticks=[0, 2, 4, 6, 8, 10, 12, 14])
    text: dict[str, Any] = {"fontsize": FONT_SIZE, "ha": "right"}
    above.text(14, 1.75, "unit of the first layer", color=UNITS[3], va="top", **text)
    above.text(14, 0.55, "its reader", color=UNITS[0], **text)
    above.text(3.2, -0.95, "dead", color=LABEL, fontsize=FONT_SIZE)
    above.set(ylim=(-1.3, 2.5), yticks=[-1, 0, 1, 2])
    above.set_title("pre-activations z", loc="left")
    below.set(xlabel="step", ylim=(-2.005, -1.97), yticks=[-2.0, -1.98])
    below.set_title("bias of the reader", loc="left")
    describe(
        figure,
        f"Training of a network with two hidden layers. Above, the pre-activation of the unit of "
        f"the first layer rises from {number(upstream[0, 0])} to {number(upstream[-1, 0])}; that "
        f"of its dead reader rises with it from {number(z[0])} and is above zero from step {woke} "
        f"on. Below, the bias of the reader: {number(bias[0])} up to step {woke}, then "
        f"{number(bias[-1])} at the end.",
    )
    return figure


def _over_steps(rate: float, steps: int) -> Array:
    """Return z of the single unit, trained on the one example x = 2 with label 0, by step."""
    history = train(single_unit, [2.0], [0.0], rate=rate, steps=steps, record=1)
    z: Array = history.networks.pre_activations([2.0])[0][:, 0, 0]
    return z.round(12) + 0.0  # at a rate of 0.1 z is zero on paper


def _hatch(axis: Axes, x: Array, y: Array) -> None:
    """Fill the space between a pre-activation and zero with the hatched grey of a dead unit."""
    axis.fill_between(x, y, facecolor="none", edgecolor=LINES, hatch="////", linewidth=0, zorder=0)
