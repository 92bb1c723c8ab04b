"""Figures on two inputs: regions as polygons, the lines that cut them, and boundaries.

All polygons and segments are exact, from `reluexplain.plane`; nothing is sampled on a grid.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from reluexplain.figures.style import (
    DASHES,
    FONT_SIZE,
    LABEL,
    LINES,
    OFF,
    OUTPUT,
    PAPER,
    UNITS,
    describe,
    mark_kinks,
    new_figure,
    number,
)
from reluexplain.network import Network, he_network
from reluexplain.plane import Region, boundary, regions


def one_layer(w: ArrayLike, b: ArrayLike, v: ArrayLike) -> Network:
    """Return v . relu(w x + b) for two inputs: w of shape (units, 2), b and v of (units,)."""
    weights = np.asarray(w, dtype=np.float64), np.asarray(v, dtype=np.float64)[None]
    return Network(weights, (np.asarray(b, dtype=np.float64), np.zeros(1)))


XOR_DIFFERENCE = one_layer(w=[[1, -1], [-1, 1]], b=[0, 0], v=[1, 1])
XOR_SUM = one_layer(w=[[1, 1], [1, 1]], b=[0, -1], v=[1, -2])
POINTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
BOX = (-2.0, 2.0)


def wheel(units: int) -> Network:
    """Return a network that is nearly the distance to the origin: units that face all around.

    On the circle of radius 1 its mean is 1.
    """
    angles = 2 * np.pi * np.arange(units) / units
    w = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return one_layer(w, np.zeros(units), np.full(units, np.pi / units))


def unit_network(network: Network, layer: int, unit: int) -> Network:
    """Return the network whose output is one hidden unit's pre-activation."""
    return Network(
        (*network.weights[:layer], network.weights[layer][[unit]]),
        (*network.biases[:layer], network.biases[layer][[unit]]),
    )


def xor_regions() -> Figure:
    """Draw two networks that compute XOR: regions, their functions, the boundary at one half."""
    figure, axes = new_figure(columns=2, height=235)
    ends, told = (-0.5, 1.5), []
    # A place and a turn for each region's function, by what it is at the region's centre.
    difference = {"x1 - x2": (0.95, -0.3, 0), "-x1 + x2": (0.05, 1.3, 0)}
    by_sum = {"0": (-0.22, -0.28, 0), "x1 + x2": (0.375, 0.375, -45), "-x1 - x2 + 2": (0.9, 1.3, 0)}
    for axis, network, name, places in (
        (axes[0], XOR_DIFFERENCE, "difference", difference),
        (axes[1], XOR_SUM, "sum", by_sum),
    ):
        found = regions(network, ends, ends)
        formulas = [region.formula().removeprefix("y = ") for region in found]
        for region, text in zip(found, formulas, strict=True):
            _fill(axis, region, int(region.pattern[0].sum()), 2)
            x, y, turn = places[text]
            axis.annotate(
                text.replace("-", "−"), (x, y), color=OUTPUT, ha="center", va="center",
                rotation=turn, rotation_mode="anchor", fontsize=FONT_SIZE,
            )  # fmt: skip
        _draw_units(axis, network, 0, ends)
        half = boundary(network, ends, ends, level=0.5).segments
        _segments(axis, half, OUTPUT, width=2.6)
        labels = network(POINTS)
        for label, marker in ((0, "s"), (1, "o")):
            axis.plot(
                *POINTS[labels == label].T, linestyle="none", marker=marker, markersize=9,
                markerfacecolor=OUTPUT if label else PAPER, markeredgecolor=OUTPUT, zorder=6,
            )  # fmt: skip
        axis.set_title(name)
        between = int(network([0.5, 0.5]) > 0.5)
        told.append(
            f"The {name} has {len(found)} regions, on which the output is "
            f"{', '.join(formulas)}; it is one half on {len(half)} parallel lines, and the points "
            f"with output {between} lie between them."
        )
        _square(axis, ends, ticks=(0, 1))
    axes[1].set(yticklabels=[], ylabel="")
    describe(
        figure,
        f"Two networks of two units on the {len(POINTS)} points of XOR: squares where the output "
        f"is 0, at (0, 0) and (1, 1), discs where it is 1. {' '.join(told)}",
    )
    return figure


def plane_regions(seed: int = 14, units: int = 6) -> Figure:
    """Draw the regions of a random network with one hidden layer, and its units' lines."""
    network = he_network((2, units, 1), np.random.default_rng(seed), bias_range=1.5)
    found = regions(network, BOX, BOX)
    figure, (axis,) = new_figure(height=400)
    counted = [int(region.pattern[0].sum()) for region in found]
    for region, on in zip(found, counted, strict=True):
        _fill(axis, region, on, units)
        if region.area > 0.12:
            axis.annotate(
                str(on),
                tuple(region.centre),
                color=LABEL,
                fontsize=FONT_SIZE,
                ha="center",
                va="center",
            )
    _draw_units(axis, network, 0, BOX)
    _square(axis, BOX, ticks=(-2, -1, 0, 1, 2))
    describe(
        figure,
        f"A square cut by {units} straight lines, one for each unit, into {len(found)} convex "
        f"regions. The largest are marked with the number of units that are on there; over all "
        f"it goes from {min(counted)} to {max(counted)}, and the more are on, the darker.",
    )
    return figure


