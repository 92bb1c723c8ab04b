"""Random networks from a seed, the same to the last bit in Python and in a browser.

The site's live figures start from networks that a reader draws by a seed. Here the same seed gives
the same network: a small generator, Mulberry32, and beside it only operations that IEEE 754 rounds
correctly (+, -, *, /, square root), in the same order in both languages.

It does not attempt what NumPy's generators are for, batches and statistics of many draws:
`he_network` draws those.

The story: docs/tutorial/stuck.md.
"""

from __future__ import annotations

import math

import numpy as np

from reluexplain.activations import Activation, relu
from reluexplain.network import Network

_LARGEST = 2**32 - 1  # in 32 bits: the last seed, and the mask that keeps arithmetic there


class Generator:
    """Mulberry32 by Tommy Ettinger (public domain): random numbers from 32 bits of state.

    The state runs through all its 2^32 values, so seeds are places on one circle. The numbers drawn
    repeat after 2^32 draws; before, some of the possible ones come twice and some never.

    Args:
        seed: A whole number from 0 to 4,294,967,295.

    Raises:
        ValueError: A seed that is no such number.

    Examples:
        >>> generator = Generator(1)
        >>> generator.uniform(), generator.uniform()
        (0.6270739405881613, 0.002735721180215478)
    """

    def __init__(self, seed: int) -> None:
        if not isinstance(seed, (int, np.integer)) or not 0 <= seed <= _LARGEST:
            raise ValueError(f"seed: expected a whole number from 0 to {_LARGEST:,}, got {seed!r}")
        self._state = int(seed)

    def uniform(self) -> float:
        """Return the next number, a multiple of 2^-32 in [0, 1)."""
        self._state = (self._state + 0x6D2B79F5) & _LARGEST
        mixed = self._state
        mixed = (mixed ^ (mixed >> 15)) * (mixed | 1) & _LARGEST
        mixed ^= (mixed + (mixed ^ (mixed >> 7)) * (mixed | 61)) & _LARGEST
        return (mixed ^ (mixed >> 14)) / 2**32


def seeded_network(
    units: int, seed: int, bias_range: float = 0.0, activation: Activation = relu
) -> Network:
    """Return a random network with one hidden layer and He's weights in their uniform form.

    Weights are uniform between plus and minus the square root of 6 / inputs of their layer, so that
    their variance is He's, 2 / inputs (He et al. 2015, arXiv:1502.01852; in Keras `he_uniform`, in
    PyTorch `kaiming_uniform_`). Hidden biases are uniform on [-bias_range, bias_range], the output
    bias is 0. One seed gives the same weights for every `bias_range`.

    Args:
        units: Number of hidden units.
        seed: A whole number from 0 to 4,294,967,295.
        bias_range: Half the width of the hidden biases' range.
        activation: The activation of the hidden units.

    Raises:
        ValueError: Fewer than one unit, a seed out of its range, or a negative range.

    Examples:
        >>> seeded_network(units=3, seed=1).w
        array([ 0.62253263, -2.4360875 ,  0.13446249])
    """
    if not isinstance(units, (int, np.integer)) or units < 1:
        raise ValueError(f"units: expected a whole number of at least 1, got {units!r}")
    if not (math.isfinite(bias_range) and bias_range >= 0):
        raise ValueError(f"bias_range: expected a finite number of at least 0, got {bias_range}")
    generator = Generator(seed)

    def draw(limit: float) -> list[float]:
        # Adding 0.0 turns -0.0 into 0.0.
        return [(2 * generator.uniform() - 1) * limit + 0.0 for _ in range(units)]

    w = draw(math.sqrt(6))
    b = draw(bias_range)  # drawn for a range of 0 too: what follows must not depend on it
    v = draw(math.sqrt(6 / units))
    return Network.shallow(w, b, v, 0.0, activation)
