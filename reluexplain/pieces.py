"""Exact pieces of a ReLU network: where it bends, and its slopes and intercepts in between.

A network of ReLU or leaky ReLU units is piecewise affine (affine: a slope and an intercept), so on
an interval or a line it is known completely from its kinks and the slope and intercept between
them. This module computes them from the parameters. It never samples.

- One hidden layer: every unit bends once, at -b/w, and changes the slope there by v |w| (for a
  leaky ReLU, times 1 minus its negative slope). One sort and two cumulative sums give all pieces.
- More layers: `states.py` carries every unit, piece by piece, from layer to layer.

What is exact in float64, and what is not:

- With one hidden layer a kink is the correctly rounded -b/w, and is compared exactly with the ends
  of the interval. Deeper, as `states.py` says, comparisons allow for rounding.
- Kinks that differ by a few ulps count as one. One bend written with different decimals (w = 1,
  b = -3 and w = 0.1, b = -0.3) would otherwise leave a piece that is one ulp wide.
- Slope changes that meet at a kink cancel when their sum is within a few ulps of the sum of their
  sizes. A change that stands alone always counts, however small.

It does not attempt smooth activations or regions in more than one dimension.

The story: docs/tutorial/three-neurons.md and docs/tutorial/how-many-units.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.network import Network
from reluexplain.piecewise import Array, Pieces
from reluexplain.states import (
    ROUNDING,
    Lines,
    affine_map,
    check_interval,
    check_single,
    interior_points,
    negative_slope_of,
)

__all__ = ["Pieces", "count_pieces", "is_affine", "pieces", "pieces_on_line", "unit_kinks"]


def pieces(network: Network, lower: float = -np.inf, upper: float = np.inf) -> Pieces:
    """Return the exact pieces of a network with one input and one output on [lower, upper].

    Kinks that coincide are one kink; kinks that cancel, carry no weight or lie on an end of the
    interval are none. With one hidden layer this costs little more than sorting the kinks; with
    more, the work and memory of a layer are its units times the pieces up to and including it.

    Args:
        network: One network (no batch), any depth, ReLU or leaky ReLU units.
        lower: Left end of the interval, -inf for none.
        upper: Right end of the interval, inf for none.

    Raises:
        ValueError: If the network is a batch, has more than one input or output or an activation
            that is not piecewise linear, or if lower is not below upper.

    Examples:
        >>> bent = Network.shallow(w=[1, 1, 1], b=[1, 10, 10], v=[-3, 1, 1], c=-20)
        >>> pieces(bent).kinks
        array([-10.,  -1.])
        >>> pieces(bent, -4, 4).formulas()
        ['y = 2x', 'y = -x - 3']
    """
    lower, upper = check_interval(lower, upper)
    check_single(network)
    if network.inputs != 1 or network.outputs != 1:
        raise ValueError(
            f"expected one input and one output, got {network.inputs} and {network.outputs}; "
            "pieces_on_line takes more"
        )
    if len(network.weights) == 2:
        return _shallow_pieces(network, lower, upper)
    return _deep_pieces(network, lower, upper)


def pieces_on_line(
    network: Network,
    start: ArrayLike,
    direction: ArrayLike,
    lower: float = -np.inf,
    upper: float = np.inf,
    output: int = 0,
) -> Pieces:
    """Return the exact pieces of one output along start + t * direction, t in [lower, upper].

    Along a line a network is a network with one input, t, and a first layer of its own.

    Args:
        network: One network (no batch), any number of inputs and outputs; else as for `pieces`.
        start: The point at t = 0, shape (inputs,), or a number for one input.
        direction: The step from t to t + 1, shape (inputs,), not zero.
        lower: Smallest t, -inf for none.
        upper: Largest t, inf for none.
        output: Which output to follow.

    Raises:
        ValueError: As for `pieces`, and if start, direction or output does not fit the network.

    Examples:
        >>> plane = Network(weights=([[1, 0], [0, 1]], [[1, 1]]), biases=([0, 0], [0]))
        >>> pieces_on_line(plane, start=[-1, -2], direction=[1, 1]).formulas()
        ['y = 0', 'y = x - 1', 'y = 2x - 3']
    """
    check_single(network)
    point, step = _vector(network, start, "start"), _vector(network, direction, "direction")
    if not step.any():
        raise ValueError("expected a direction that is not zero, got zeros")
    if not 0 <= output < network.outputs:
        raise ValueError(f"expected output from 0 to {network.outputs - 1}, got {output}")
    weights, biases = list(network.weights), list(network.biases)
    weights[-1], biases[-1] = weights[-1][[output]], biases[-1][[output]]
    slopes, _ = affine_map(step, weights[0], np.zeros_like(biases[0]))
    intercepts, _ = affine_map(point, weights[0], biases[0])
    weights[0], biases[0] = slopes[:, None], intercepts
    return pieces(Network(tuple(weights), tuple(biases), network.activation), lower, upper)


def count_pieces(
    network: Network, lower: float = -np.inf, upper: float = np.inf, tolerance: float = 0.0
) -> NDArray[np.int64]:
    """Count the pieces of every network of a batch, each with one hidden layer.

    Training hardly ever removes a kink altogether, so after it a count needs a tolerance.

    Args:
        network: Networks with one input, one hidden layer and one output.
        lower: Left end of the interval, -inf for none.
        upper: Right end of the interval, inf for none.
        tolerance: A kink counts where the slope changes by more than this.

    Returns:
        Shape (*batch,). With tolerance 0 these are the counts that `pieces` gives.

    Raises:
        ValueError: As for `pieces`, and if the network has other layers or tolerance is negative.

    Examples:
        >>> ones = [[1, 1], [1, 1]]
        >>> both = Network.shallow(w=ones, b=[[0, 1], [0, 1]], v=[[1, 1], [1, 1e-9]], c=[0, 0])
        >>> count_pieces(both).tolist(), count_pieces(both, tolerance=1e-6).tolist()
        ([3, 3], [3, 2])
    """
    lower, upper = check_interval(lower, upper)
    if not tolerance >= 0:
        raise ValueError(f"expected a tolerance of at least 0, got {tolerance}")
    kinks, changes = _bending_units(network, lower, upper)
    units = kinks.shape[-1]
    kinks, changes = kinks.reshape(-1, units), changes.reshape(-1, units)
    order = np.argsort(kinks, axis=-1)
    kinks, changes = (np.take_along_axis(a, order, axis=-1) for a in (kinks, changes))
    bends = _bends(kinks, changes, tolerance)
    counts = 1 + np.bincount(bends.first // units, minlength=len(kinks))
    return counts.reshape(network.batch_shape)


def is_affine(network: Network, lower: float = -np.inf, upper: float = np.inf) -> bool:
    """Return whether the network is one straight line on [lower, upper]; as for `pieces`.

    Examples:
        >>> straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
        >>> is_affine(straight, -4, 4), is_affine(straight, -15, 15)
        (True, False)
    """
    return pieces(network, lower, upper).is_affine


def unit_kinks(network: Network) -> Array:
    """Return where each unit of a network with one hidden layer bends: -b/w, nan where w = 0.

    Returns:
        Shape (*batch, units), in the order of the units, whatever weight the kink carries.

    Examples:
        >>> unit_kinks(Network.shallow(w=[1, -2, 0], b=[1, 1, 1], v=[1, 1, 1], c=0))
        array([-1. ,  0.5,  nan])
    """
    w = network.w
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # Adding 0.0 turns -0.0 into 0.0.
        return np.where(w == 0, np.nan, -network.b / w + 0.0)


class _Bends(NamedTuple):
    """Where the slope changes: the first and last of the sorted kinks that coincide there."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]