def deep_regions(seed: int = 20) -> Figure:
    """Draw a network with two hidden layers: straight lines, and lines that bend at them."""
    network = he_network((2, 4, 4, 1), np.random.default_rng(seed), bias_range=1.5)
    ends = (-2.5, 2.5)
    found = regions(network, ends, ends)
    figure, (axis,) = new_figure(height=400)
    for unit in range(network.units[0]):
        _segments(axis, boundary(unit_network(network, 0, unit), ends, ends).segments, OFF, 1.4)
    told = []
    for unit in range(network.units[1]):
        bent = boundary(unit_network(network, 1, unit), ends, ends).segments
        _segments(axis, bent, UNITS[unit], width=2.4, dash=DASHES[unit])
        corners, count = np.unique(bent.reshape(-1, 2), axis=0, return_counts=True)
        bends = corners[count == 2]
        mark_kinks(axis, *bends.T)
        longest = bent[np.hypot(*(bent[:, 1] - bent[:, 0]).T).argmax()]
        axis.annotate(
            f"unit {unit}", longest.mean(axis=0), color=UNITS[unit], ha="center", va="center",
            fontsize=FONT_SIZE, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
        )  # fmt: skip
        shape = "closed" if (count == 2).all() else "open"
        told.append(f"unit {unit}'s is {shape}, with {len(bends)} bend{'s'[: len(bends) != 1]}")
    _square(axis, ends, ticks=(-2, -1, 0, 1, 2))
    pieces = 1 + max(region.piece for region in found)
    describe(
        figure,
        f"A square cut by the {network.units[0]} straight grey lines of a first layer and by the "
        f"dashed lines of a second layer's units, which bend, at the diamonds, only where they "
        f"cross a grey one: {'; '.join(told)}. Together they make {len(found)} convex regions; "
        f"the output has {pieces} pieces.",
    )
    return figure


def closed_boundary() -> Figure:
    """Draw where two networks equal 1: closed polygons around the origin, against a circle."""
    figure, axes = new_figure(columns=2, height=235)
    ends, told = (-1.5, 1.5), []
    angles = np.linspace(0, 2 * np.pi, 73)
    for axis, units in zip(axes, (3, 9), strict=True):
        network = wheel(units)
        axis.plot(np.cos(angles), np.sin(angles), color=LINES, linewidth=6)
        for unit in range(units):
            line = boundary(unit_network(network, 0, unit), ends, ends).segments
            _segments(axis, line, OFF, width=1.2, dash=(1.2, 1.6))
        closed = boundary(network, ends, ends, level=1.0).segments
        _segments(axis, closed, OUTPUT, width=2.2)
        distance = np.hypot(*closed.reshape(-1, 2).T)
        axis.set_title(f"{units} units")
        told.append(
            f"with {units} units it has {len(closed)} edges, and corners up to "
            f"{number(distance.max())} from the origin"
        )
        _square(axis, ends, ticks=(-1, 0, 1))
    axes[1].set(yticklabels=[], ylabel="")
    describe(
        figure,
        "Where the output of two networks is 1, on a circle of radius 1 drawn as a broad grey "
        f"band, is a closed polygon: {'; '.join(told)}. Its corners lie on the dotted lines on "
        "which units switch.",
    )
    return figure


def _fill(axis: Axes, region: Region, on: int, units: int) -> None:
    """Fill a region, the darker the more units are on there."""
    if on:
        axis.fill(*region.vertices.T, color=OFF, alpha=round(0.4 * on / units, 3), linewidth=0)


def _draw_units(axis: Axes, network: Network, layer: int, ends: tuple[float, float]) -> None:
    """Draw the line on which each unit of a layer switches."""
    for unit in range(network.units[layer]):
        line = boundary(unit_network(network, layer, unit), ends, ends).segments
        _segments(axis, line, UNITS[unit], dash=DASHES[unit])


def _segments(
    axis: Axes,
    segments: np.ndarray,
    colour: str,
    width: float = 1.8,
    dash: tuple[float, ...] | None = None,
) -> None:
    """Draw segments as few paths: those that meet follow each other, so that dashes run on."""
    style = (0, dash) if dash else "-"
    for path in _chained(segments):
        axis.plot(*path.T, color=colour, linewidth=width, linestyle=style, solid_capstyle="round")


def _chained(segments: np.ndarray) -> list[np.ndarray]:
    """Return segments joined end to end into paths, shape (points, 2) each."""
    left = [tuple(map(tuple, segment)) for segment in segments.tolist()]
    paths = []
    while left:
        path = list(left.pop())
        for reverse in (False, True):  # at the end, then at the start
            path = path[::-1] if reverse else path
            while following := [pair for pair in left if path[-1] in pair]:
                left.remove(following[0])
                path += [end for end in following[0] if end != path[-1]]
        paths.append(np.array(path))
    return paths


def _square(axis: Axes, ends: tuple[float, float], ticks: tuple[float, ...]) -> None:
    axis.set(xlim=ends, ylim=ends, xticks=ticks, yticks=ticks, xlabel="input x1", ylabel="input x2")
    axis.set_aspect("equal")
    axis.grid(False)
