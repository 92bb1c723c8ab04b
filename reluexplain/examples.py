"""The running example: one input, three hidden ReLU units, one output, and its training data.

The conversation behind the site fixed the hidden layer and three of the five points. The output
layer and the values of the bent network were lost with a picture; those here are the site's own
choice. Everything that several pages, figures or snippets share stands here once.

The story: docs/tutorial/three-neurons.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from reluexplain.activations import (
    elu,
    gelu,
    leaky_relu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from reluexplain.network import Network, he_network
from reluexplain.pieces import pieces
from reluexplain.seeded import seeded_network
from reluexplain.training import History, Method, train

Array = NDArray[np.float64]

domain = (-4.0, 4.0)
"""The inputs that the conversation is about."""

far_domain = (-15.0, 15.0)
"""The same network seen from further away."""

straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
"""On the domain unit 0 is off, units 1 and 2 are on, and the output is exactly 2x."""

bent = straight.with_bias(0, 1)
"""The same network with one bias moved, from -10 to 1: the output is 2x - 3 relu(x + 1)."""

five_points = np.array([-4.0, -2.0, -1.0, 1.0, 4.0])
"""Inputs of the exercise: three from the conversation, and two of the site's own choice."""
five_points.setflags(write=False)

grid_heights = (-10.0, 10.0)
"""The outputs that the exercise's grid has room for."""

samples = np.linspace(*domain, 41)
"""The inputs of the training data: 41 points on the domain, 0.2 apart."""
samples.setflags(write=False)

straight_labels = straight(samples)
"""Labels on a straight line."""
straight_labels.setflags(write=False)

bent_labels = bent(samples)
"""Labels with a bend."""
bent_labels.setflags(write=False)

label_sets = {
    "linear": straight_labels,
    "bent": bent_labels,
    "|x|": np.abs(samples),
    "parabola": samples**2 / 2,
    "sine": 4 * np.sin(samples),
}
"""Labels for `samples` by name, with and without a bend.

Examples:
    >>> [name for name, labels in label_sets.items() if labels[0] == labels[-1]]
    ['|x|', 'parabola']
"""
for _labels in label_sets.values():
    _labels.setflags(write=False)


def parabola_network(units: int, aim: Literal["mean square", "largest error"]) -> Network:
    """Return the network with this many hidden units that is nearest to x^2 on [-1, 1].

    Its kinks cut the interval into equal pieces; the half on the left belongs to units that face
    left. Between its two middle kinks the network is constant, at the output bias, and each unit
    adds the same change of slope. The output bias alone depends on the aim.

    Args:
        units: An even number.
        aim: What is made as small as possible: the mean squared error over the interval,
            4 / (45 (units + 1)^4), or the largest error, 1 / (2 (units + 1)^2).

    Raises:
        ValueError: An odd number of units, or fewer than two.

    Examples:
        >>> parabola_network(2, "largest error")([-1.0, 0.0, 1.0]) * 18
        array([17.,  1., 17.])
    """
    if units < 2 or units % 2:
        raise ValueError(f"units: expected an even number of at least 2, got {units}")
    kinks = np.linspace(-1, 1, units + 2)[1:-1]
    smallest = {"mean square": 3, "largest error": 2}
    return Network.shallow(
        w=np.sign(kinks),
        b=-np.abs(kinks),
        v=np.full(units, 4 / (units + 1)),
        c=1 / (smallest[aim] * (units + 1) ** 2),
    )


def parabola_errors(network: Network) -> tuple[float, float]:
    """Return a shallow ReLU network's mean squared and largest error as x^2 on [-1, 1], exactly.

    On a piece the error is a parabola: Gauss's rule with three points integrates its square,
    and it is largest at an end of the piece or at its vertex.

    Examples:
        >>> mean_square, largest = parabola_errors(parabola_network(2, "mean square"))
        >>> print(f"{mean_square:.4f}, {largest:.4f}")
        0.0011, 0.0741
    """
    exact = pieces(network, -1, 1)
    edges = np.concatenate([[-1.0], exact.kinks, [1.0]])
    middles, halves = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    vertices = np.clip(exact.slopes / 2, edges[:-1], edges[1:])

    def error(x: Array) -> Array:
        result: Array = x**2 - exact.slopes * x - exact.intercepts
        return result

    nodes, weights = np.polynomial.legendre.leggauss(3)
    squares = sum(w * error(middles + halves * x) ** 2 for x, w in zip(nodes, weights, strict=True))
    largest = max(np.abs(error(x)).max() for x in (edges[:-1], vertices, edges[1:]))
    return float((squares * halves).sum() / 2), float(largest)


