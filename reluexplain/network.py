"""Networks of dense layers: what they compute, and the gradient of a squared error.

A network is its weights, its biases and one activation between the layers; the output layer has
none. Every array may have leading axes: then the object holds a batch of networks of the same
shape, and everything is computed for all of them at once.

It does not attempt convolutions, other losses, or automatic differentiation: the gradient is
written out by hand, layer by layer, so that it can be read.

The story: docs/tutorial/three-neurons.md and docs/tutorial/move-one-bias.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reluexplain.activations import Activation, relu

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gradients:
    """The derivatives of a loss with respect to a network's parameters.

    Attributes:
        weights: For each layer, the shape of the network's weights; with `per_example`, a sample
            axis stands after the batch axes.
        biases: The same for the biases.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    @property
    def w(self) -> Array:
        """Hidden weights of a shallow network, shape (..., units)."""
        return _shallow_part(self.weights, 0)

    @property
    def b(self) -> Array:
        """Hidden biases of a shallow network, shape (..., units)."""
        _check_shallow(self.weights)
        return self.biases[0]

    @property
    def v(self) -> Array:
        """Output weights of a shallow network, shape (..., units)."""
        return _shallow_part(self.weights, 1)

    @property
    def c(self) -> Array:
        """Output bias of a shallow network, shape (...)."""
        _check_shallow(self.weights)
        return self.biases[1][..., 0]