def _bending_units(network: Network, lower: float, upper: float) -> tuple[Array, Array]:
    """Return where each unit bends and by how much the slope changes there, (*batch, units).

    A unit without a kink in the interval, or of no weight, stands at inf and changes nothing.
    """
    kinks = unit_kinks(network)
    changes = (1 - negative_slope_of(network)) * network.v * np.abs(network.w)
    inside = (kinks > lower) & (kinks < upper) & (changes != 0)
    return np.where(inside, kinks, np.inf), np.where(inside, changes, 0.0)


def _bends(kinks: Array, changes: Array, tolerance: float) -> _Bends:
    """Merge sorted kinks (networks, units) that coincide; drop them where their changes cancel.

    Returns:
        Indices into the flattened arrays.
    """
    starts = np.ones(kinks.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore"):  # inf - inf, between units without a kink
        starts[:, 1:] = np.diff(kinks, axis=-1) > ROUNDING * np.abs(kinks[:, :-1])
    first = np.flatnonzero(starts)
    last = np.append(first[1:], kinks.size) - 1
    totals = np.add.reduceat(changes.ravel(), first)
    sizes = np.add.reduceat(np.abs(changes).ravel(), first)
    kept = np.abs(totals) > np.maximum(ROUNDING * sizes, tolerance)
    return _Bends(first[kept], last[kept])


def _shallow_pieces(network: Network, lower: float, upper: float) -> Pieces:
    """Return the pieces of a network with one hidden layer."""
    w, b, v, negative_slope = network.w, network.b, network.v, negative_slope_of(network)
    kinks, changes = _bending_units(network, lower, upper)
    # At lower, a unit with a kink is on if it faces left; the others never change.
    inside = np.isfinite(kinks)
    on = np.where(inside, w < 0, w * interior_points(np.array([lower, upper])) + b > 0)
    weights = np.where(on, v, negative_slope * v)
    lifts = (1 - negative_slope) * v * b * np.sign(w)
    order = np.argsort(kinks)
    kinks, changes, lifts = kinks[order], changes[order], lifts[order]
    bends = _bends(kinks[None], changes[None], tolerance=0.0)
    return Pieces(
        lower,
        upper,
        kinks[bends.first],
        _running_sums(float(weights @ w), changes, bends.last),
        _running_sums(float(weights @ b + network.c), lifts, bends.last),
    )


def _running_sums(start: float, changes: Array, last: NDArray[np.intp]) -> Array:
    """Return start, and start plus all changes up to each of the indices, shape (indices + 1,)."""
    return start + np.append(0.0, np.cumsum(changes)[last])


def _deep_pieces(network: Network, lower: float, upper: float) -> Pieces:
    """Return the pieces of a network of any depth."""
    values = Lines.of_input(lower, upper)
    for weights, bias in zip(network.weights[:-1], network.biases[:-1], strict=True):
        values = values.pre_activations(weights, bias).activated(negative_slope_of(network))
    # Only units whose own slope changes at a kink have a part in it; the parts may cancel.
    before, after = values.slopes[:-1], values.slopes[1:]
    sizes = np.where(after != before, np.maximum(np.abs(before), np.abs(after)), 0.0)
    output = network.weights[-1][0]
    bends = np.abs((after - before) @ output) > ROUNDING * (sizes @ np.abs(output))
    first = np.append(True, bends)
    slopes, _ = affine_map(values.slopes[first], network.weights[-1], np.zeros(1))
    intercepts, _ = affine_map(values.intercepts[first], network.weights[-1], network.biases[-1])
    return Pieces(lower, upper, values.edges[1:-1][bends], slopes[:, 0], intercepts[:, 0])


def _vector(network: Network, numbers: ArrayLike, name: str) -> Array:
    """Return a point or a direction in input space as an array of shape (inputs,)."""
    vector = np.atleast_1d(np.asarray(numbers, dtype=np.float64))
    if vector.shape != (network.inputs,) or not np.isfinite(vector).all():
        raise ValueError(
            f"expected {name} to be {network.inputs} finite numbers, one for each input; "
            f"got {numbers!r}"
        )
    return vector
