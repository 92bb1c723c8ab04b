"""What PyTorch, Keras and JAX do by default where readers meet a difference.

The pages take these numbers from here; `make test-frameworks` holds each of them to what the
frameworks really give. No framework is imported, and nothing of theirs is wrapped.

The story: docs/howto/pytorch.md.
"""

from __future__ import annotations

import math

versions = {"PyTorch": "2.13.0", "Keras": "3.15.1", "JAX": "0.10.2"}
"""The releases that the numbers hold for; Keras stands on JAX."""

leaky_slopes = {"PyTorch": 0.01, "Keras's layer": 0.3, "Keras's function": 0.2, "JAX": 0.01}
"""Default slope of Leaky ReLU for negative inputs."""

prelu_starts = {"PyTorch": 0.25, "Keras": 0.0}
"""Where the trained slope of PReLU starts; JAX has no such layer."""

slopes_at_zero = {
    "relu": {"PyTorch": 0.0, "Keras": 0.0, "JAX": 0.0},
    "maximum": {"PyTorch": 0.5, "Keras": 0.5, "JAX": 0.5},
    "clip": {"PyTorch": 1.0, "Keras": 0.5, "JAX": 0.5},
    "where": {"PyTorch": 0.0, "Keras": 0.0, "JAX": 0.0},
    "leaky relu": {"PyTorch": 0.01, "Keras": 1.0, "JAX": 1.0},
}
"""The derivative that each gives at exactly zero, by how ReLU is written; Leaky ReLU with its slope
of 0.01 in PyTorch, 0.2 in Keras and 0.01 in JAX."""


def weight_bound(framework: str, inputs: int, outputs: int) -> float:
    """Return the bound b of the uniform distribution on [-b, b] of a new dense layer's weights.

    PyTorch's biases are drawn from the same; Keras's are zero. JAX has no layers, so no default.

    Args:
        framework: "PyTorch" or "Keras".
        inputs: Number of inputs of the layer.
        outputs: Number of its units.

    Raises:
        ValueError: Another framework.

    Examples:
        >>> weight_bound("PyTorch", 100, 50), weight_bound("Keras", 100, 50)
        (0.1, 0.2)
    """
    if framework == "PyTorch":
        return 1 / math.sqrt(inputs)
    if framework == "Keras":
        return math.sqrt(6 / (inputs + outputs))
    raise ValueError(f"framework: expected 'PyTorch' or 'Keras', got {framework!r}")
