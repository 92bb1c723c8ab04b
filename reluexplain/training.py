"""Training by gradient descent on the whole data set, with a history; many networks at once.

Three methods (gradient descent, momentum, Adam) and decoupled weight decay. A batch of networks
trains as one object: hundreds of restarts take a few seconds. A run whose numbers overflow stops
where they were last finite, and says so.

It does not attempt mini-batches, schedules, early stopping, or a stop at convergence: the number of
steps is the caller's.

The story: docs/tutorial/what-training-favours.md and docs/tutorial/stuck.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.network import Network

Array = NDArray[np.float64]
Method = Literal["gradient descent", "momentum", "adam"]
METHODS = ("gradient descent", "momentum", "adam")


@dataclass(frozen=True, eq=False)
class History:
    """What training recorded.

    Attributes:
        steps: The recorded steps, shape (records,); 0 is the start.
        losses: The loss at each, shape (records, *batch); inf after a run has diverged.
        networks: The networks at each: one `Network` whose first batch axis is the record.
        diverged_at: The step at which a run's numbers stopped being finite, -1 for one that stayed
            finite, shape (*batch).
    """

    steps: NDArray[np.int64]
    losses: Array
    networks: Network
    diverged_at: NDArray[np.int64]

    @property
    def network(self) -> Network:
        """The network at the end; for a run that diverged, its last finite one."""
        return self.networks[-1]

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Whether each run diverged, shape (*batch)."""
        return self.diverged_at >= 0


@dataclass(frozen=True)
class Line:
    """An affine function of one input, and its loss on the data it was fitted to."""

    slope: float
    intercept: float
    loss: float


