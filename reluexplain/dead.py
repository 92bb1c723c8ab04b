"""Dead units: which they are, on what, since when, and whether anything can wake them.

A unit is dead on a set of inputs if its pre-activation z is at most 0 on every one of them. Then
the gradient of any loss in its weights, its bias and its outgoing weights is exactly zero, example
by example. The test here is z, not the gradient: that is also zero where an outgoing weight or a
residual is zero, or where examples cancel. The report shows the two side by side.

A dead unit of the first layer stays dead under plain gradient descent on the same data: nothing
moves its weights, its bias or its inputs. A deeper one can wake when the layers before it move.
They cannot while a whole layer from there on is dead, for no gradient passes it.

It does not attempt momentum, Adam or weight decay, which can move a dead unit by themselves. It
has no notion of death for activations other than ReLU: a leaky ReLU is flat nowhere, so none of its
units is dead.

The story: docs/tutorial/dead-neurons.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.network import Network
from reluexplain.states import (
    State,
    check_single,
    examples,
    negative_slope_of,
    unit_states,
    unit_states_on,
)

Booleans = NDArray[np.bool_]

_HEADS = (
    "layer",
    "unit",
    "state",
    "largest z",
    "on for",
    "gradient in w, b",
    "gradient in v",
    "dead",
)


class RecordedNetworks(Protocol):
    """A training history, as far as `died_at` needs one."""

    @property
    def steps(self) -> NDArray[np.int64]:
        """The recorded steps, shape (records,)."""

    @property
    def networks(self) -> Network:
        """The networks at these steps: the first batch axis is the record."""


@dataclass(frozen=True)
class UnitReport:
    """One hidden unit on a data set.

    Attributes:
        layer: Hidden layer, counted from 0.
        unit: Number in the layer, counted from 0.
        state: Off, on or switching on the data.
        largest_pre_activation: Largest z over the examples.
        share_on: Share of the examples with z > 0.
        gradient_in: Largest size, over the examples, of the derivative of one example's squared
            error in the unit's weights and bias.
        gradient_out: The same in its outgoing weights.
        dead: Whether z is at most 0 on every example, and the activation is flat there.
        inputs_fixed: Whether plain gradient descent on these data cannot move the inputs of the
            unit: in the first layer they are the data, and no gradient passes a dead layer.
    """

    layer: int
    unit: int
    state: State
    largest_pre_activation: float
    share_on: float
    gradient_in: float
    gradient_out: float
    dead: bool
    inputs_fixed: bool

    @property
    def stays_dead(self) -> bool:
        """Whether the unit is dead and plain gradient descent on these data never wakes it."""
        return self.dead and self.inputs_fixed


@dataclass(frozen=True)
class DeadReport:
    """Every hidden unit of a network on a data set; `str` gives a table.

    The gradients in it are the largest of any single example. "For good" is a dead unit that plain
    gradient descent on these data cannot wake, "can wake" one that it may.

    Attributes:
        units: One report a unit, layer by layer.
        examples: Number of examples in the data set.
    """

    units: tuple[UnitReport, ...]
    examples: int

    @property
    def dead(self) -> tuple[UnitReport, ...]:
        """The dead units."""
        return tuple(unit for unit in self.units if unit.dead)

    def __str__(self) -> str:
        """Return a table with a line for each unit."""
        rows = [_HEADS, *(_cells(unit) for unit in self.units)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        )


def dead_units(network: Network, x: ArrayLike) -> tuple[Booleans, ...]:
    """Return which hidden units are dead on a data set.

    Args:
        network: A network or a batch of networks, with ReLU (or leaky ReLU: then none is dead).
        x: The inputs of the examples: shape (samples,) for one input, else (samples, inputs).

    Returns:
        For each hidden layer, shape (*batch, units).

    Raises:
        ValueError: If the activation is not piecewise linear, or there is no example.

    Examples:
        >>> straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
        >>> dead_units(straight, [-4, 0, 4])
        (array([ True, False, False]),)
    """
    flat = negative_slope_of(network) == 0
    layers = network.pre_activations(examples(network, x))
    return tuple(np.asarray(flat & (z <= 0).all(axis=-2)) for z in layers)


def dead_units_on_interval(
    network: Network, lower: float = -np.inf, upper: float = np.inf
) -> tuple[Booleans, ...]:
    """Return which hidden units are dead on every input of the interval [lower, upper].

    Exact for the first layer and up to rounding for deeper ones, as `unit_states` is.

    Args:
        network: A network or a batch of networks with one input, as in `dead_units`.
        lower: Left end of the interval, -inf for none.
        upper: Right end of the interval, inf for none.

    Returns:
        For each hidden layer, shape (*batch, units).

    Raises:
        ValueError: As for `unit_states`.

    Examples:
        >>> straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
        >>> dead_units_on_interval(straight, -4, 4)
        (array([ True, False, False]),)
        >>> dead_units_on_interval(straight)
        (array([False, False, False]),)
    """
    flat = negative_slope_of(network) == 0
    found = tuple(np.zeros((*network.batch_shape, units), np.bool_) for units in network.units)
    for index in np.ndindex(network.batch_shape):
        single = Network(
            tuple(weights[index] for weights in network.weights),
            tuple(biases[index] for biases in network.biases),
            network.activation,
        )
        for dead, states in zip(found, unit_states(single, lower, upper), strict=True):
            dead[index] = [flat and state is State.OFF for state in states]
    return found


def dead_report(network: Network, x: ArrayLike, labels: ArrayLike) -> DeadReport:
    """Return the state of every hidden unit on a data set, with its gradient beside it.

    Args:
        network: One network (no batch) with ReLU or leaky ReLU units.
        x: The inputs of the examples: shape (samples,) for one input, else (samples, inputs).
        labels: The labels: shape (samples,) for one output, else (samples, outputs).

    Raises:
        ValueError: If the network is a batch, the activation is not piecewise linear, there is no
            example, or the labels do not fit.

    Examples:
        >>> straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
        >>> print(dead_report(straight, [-4, -1, 4], [-8, -2, -7]))
        layer  unit  state  largest z  on for  gradient in w, b  gradient in v      dead
            0     0    off         -6     0 %                 0              0  for good
            0     1     on         14   100 %               120            420        no
            0     2     on         14   100 %               120            420        no
    """
    check_single(network)
    inputs = examples(network, x)
    dead = [layer.tolist() for layer in dead_units(network, inputs)]
    states = unit_states_on(network, inputs)
    gradients = network.gradients(inputs, labels, per_example=True)
    units = []
    for layer, z in enumerate(network.pre_activations(inputs)):
        # No gradient passes a layer of dead units, so that below it nothing moves.
        fixed = layer == 0 or any(all(each) for each in dead[layer - 1 :])
        for unit in range(network.units[layer]):
            incoming = gradients.weights[layer][:, unit], gradients.biases[layer][:, unit]
            outgoing = gradients.weights[layer + 1][:, :, unit]
            units.append(
                UnitReport(
                    layer=layer,
                    unit=unit,
                    state=states[layer][unit],
                    largest_pre_activation=float(z[:, unit].max()),
                    share_on=float((z[:, unit] > 0).mean()),
                    gradient_in=max(float(np.abs(part).max()) for part in incoming),
                    gradient_out=float(np.abs(outgoing).max()),
                    dead=dead[layer][unit],
                    inputs_fixed=fixed,
                )
            )
    return DeadReport(tuple(units), len(inputs))


def died_at(history: RecordedNetworks, x: ArrayLike) -> tuple[NDArray[np.int64], ...]:
    """Return the first recorded step from which each hidden unit is dead to the end.

    Args:
        history: What `train` returns, or anything with its `steps` and `networks`.
        x: The inputs of the examples: shape (samples,) for one input, else (samples, inputs).

    Returns:
        For each hidden layer, shape (*batch, units); -1 for a unit that is not dead at the end. A
        unit may have died at any step after the record before.

    Raises:
        ValueError: As for `dead_units`, and if steps and networks differ in number.

    Examples:
        >>> @dataclass
        ... class Recorded:
        ...     steps: NDArray[np.int64]
        ...     networks: Network
        >>> w, b, v, c = [[1]] * 3, [[0], [-3], [-3]], [[1]] * 3, [0] * 3
        >>> died_at(Recorded(np.array([0, 10, 20]), Network.shallow(w, b, v, c)), [-2, 2])
        (array([10]),)
    """
    steps = np.asarray(history.steps)
    records = history.networks.batch_shape[:1]
    if steps.shape != records:
        raise ValueError(
            "expected one step for each record, and the record as first batch axis of networks; "
            f"got steps {steps.shape} and batch {history.networks.batch_shape}"
        )
    layers = dead_units(history.networks, x)
    # Read backwards, a unit has stayed dead to the end for as long as it was dead at each record.
    lasting = (np.logical_and.accumulate(dead[::-1])[::-1] for dead in layers)
    return tuple(np.where(dead[-1], steps[dead.argmax(axis=0)], -1) for dead in lasting)


def _cells(unit: UnitReport) -> tuple[str, ...]:
    """Return one row of the table."""
    return (
        str(unit.layer),
        str(unit.unit),
        unit.state.value,
        f"{unit.largest_pre_activation:.4g}",
        f"{100 * unit.share_on:.3g} %",
        f"{unit.gradient_in:.4g}",
        f"{unit.gradient_out:.4g}",
        "no" if not unit.dead else "for good" if unit.stays_dead else "can wake",
    )
