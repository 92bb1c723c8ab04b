"""A continuous piecewise affine function of one number: its kinks, slopes, intercepts and values.

`pieces.py` finds these parts for a network; this module only holds and evaluates them. It does not
attempt functions that jump, or that have more than one argument.

The story: docs/tutorial/move-one-bias.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pieces:
    """A continuous piecewise affine function on an interval, a ray or the whole line.

    Piece j has slope `slopes[j]` and intercept `intercepts[j]` and ends at `kinks[j]`, where piece
    j + 1 begins.

    Attributes:
        lower: Left end, -inf for none.
        upper: Right end, inf for none.
        kinks: Shape (k,), increasing, strictly between lower and upper.
        slopes: Shape (k + 1,).
        intercepts: Shape (k + 1,): the value at 0 of each piece, continued to there.

    Raises:
        ValueError: If the shapes do not fit, or the kinks do not increase from lower to upper.

    Examples:
        >>> absolute = Pieces(-1, 2, np.array([0.0]), np.array([-1.0, 1.0]), np.array([0.0, 0.0]))
        >>> absolute.count, absolute.is_affine, absolute(-0.5)
        (2, False, 0.5)
        >>> absolute.formulas()
        ['y = -x', 'y = x']
    """

    lower: float
    upper: float
    kinks: Array
    slopes: Array
    intercepts: Array

    def __post_init__(self) -> None:
        """Check that the parts fit together."""
        shape = (len(self.kinks) + 1,)
        if self.slopes.shape != shape or self.intercepts.shape != shape:
            raise ValueError(
                f"expected {shape[0]} slopes and intercepts, one more than the kinks; "
                f"got shapes {self.slopes.shape} and {self.intercepts.shape}"
            )
        edges = np.concatenate([[self.lower], self.kinks, [self.upper]])
        if not (edges[1:] > edges[:-1]).all():
            raise ValueError(
                f"expected kinks that increase between lower = {self.lower:g} and "
                f"upper = {self.upper:g}, got {self.kinks}"
            )

    @property
    def count(self) -> int:
        """Number of pieces: one more than there are kinks."""
        return len(self.slopes)

    @property
    def is_affine(self) -> bool:
        """Whether the function is one straight line from lower to upper."""
        return self.count == 1

    @property
    def values(self) -> Array:
        """The function at its kinks, shape (k,)."""
        return self.slopes[:-1] * self.kinks + self.intercepts[:-1]

    def __call__(self, x: ArrayLike) -> Any:
        """Return the function at x.

        Args:
            x: A number or an array of any shape, inside [lower, upper].

        Returns:
            A float for a number, otherwise an array of the shape of x.

        Raises:
            ValueError: If some x is outside [lower, upper] or not finite.
        """
        points = np.asarray(x, dtype=np.float64)
        wrong = ~(np.isfinite(points) & (points >= self.lower) & (points <= self.upper))
        if wrong.any():
            raise ValueError(
                f"expected finite x from {self.lower:g} to {self.upper:g}, where these pieces "
                f"hold; got {points[wrong][0]:g}"
            )
        piece = np.searchsorted(self.kinks, points)
        values = self.slopes[piece] * points + self.intercepts[piece]
        return float(values) if values.ndim == 0 else values

    def formulas(self, digits: int = 6) -> list[str]:
        """Return each piece as text, such as "y = 2x - 3", to so many significant digits."""
        return [
            _formula(float(f"{slope:.{digits}g}"), float(f"{intercept:.{digits}g}"), digits)
            for slope, intercept in zip(self.slopes, self.intercepts, strict=True)
        ]


def _formula(slope: float, intercept: float, digits: int) -> str:
    """Return "y = 2x - 3" and the like, without the parts that are 0 or 1."""
    if slope == 0:
        return f"y = {intercept + 0.0:.{digits}g}"  # adding 0.0 turns -0.0 into 0.0
    factor = "" if abs(slope) == 1 else f"{abs(slope):.{digits}g}"
    line = f"y = {'-' if slope < 0 else ''}{factor}x"
    if intercept == 0:
        return line
    return f"{line} {'-' if intercept < 0 else '+'} {abs(intercept):.{digits}g}"
