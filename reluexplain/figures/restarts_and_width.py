"""Figures of many starts: how often they fit, by hidden units or in groups, and units off at first.

Each draws what the caller has trained or simulated, with two standard errors. They choose no runs
and train nothing. What two standard errors are, and how starts are taken in groups, stands here
once, so that a lab's text and its figures agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from reluexplain.figures.style import FONT_SIZE, LABEL, OUTPUT, PAPER, describe, new_figure, number

Array = NDArray[np.float64]
Booleans = NDArray[np.bool_]

_LOOKS = (("-", "o"), ((0, (5, 2)), "s"))


def two_standard_errors(share: float, runs: int) -> float:
    """Return two standard errors of a share among independent runs (the binomial law).

    Args:
        share: A share or a probability, from 0 to 1.
        runs: How many runs stand behind it.

    Examples:
        >>> two_standard_errors(0.5, 400)
        0.05
    """
    return 2 * float(np.sqrt(share * (1 - share) / runs))


def groups_with_a_fit(fits: Booleans, size: int) -> Booleans:
    """Return for each group of neighbouring starts whether one of them fits.

    Args:
        fits: Whether each start fits, shape (starts,).
        size: Starts in a group; starts that fill no group are left out.

    Returns:
        Shape (starts // size,).

    Examples:
        >>> groups_with_a_fit(np.array([True, False, False, False, True]), 2)
        array([ True, False])
    """
    groups = len(fits) // size
    return np.asarray(fits[: groups * size].reshape(groups, size).any(axis=1))


def success_by_units(fits: Mapping[str, Mapping[int, Booleans]]) -> Figure:
    """Draw the share of starts that fit by number of hidden units, with two standard errors.

    Args:
        fits: For one or two series by name, for each number of units whether each start fits.
    """
    figure, (axis,) = new_figure(height=270)
    sentences = []
    for order, (name, series) in enumerate(fits.items()):
        units = sorted(series)
        shares = np.array([series[n].mean() for n in units])
        errors = [
            two_standard_errors(p, len(series[n])) for p, n in zip(shares, units, strict=True)
        ]
        _points_with_errors(axis, units, shares, errors, order, joined=True)
        place = (6, -6) if order else (-8, 0)
        _name(axis, name, (units[1], 100 * shares[1]), place, "left" if order else "right")
        runs = len(series[units[0]])
        sentences.append(f"{name}, {runs} starts each: {_listed(units, shares, 'units')}")
    _percent_axis(axis)
    axis.set_xticks(sorted({n for series in fits.values() for n in series}))
    axis.set(xlabel="hidden units", ylabel="starts that fit, %")
    describe(
        figure,
        "The share of starts that fit, by number of hidden units, with bars of two standard "
        f"errors. {'. '.join(sentences)}.",
    )
    return figure


def groups_and_law(
    fits: Mapping[str, Booleans], sizes: Sequence[int], copies: Booleans | None = None
) -> Figure:
    """Draw the share of groups of starts that hold a fit, over the law 1 - (1 - p)^R.

    Args:
        fits: For one or two series by name, whether each start fits.
        sizes: Numbers of starts in a group.
        copies: Whether a fit is in each pair of a start and its copy, to show what dependence does.
    """
    figure, (axis,) = new_figure(height=290)
    sentences = []
    for order, (name, series) in enumerate(fits.items()):
        law = 1 - (1 - series.mean()) ** np.array(sizes)
        groups = [groups_with_a_fit(series, size) for size in sizes]
        shares = np.array([group.mean() for group in groups])
        errors = [two_standard_errors(p, len(g)) for p, g in zip(law, groups, strict=True)]
        axis.plot(sizes, 100 * law, color=OUTPUT, linewidth=1.6, linestyle=_LOOKS[order][0])
        _points_with_errors(axis, sizes, shares, errors, order, joined=False)
        middle = len(sizes) // 2
        _name(axis, name, (sizes[middle], 100 * shares[middle]), (8, -18), "left")
        sentences.append(
            f"{name}: {_listed(sizes, shares, 'starts')}; the law: {_listed(sizes, law, 'starts')}"
        )
    if copies is not None:
        at = (2, 100 * float(copies.mean()))
        axis.plot(*at, marker="x", color=OUTPUT, markersize=9, markeredgewidth=2)
        _name(axis, "a start and its copy", at, (10, -4), "left")
        sentences.append(f"A start and its copy: {number(at[1])} %")
    _percent_axis(axis)
    axis.set_xticks(list(sizes))
    axis.set(xlabel="starts in a group", ylabel="groups with a fit, %")
    describe(
        figure,
        "The share of groups of starts that hold a fit, as marks with bars of two standard errors, "
        f"over the law's curve. {'. '.join(sentences)}.",
    )
    return figure


def off_at_the_start(
    reaches: Array, law: Mapping[str, Array], found: Mapping[str, Array], units: int
) -> Figure:
    """Draw the share of units that are off on [-r, r] at the start, by r: the law and a simulation.

    Args:
        reaches: The values of r, increasing, shape (reaches,).
        law: For one or two laws of weights and biases by name, the probability at each r.
        found: The share found by simulation, under the same names.
        units: How many units were simulated.
    """
    figure, (axis,) = new_figure(height=270)
    sentences = []
    for order, (name, curve) in enumerate(law.items()):
        line, marker = _LOOKS[order]
        axis.plot(reaches, 100 * curve, color=OUTPUT, linewidth=1.6, linestyle=line)
        axis.plot(
            reaches, 100 * found[name], linestyle="none", marker=marker, color=OUTPUT,
            markerfacecolor=PAPER, markersize=6,
        )  # fmt: skip
        place = (8, 4) if order else (-4, -14)
        middle = len(reaches) // 4 if order else len(reaches) // 3
        at = (float(reaches[middle]), 100 * float(curve[middle]))
        _name(axis, name, at, place, "left" if order else "right")
        miss = 100 * float(np.abs(curve - found[name]).max())
        sentences.append(
            f"{name}: from {number(100 * float(curve[0]))} % at {number(float(reaches[0]))} to "
            f"{number(100 * float(curve[-1]))} % at {number(float(reaches[-1]))}; "
            f"the simulation is off by at most {miss:.2f} points"
        )
    axis.set_xscale("log")
    axis.xaxis.set_major_locator(FixedLocator(list(reaches[::2])))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set(xlabel="inputs from −r to r: r", ylabel="units off, %", ylim=(0, 50))
    describe(
        figure,
        f"The share of units that are off at the start on inputs from −r to r, by r on a "
        f"logarithmic scale: the law as a curve, {units:,} simulated units as marks. "
        f"{'. '.join(sentences)}.",
    )
    return figure


def _points_with_errors(
    axis: Axes,
    x: Sequence[int],
    shares: Array,
    errors: Sequence[float],
    order: int,
    *,
    joined: bool,
) -> None:
    line, marker = _LOOKS[order]
    axis.errorbar(
        x, 100 * shares, yerr=100 * np.array(errors), color=OUTPUT, linewidth=1.6,
        linestyle=line if joined else "none", marker=marker, markersize=6, markerfacecolor=PAPER,
        elinewidth=1.2, capsize=4,
    )  # fmt: skip


def _percent_axis(axis: Axes) -> None:
    axis.set_ylim(0, 103)
    axis.set_yticks([0, 25, 50, 75, 100])
    axis.margins(x=0.08)


def _name(
    axis: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], side: str
) -> None:
    """Write a series' name beside one of its points."""
    axis.annotate(
        text, at, xytext=offset, textcoords="offset points", color=LABEL, fontsize=FONT_SIZE,
        ha=side,
    )  # fmt: skip


def _listed(x: Sequence[int], shares: Array, what: str) -> str:
    """Return shares in words, for an alternative text."""
    return ", ".join(
        f"{100 * share:.0f} % for {n} {what if n != 1 else what[:-1]}"
        for n, share in zip(x, shares, strict=True)
    )