parabola_runs, parabola_steps, parabola_rate = 100, 2_000, 0.01
"""How training on x^2 goes: number of starts, steps of Adam, learning rate."""

parabola_inputs = np.linspace(-0.98, 0.98, 50)
"""The inputs of that training: the middles of 50 equal cells of [-1, 1]."""
parabola_inputs.setflags(write=False)


@cache
def parabola_history(units: int) -> History:
    """Return the training of a batch on x^2, from He's weights and zero biases (seed 0)."""
    start = he_network((1, units, 1), np.random.default_rng(0), batch=(parabola_runs,))
    x, rate, steps = parabola_inputs, parabola_rate, parabola_steps
    return train(start, x, x**2, rate=rate, steps=steps, method="adam")


@cache
def trained_parabolas(units: int) -> tuple[float, ...]:
    """Return the mean squared error over [-1, 1] of each of these networks, smallest first."""
    trained = parabola_history(units).network
    return tuple(sorted(parabola_errors(trained[run])[0] for run in range(parabola_runs)))


def tent_network(times: int) -> Network:
    """Return the tent map on [0, 1] applied so many times: two units in each hidden layer.

    The tent map is 2 relu(x) - 4 relu(x - 1/2); Telgarsky (2015, arXiv:1509.08101) stacks it.

    Raises:
        ValueError: Fewer than one time.

    Examples:
        >>> tent_network(2)([0.0, 0.25, 0.5, 0.75, 1.0])
        array([0., 1., 0., 1., 0.])
    """
    if times < 1:
        raise ValueError(f"times: expected a number of at least 1, got {times}")
    tent = np.array([[2.0, -4.0]])
    repeated = np.vstack([tent, tent])  # the next layer's two units both read the tent's value
    return Network(
        (np.ones((2, 1)), *[repeated] * (times - 1), tent),
        (*[np.array([0.0, -0.5])] * times, np.zeros(1)),
    )


def leaky_straight(slope: float) -> Network:
    """Return the straight example's parameters with Leaky ReLU: on the domain still a line.

    Examples:
        >>> leaky_straight(0.1)([-4.0, 0.0, 4.0])
        array([-3.8,  3. ,  9.8])
    """
    return replace(straight, activation=leaky_relu(slope))


@cache
def leaky_history(slope: float, method: Method = "gradient descent") -> History:
    """Return the training of the leaky straight example on the bent labels.

    Gradient descent: 8,000 steps at 0.003. Adam: 4,000 steps at 0.01. Recorded every 20 steps.
    """
    rate, steps = (0.01, 4_000) if method == "adam" else (0.003, 8_000)
    start = leaky_straight(slope)
    return train(start, samples, bent_labels, rate=rate, steps=steps, method=method, record=20)


def activation_cost() -> dict[str, Any]:
    """Return what `make measure` found last: machine, versions, date, and a list of measurements.

    Each measurement has the activation's name, the dtype, the number of elements, and the time as a
    multiple of copying: the median over the rounds, and the middle half of them (low to high).

    Examples:
        >>> {row["dtype"] for row in activation_cost()["measurements"]} == {"float32", "float64"}
        True
    """
    path = Path(__file__).with_name("data") / "activation_cost.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


lab_activations = {
    "relu": relu,
    "leaky_relu": leaky_relu(),
    "elu": elu(),
    "softplus": softplus,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "silu": silu,
    "gelu": gelu,
}
"""What the activation lab offers. PReLU is Leaky ReLU with a slope that is trained."""

lab_chosen = ("relu", "leaky_relu", "silu", "gelu")
"""The activations that the lab shows at first."""

lab_input = -1.0
"""The input at which the lab reads them at first: near there SiLU and GELU dip."""

three_states = straight.with_bias(2, 1)
"""One unit of each kind on the domain: unit 0 is off, unit 1 on, unit 2 switches at -1."""

single_unit = Network.shallow(w=[1], b=[0], v=[1], c=0)
"""One ReLU unit that passes a positive input on: the start from which one large step kills it."""

