"""Time the training of many starts at once.

Run with `python tests/benchmarks/bench_training.py`. The baseline is a Python loop over the starts,
each trained by itself in plain NumPy, timed in the same run. It is slow: only a few starts are
timed, and their time is scaled up to the size of the batch.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core for both, before NumPy is loaded

import time

import numpy as np
from numpy.typing import NDArray

from reluexplain.network import Network, he_network
from reluexplain.training import train

Array = NDArray[np.float64]

TIMED = 2
RATE = 0.01
X = np.linspace(-4, 4, 41)


def train_one(network: Network, labels: Array, steps: int) -> float:
    """Train one shallow ReLU network in plain NumPy, and return its loss."""
    w, b, v, c = network.w.copy(), network.b.copy(), network.v.copy(), float(network.c)
    for _ in range(steps):
        z = np.outer(X, w) + b
        hidden = np.maximum(z, 0)
        error = 2 * (hidden @ v + c - labels) / len(X)
        back = np.outer(error, v) * (z > 0)
        w -= RATE * (X @ back)
        b -= RATE * back.sum(axis=0)
        v -= RATE * (error @ hidden)
        c -= RATE * error.sum()
    return float(((np.maximum(np.outer(X, w) + b, 0) @ v + c - labels) ** 2).mean())


def main() -> None:
    """Print the table."""
    labels = np.abs(X)
    print(f"Gradient descent on |x|, {len(X)} samples, one hidden layer of ReLU units, one core.")
    print(f"Loop: {TIMED} starts are timed, one where there is one, and scaled up to the batch.\n")
    heads = ("loop, s", "train, s", "ratio")
    print(f"{'starts x units, steps':<28}" + "".join(f"{head:>11}" for head in heads))
    for starts, units, steps in (
        (400, 4, 8_000),
        (400, 1, 8_000),
        (100, 32, 2_000),
        (10, 4, 8_000),
        (1, 3, 50_000),
    ):
        batch = he_network((1, units, 1), np.random.default_rng(0), batch=(starts,))
        timed = min(TIMED, starts)
        begin = time.perf_counter()
        losses = train(batch, X, labels, rate=RATE, steps=steps).losses[-1]
        middle = time.perf_counter()
        alone = [train_one(batch[start], labels, steps) for start in range(timed)]
        loop = (time.perf_counter() - middle) * starts / timed
        found = middle - begin
        assert np.allclose(alone, losses[:timed]), "loop and batch end differently"
        name = f"{starts} x {units}, {steps:,}"
        print(f"{name:<28}{loop:>11.2f}{found:>11.2f}{loop / found:>11.1f}")


if __name__ == "__main__":
    main()
