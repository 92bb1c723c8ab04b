"""The units of a ReLU network on an interval: which are off, on or switching, layer by layer.

On an interval every unit is piecewise affine (affine: a slope and an intercept). This module
carries the slopes and intercepts of a whole layer, for every piece, from one layer to the next, and
adds the zero crossings of its units to the kinks on the way, as Hanin and Rolnick (2019,
arXiv:1901.09021) do along a line. It never samples.

What is exact in float64, and what is not:

- The states of the first layer are exact, for every float of the interval: rounding is monotone, so
  the values at the ends decide.
- Deeper, slopes and intercepts are rounded sums. One within a few ulps of the sizes of its own
  terms is taken as zero. A crossing nearer to an end of its piece, or to another crossing, than
  this rounding can move it is taken to lie there.
- Sums of integers or dyadic fractions are not rounded, so that the tent maps of Telgarsky (2015,
  arXiv:1509.08101) come out exactly.

It does not attempt smooth activations or regions in more than one dimension.

The story: docs/tutorial/three-neurons.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.network import Network

Array = NDArray[np.float64]

# For each unit: whether it is above zero somewhere, and whether it is below zero somewhere.
Signs = tuple[NDArray[np.bool_], NDArray[np.bool_]]

# "A few ulps" is eight, as a share of the sizes of the numbers that were added or compared.
ROUNDING = 8 * float(np.finfo(np.float64).eps)


class State(Enum):
    """What a unit does over a set of inputs, an interval or a data set.

    Off where its pre-activation z is at most 0 throughout, on where z is at least 0 and not 0
    throughout, switching otherwise.
    """

    OFF = "off"
    ON = "on"
    SWITCHING = "switching"


def unit_states(
    network: Network, lower: float = -np.inf, upper: float = np.inf
) -> tuple[tuple[State, ...], ...]:
    """Return the state of every hidden unit on the interval [lower, upper], layer by layer.

    Args:
        network: One network (no batch) with one input, any depth, ReLU or leaky ReLU units.
        lower: Left end of the interval, -inf for none.
        upper: Right end of the interval, inf for none.

    Raises:
        ValueError: If the network is a batch, has more than one input or an activation that is not
            piecewise linear, or if lower is not below upper.

    Examples:
        >>> bent = Network.shallow(w=[1, 1, 1], b=[1, 10, 10], v=[-3, 1, 1], c=-20)
        >>> [state.value for state in unit_states(bent, -4, 4)[0]]
        ['switching', 'on', 'on']
    """
    lower, upper = check_interval(lower, upper)
    check_single(network)
    if network.inputs != 1:
        raise ValueError(f"expected a network with one input, got one with {network.inputs}")
    slope = negative_slope_of(network)
    found = []
    values = Lines.of_input(lower, upper)
    for layer in range(len(network.units)):
        lines = values.pre_activations(network.weights[layer], network.biases[layer])
        found.append(_states(lines.signs_at_ends() if layer == 0 else lines.signs()))
        if layer + 1 < len(network.units):  # the last layer may be too wide to cut at its kinks
            values = lines.activated(slope)
    return tuple(found)


def unit_states_on(network: Network, x: ArrayLike) -> tuple[tuple[State, ...], ...]:
    """Return the state of every hidden unit on a data set, layer by layer.

    Args:
        network: One network (no batch), with any activation.
        x: The inputs of the examples: shape (samples,) for one input, else (samples, inputs).

    Raises:
        ValueError: If the network is a batch, or there is no example.

    Examples:
        >>> bent = Network.shallow(w=[1, 1, 1], b=[1, 10, 10], v=[-3, 1, 1], c=-20)
        >>> [state.value for state in unit_states_on(bent, [0, 4])[0]]
        ['on', 'on', 'on']
    """
    check_single(network)
    layers = network.pre_activations(examples(network, x))
    return tuple(_states((_somewhere(z > 0), _somewhere(z < 0))) for z in layers)


@dataclass(frozen=True, eq=False)
class Lines:
    """Functions of one number, one for each unit of a layer, each affine on every piece.

    Attributes:
        edges: Shape (pieces + 1,): lower end (or -inf), kinks, upper end (or inf), increasing.
        slopes: Shape (pieces, units).
        intercepts: Shape (pieces, units).
    """

    edges: Array
    slopes: Array
    intercepts: Array

    @classmethod
    def of_input(cls, lower: float, upper: float) -> Lines:
        """Return the input itself: one unit with slope 1 and intercept 0."""
        return cls(np.array([lower, upper]), np.ones((1, 1)), np.zeros((1, 1)))

    def pre_activations(self, weights: Array, bias: Array) -> PreActivations:
        """Return the pre-activations of the next layer: weights (units, inputs), bias (units,)."""
        slopes, slope_rounding = affine_map(self.slopes, weights, np.zeros_like(bias))
        intercepts, intercept_rounding = affine_map(self.intercepts, weights, bias)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            crossings = -intercepts / slopes + 0.0  # adding 0.0 turns -0.0 into 0.0
            blur = (intercept_rounding + slope_rounding * np.abs(crossings)) / np.abs(slopes)
            inside = (crossings - self.edges[:-1, None] > blur) & (
                self.edges[1:, None] - crossings > blur
            )
        return PreActivations(self.edges, slopes, intercepts, crossings, blur, inside)


@dataclass(frozen=True, eq=False)
class PreActivations(Lines):
    """The pre-activations of one layer, with their zero crossings.

    Attributes:
        crossings: Shape (pieces, units): where each piece, continued, is zero.
        blur: Shape (pieces, units): how far rounding can move the crossing.
        inside: Shape (pieces, units): whether the crossing lies inside the piece.
    """

    crossings: Array
    blur: Array
    inside: NDArray[np.bool_]

    def signs(self) -> Signs:
        """Return which units are above zero somewhere, and which below."""
        middle = self.slopes * interior_points(self.edges)[:, None] + self.intercepts
        return _somewhere(self.inside | (middle > 0)), _somewhere(self.inside | (middle < 0))

    def signs_at_ends(self) -> Signs:
        """Return the same for a first layer, from its values at the two ends."""
        slope, intercept = self.slopes[0], self.intercepts[0]
        with np.errstate(invalid="ignore", over="ignore"):  # 0 * inf, which is not used
            ends = [np.where(slope == 0, intercept, slope * end + intercept) for end in self.edges]
        return np.maximum(*ends) > 0, np.minimum(*ends) < 0

    def activated(self, negative_slope: float) -> Lines:
        """Return the values of the layer, cut into pieces at the crossings of its units too."""
        crossings = _distinct(self.crossings[self.inside], self.blur[self.inside])
        edges = np.sort(np.concatenate([self.edges, crossings]))
        parents = np.searchsorted(self.edges[1:-1], edges[:-1], side="right")
        slopes, intercepts = self.slopes[parents], self.intercepts[parents]
        on = slopes * interior_points(edges)[:, None] + intercepts > 0
        factors = np.where(on, 1.0, negative_slope)
        return Lines(edges, factors * slopes, factors * intercepts)


def affine_map(inputs: Array, weights: Array, bias: Array) -> tuple[Array, Array]:
    """Return inputs @ weights.T + bias, zero where rounding cannot tell it from zero, and rounding.

    Args:
        inputs: Shape (..., inputs).
        weights: Shape (units, inputs).
        bias: Shape (units,).

    Returns:
        The sums, shape (..., units), and a few ulps of the sizes of the terms of each.
    """
    sums = inputs @ weights.T + bias
    rounding = ROUNDING * (np.abs(inputs) @ np.abs(weights).T + np.abs(bias))
    return np.where(np.abs(sums) <= rounding, 0.0, sums), rounding


def interior_points(edges: Array) -> Array:
    """Return one point inside each piece, shape (pieces,); the outer edges may be infinite."""
    finite = edges.copy()
    if np.isneginf(finite[0]):
        finite[0] = 2 * min(finite[1], 0.0) - 1
    if np.isposinf(finite[-1]):
        finite[-1] = 2 * max(finite[-2], 0.0) + 1
    return finite[:-1] / 2 + finite[1:] / 2


def _distinct(crossings: Array, blur: Array) -> Array:
    """Sort crossings and drop each that rounding cannot tell from a neighbour known better."""
    order = np.argsort(crossings, kind="stable")
    crossings, blur = crossings[order], blur[order]
    while True:
        gaps, left, right = np.diff(crossings), blur[:-1], blur[1:]
        keep = np.ones(len(crossings), dtype=np.bool_)
        keep[1:] &= ~((gaps <= right) & (left <= right))
        keep[:-1] &= ~((gaps <= left) & (right < left))
        if keep.all():
            return crossings
        crossings, blur = crossings[keep], blur[keep]


def _somewhere(condition: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return for each unit whether a condition (pieces or examples, units) holds anywhere."""
    return np.asarray(condition.any(axis=0))


