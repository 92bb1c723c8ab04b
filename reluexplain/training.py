"""Training by gradient descent on the whole data set, with a history; many networks at once.

Three methods (gradient descent, momentum, Adam) and decoupled weight decay. A batch of networks trains
as one object: hundreds of restarts cost little more than one. A run whose numbers overflow stops where
they were last finite, and says so.

It does not attempt mini-batches, schedules, early stopping, or a stop at convergence: the number of
steps is the caller's.
"""

from __future__ import annotations

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
    """An affine function of one input: slope, intercept, and its loss on the data it was fitted to."""

    slope: float
    intercept: float
    loss: float


def best_line(x: ArrayLike, labels: ArrayLike) -> Line:
    """Return the affine function with the smallest mean squared error on a data set.

    Args:
        x: Shape (samples,), at least two different inputs.
        labels: Shape (samples,).

    Raises:
        ValueError: Shapes that do not fit, or inputs that are all equal.

    Example:
        >>> best_line([-1.0, 0.0, 1.0], [1.0, 0.0, 1.0]).intercept
        0.6666666666666666
    """
    inputs, targets = np.asarray(x, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if inputs.ndim != 1 or inputs.shape != targets.shape:
        raise ValueError(
            f"expected x and labels of one shape (samples,), got {inputs.shape} and {targets.shape}"
        )
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
        method: "gradient descent"; "momentum" (velocity <- momentum * velocity + gradient); or "adam"
            (Kingma and Ba 2015, arXiv:1412.6980).
        momentum: Used by "momentum" alone.
        betas: Used by "adam" alone.
        epsilon: Used by "adam" alone.
        weight_decay: Each step also multiplies every parameter by 1 - rate * weight_decay (Loshchilov
            and Hutter 2019, arXiv:1711.05101); a pair gives weights and biases a decay of their own.
        record: Steps between records, or the steps to record in increasing order; the first and the
            last are always recorded, and with None only these.

    Returns:
        The history; with a batch, of all networks.

    Raises:
        ValueError: Data that do not fit the network, or a setting out of its range.

    Example:
        >>> start = Network.shallow(w=[1.0, -1.0], b=[0.0, 0.0], v=[0.5, 0.5], c=0.0)
        >>> history = train(start, [-1.0, 0.0, 1.0], [1.0, 0.0, 1.0], rate=0.1, steps=200)
        >>> float(history.losses[0]) > 0.1, float(history.losses[-1]) < 1e-3
        (True, True)
    """
    _check_settings(rate, steps, method, momentum, betas, weight_decay)
    values, targets = network._data(x, labels)
    recorded = _recorded_steps(record, steps)
    decay = weight_decay if isinstance(weight_decay, tuple) else (weight_decay, weight_decay)

    run = _Run(network, values, targets)
    update = _update_of(run, rate, method, momentum, betas, epsilon)
    losses = np.empty((len(recorded), *network.batch_shape))
    kept = [np.empty((len(recorded), *parameter.shape)) for parameter in run.parameters]
    diverged_at = np.full(network.batch_shape, -1, dtype=np.int64)
    previous = [parameter.copy() for parameter in run.parameters]
    record_number = 0

    with np.errstate(over="ignore", invalid="ignore"):  # a run that overflows is stopped below
        for step in range(steps + 1):
            loss = run.forward()
            if not np.isfinite(loss).all():
                diverged_at = np.where((diverged_at < 0) & ~np.isfinite(loss), step, diverged_at)
            stopped = diverged_at >= 0
            if stopped.any():
                for parameter, finite in zip(run.parameters, previous, strict=True):
                    axes = (..., *[None] * (parameter.ndim - stopped.ndim))
                    np.copyto(parameter, finite, where=stopped[axes])
                loss = np.where(stopped, np.inf, loss)
            if step == recorded[record_number]:
                losses[record_number] = loss
                for target, parameter in zip(kept, run.parameters, strict=True):
                    target[record_number] = parameter
                record_number += 1
            if step < steps:
                for target, parameter in zip(previous, run.parameters, strict=True):
                    np.copyto(target, parameter)
                run.backward()
                for number, parameter in enumerate(run.parameters):
                    if decay[number % 2]:
                        parameter *= 1 - rate * decay[number % 2]
                update()

    networks = replace(network, weights=tuple(kept[0::2]), biases=tuple(kept[1::2]))
    return History(np.array(recorded, dtype=np.int64), losses, networks, diverged_at)


class _Run:
    """The parameters that training moves, their gradients, and what a step needs in between.

    The arrays have the samples last, (..., units, samples): then each operation runs along memory.
    `parameters` and `gradients` hold weights and biases alternately, layer by layer.
    """

    def __init__(self, network: Network, values: Array, targets: Array) -> None:
        self.activation = network.activation
        self.parameters: list[Array] = []
        for weights, biases in zip(network.weights, network.biases, strict=True):
            self.parameters += [weights.copy(), biases.copy()]
        self.gradients = [np.zeros_like(parameter) for parameter in self.parameters]
        self.inputs = np.ascontiguousarray(values.T)
        self.targets = np.ascontiguousarray(targets.T)

    def forward(self) -> Array:
        """Return the loss of every network, keeping what the gradient needs."""
        self.layer_inputs, self.pre_activations = [self.inputs], []
        values = self.inputs
        for weights, biases in zip(self.parameters[0::2], self.parameters[1::2], strict=True):
            # With one input the product is an outer one, which broadcasting does faster.
            z = weights * values if weights.shape[-1] == 1 else weights @ values
            z += biases[..., None]
            if len(self.layer_inputs) == len(self.parameters) // 2:
                break
            values = self.activation.function(z)
            self.pre_activations.append(z)
            self.layer_inputs.append(values)
        self.errors = z - self.targets
        loss: Array = np.einsum("...os,...os->...", self.errors, self.errors) / self.targets.shape[1]
        return loss

    def backward(self) -> None:
        """Fill in the gradients at the parameters of the last `forward`."""
        errors = self.errors * (2 / self.targets.shape[1])
        for layer in reversed(range(len(self.parameters) // 2)):
            weights, inputs = self.parameters[2 * layer], self.layer_inputs[layer]
            self.gradients[2 * layer][...] = errors @ np.swapaxes(inputs, -1, -2)
            self.gradients[2 * layer + 1][...] = errors.sum(axis=-1)
            if layer:
                one = weights.shape[-2] == 1
                back = np.swapaxes(weights, -1, -2)
                errors = back * errors if one else back @ errors
                errors *= self.activation.slope(self.pre_activations[layer - 1])


def _update_of(
    run: _Run,
    rate: float,
    method: Method,
    momentum: float,
    betas: tuple[float, float],
    epsilon: float,
) -> Callable[[], None]:
    """Return a function that moves the run's parameters by one step of the method."""
    pairs = list(zip(run.parameters, run.gradients, strict=True))
    first = [np.zeros_like(parameter) for parameter in run.parameters]
    second = [np.zeros_like(parameter) for parameter in run.parameters]
    step = 0

    def gradient_descent() -> None:
        for parameter, gradient in pairs:
            parameter -= rate * gradient

    def with_momentum() -> None:
        for (parameter, gradient), velocity in zip(pairs, first, strict=True):
            velocity *= momentum
            velocity += gradient
            parameter -= rate * velocity

    def adam() -> None:
        nonlocal step
        step += 1
        for (parameter, gradient), mean, square in zip(pairs, first, second, strict=True):
            mean += (1 - betas[0]) * (gradient - mean)
            square += (1 - betas[1]) * (gradient * gradient - square)
            unbiased = np.sqrt(square / (1 - betas[1] ** step))
            parameter -= rate * (mean / (1 - betas[0] ** step)) / (unbiased + epsilon)

    return {"gradient descent": gradient_descent, "momentum": with_momentum, "adam": adam}[method]


def _recorded_steps(record: int | Sequence[int] | None, steps: int) -> list[int]:
    """Return the steps to record, the first and the last included."""
    if record is None:
        return sorted({0, steps})
    if isinstance(record, int):
        if record < 1:
            raise ValueError(f"record: expected a number of steps of at least 1, got {record}")
        return sorted({*range(0, steps, record), steps})
    chosen = [int(step) for step in record]
    if chosen != sorted(set(chosen)) or (chosen and not 0 <= chosen[0] <= chosen[-1] <= steps):
        raise ValueError(f"record: expected increasing steps from 0 to {steps}, got {chosen}")
    return sorted({0, *chosen, steps})


def _check_settings(
    rate: float,
    steps: int,
    method: str,
    momentum: float,
    betas: tuple[float, float],
    weight_decay: float | tuple[float, float],
) -> None:
    if not (np.isfinite(rate) and rate > 0):
        raise ValueError(f"rate: expected a finite number above 0, got {rate}")
    if not isinstance(steps, (int, np.integer)) or steps < 0:
        raise ValueError(f"steps: expected a whole number of at least 0, got {steps!r}")
    if method not in METHODS:
        raise ValueError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum: expected a number from 0 to below 1, got {momentum}")
    if not all(0 <= beta < 1 for beta in betas):
        raise ValueError(f"betas: expected two numbers from 0 to below 1, got {betas}")
    if not (np.asarray(weight_decay) >= 0).all():
        raise ValueError(f"weight_decay: expected numbers of at least 0, got {weight_decay}")