def best_line(x: ArrayLike, labels: ArrayLike) -> Line:
    """Return the affine function with the smallest mean squared error on a data set.

    Args:
        x: Shape (samples,), at least two different inputs.
        labels: Shape (samples,).

    Raises:
        ValueError: Shapes that do not fit, numbers that are not finite, or inputs all equal.

    Examples:
        >>> best_line([-1.0, 0.0, 1.0], [1.0, 0.0, 1.0]).intercept
        0.6666666666666666
    """
    inputs, targets = np.asarray(x, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if inputs.ndim != 1 or inputs.shape != targets.shape:
        raise ValueError(
            f"expected x and labels of one shape (samples,), got {inputs.shape} and {targets.shape}"
        )
    if not (np.isfinite(inputs).all() and np.isfinite(targets).all()):
        raise ValueError("x and labels: expected finite numbers")
    if len(inputs) == 0 or not np.ptp(inputs) > 0:
        raise ValueError("x: expected at least two different inputs")
    centred = inputs - inputs.mean()
    slope = float(centred @ targets / (centred @ centred))
    intercept = float(targets.mean() - slope * inputs.mean())
    loss = float(((slope * inputs + intercept - targets) ** 2).mean())
    return Line(slope, intercept, loss)


def train(
    network: Network,
    x: ArrayLike,
    labels: ArrayLike,
    *,
    rate: float,
    steps: int,
    method: Method = "gradient descent",
    momentum: float = 0.9,
    betas: tuple[float, float] = (0.9, 0.999),
    epsilon: float = 1e-8,
    weight_decay: float | tuple[float, float] = 0.0,
    record: int | Sequence[int] | None = None,
) -> History:
    """Train a network, or a batch of them, on the mean squared error of a whole data set.

    Args:
        network: Where training starts; it is not changed.
        x: Shape (samples,) or (samples, inputs).
        labels: Shape (samples,) or (samples, outputs).
        rate: Learning rate.
        steps: Number of steps.
        method: "gradient descent"; "momentum" (velocity <- momentum * velocity + gradient); or
            "adam" (Kingma and Ba 2015, arXiv:1412.6980).
        momentum: Used by "momentum" alone.
        betas: Used by "adam" alone.
        epsilon: Used by "adam" alone.
        weight_decay: Each step also multiplies every parameter by 1 - rate * weight_decay
            (Loshchilov and Hutter 2019, arXiv:1711.05101); a pair gives weights and biases a decay
            of their own.
        record: Steps between records, or the steps to record in increasing order; the first and
            the last are always recorded, and with None only these.

    Returns:
        The history; with a batch, of all networks.

    Raises:
        ValueError: Data that do not fit the network, or a setting out of its range.

    Examples:
        >>> start = Network.shallow(w=[1.0, -1.0], b=[0.0, 0.0], v=[0.5, 0.5], c=0.0)
        >>> history = train(start, [-1.0, 0.0, 1.0], [1.0, 0.0, 1.0], rate=0.1, steps=200)
        >>> float(history.losses[0]) > 0.1, float(history.losses[-1]) < 1e-3
        (True, True)
    """
    decay = _checked_decay(weight_decay)
    _check_settings(rate, steps, method, momentum, betas, epsilon)
    values, targets = network._data(x, labels)
    recorded = _recorded_steps(record, steps)
    run = _Run(network, values, targets)
    update = _update_of(run, rate, method, momentum, betas, epsilon)

    parameters, previous = run.parameters, run.parameters.copy()
    losses = np.empty((len(recorded), parameters.shape[-1]))
    kept = np.empty((len(parameters), *losses.shape))
    diverged_at = np.full(parameters.shape[-1], -1, dtype=np.int64)
    stopped = diverged_at >= 0
    record_number = 0
    with np.errstate(over="ignore", invalid="ignore"):  # a run that overflows is stopped below
        for step in range(steps + 1):
            loss = run.forward()
            if not (np.isfinite(loss).all() and np.isfinite(parameters).all()):
                finite = np.isfinite(loss) & np.isfinite(parameters).all(axis=0)
                diverged_at[~finite & ~stopped] = step
                stopped = diverged_at >= 0
            if stopped.any():
                np.copyto(parameters, previous, where=stopped)
                loss[stopped] = np.inf
            if step == recorded[record_number]:
                losses[record_number] = loss
                kept[:, record_number] = parameters
                record_number += 1
            if step < steps:
                np.copyto(previous, parameters)
                run.backward()
                for part, strength in zip((run.weights, run.biases), decay, strict=True):
                    if strength:
                        for array in part:
                            array *= 1 - rate * strength
                update()

    shape = (len(recorded), *network.batch_shape)
    weights, biases = (
        tuple(
            np.moveaxis(array, (-2, -1), (0, 1)).reshape(*shape, *array.shape[:-2])
            for array in part
        )
        for part in _parts(kept, network)
    )
    return History(
        np.array(recorded, dtype=np.int64),
        losses.reshape(shape),
        replace(network, weights=weights, biases=biases),
        diverged_at.reshape(network.batch_shape),
    )


class _Run:
    """The parameters that training moves, their gradient, and what a step needs in between.

    The runs of a batch stand on one axis, the last, so that each operation goes along memory over
    many runs. Layers hold (units, samples, runs). `parameters` and `gradient` have shape
    (parameters, runs); the weights (outputs, inputs, runs) and the biases (outputs, runs) of each
    layer are views of them.

    The sums are `einsum`, not matrix products, which round some rows of a matrix differently from
    others: units that start equal must stay equal to the last bit.
    """

    def __init__(self, network: Network, values: Array, targets: Array) -> None:
        runs, samples = math.prod(network.batch_shape), len(values)
        arrays = [array.reshape(runs, -1) for array in network.weights + network.biases]
        self.parameters = np.ascontiguousarray(np.concatenate(arrays, axis=-1).T)
        self.gradient = np.zeros_like(self.parameters)
        self.weights, self.biases = _parts(self.parameters, network)
        self.weight_gradients, self.bias_gradients = _parts(self.gradient, network)
        self.activation = network.activation
        self.targets = targets.T[..., None]
        self.layers = [np.empty((len(bias), samples, runs)) for bias in self.biases]
        self.errors = [np.empty_like(layer) for layer in self.layers]
        self.inputs = [np.repeat(values.T[..., None], runs, axis=-1), *self.layers[:-1]]

    def forward(self) -> Array:
        """Return the loss of every run, keeping what the gradient needs."""
        for layer, z in enumerate(self.layers):
            np.einsum("oir,isr->osr", self.weights[layer], self.inputs[layer], out=z)
            z += self.biases[layer][:, None]
            if layer < len(self.layers) - 1:
                self.inputs[layer + 1] = self.activation.function(z.T).T  # units on the last axis
        output, errors = self.layers[-1], self.errors[-1]
        np.subtract(output, self.targets, out=errors)
        loss: Array = np.einsum("osr,osr->r", errors, errors) / self.targets.shape[1]
        return loss

    def backward(self) -> None:
        """Fill in the gradient at the parameters of the last `forward`."""
        self.errors[-1] *= 2 / self.targets.shape[1]
        for layer in reversed(range(len(self.layers))):
            errors = self.errors[layer]
            np.einsum("osr,isr->oir", errors, self.inputs[layer], out=self.weight_gradients[layer])
            np.einsum("osr->or", errors, out=self.bias_gradients[layer])
            if layer:
                back = self.errors[layer - 1]
                np.einsum("oir,osr->isr", self.weights[layer], errors, out=back)
                back *= self.activation.slope(self.layers[layer - 1].T).T


def _parts(values: Array, network: Network) -> tuple[list[Array], list[Array]]:
    """Return the weights and biases of each layer, as views of values (parameters, ...)."""
    rank = len(network.batch_shape)
    shapes = [array.shape[rank:] for array in network.weights + network.biases]
    ends = np.cumsum([math.prod(shape) for shape in shapes])[:-1]
    parts = [
        part.reshape(*shape, *values.shape[1:])
        for part, shape in zip(np.split(values, ends), shapes, strict=True)
    ]
    return parts[: len(network.weights)], parts[len(network.weights) :]


def _update_of(
    run: _Run,
    rate: float,
    method: Method,
    momentum: float,
    betas: tuple[float, float],
    epsilon: float,
) -> Callable[[], None]:
    """Return a function that moves the run's parameters by one step of the method."""
    velocity, mean, square = (np.zeros_like(run.parameters) for _ in range(3))
    step = 0

    def gradient_descent() -> None:
        run.parameters -= rate * run.gradient

    def with_momentum() -> None:
        nonlocal velocity
        velocity *= momentum
        velocity += run.gradient
        run.parameters -= rate * velocity

    def adam() -> None:
        nonlocal step, mean, square
        step += 1
        mean += (1 - betas[0]) * (run.gradient - mean)
        square += (1 - betas[1]) * (run.gradient * run.gradient - square)
        unbiased = np.sqrt(square / (1 - betas[1] ** step))
        run.parameters -= rate * (mean / (1 - betas[0] ** step)) / (unbiased + epsilon)

    return {"gradient descent": gradient_descent, "momentum": with_momentum, "adam": adam}[method]


def _recorded_steps(record: int | Sequence[int] | None, steps: int) -> list[int]:
    """Return the steps to record, the first and the last included."""
    if record is None:
        return sorted({0, steps})
    if isinstance(record, (int, np.integer)):
        if record < 1:
            raise ValueError(f"record: expected a number of steps of at least 1, got {record}")
        return sorted({*range(0, steps, record), steps})
    chosen = [int(step) for step in record]
    if chosen != sorted(set(chosen)) or (chosen and not 0 <= chosen[0] <= chosen[-1] <= steps):
        raise ValueError(f"record: expected increasing steps from 0 to {steps}, got {chosen}")
    return sorted({0, *chosen, steps})


def _checked_decay(weight_decay: float | tuple[float, float]) -> tuple[float, float]:
    """Return the decay of the weights and that of the biases."""
    decay = np.asarray(weight_decay, dtype=np.float64)
    if decay.shape not in ((), (2,)) or not (np.isfinite(decay) & (decay >= 0)).all():
        raise ValueError(
            f"weight_decay: expected a finite number of at least 0, or two, got {weight_decay}"
        )
    weights, biases = np.broadcast_to(decay, 2).tolist()
    return weights, biases


def _check_settings(
    rate: float,
    steps: int,
    method: str,
    momentum: float,
    betas: tuple[float, float],
    epsilon: float,
) -> None:
    if not (np.isfinite(rate) and rate > 0):
        raise ValueError(f"rate: expected a finite number above 0, got {rate}")
    if not isinstance(steps, (int, np.integer)) or steps < 0:
        raise ValueError(f"steps: expected a whole number of at least 0, got {steps!r}")
    if method not in METHODS:
        raise ValueError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum: expected a number from 0 to below 1, got {momentum}")
    if len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
        raise ValueError(f"betas: expected two numbers from 0 to below 1, got {betas}")
    if not (np.isfinite(epsilon) and epsilon > 0):
        raise ValueError(f"epsilon: expected a finite number above 0, got {epsilon}")
