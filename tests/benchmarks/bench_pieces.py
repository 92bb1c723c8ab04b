"""Time the exact pieces of networks against sorting their kinks.

Run with `python tests/benchmarks/bench_pieces.py`. The sort is `numpy.sort` of the very kinks that
the network has, timed in the same run; every time is the best of several.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from reluexplain.network import Network, he_network
from reluexplain.pieces import count_pieces, pieces, unit_kinks


def best_time(call: Callable[[], object], repeats: int = 7) -> float:
    """Return the shortest time of a call in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def tent(times: int) -> Network:
    """Return the tent map of Telgarsky (2015, arXiv:1509.08101), composed so many times."""
    inner = [[[2, -4], [2, -4]]] * (times - 1)
    return Network(([[1], [1]], *inner, [[2, -4]]), (*[[0, -0.5]] * times, [0]))


def print_row(name: str, sort: float, found: float) -> None:
    """Print one row of the table."""
    print(f"{name:<44}{sort:>10.3f}{found:>10.3f}{found / sort:>8.1f}")


def main() -> None:
    """Print the table."""
    generator = np.random.default_rng(0)
    print(f"{'network':<44}{'sort, ms':>10}{'here, ms':>10}{'ratio':>8}")
    for units in (1_000, 10_000, 100_000, 1_000_000):
        network = he_network((1, units, 1), generator, bias_range=1.0)
        kinks = unit_kinks(network)
        sort = best_time(lambda kinks=kinks: np.sort(kinks))
        found = best_time(lambda network=network: pieces(network))
        print_row(f"one hidden layer, {units:,} units", sort, found)
    batch = he_network((1, 4, 1), generator, batch=(100_000,), bias_range=1.0)
    kinks = unit_kinks(batch)
    print_row(
        "count: 100,000 networks of 4 units",
        best_time(lambda: np.sort(kinks, axis=-1)),
        best_time(lambda: count_pieces(batch)),
    )
    for times in (8, 12, 16):
        network = tent(times)
        kinks = generator.permutation(pieces(network, 0, 1).kinks)
        sort = best_time(lambda kinks=kinks: np.sort(kinks))
        found = best_time(lambda network=network: pieces(network, 0, 1))
        print_row(f"tent map composed {times} times, {2**times:,} pieces", sort, found)
    for widths in ((1, 32, 32, 32, 1), (1, 128, 128, 128, 1)):
        network = he_network(widths, generator, bias_range=1.0)
        result = pieces(network)
        kinks = generator.permutation(result.kinks)
        sort = best_time(lambda kinks=kinks: np.sort(kinks))
        found = best_time(lambda network=network: pieces(network))
        print_row(f"widths {widths}, {result.count:,} pieces", sort, found)


if __name__ == "__main__":
    main()