two_layers = Network(
    (np.ones((1, 1)), np.ones((2, 1)), np.ones((1, 2))),
    (np.zeros(1), np.array([-2.0, 0.0]), np.zeros(1)),
)
"""One unit, then two that read it: the first of the two needs more than 2 from it to be on."""


@cache
def bias_decay_history(weights: float, biases: float) -> History:
    """Return the training of the straight example on the bent labels under weight decay.

    Gradient descent at a rate of 0.001, with a decay for the weights and one for the biases, 4,000
    steps, each of them recorded.

    Examples:
        >>> bias_decay_history(0.0, 0.0).network.b[0]
        np.float64(-10.0)
    """
    decay = (weights, biases)
    return train(
        straight, samples, bent_labels, rate=0.001, steps=4_000, weight_decay=decay, record=1
    )


@cache
def networks_on_a_line() -> Network:
    """Return six networks of three units trained on the straight labels, as one batch.

    He's weights, biases uniform on [-4, 4] (seed 0), 3,000 steps of gradient descent at 0.02.

    Examples:
        >>> networks_on_a_line().batch_shape
        (6,)
    """
    start = he_network((1, 3, 1), np.random.default_rng(0), batch=(6,), bias_range=4)
    return train(start, samples, straight_labels, rate=0.02, steps=3_000).network


@cache
def stuck_history() -> History:
    """Return the training of the straight example on the bent labels: it ends on a straight line.

    Gradient descent, 50,000 steps at 0.001, recorded at every step up to 1,000 and then at every
    thousandth.

    Examples:
        >>> float(stuck_history().network.b[0])
        -10.0
    """
    record = [*range(1000), *range(1000, 50_001, 1000)]
    return train(straight, samples, bent_labels, rate=0.001, steps=50_000, record=record)


@cache
def random_runs(target: Literal["straight", "bent"], bias_range: float = 0.0) -> History:
    """Return the training of 200 random starts, the same for both targets.

    He weights; hidden biases zero, or uniform on [-bias_range, bias_range]; seed 0. Gradient
    descent, 10,000 steps at 0.01.

    Args:
        target: Which labels: those of the straight or those of the bent example.
        bias_range: Half the width of the hidden biases' range.

    Examples:
        >>> random_runs("bent").losses.shape
        (2, 200)
    """
    starts = he_network((1, 3, 1), np.random.default_rng(0), batch=(200,), bias_range=bias_range)
    labels = {"straight": straight_labels, "bent": bent_labels}[target]
    return train(starts, samples, labels, rate=0.01, steps=10_000)


@dataclass(frozen=True)
class TrainingSetting:
    """A run of the training lab, from its start to its number of steps.

    Attributes:
        labels: A name in `label_sets`.
        start: "straight" for the straight network, or a random start by `seeded_network` with
            biases "spread" over the domain or "zero".
        units: Number of hidden units; the straight network has three.
        seed: The random start's seed.
        method: How it is trained.
        rate: Learning rate.
        steps: Number of steps of the run that the site draws.
    """

    labels: str
    start: Literal["straight", "spread", "zero"]
    units: int
    seed: int
    method: Method
    rate: float
    steps: int

    @property
    def network(self) -> Network:
        """The network from which training starts."""
        if self.start == "straight":
            return straight
        bias_range = domain[1] if self.start == "spread" else 0.0
        return seeded_network(self.units, self.seed, bias_range)

    def history(self) -> History:
        """Return the training, each step recorded."""
        labels, rate, steps = label_sets[self.labels], self.rate, self.steps
        return train(
            self.network, samples, labels, rate=rate, steps=steps, method=self.method, record=1
        )


training_settings = {
    "stuck on a line": TrainingSetting(
        "bent", "straight", 3, 1, "gradient descent", rate=0.001, steps=5_000
    ),
    "fresh start": TrainingSetting(
        "bent", "spread", 3, 11, "gradient descent", rate=0.02, steps=2_000
    ),
    "a line": TrainingSetting(
        "linear", "spread", 3, 3, "gradient descent", rate=0.02, steps=2_000
    ),
    "born dead and killed": TrainingSetting(
        "bent", "spread", 5, 10, "momentum", rate=0.02, steps=1_000
    ),
    "too fast": TrainingSetting(
        "bent", "spread", 3, 2, "gradient descent", rate=0.06, steps=100
    ),
}  # fmt: skip
"""From where the training lab starts, by name.

Examples:
    >>> training_settings["too fast"].history().diverged
    np.True_
"""
