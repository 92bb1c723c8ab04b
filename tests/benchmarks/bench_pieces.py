"""Time the exact pieces of networks.

Run with `python tests/benchmarks/bench_pieces.py`. The baseline for one hidden layer is
`numpy.sort` of the kinks, for deeper networks a forward pass at the kinks. It is timed in the
same run; every time is the best of several.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

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


def print_row(name: str, baseline: float, found: float) -> None:
    """Print one row of the table."""
    print(f"{name:<46}{baseline:>13.3f}{found:>12.3f}{found / baseline:>8.1f}")


def main() -> None:
    """Print the table."""
    generator = np.random.default_rng(0)
    print(f"{'one hidden layer':<46}{'sort, ms':>13}{'pieces, ms':>12}{'ratio':>8}")
    for units in (1_000, 10_000, 100_000, 1_000_000):
        network = he_network((1, units, 1), generator, bias_range=1.0)
        kinks = unit_kinks(network)
        sort = best_time(partial(np.sort, kinks))
        print_row(f"{units:,} units", sort, best_time(partial(pieces, network)))
    batch = he_network((1, 4, 1), generator, batch=(100_000,), bias_range=1.0)
    sort = best_time(partial(np.sort, unit_kinks(batch)))
    print_row("count_pieces, 100,000 x 4 units", sort, best_time(partial(count_pieces, batch)))

    print(f"\n{'deeper':<46}{'forward, ms':>13}{'pieces, ms':>12}{'ratio':>8}")
    deep = {f"tent map composed {times} times": tent(times) for times in (8, 12, 16)}
    for widths in ((1, 32, 32, 32, 1), (1, 128, 128, 128, 1)):
        deep[f"random, widths {widths}"] = he_network(widths, generator, bias_range=1.0)
    for name, network in deep.items():
        found = pieces(network, 0, 1)
        forward = best_time(partial(network, found.kinks))
        print_row(
            f"{name}, {found.count:,} pieces", forward, best_time(partial(pieces, network, 0, 1))
        )


if __name__ == "__main__":
    main()
