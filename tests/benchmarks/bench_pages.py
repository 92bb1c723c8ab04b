"""Time pages on a phone-like profile, and the live figures' training at full speed.

Run with `python -m tests.benchmarks.bench_pages`. The baseline for pages is an empty page of the
same theme with its default settings, built and measured in the same run; for training, the
package's own `train` on the same run. Times of pages are medians of several visits by a browser
that knows nothing yet, gzipped as a host sends them; times of training are the best of several.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import functools
import gzip
import io
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reluexplain.activations import relu
from reluexplain.seeded import seeded_network
from reluexplain.training import train
from tests.conftest import QuietHandler, copy_project, launched_chromium, run_mkdocs, served

VISITS = 5
EMPTY = "an empty page of the theme"
PAGES = {
    "home": "",
    "tutorial/move-one-bias": "tutorial/move-one-bias/",
    "tutorial/stuck": "tutorial/stuck/",
    "tutorial/other-activations": "tutorial/other-activations/",
}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SLOWER = 4  # the processor
NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 750e3 / 8,
}
LATER = 0.3  # s that the largest paint may come after the empty page's
BLOCKING = 50  # ms

OBSERVE = """
  window.seen = { paint: 0, tasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.paint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
"""
# A busy machine can stall for longer than the browser's own idea of a quiet network.
QUIET = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const ends = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
  const last = Math.max(page.loadEventEnd, ...ends);
  return seen.paint > 0 && page.loadEventEnd > 0 && performance.now() - last > 1000;
}"""
READ = """() => {
  const [first] = performance.getEntriesByName("first-contentful-paint");
  const after = ([start, duration]) => start + duration - Math.max(start, first.startTime);
  const blocking = seen.tasks.map((task) => Math.max(0, after(task) - 50));
  return [seen.paint, blocking.reduce((sum, part) => sum + part, 0)];
}"""

UNITS, STEPS, RATE, SEED = 16, 5_000, 0.01, 1
X = np.linspace(-4, 4, 41)
FRAME, WANTED = 16.7, 50  # ms, and steps in it
METHODS = ("gradient descent", "momentum", "adam")
TRAIN = """async ([folder, start, inputs, labels, method, rate, steps]) => {
  const { relu } = await import(folder + "activations.js");
  const { Training } = await import(folder + "training.js");
  let best = Infinity;
  let training;
  for (let n = 0; n < 5; n++) {
    training = new Training({ ...start, activation: relu }, inputs, labels, { rate, method });
    const begin = performance.now();
    training.step(steps);
    best = Math.min(best, performance.now() - begin);
  }
  return [best, training.loss];
}"""


class Visit(NamedTuple):
    """What one visit to a page cost."""

    transferred: float  # kB
    paint: float  # s until the largest contentful paint
    blocking: float  # ms


@functools.cache
def gzipped(path: Path) -> bytes:
    """Return a file as a host sends it; once, so that no visit waits for it."""
    return gzip.compress(path.read_bytes(), mtime=0)


class GzipHandler(QuietHandler):
    """Serves files gzipped, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        """Send the headers of a file, and return its gzipped bytes."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return super().send_head()
        body = gzipped(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def build(folder: Path) -> Path:
    """Build a site in a folder, and return where it is."""
    result = run_mkdocs(folder, "build", "--quiet")
    if result.returncode:
        raise SystemExit(f"the build in {folder} failed:\n{result.stdout}{result.stderr}")
    return folder / "site"


def build_empty(folder: Path) -> Path:
    """Build a site of one page with nothing but a heading, and return where it is."""
    config = "site_name: Empty\ntheme:\n  name: material\n  font: false\nplugins: [search]\n"
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# An empty page\n", encoding="utf-8")
    return build(folder)


def visit(browser: Any, address: str) -> Visit:
    """Open a page for the first time, and return what it cost until the network was quiet."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    session = context.new_cdp_session(page)
    transferred: list[float] = []
    session.on("Network.loadingFinished", lambda e: transferred.append(e["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    page.wait_for_function(QUIET)
    paint, blocking = page.evaluate(READ)
    context.close()
    return Visit(sum(transferred) / 1000, paint / 1000, blocking)


def medians(visits: list[Visit]) -> Visit:
    """Return the median of each number."""
    return Visit(*map(statistics.median, zip(*visits, strict=True)))


def print_pages(browser: Any, addresses: dict[str, str]) -> None:
    """Print what each page costs, and whether that is within the limits."""
    for address in addresses.values():
        visit(browser, address)  # gzips the files
    visits: dict[str, list[Visit]] = {name: [] for name in addresses}
    for _ in range(VISITS):
        for name, address in addresses.items():
            visits[name].append(visit(browser, address))
    found = {name: medians(visits[name]) for name in addresses}
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if busy > 1.5:
        print(
            f"This machine has {busy:.1f} times as much to do as it has processors: times are long."
        )
    print(f"A phone: processor {SLOWER} times slower, 1.6 Mbit/s, 150 ms; median of {VISITS}.\n")
    print(f"{'page':<30}{'kB, gzipped':>13}{'largest paint, s':>18}{'blocking, ms':>14}")
    for name, (transferred, paint, blocking) in found.items():
        print(f"{name:<30}{transferred:>13.1f}{paint:>18.2f}{blocking:>14.0f}")
    late = {name: found[name].paint - found[EMPTY].paint for name in PAGES}
    print_verdict(
        f"The largest paint comes within {LATER} s of the empty page's",
        [f"{name} ({delay:+.2f} s)" for name, delay in late.items() if delay > LATER],
    )
    print_verdict(
        f"Blocking stays below {BLOCKING} ms",
        [name for name in PAGES if found[name].blocking >= BLOCKING],
    )


def print_verdict(limit: str, exceptions: list[str]) -> None:
    """Say whether a limit is kept."""
    print(f"{limit}: {'no: ' + ', '.join(exceptions) if exceptions else 'yes'}.")


def print_training(browser: Any, address: str) -> None:
    """Print how fast the live figures train, next to the package."""
    start = seeded_network(UNITS, SEED, bias_range=4.0, activation=relu)
    numbers = {name: getattr(start, name).tolist() for name in ("w", "b", "v", "c")}
    labels = np.abs(X)
    page = browser.new_page()
    page.goto(address)
    print(f"\nTraining {UNITS} units on {len(X)} samples, {STEPS:,} steps, at full speed.\n")
    heads = ("train, us a step", "page, us a step", "ratio", "steps a frame", "wanted")
    print(f"{'method':<18}" + "".join(f"{head:>17}" for head in heads))
    for method in METHODS:
        settings = [X.tolist(), labels.tolist(), method, RATE, STEPS]
        taken, loss = page.evaluate(TRAIN, [f"{address}explorables/", numbers, *settings])
        begin = time.perf_counter()
        history = train(start, X, labels, rate=RATE, steps=STEPS, method=method)
        baseline = 1000 * (time.perf_counter() - begin)
        assert np.isclose(loss, history.losses[-1], rtol=1e-6), "page and package end differently"
        cells = (
            f"{1000 * baseline / STEPS:.1f}", f"{1000 * taken / STEPS:.1f}",
            f"{baseline / taken:.1f}", f"{FRAME * STEPS / taken:,.0f}", f"{WANTED}",
        )  # fmt: skip
        print(f"{method:<18}" + "".join(f"{cell:>17}" for cell in cells))
    page.close()


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder, launched_chromium() as browser:
        if browser is None:
            raise SystemExit("no Chromium found: install chromium")
        project, empty = Path(folder, "project"), Path(folder, "empty")
        project.mkdir()
        empty.mkdir()
        site, empty_site = build(copy_project(project)), build_empty(empty)
        with served(site, GzipHandler) as home, served(empty_site, GzipHandler) as baseline:
            pages = {name: home + path for name, path in PAGES.items()}
            print_pages(browser, {EMPTY: baseline, **pages})
            print_training(browser, home)


if __name__ == "__main__":
    main()
