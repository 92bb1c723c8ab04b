"""Exact regions of a ReLU network with two inputs: polygons on each of which it is affine.

The units of a first layer switch along straight lines, which cut a rectangle into convex polygons.
On each of them the layer is affine, so the next layer's units switch along straight segments, and
cut it again; and so on (Hanin and Rolnick 2019, arXiv:1901.09021, count such regions). Where the
output equals a number is found by one more cut. Nothing is sampled. Two counts differ:

- A *region* is where one pattern of units that are on and off holds: one convex polygon.
- A *piece* is regions joined along edges at which the output does not bend, for the unit that
  switches carries no weight or several changes cancel. It need not be convex.

What is exact in float64, and what is not:

- Polygons share their corners, each computed once for all that meet there, so they leave no gap.
- A pre-activation within `TOLERANCE` of the largest sum of sizes of its terms is taken as zero: a
  line so close to a corner goes through it. Rounding is near 1e-16 of that sum, and 1 / sin(angle)
  times as much where two lines meet at a small angle. So lines through one point are seen as such
  down to angles of about 1e-4, and a region thinner than the tolerance is left out.
- Changes of slope that meet at an edge cancel when their sum is within `TOLERANCE` of the sum of
  their sizes; a change that stands alone counts, however small.

It does not attempt smooth activations, more than two inputs, or the unbounded plane.

The story: docs/questions/plane.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.network import Network
from reluexplain.states import affine_map, check_single, negative_slope_of

Array = NDArray[np.float64]
Pattern = tuple[NDArray[np.bool_], ...]
Range = tuple[float, float]

TOLERANCE = 1e-11


@dataclass(frozen=True, eq=False)
class Region:
    """A convex polygon on which one pattern of units holds, and the network's affine function.

    Attributes:
        vertices: The corners, counter-clockwise, shape (corners, 2).
        gradient: The slopes of the output in the two inputs, shape (2,).
        intercept: The affine function at the origin, continued to there.
        pattern: For each hidden layer which units are on, shape (units,).
        piece: The number of the piece that the region belongs to, from 0.
    """

    vertices: Array
    gradient: Array
    intercept: float
    pattern: Pattern
    piece: int

    @property
    def area(self) -> float:
        """The area of the polygon."""
        x, y = (self.vertices - self.vertices[0]).T
        return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2

    @property
    def centre(self) -> Array:
        """A point inside: the mean of the corners, shape (2,)."""
        middle: Array = self.vertices.mean(axis=0)
        return middle

    def formula(self, digits: int = 6) -> str:
        """Return the affine function as text, such as "y = x1 - 2x2 + 3"."""
        terms = []
        for value, name in zip([*self.gradient, self.intercept], ("x1", "x2", ""), strict=True):
            size = f"{abs(value):.{digits}g}"
            if size != "0":
                terms.append(
                    f"{'-' if value < 0 else '+'} {'' if name and size == '1' else size}{name}"
                )
        text = " ".join(terms).removeprefix("+ ")
        return "y = " + (text.replace("- ", "-", 1) if text.startswith("-") else text or "0")


@dataclass(frozen=True, eq=False)
class Boundary:
    """Where the output equals a level.

    Attributes:
        segments: Shape (segments, 2, 2): two ends each; segments that meet share an end exactly.
        flat: The polygons on which the output equals the level throughout, shape (corners, 2) each.
            Their edges are not among the segments.
    """

    segments: Array
    flat: tuple[Array, ...]


def regions(
    network: Network, x_range: Range = (-1.0, 1.0), y_range: Range = (-1.0, 1.0)
) -> tuple[Region, ...]:
    """Return the regions of a network with two inputs and one output inside a rectangle.

    Args:
        network: One network (no batch), any depth, ReLU or leaky ReLU units.
        x_range: Smallest and largest first input.
        y_range: Smallest and largest second input.

    Returns:
        Convex polygons that fill the rectangle, one for each pattern of units that holds on more
        than a line; `len` counts them, and the largest `piece` plus one counts the pieces.

    Raises:
        ValueError: If the network is a batch, has other than two inputs and one output or an
            activation that is not piecewise linear, or if a range is not two increasing numbers.

    Examples:
        >>> xor = Network(([[1, -1], [-1, 1]], [[1, 1]]), ([0, 0], [0]))
        >>> [region.formula() for region in regions(xor)]
        ['y = x1 - x2', 'y = -x1 + x2']
        >>> sum(region.area for region in regions(xor))
        4.0
    """
    mesh = _Mesh(network, x_range, y_range)
    hidden, gradients, intercepts = zip(*map(mesh.affine, mesh.patterns), strict=True)
    pieces = _joined(mesh.cells, hidden, network.weights[-1][0])
    polygons = [mesh.points[list(corners)] for corners in mesh.cells]
    parts = zip(polygons, gradients, intercepts, mesh.patterns, pieces, strict=True)
    return tuple(Region(*part) for part in parts)


def boundary(
    network: Network,
    x_range: Range = (-1.0, 1.0),
    y_range: Range = (-1.0, 1.0),
    level: float = 0.0,
) -> Boundary:
    """Return where a network with two inputs and one output equals a level inside a rectangle.

    With a threshold at the level this is the decision boundary of a classifier. A single point at
    which the output only touches the level is not reported.

    Args:
        network: As for `regions`.
        x_range: Smallest and largest first input.
        y_range: Smallest and largest second input.
        level: The output's value.

    Raises:
        ValueError: As for `regions`, and if the level is not finite.

    Examples:
        >>> xor = Network(([[1, -1], [-1, 1]], [[1, 1]]), ([0, 0], [0]))
        >>> boundary(xor, (0, 1), (0, 1), level=0.5).segments.tolist()
        [[[1.0, 0.5], [0.5, 0.0]], [[0.5, 1.0], [0.0, 0.5]]]
    """
    if not np.isfinite(level):
        raise ValueError(f"expected a finite level, got {level}")
    mesh = _Mesh(network, x_range, y_range)
    on_level = mesh.cut(network.weights[-1], network.biases[-1] - level)[:, 0] == 0
    edges, flat = set(), []
    for corners in mesh.cells:
        if on_level[list(corners)].all():
            flat.append(corners)
        else:
            edges |= {edge for edge in _edges(corners) if on_level[list(edge)].all()}
    edges -= {edge for corners in flat for edge in _edges(corners)}
    ends = np.array(sorted(edges), dtype=np.intp).reshape(-1, 2)
    return Boundary(mesh.points[ends], tuple(mesh.points[list(corners)] for corners in flat))


class _Mesh:
    """A rectangle cut into convex cells, tuples of indices into `points`, counter-clockwise.

    On each cell every hidden unit is off or on; `values` are the last layer's, at the points.
    """

    def __init__(self, network: Network, x_range: Range, y_range: Range) -> None:
        check_single(network)
        if network.inputs != 2 or network.outputs != 1:
            raise ValueError(
                f"expected two inputs and one output, got {network.inputs} and {network.outputs}"
            )
        self.network, self.slope = network, negative_slope_of(network)
        (left, right), (low, high) = _checked(x_range, "x_range"), _checked(y_range, "y_range")
        self.points = np.array([[left, low], [right, low], [right, high], [left, high]])
        self.cells: list[tuple[int, ...]] = [(0, 1, 2, 3)]
        self.patterns: list[Pattern] = [()]
        self.values = self.points
        for weights, bias in zip(network.weights[:-1], network.biases[:-1], strict=True):
            z = self.cut(weights, bias)
            on = [np.asarray((z[list(corners)] > 0).any(axis=0)) for corners in self.cells]
            self.patterns = [(*old, new) for old, new in zip(self.patterns, on, strict=True)]
            self.values = np.where(z > 0, z, self.slope * z)

    def cut(self, weights: Array, bias: Array) -> Array:
        """Cut every cell where affine functions of the values are zero; return them at the points.

        Weights have shape (functions, values), the result (points, functions), old and new points.
        """
        sizes = np.abs(self.values) @ np.abs(weights).T + np.abs(bias)
        limits = TOLERANCE * sizes.max(axis=0)
        table = np.concatenate([self.points, _snapped(self.values @ weights.T + bias, limits)], 1)
        for column in range(2, table.shape[1]):
            sides = np.sign(table[:, column])
            new: dict[tuple[int, int], int] = {}  # the corner on each edge that is cut
            cells, patterns = [], []
            for corners, pattern in zip(self.cells, self.patterns, strict=True):
                parts = _parts(corners, sides[list(corners)].tolist(), new, len(table))
                cells += parts
                patterns += [pattern] * len(parts)
            self.cells, self.patterns = cells, patterns
            ends = np.array(list(new), dtype=np.intp).reshape(-1, 2)
            first, second = table[ends[:, 0]], table[ends[:, 1]]
            share = first[:, [column]] / (first[:, [column]] - second[:, [column]])
            added = first + share * (second - first)
            added[:, 2:] = _snapped(added[:, 2:], limits)
            added[:, column] = 0.0
            table = np.concatenate([table, added])
        self.points = table[:, :2]
        return table[:, 2:]

    def affine(self, pattern: Pattern) -> tuple[Array, Array, float]:
        """Return, where a pattern holds, the last hidden layer's slopes, shape (2, units), and the
        output's slopes, shape (2,), and intercept.
        """
        slopes, intercepts = np.eye(2), np.zeros(2)
        layers = list(zip(self.network.weights, self.network.biases, strict=True))
        for (weights, bias), on in zip(layers[:-1], pattern, strict=True):
            factors = np.where(on, 1.0, self.slope)
            slopes = factors * affine_map(slopes, weights, np.zeros_like(bias))[0]
            intercepts = factors * affine_map(intercepts, weights, bias)[0]
        gradient = affine_map(slopes, layers[-1][0], np.zeros(1))[0][:, 0]
        return slopes, gradient, float(affine_map(intercepts, *layers[-1])[0][0])


def _edges(corners: tuple[int, ...]) -> set[tuple[int, int]]:
    """Return the edges of a cell, each with its smaller index first."""
    return {(min(pair), max(pair)) for pair in zip(corners, corners[1:] + corners[:1], strict=True)}


def _parts(
    corners: tuple[int, ...], sides: list[float], new: dict[tuple[int, int], int], points: int
) -> list[tuple[int, ...]]:
    """Return a cell as it is, or its two parts if a function has both signs at its corners.

    `sides` are these signs; a corner on an edge that is cut goes into `new`, after the points.
    """
    if not min(sides) < 0 < max(sides):
        return [corners]
    ring: list[tuple[int, float]] = []
    following = zip(corners[1:] + corners[:1], sides[1:] + sides[:1], strict=True)
    for corner, side, (next_corner, next_side) in zip(corners, sides, following, strict=True):
        ring.append((corner, side))
        if side * next_side < 0:
            edge = min(corner, next_corner), max(corner, next_corner)
            ring.append((new.setdefault(edge, points + len(new)), 0.0))
    first = next(i for i, (_, side) in enumerate(ring) if side > 0 and ring[i - 1][1] <= 0)
    ring = ring[first:] + ring[:first]  # positive corners, zero, negative ones, zero
    start = next(i for i, (_, side) in enumerate(ring) if side <= 0)
    end = 1 + max(i for i, (_, side) in enumerate(ring) if side < 0)
    indices = tuple(corner for corner, _ in ring)
    return [indices[: start + 1] + indices[end:], indices[start : end + 1]]


def _joined(cells: list[tuple[int, ...]], hidden: tuple[Array, ...], output: Array) -> list[int]:
    """Return each cell's piece: cells joined across edges at which the output does not bend.

    `hidden` are each cell's slopes of the last hidden layer, `output` the output weights.
    """
    labels = np.arange(len(cells))
    neighbour: dict[tuple[int, int], int] = {}
    for cell, corners in enumerate(cells):
        for edge in _edges(corners):
            other = neighbour.setdefault(edge, cell)
            before, after = hidden[other], hidden[cell]
            sizes = np.maximum(np.abs(before), np.abs(after))
            changes = _snapped(after - before, TOLERANCE * sizes)
            if (np.abs(changes @ output) <= TOLERANCE * (np.abs(changes) @ np.abs(output))).all():
                labels[labels == labels[cell]] = labels[other]
    numbers: list[int] = np.unique(labels, return_inverse=True)[1].tolist()
    return numbers


def _snapped(values: Array, limits: Array) -> Array:
    """Return values with zero in place of those within the limits."""
    return np.where(np.abs(values) <= limits, 0.0, values)


def _checked(ends: ArrayLike, name: str) -> Range:
    """Return the ends of a range as floats; raise ValueError if they are not ends of one."""
    pair = np.asarray(ends, dtype=np.float64)
    if pair.shape != (2,) or not np.isfinite(pair).all() or not pair[0] < pair[1]:
        raise ValueError(f"expected {name} to be two finite numbers that increase, got {ends!r}")
    return float(pair[0]), float(pair[1])
