"""Figures of batches of runs, for labs: loss curves, kinks on their way, and where kinks end up.

Each draws a history that the caller has trained; a batch has one axis. They choose no runs and
train nothing.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from reluexplain.examples import domain, samples
from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    OFF,
    OUTPUT,
    SHADE,
    UNITS,
    describe,
    new_figure,
    number,
)
from reluexplain.network import Network
from reluexplain.pieces import pieces, unit_kinks
from reluexplain.training import History


def loss_curves(history: History, level: float, name: str, runs: int = 12) -> Figure:
    """Draw the loss by step of the first runs of a batch, with a level to compare with.

    Args:
        history: A batch of runs, shape (records, runs), recorded often.
        level: A loss; runs that end within 0.002 of it are dotted.
        name: What the level is.
        runs: How many of the runs to draw.
    """
    losses, steps = history.losses[:, :runs], history.steps
    stuck = np.abs(losses[-1] - level) < 0.002
    figure, (axis,) = new_figure(height=270)
    for curve, there in zip(losses.T, stuck, strict=True):
        style, width = ((0, (1, 1.5)), 2.2) if there else ("-", 1.0)
        shown = np.maximum(curve, 1e-6)
        axis.plot(steps, shown, color=OUTPUT, linewidth=width, linestyle=style)
    axis.axhline(level, color=OFF, linewidth=1)
    last = float(steps[-1])
    axis.text(last, level * 1.3, name, color=LABEL, fontsize=FONT_SIZE, ha="right", va="bottom")
    axis.set(xlabel="step", ylabel="loss", yscale="log", ylim=(1e-6, 200))
    losses_in_full(axis, [1e-6, 1e-4, 1e-2, 1, 100])
    logarithmic_steps(axis, int(steps[-1]))
    ends = np.sort(losses[-1])
    describe(
        figure,
        f"The loss of {runs} runs by step, on logarithmic scales. They end between "
        f"{number(float(ends[0]))} and {number(float(ends[-1]))}, {int((ends < 0.01).sum())} of "
        f"them below 0.01, {int(stuck.sum())} within 0.002 of {number(level)}, {name}.",
    )
    return figure


def kinks_on_their_way(history: History, run: int, limit: float = 8.0) -> Figure:
    """Draw where the kinks of one run lie, by step; kinks beyond the limit are not drawn.

    Args:
        history: A batch of runs, recorded often.
        run: Which of them.
        limit: The largest distance from zero that is drawn.
    """
    kinks = unit_kinks(history.networks)[:, run]
    figure, (axis,) = new_figure(height=270)
    axis.axhspan(*domain, color=SHADE, linewidth=0)
    sentences = []
    for unit in range(kinks.shape[1]):
        shown = np.where(np.abs(kinks[:, unit]) <= limit, kinks[:, unit], np.nan)
        colour, dash = UNITS[unit], DASHES[unit]
        axis.plot(history.steps, shown, color=colour, linewidth=2, dashes=dash)
        if np.isfinite(shown[-1]):
            axis.annotate(
                f"unit {unit}", (float(history.steps[-1]), float(shown[-1])), xytext=(-2, 5),
                textcoords="offset points", color=colour, fontsize=FONT_SIZE, ha="right",
            )  # fmt: skip
        start, end = float(kinks[0, unit]), float(kinks[-1, unit])
        sentences.append(f"unit {unit}'s from {number(start)} to {number(end)}")
    axis.set(xlabel="step", ylabel="kink at x0", ylim=(-limit, limit))
    axis.set_yticks(np.linspace(-limit, limit, 5))
    logarithmic_steps(axis, int(history.steps[-1]))
    describe(
        figure,
        f"The kinks of one run by step, on a logarithmic scale: {', '.join(sentences)}. "
        f"The loss ends at {number(float(history.losses[-1, run]))}.",
    )
    return figure


def kinks_by_gap(networks: Network) -> Figure:
    """Draw how many kinks of a batch of networks lie in each gap between neighbouring samples."""
    counts = kinks_in_gaps(networks)
    middles = (samples[:-1] + samples[1:]) / 2
    figure, (axis,) = new_figure(height=230)
    axis.stairs(counts, samples, fill=True, facecolor=SHADE, edgecolor=OUTPUT, linewidth=1.2)
    axis.set(xlabel="gap between samples, x0", ylabel="kinks", xlim=(-4.2, 4.2))
    axis.set_xticks([-4, -2, 0, 2, 4])
    most = int(counts.argmax())
    describe(
        figure,
        f"{counts.sum()} kinks of {networks.batch_shape[0]} networks, by the gap between "
        f"neighbouring samples that they lie in. The first gap has {counts[0]}, the last "
        f"{counts[-1]}, the fullest is around {number(float(middles[most]))} with {counts[most]}.",
    )
    return figure


def kinks_in_gaps(networks: Network) -> NDArray[np.int64]:
    """Return how many kinks of a batch of networks lie in each gap, shape (samples - 1,)."""
    kinks = [pieces(networks[run], *domain).kinks for run in range(networks.batch_shape[0])]
    counts, _ = np.histogram(np.concatenate(kinks), bins=samples)
    return counts


def logarithmic_steps(axis: Axes, last: int) -> None:
    """Give the axis steps from 0 to the last on a scale that is logarithmic from 1 on."""
    axis.set_xscale("symlog", linthresh=1, linscale=0.3)
    axis.set_xlim(0, last)
    axis.xaxis.set_major_locator(FixedLocator([0, 1, 10, 100, 1000, 10_000]))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def losses_in_full(axis: Axes, ticks: list[float]) -> None:
    """Give a logarithmic axis of losses these ticks, written out."""
    axis.set_yticks(ticks)
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:f}".rstrip("0").rstrip("."))
    )
