"""Measure what an activation costs: its time as a multiple of the time to copy the same array.

Every activation is written as NumPy code that a reader could write, into an array that is ready, so
that no memory is allocated. Copying is the floor: an activation reads and writes as much. All are
timed in turn, round after round, and each is compared with the copy of its own round. What is kept
is the median over the rounds and the middle half of them, because other work on the machine
disturbs single rounds. The same is done for a layer: which share of its time an activation takes
beside the matrix product, on one thread. `make measure` writes the result, with machine, versions
and date, to `reluexplain/data/activation_cost.json`, from which the pages take it.

It does not measure other libraries, graphics processors or derivatives. GELU is measured in its
form with tanh, for NumPy has no error function; the exact one is measured beside it where SciPy
happens to be installed.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reluexplain.docsbuild import memory
from reluexplain.docsbuild.fillers import FILLERS, Array, Filler, exact_gelu

SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)
DTYPES = ("float32", "float64")
FILE = memory.PACKAGE / "data" / "activation_cost.json"
WIDTHS = (4, 16, 64, 256, 1024)
BATCH = 256  # examples that a layer sees at once
LAYER_ACTIVATIONS = ("ReLU", "sigmoid")
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
SHORTEST = 1e-4  # seconds; smaller arrays are filled several times for each reading of the clock


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
        >>> times = compare({"ReLU": FILLERS["ReLU"]}, "float64", 1000, seconds=0, rounds=3)
        >>> times["ReLU"].shape, bool((times["copy"] > 0).all())
        ((3,), True)
    """
    x: Array = np.random.default_rng(0).standard_normal(elements).astype(dtype)
    out = np.zeros_like(x)
    timed: dict[str, Filler] = {"copy": lambda x, out: np.copyto(out, x), **fillers}
    readings = _in_turn(
        [functools.partial(fill, x, out) for fill in timed.values()], seconds, rounds
    )
    copy, *others = readings.T
    return {"copy": copy} | {
        name: times / copy for name, times in zip(fillers, others, strict=True)
    }


def compare_layer(
    fillers: dict[str, Filler], dtype: str, width: int, *, seconds: float, rounds: int = 7
) -> dict[str, Array]:
    """Time the matrix product of a layer and the activations that can follow it, in turn.

    Args:
        fillers: As for `compare`.
        dtype: "float32" or "float64".
        width: Number of the layer's inputs and of its units; it sees `BATCH` examples at once.
        seconds: Go on for at least this long.
        rounds: Do at least so many rounds.

    Returns:
        For each name its share of the layer's time, product and activation, in all rounds; and
        under "product" the times of the product, in seconds.

    Examples:
        >>> times = compare_layer({"ReLU": FILLERS["ReLU"]}, "float64", 4, seconds=0, rounds=3)
        >>> bool(((times["ReLU"] > 0) & (times["ReLU"] < 1)).all())
        True
    """
    generator = np.random.default_rng(0)
    x: Array = generator.standard_normal((BATCH, width)).astype(dtype)
    weights: Array = (generator.standard_normal((width, width)) / math.sqrt(width)).astype(dtype)
    z, out = x @ weights, np.zeros_like(x)
    calls = [functools.partial(fill, z, out) for fill in fillers.values()]
    readings = _in_turn([lambda: np.matmul(x, weights, out=z), *calls], seconds, rounds)
    product, *others = readings.T
    return {"product": product} | {
        name: times / (times + product) for name, times in zip(fillers, others, strict=True)
    }


def _in_turn(calls: Sequence[Callable[[], object]], seconds: float, rounds: int) -> Array:
    """Return the time of each call in each round, shape (rounds, calls)."""
    repeats = []
    for call in calls:
        call()  # the first call touches memory that later calls find ready
        repeats.append(max(1, math.ceil(SHORTEST / _seconds(call, 1))))
    readings: list[list[float]] = []
    start = time.perf_counter()
    while len(readings) < rounds or time.perf_counter() - start < seconds:
        readings.append([_seconds(*timed) for timed in zip(calls, repeats, strict=True)])
    return np.array(readings)


def _seconds(call: Callable[[], object], repeats: int) -> float:
    """Return the time of one call, the mean over some repeats."""
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return max(time.perf_counter() - start, 1e-9) / repeats


def _row(name: str, dtype: str, key: str, size: int, values: Array) -> dict[str, Any]:
    """Return a measurement as the data file has it: the median and the middle half."""
    low, middle, high = (round(float(v), 4) for v in np.quantile(values, [0.25, 0.5, 0.75]))
    return {
        "activation": name, "dtype": dtype, key: size,
        "low": low, "median": middle, "high": high, "rounds": len(values),
    }  # fmt: skip


def measure_all(
    sizes: Sequence[int] = SIZES,
    dtypes: Sequence[str] = DTYPES,
    widths: Sequence[int] = WIDTHS,
    seconds: float = 10.0,
) -> dict[str, Any]:
    """Measure every activation at every size and precision, and say where and when.

    Args:
        sizes: Numbers of elements.
        dtypes: Precisions.
        widths: Widths of layers.
        seconds: For each size and precision, and half of it for each width and precision.
    """
    exact = exact_gelu()
    found: dict[str, list[dict[str, Any]]] = {"measurements": [], "scipy_measurements": []}
    for dtype in dtypes:
        for elements in sizes:
            print(f"{dtype}, {elements:,} elements ...", flush=True)
            times = compare(FILLERS | exact, dtype, elements, seconds=seconds)
            copy = round(float(np.median(times.pop("copy"))) * 1e9 / elements, 4)
            for name, ratios in times.items():
                row = _row(name, dtype, "elements", elements, ratios)
                place = "scipy_measurements" if name in exact else "measurements"
                found[place].append(row | {"copy_nanoseconds": copy})
    layers = []
    for dtype in dtypes:
        for width in widths:
            print(f"{dtype}, a layer of width {width} ...", flush=True)
            fillers = {name: FILLERS[name] for name in LAYER_ACTIVATIONS}
            times = compare_layer(fillers, dtype, width, seconds=seconds / 2)
            product = round(float(np.median(times.pop("product"))) * 1e6, 3)
            for name, shares in times.items():
                row = _row(name, dtype, "width", width, shares)
                layers.append(row | {"product_microseconds": product})
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": importlib.import_module("scipy").__version__ if exact else None,
        "date": datetime.date.today().isoformat(),
        "batch": BATCH,
        **found,
        "layers": layers,
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
    """Measure on one thread, write the data file and say where it is."""
    if not os.environ.items() >= ONE_THREAD.items():
        # A matrix product takes its number of threads when NumPy is imported: start again.
        command = [sys.executable, "-m", "reluexplain.docsbuild", "measure"]
        return subprocess.run(command, env=os.environ | ONE_THREAD, check=False).returncode
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text_of(measure_all()), encoding="utf-8")
    print(f"wrote {FILE.relative_to(memory.ROOT)}; now read the page and run the tests")
    return 0


def text_of(result: dict[str, Any]) -> str:
    """Return what was measured as JSON, one measurement a line, for `git diff`.

    Examples:
        >>> print(text_of({"cores": 2, "layers": [{"width": 4}]}))
        {
          "cores": 2,
          "layers": [
            {"width": 4}
          ]
        }
        <BLANKLINE>
    """
    parts = []
    for key, value in result.items():
        text = json.dumps(value)
        if isinstance(value, list) and value:
            rows = ",\n    ".join(json.dumps(row) for row in value)
            text = f"[\n    {rows}\n  ]"
        parts.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