@dataclass(frozen=True, eq=False)
class Network:
    """Dense layers with an activation between them, or a batch of such networks.

    Args:
        weights: For each layer an array (..., outputs, inputs).
        biases: For each layer an array (..., outputs).
        activation: Stands between layers, never after the last one.

    Raises:
        ValueError: Shapes that do not fit, or a number that is not finite.

    Examples:
        >>> Network([[[1.0], [-1.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]])([-3.0, 0.0, 2.0])
        array([3., 0., 2.])
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    activation: Activation = relu

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        weights = tuple(_frozen(w, f"weights[{i}]") for i, w in enumerate(self.weights))
        biases = tuple(_frozen(b, f"biases[{i}]") for i, b in enumerate(self.biases))
        if not weights or len(weights) != len(biases):
            raise ValueError(
                f"expected one array of weights and one of biases a layer, at least one layer, "
                f"got {len(weights)} and {len(biases)}"
            )
        batch = biases[0].shape[:-1]
        fan_in = weights[0].shape[-1] if weights[0].ndim else 0
        for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
            outputs = b.shape[-1] if b.ndim else 0
            if w.shape != (*batch, outputs, fan_in) or b.shape != (*batch, outputs) or not w.size:
                raise ValueError(
                    f"layer {layer}: expected weights (..., outputs, {fan_in}) and biases (..., "
                    f"outputs) with the same leading axes {batch}, got {w.shape} and {b.shape}"
                )
            fan_in = outputs
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)

    @classmethod
    def shallow(
        cls,
        w: ArrayLike,
        b: ArrayLike,
        v: ArrayLike,
        c: ArrayLike,
        activation: Activation = relu,
    ) -> Network:
        """Return the network y = v . relu(w x + b) + c: one input, one hidden layer, one output.

        Args:
            w: Hidden weights, shape (..., units).
            b: Hidden biases, shape (..., units).
            v: Output weights, shape (..., units).
            c: Output bias, shape (...).
            activation: The activation of the hidden units.

        Raises:
            ValueError: Shapes that do not fit, or a number that is not finite.

        Examples:
            >>> Network.shallow(w=[1, 1, 1], b=[1, 10, 10], v=[-3, 1, 1], c=-20)(-1)
            np.float64(-2.0)
        """
        parts = {"w": w, "b": b, "v": v, "c": c}
        arrays = {name: np.asarray(value, dtype=np.float64) for name, value in parts.items()}
        shape = arrays["w"].shape
        if not (arrays["b"].shape == arrays["v"].shape == shape) or arrays["c"].shape != shape[:-1]:
            shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
            raise ValueError(f"expected w, b, v of shape (..., units) and c of (...), got {shapes}")
        return cls(
            (arrays["w"][..., :, None], arrays["v"][..., None, :]),
            (arrays["b"], arrays["c"][..., None]),
            activation,
        )

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return int(self.weights[0].shape[-1])

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return int(self.biases[-1].shape[-1])

    @property
    def units(self) -> tuple[int, ...]:
        """Number of units of each hidden layer."""
        return tuple(bias.shape[-1] for bias in self.biases[:-1])

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """Leading axes of every array: () for a single network."""
        return self.biases[0].shape[:-1]

    @property
    def w(self) -> Array:
        """Hidden weights of a shallow network, shape (..., units)."""
        return _shallow_part(self.weights, 0)

    @property
    def b(self) -> Array:
        """Hidden biases of a shallow network, shape (..., units)."""
        _check_shallow(self.weights)
        return self.biases[0]

    @property
    def v(self) -> Array:
        """Output weights of a shallow network, shape (..., units)."""
        return _shallow_part(self.weights, 1)

    @property
    def c(self) -> Array:
        """Output bias of a shallow network, shape (...)."""
        _check_shallow(self.weights)
        return self.biases[1][..., 0]

    def __getitem__(self, index: int | slice | Array) -> Network:
        """Return one network, or some, of a batch by its first batch axis."""
        if not self.batch_shape:
            raise TypeError("this is a single network, not a batch: it cannot be indexed")
        return replace(
            self,
            weights=tuple(weights[index] for weights in self.weights),
            biases=tuple(biases[index] for biases in self.biases),
        )

    def with_bias(self, unit: int, value: float, layer: int = 0) -> Network:
        """Return the same network with the bias of one unit replaced.

        Examples:
            >>> absolute = Network.shallow(w=[1, -1], b=[0, 0], v=[1, 1], c=0)
            >>> absolute.with_bias(0, -2).b
            array([-2.,  0.])
        """
        biases = [bias.copy() for bias in self.biases]
        biases[layer][..., unit] = value
        return replace(self, biases=tuple(biases))

    def __call__(self, x: ArrayLike) -> Array:
        """Return the output.

        Args:
            x: One input: a number or shape (samples,). Several: shape (inputs,) or
                (samples, inputs).

        Returns:
            Shape (*batch, samples) with one output, else (*batch, samples, outputs); without the
            sample axis where x has none.

        Raises:
            ValueError: x has another shape or a number that is not finite.
        """
        values, single = self._samples(x)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = _affine(values, w, b)
            if layer < len(self.weights) - 1:
                values = self.activation(values)
        values = values[..., 0, :] if single else values
        result: Array = values[..., 0] if self.outputs == 1 else values
        return result[()]

    def pre_activations(self, x: ArrayLike) -> tuple[Array, ...]:
        """Return what each hidden unit computes before its activation.

        Args:
            x: As in a call.

        Returns:
            For each hidden layer, shape (*batch, samples, units), without the sample axis where x
            has none.
        """
        values, single = self._samples(x)
        found = []
        for w, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            z = _affine(values, w, b)
            found.append(z[..., 0, :] if single else z)
            values = self.activation(z)
        return tuple(found)

    def hidden(self, x: ArrayLike) -> tuple[Array, ...]:
        """Return what each hidden unit passes on, in the shapes of `pre_activations`."""
        return tuple(self.activation(z) for z in self.pre_activations(x))

    def loss(self, x: ArrayLike, labels: ArrayLike) -> Array:
        """Return the mean over the samples of (output - label)^2, without a half; shape (*batch).

        Args:
            x: Shape (samples,) or (samples, inputs).
            labels: Shape (samples,), or (samples, outputs) for several outputs, whose squares are
                summed.

        Raises:
            ValueError: There are no samples, or x and labels do not fit.

        Examples:
            >>> Network.shallow(w=[1], b=[0], v=[1], c=0).loss([-1.0, 1.0], [1.0, 1.0])
            np.float64(0.5)
        """
        values, targets = self._data(x, labels)
        output = self(values[:, 0] if self.inputs == 1 else values)
        output = output[..., None] if self.outputs == 1 else output
        result: Array = ((output - targets) ** 2).sum(axis=-1).mean(axis=-1)
        return result[()]

    def gradients(self, x: ArrayLike, labels: ArrayLike, per_example: bool = False) -> Gradients:
        """Return the gradient of the loss with respect to every weight and bias.

        Args:
            x: Shape (samples,) or (samples, inputs).
            labels: Shape (samples,) or (samples, outputs).
            per_example: Return each sample's own gradient, that of its squared error alone, on an
                axis after the batch axes; their mean is the gradient of the loss.

        Raises:
            ValueError: There are no samples, or x and labels do not fit.

        Examples:
            >>> Network.shallow(w=[1], b=[0], v=[1], c=0).gradients([-1.0, 1.0], [1.0, 2.0]).w
            array([-1.])
        """
        values, targets = self._data(x, labels)
        inputs, slopes = [values], []
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = _affine(values, w, b)
            if layer < len(self.weights) - 1:
                slopes.append(self.activation.derivative(values))
                values = self.activation(values)
                inputs.append(values)
        # `error` is the derivative of each sample's squared error in a layer's pre-activations.
        error = 2 * (values - targets)
        weights, biases = [], []
        for layer in reversed(range(len(self.weights))):
            weights.append(error[..., :, None] * inputs[layer][..., None, :])
            biases.append(error)
            if layer:
                error = (error @ self.weights[layer]) * slopes[layer - 1]
        axis = len(self.batch_shape)
        if not per_example:
            weights = [gradient.mean(axis=axis) for gradient in weights]
            biases = [gradient.mean(axis=axis) for gradient in biases]
        return Gradients(tuple(reversed(weights)), tuple(reversed(biases)))

    def _samples(self, x: ArrayLike) -> tuple[Array, bool]:
        """Return x with axes (samples, inputs), and whether it was a single input."""
        values = np.asarray(x, dtype=np.float64)
        expected = (
            "a number or shape (samples,)"
            if self.inputs == 1
            else f"shape ({self.inputs},) or (samples, {self.inputs})"
        )
        rank = 0 if self.inputs == 1 else 1
        if values.ndim not in (rank, rank + 1) or (rank and values.shape[-1] != self.inputs):
            raise ValueError(f"x: expected {expected}, got shape {values.shape}")
        if not np.isfinite(values).all():
            raise ValueError(f"x: expected finite numbers, got {_first_bad(values)}")
        return values.reshape(-1, self.inputs), values.ndim == rank

    def _data(self, x: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
        """Return samples and labels with axes (samples, inputs) and (samples, outputs)."""
        values, single = self._samples(x)
        if single or not len(values):
            raise ValueError(f"x: expected at least one sample on an axis, got {np.shape(x)}")
        targets = np.asarray(labels, dtype=np.float64)
        shape = (len(values),) if self.outputs == 1 else (len(values), self.outputs)
        if targets.shape != shape:
            raise ValueError(f"labels: expected shape {shape}, got {targets.shape}")
        if not np.isfinite(targets).all():
            raise ValueError(f"labels: expected finite numbers, got {_first_bad(targets)}")
        return values, targets.reshape(len(values), self.outputs)


def he_network(
    widths: Sequence[int],
    generator: np.random.Generator,
    batch: tuple[int, ...] = (),
    bias_range: float = 0.0,
    activation: Activation = relu,
) -> Network:
    """Return a random network with He's weights, or a batch of them.

    Weights are normal with mean 0 and variance 2 / inputs of their layer (He et al. 2015,
    arXiv:1502.01852), hidden biases uniform on [-bias_range, bias_range], output biases 0.

    Args:
        widths: Inputs, units of each hidden layer, outputs, as in (1, 3, 1).
        generator: The source of randomness; the same state gives the same network.
        batch: Leading axes.
        bias_range: Half the width of the hidden biases' range.
        activation: Stands between the layers.

    Raises:
        ValueError: Fewer than two widths, a width below 1, or a negative range.

    Examples:
        >>> he_network((1, 3, 1), np.random.default_rng(0), batch=(400,)).w.shape
        (400, 3)
    """
    if len(widths) < 2 or min(widths) < 1:
        raise ValueError(f"widths: expected two or more positive numbers, got {tuple(widths)}")
    if not (np.isfinite(bias_range) and bias_range >= 0):
        raise ValueError(f"bias_range: expected a finite number of at least 0, got {bias_range}")
    weights, biases = [], []
    for layer in range(1, len(widths)):
        shape = (*batch, widths[layer], widths[layer - 1])
        weights.append(generator.normal(0.0, np.sqrt(2 / widths[layer - 1]), shape))
        biases.append(np.zeros(shape[:-1]))
        if layer < len(widths) - 1 and bias_range > 0:
            biases[-1] = generator.uniform(-bias_range, bias_range, shape[:-1])
    return Network(tuple(weights), tuple(biases), activation)


def _affine(values: Array, weights: Array, bias: Array) -> Array:
    result: Array = values @ np.swapaxes(weights, -1, -2) + bias[..., None, :]
    return result


def _frozen(values: ArrayLike, name: str) -> Array:
    array = np.array(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: expected finite numbers, got {_first_bad(array)}")
    array.setflags(write=False)
    return array


def _first_bad(values: Array) -> float:
    return float(values[~np.isfinite(values)].flat[0])


def _check_shallow(weights: tuple[Array, ...]) -> None:
    if len(weights) != 2 or weights[0].shape[-1] != 1 or weights[1].shape[-2] != 1:
        raise ValueError(
            "w, b, v and c belong to networks with one input, one hidden layer and one output"
        )


def _shallow_part(weights: tuple[Array, ...], layer: int) -> Array:
    _check_shallow(weights)
    return weights[0][..., :, 0] if layer == 0 else weights[1][..., 0, :]
