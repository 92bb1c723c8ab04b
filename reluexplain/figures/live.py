"""The drawings inside the live figures: what a reader sees in print, or where no script runs.

Each shows the state from which its live figure starts, laid out in the same way.
"""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from reluexplain.dead import died_at
from reluexplain.examples import (
    domain,
    far_domain,
    label_sets,
    samples,
    single_unit,
    straight,
    training_settings,
)
from reluexplain.figures.neurons import corners
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    UNITS,
    describe,
    describe_pieces,
    draw_pieces,
    new_figure,
    number,
)
from reluexplain.network import Network
from reluexplain.pieces import pieces
from reluexplain.states import State, unit_states


def network_lab() -> Figure:
    """Draw the start of the network lab: the straight example on its domain."""
    return _network_lab(straight, *domain)


def network_lab_from_afar() -> Figure:
    """Draw the start of the network lab on the wide domain."""
    return _network_lab(straight, *far_domain)


def network_lab_one_unit() -> Figure:
    """Draw the start of the network lab with a single unit."""
    return _network_lab(single_unit, *domain)


def training_lab_stuck() -> Figure:
    """Draw the training lab's run from the straight network on the bent labels."""
    return _training_lab("stuck on a line")


def training_lab_line() -> Figure:
    """Draw the training lab's run on labels from a line."""
    return _training_lab("a line")


def training_lab_dead() -> Figure:
    """Draw the training lab's run in which units are dead from the start or die."""
    return _training_lab("born dead and killed")


def _training_lab(name: str) -> Figure:
    """Draw a run: the data with the start and the end, and the loss by step."""
    run = training_settings[name]
    history, labels = run.history(), label_sets[run.labels]
    start, end = (pieces(network, *domain) for network in (run.network, history.network))
    figure, (fit, loss) = new_figure(columns=2, height=260)
    fit.plot(samples, labels, linestyle="none", marker="o", markersize=4, color=LABEL)
    draw_pieces(fit, start, *domain, colour=OFF, dash=(1, 1.5), kinks=False)
    draw_pieces(fit, end, *domain)
    fit.set_title("fit and kinks, start dotted", loc="left", fontsize=FONT_SIZE)
    loss.plot(history.steps, history.losses, color=OUTPUT, linewidth=2)
    loss.set(yscale="log", xlabel="step", xticks=(0, run.steps))
    loss.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    loss.yaxis.set_minor_locator(NullLocator())
    if history.losses.max() < 100 * history.losses.min():  # less than two powers of ten
        loss.yaxis.set_major_locator(FixedLocator([1, 3, 10, 30]))
    loss.set_title("loss by step", loc="left", fontsize=FONT_SIZE)
    died = died_at(history, samples)[0].tolist()
    dead = [f"unit {unit} dead since step {step}" for unit, step in enumerate(died) if step >= 0]
    describe(
        figure,
        f"Left, the data with the network's output at the start, dotted, and after {run.steps:,} "
        f"steps of {run.method} at a rate of {number(run.rate)}: "
        f"{describe_pieces(end, *domain)}. Right, the loss by step, from "
        f"{number(float(history.losses[0]))} to {number(float(history.losses[-1]))}. "
        f"At the end: {', '.join(dead) or 'no unit is dead'}.",
    )
    return figure


def _network_lab(network: Network, lower: float, upper: float) -> Figure:
    """Draw each unit's line and its ReLU, the same times the output weight, and the sum."""
    x = corners(network, lower, upper)
    before, after = network.pre_activations(x)[0], network.hidden(x)[0]
    states = unit_states(network, lower, upper)[0]
    figure, (clipped, weighted, total, spare) = new_figure(rows=2, columns=2, height=430)
    spare.remove()
    grid = total.get_subplotspec()
    assert grid is not None
    total.set_subplotspec(grid.get_gridspec()[1, :])
    for unit, state in enumerate(states):
        is_off = state is State.OFF
        colour, dash = (OFF, (1.2, 1.6)) if is_off else (UNITS[unit], DASHES[unit])
        clipped.plot(x, before[:, unit], color=LINES, linewidth=6, solid_capstyle="butt")
        for axis, y in ((clipped, after[:, unit]), (weighted, network.v[unit] * after[:, unit])):
            axis.plot(x, y, color=colour, linewidth=2.5, dashes=dash)
    exact = pieces(network, lower, upper)
    draw_pieces(total, exact, lower, upper, width=3)
    titles = ("line and ReLU of it", "times output weight", "their sum, with the output bias: y")
    for axis, title in zip((clipped, weighted, total), titles, strict=True):
        axis.set_title(title, loc="left", fontsize=FONT_SIZE)
        axis.set_xlim(lower, upper)
    total.set_xlabel("input x0")
    named = ", ".join(f"unit {unit} {state.value}" for unit, state in enumerate(states))
    describe(
        figure,
        f"A network of {len(states)} {'unit' if len(states) == 1 else 'units'} over x0 from "
        f"{number(lower)} to {number(upper)}: {named}. Above, each unit's line, what ReLU leaves "
        f"of it, and the same times the output weight. Below, the sum with the output bias "
        f"{number(float(network.c))}: {describe_pieces(exact, lower, upper)}.",
    )
    return figure
