"""Activations: ReLU and its relatives, each with its value and its derivative.

Every activation works elementwise on numbers and arrays, in float64, and stays finite and silent
for large inputs; NaN passes through the values. Three of them have a parameter and are made by a
function: `leaky_relu`, `prelu`, `elu`.

Speed is not attempted: these are written to be read and to be exact.

The story: docs/tutorial/where-is-the-bend.md and docs/tutorial/other-activations.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_erfc = np.vectorize(math.erfc, otypes=[np.float64])  # NumPy has none


@dataclass(frozen=True)
class Activation:
    """A function of one number, with its derivative.

    Attributes:
        name: What the field calls it.
        function: Its value, elementwise.
        slope: Its derivative, elementwise.
        negative_slope: The slope for negative inputs where the function is x for positive ones and
            a multiple of x for negative ones (0 for ReLU); None for every other function.

    Examples:
        >>> float(relu(-3.0)), float(relu.derivative(2.0))
        (0.0, 1.0)
    """

    name: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    negative_slope: float | None = None

    def __call__(self, x: ArrayLike) -> Array:
        """Return the value at x, in the shape of x."""
        return self.function(np.asarray(x, dtype=np.float64))[()]

    def derivative(self, x: ArrayLike) -> Array:
        """Return the derivative at x, in the shape of x."""
        return self.slope(np.asarray(x, dtype=np.float64))[()]

    def __repr__(self) -> str:
        """Return the name: the functions inside say nothing to a reader."""
        return f"<activation {self.name}>"


def _logistic(x: Array) -> Array:
    # exp of a negative number alone, so that nothing overflows
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def _logistic_slope(x: Array) -> Array:
    small = np.exp(-np.abs(x))
    return small / (1.0 + small) ** 2


def _tanh_slope(x: Array) -> Array:
    # 1 - tanh(x)^2 loses all digits far out, and 2 x overflows further out
    return 4.0 * _logistic_slope(2.0 * np.clip(x, -400.0, 400.0))


def _normal_density(x: Array) -> Array:
    return np.exp(-0.5 * np.square(np.clip(x, -40.0, 40.0))) / math.sqrt(2.0 * math.pi)


def _normal_share(x: Array) -> Array:
    share: Array = 0.5 * _erfc(-x / math.sqrt(2.0))
    return share


relu = Activation(
    "ReLU",
    lambda x: np.maximum(x, 0.0),
    lambda x: (x > 0).astype(np.float64),
    negative_slope=0.0,
)
"""max(0, x). It has no derivative at 0; the value used here is 0, as in the relu functions of the
common frameworks (Bertoin et al. 2021, arXiv:2106.12915, on when that matters)."""

sigmoid = Activation("sigmoid", _logistic, _logistic_slope)
"""1 / (1 + exp(-x))."""

tanh = Activation("tanh", np.tanh, _tanh_slope)
"""The hyperbolic tangent."""

softplus = Activation(
    "softplus", lambda x: np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))), _logistic
)
"""log(1 + exp(x)), a smooth ReLU."""

silu = Activation(
    "SiLU",
    lambda x: x * _logistic(x),
    lambda x: _logistic(x) + x * _logistic_slope(x),
)
"""x sigmoid(x), also called swish (Elfwing et al. 2018, arXiv:1702.03118; Ramachandran et al. 2017,
arXiv:1710.05941)."""

gelu = Activation(
    "GELU",
    lambda x: x * _normal_share(x),
    lambda x: _normal_share(x) + x * _normal_density(x),
)
"""x times the share of a standard normal below x (Hendrycks and Gimpel 2016, arXiv:1606.08415): the
exact form, not the one with tanh."""


def leaky_relu(slope: float = 0.01) -> Activation:
    """Return Leaky ReLU: x for positive x, `slope` times x for the rest (Maas et al. 2013).

    Args:
        slope: The slope for negative inputs. PyTorch's default is 0.01, that of Keras's layer 0.3.

    Raises:
        ValueError: A slope that is not finite.

    Examples:
        >>> leaky_relu(0.1)(-2.0), leaky_relu(0.1).derivative(0.0)
        (np.float64(-0.2), np.float64(0.1))
    """
    slope = float(slope)
    if not math.isfinite(slope):
        raise ValueError(f"slope: expected a finite number, got {slope}")
    return Activation(
        f"Leaky ReLU ({slope:g})",
        lambda x: np.maximum(x, 0.0) + slope * np.minimum(x, 0.0),
        lambda x: np.where(x > 0, 1.0, slope),
        negative_slope=slope,
    )


def prelu(slope: ArrayLike = 0.25) -> Activation:
    """Return PReLU: Leaky ReLU with a slope that is trained, one or one a unit (He et al. 2015).

    Its derivative in the slope is min(x, 0).

    Args:
        slope: A number, or shape (units,) for the last axis of what it is applied to. The paper and
            PyTorch start at 0.25, Keras at 0.

    Raises:
        ValueError: A slope that is not finite.

    Examples:
        >>> prelu([0.0, 0.5])([[-1.0, -1.0], [2.0, 2.0]])
        array([[ 0. , -0.5],
               [ 2. ,  2. ]])
    """
    slopes = np.array(slope, dtype=np.float64)
    if not np.isfinite(slopes).all():
        raise ValueError(f"slope: expected finite numbers, got {slope!r}")
    return Activation(
        "PReLU",
        lambda x: np.maximum(x, 0.0) + slopes * np.minimum(x, 0.0),
        lambda x: np.where(x > 0, 1.0, slopes),
        negative_slope=float(slopes) if slopes.ndim == 0 else None,
    )


def elu(scale: float = 1.0) -> Activation:
    """Return ELU: x for positive x, scale (exp(x) - 1) for the rest (Clevert et al. 2015).

    Args:
        scale: Minus the value that the function approaches far to the left.

    Raises:
        ValueError: A scale that is negative or not finite.

    Examples:
        >>> elu()(-1.0), elu().derivative(0.0)
        (np.float64(-0.6321205588285577), np.float64(1.0))
    """
    scale = float(scale)
    if not (math.isfinite(scale) and scale >= 0):
        raise ValueError(f"scale: expected a finite number of at least 0, got {scale}")
    return Activation(
        "ELU",
        lambda x: np.where(x > 0, x, scale * np.expm1(np.minimum(x, 0.0))),
        lambda x: np.where(x > 0, 1.0, scale * np.exp(np.minimum(x, 0.0))),
    )
