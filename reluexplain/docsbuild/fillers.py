"""Activations as NumPy code that a reader could write, filling an array that is ready.

They allocate no memory, so that what `measure` times is the work alone. They are not the package's
activations, which are written to be read and to be safe far out: see `reluexplain.activations`.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Filler = Callable[[Array, Array], object]


def fill_relu(x: Array, out: Array) -> None:
    """Fill `out` with max(0, x)."""
    np.maximum(x, 0, out=out)


def fill_leaky_relu(x: Array, out: Array) -> None:
    """Fill `out` with Leaky ReLU of slope 0.01; PReLU does the same work."""
    np.multiply(x, 0.01, out=out)
    np.maximum(x, out, out=out)


def fill_elu(x: Array, out: Array) -> None:
    """Fill `out` with ELU."""
    np.minimum(x, 0, out=out)
    np.expm1(out, out=out)
    np.maximum(x, out, out=out)


def fill_softplus(x: Array, out: Array) -> None:
    """Fill `out` with log(1 + exp(x))."""
    np.logaddexp(x, 0, out=out)


def fill_sigmoid(x: Array, out: Array) -> None:
    """Fill `out` with 1 / (1 + exp(-x))."""
    np.negative(x, out=out)
    np.exp(out, out=out)
    out += 1
    np.reciprocal(out, out=out)


def fill_tanh(x: Array, out: Array) -> None:
    """Fill `out` with tanh(x)."""
    np.tanh(x, out=out)


def fill_silu(x: Array, out: Array) -> None:
    """Fill `out` with x sigmoid(x)."""
    fill_sigmoid(x, out)
    out *= x


def fill_gelu(x: Array, out: Array) -> None:
    """Fill `out` with GELU in its form with tanh."""
    np.square(x, out=out)
    out *= 0.044715
    out += 1
    out *= x
    out *= math.sqrt(2 / math.pi)
    np.tanh(out, out=out)
    out += 1
    out *= x
    out *= 0.5


FILLERS: dict[str, Filler] = {
    "ReLU": fill_relu,
    "Leaky ReLU": fill_leaky_relu,
    "ELU": fill_elu,
    "softplus": fill_softplus,
    "sigmoid": fill_sigmoid,
    "tanh": fill_tanh,
    "SiLU": fill_silu,
    "GELU (tanh form)": fill_gelu,
}


def exact_gelu() -> dict[str, Filler]:
    """Return a function that fills `out` with exact GELU, by name; none where SciPy is missing."""
    if importlib.util.find_spec("scipy") is None:
        return {}
    erf = importlib.import_module("scipy.special").erf

    def fill(x: Array, out: Array) -> None:
        np.multiply(x, math.sqrt(0.5), out=out)
        erf(out, out=out)
        out += 1
        out *= x
        out *= 0.5

    return {"GELU (exact)": fill}
