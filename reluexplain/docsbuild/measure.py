"""Measure what an activation costs: its time as a multiple of the time to copy the same array.

Every activation is written as NumPy code that a reader could write, into an array that is ready, so
that no memory is allocated. Copying is the floor: an activation reads and writes as much. All are
timed in turn, round after round, and each is compared with the copy of its own round. What is kept
is the median over the rounds and the middle half of them, because other work on the machine
disturbs single rounds. `make measure` writes the result, with machine, versions and date, to
`reluexplain/data/activation_cost.json`, from which the pages take it.

It does not measure other libraries, graphics processors or derivatives. GELU is measured in its
form with tanh: NumPy has no error function for the exact one.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reluexplain.docsbuild import memory

Array = NDArray[np.floating[Any]]
Filler = Callable[[Array, Array], object]

SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)
DTYPES = ("float32", "float64")
FILE = memory.PACKAGE / "data" / "activation_cost.json"
SHORTEST = 1e-4  # seconds; smaller arrays are filled several times for each reading of the clock


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


def compare(
    fillers: dict[str, Filler], dtype: str, elements: int, *, seconds: float, rounds: int = 7
) -> dict[str, Array]:
    """Time each activation against copying, in turn.

    Args:
        fillers: By name, functions that fill their second array from their first.
        dtype: "float32" or "float64".
        elements: Length of the array; its numbers are standard normal.
        seconds: Go on for at least this long.
        rounds: Do at least so many rounds.

    Returns:
        For each name the times of all rounds, as multiples of copying; and under "copy" the times
        of copying itself, in seconds an array.

    Examples:
        >>> times = compare({"ReLU": fill_relu}, "float64", 1000, seconds=0, rounds=3)
        >>> times["ReLU"].shape, bool((times["copy"] > 0).all())
        ((3,), True)
    """
    x: Array = np.random.default_rng(0).standard_normal(elements).astype(dtype)
    out = np.zeros_like(x)
    timed: dict[str, Filler] = {"copy": lambda x, out: np.copyto(out, x), **fillers}
    repeats = {}
    for name, fill in timed.items():
        fill(x, out)  # the first call touches memory that later calls find ready
        repeats[name] = max(1, math.ceil(SHORTEST / _seconds(fill, x, out, 1)))
    readings: list[list[float]] = []
    start = time.perf_counter()
    while len(readings) < rounds or time.perf_counter() - start < seconds:
        readings.append([_seconds(fill, x, out, repeats[name]) for name, fill in timed.items()])
    copy, *others = np.array(readings).T
    return {"copy": copy} | {
        name: times / copy for name, times in zip(fillers, others, strict=True)
    }


def _seconds(fill: Filler, x: Array, out: Array, repeats: int) -> float:
    """Return the time of one filling, the mean over some repeats."""
    start = time.perf_counter()
    for _ in range(repeats):
        fill(x, out)
    return max(time.perf_counter() - start, 1e-9) / repeats


def measure_all(
    sizes: Sequence[int] = SIZES, dtypes: Sequence[str] = DTYPES, seconds: float = 6.0
) -> dict[str, Any]:
    """Measure every activation at every size and precision, and say where and when.

    Args:
        sizes: Numbers of elements.
        dtypes: Precisions.
        seconds: For each size and precision.
    """
    measurements = []
    for dtype in dtypes:
        for elements in sizes:
            print(f"{dtype}, {elements:,} elements ...", flush=True)
            times = compare(FILLERS, dtype, elements, seconds=seconds)
            copy = float(np.median(times.pop("copy")))
            for name, ratios in times.items():
                low, middle, high = np.quantile(ratios, [0.25, 0.5, 0.75])
                measurements.append(
                    {
                        "activation": name,
                        "dtype": dtype,
                        "elements": elements,
                        "low": round(float(low), 3),
                        "median": round(float(middle), 3),
                        "high": round(float(high), 3),
                        "rounds": len(ratios),
                        "copy_nanoseconds": round(copy * 1e9 / elements, 4),
                    }
                )
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "date": datetime.date.today().isoformat(),
        "measurements": measurements,
    }


def processor() -> str:
    """Return the processor's name as the operating system tells it."""
    if platform.system() == "Linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if platform.system() == "Darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine()


def measure() -> int:
    """Measure, write the data file and say where it is."""
    result = measure_all()
    measurements = result.pop("measurements")
    head = json.dumps(result, indent=2)[:-2]
    rows = ",\n    ".join(json.dumps(row) for row in measurements)  # one row a line, for `git diff`
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(f'{head},\n  "measurements": [\n    {rows}\n  ]\n}}\n', encoding="utf-8")
    print(f"wrote {FILE.relative_to(memory.ROOT)}; now read the page and run the tests")
    return 0