def _states(signs: Signs) -> tuple[State, ...]:
    above, below = signs
    return tuple(
        State.OFF if not up else State.SWITCHING if down else State.ON
        for up, down in zip(above.tolist(), below.tolist(), strict=True)
    )


def examples(network: Network, x: ArrayLike) -> Array:
    """Return the inputs of one or more examples as an array whose first axis is the examples."""
    array = np.asarray(x, dtype=np.float64)
    if array.ndim < (1 if network.inputs == 1 else 2):
        array = array[None]
    if len(array) == 0:
        raise ValueError("expected at least one example, got none")
    return array


def check_interval(lower: float, upper: float) -> tuple[float, float]:
    """Return the ends of an interval as floats; raise ValueError if they are not ends of one."""
    if not lower < upper:
        raise ValueError(f"expected lower < upper, got lower = {lower} and upper = {upper}")
    return float(lower), float(upper)


def check_single(network: Network) -> None:
    """Raise ValueError if the network is a batch."""
    if network.batch_shape:
        raise ValueError(
            f"expected one network, got a batch of shape {network.batch_shape}; network[i] is one"
        )


def negative_slope_of(network: Network) -> float:
    """Return the slope of the activation below zero; raise ValueError if it is not straight."""
    slope = network.activation.negative_slope
    if slope is None:
        raise ValueError(
            "expected a piecewise linear activation, ReLU or leaky ReLU; "
            f"got {network.activation.name}"
        )
    return slope
