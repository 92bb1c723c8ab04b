"""What a page costs its reader: the bytes that it transfers, and how far things move meanwhile.

Weights are those of the files as a host sends them, gzipped. Each page is opened by a browser that
knows nothing yet, and scrolled to its end, so that modules which wait for the reader count.
"""

import gzip
import re

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PLAYGROUND = 131_000  # bytes that TensorFlow Playground transfers, the lightest of its kind
LIVE_PAGE = 110_000  # bytes of a page with a live figure, all in all
LIVE_FIGURES = 25_000  # bytes of its modules
SHIFT = 0.02  # cumulative layout shift; from 0.1 on, readers lose their place
VIEWPORTS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}

MODULES = re.compile(r"/explorables/(?!start\.)")
FIGURES = '[...document.querySelectorAll("*")].filter((e) => e.localName.startsWith("relu-"))'
# Scrolls as a reader does who waits for what comes into sight, up to some ten seconds each time.
SCROLL = f"""async () => {{
  const frame = () => new Promise(requestAnimationFrame);
  const isAwaited = (figure) => {{
    const {{ top, bottom }} = figure.getBoundingClientRect();
    const isSettled = "ready" in figure.dataset || "failed" in figure.dataset;
    return top < innerHeight && bottom > 0 && !isSettled;
  }};
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 3) {{
    scrollTo({{ top: y, behavior: "instant" }});
    await frame();
    for (let n = 0; n < 600 && {FIGURES}.some(isAwaited); n++) await frame();
    await frame();
  }}
}}"""
SHIFTS = """() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  const name = ({ node }) => (node?.outerHTML ?? node?.textContent)?.slice(0, 90);
  const unasked = observer.takeRecords().filter((entry) => !entry.hadRecentInput);
  return unasked.map((entry) => [entry.value, entry.sources.map(name)]);
}"""


MEET = f"""async () => {{
  const [figure] = {FIGURES};
  const top = scrollY + figure.getBoundingClientRect().top;
  scrollTo({{ top: top - innerHeight / 5, behavior: "instant" }});
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}}"""


def read_on(page, name):
    """Scroll a page to its end, and wait until each of its live figures is there."""
    page.evaluate(SCROLL)
    settled = f"() => {FIGURES}.every((e) => 'ready' in e.dataset || 'failed' in e.dataset)"
    try:
        page.wait_for_function(settled)
    except PlaywrightTimeout:
        pytest.fail(f"{name}: a live figure gets neither data-ready nor data-failed")
    failed = page.evaluate(
        f"() => {FIGURES}.filter((e) => 'failed' in e.dataset).map((e) => e.dataset.name)"
    )
    assert failed == [], f"{name}: live figures that failed: {failed}"
    page.wait_for_load_state("networkidle")


def hold_modules(page):
    """Hold the modules of a page's live figures back, and return how to let them come."""
    held, is_open = [], []
    page.route(MODULES, lambda route: route.continue_() if is_open else held.append(route))

    def release():
        is_open.append(True)
        for route in held:
            route.continue_()

    return release


def files_of(page, address, site):
    """The files that a page has asked for, with their weights."""
    weights = {}
    for url in page.requests:
        name = url.removeprefix(address).partition("?")[0].partition("#")[0]
        path = site / name
        path = path / "index.html" if path.is_dir() else path
        weights[path.relative_to(site).as_posix()] = len(gzip.compress(path.read_bytes()))
    return weights


def table(weights):
    """Weights as lines, the heaviest first."""
    lines = [f"{size:>8,}  {name}" for name, size in weights.items()]
    return "\n".join([*sorted(lines, reverse=True), f"{sum(weights.values()):>8,}  in all"])


def test_every_page_is_lighter_than_the_lightest_peer(open_page, address, site, pages):
    complaints, live_pages = [], 0
    for name in pages:
        page = open_page(address + name)
        read_on(page, name)
        weights = files_of(page, address, site)
        is_live = page.evaluate(f"() => {FIGURES}.length > 0")
        live_pages += is_live
        page.context.close()
        modules = {file: size for file, size in weights.items() if file.startswith("explorables/")}
        for what, files, limit in (
            ("the page", weights, LIVE_PAGE if is_live else PLAYGROUND - 1),
            ("its live figures", modules, LIVE_FIGURES),
        ):
            whole = sum(files.values())
            if whole > limit:
                head = f"{name or 'home'}: {what} {whole:,} bytes, allowed {limit:,}"
                complaints.append(f"{head}\n{table(files)}")
        unasked = [file for file in weights if "/workers/" in file or "search_index" in file]
        if unasked:
            complaints.append(f"{name or 'home'}: fetched before anyone searches: {unasked}")
    assert not complaints, "\n\n".join(complaints)
    assert live_pages > 0, "no page has a live figure: are they still named relu-...?"


@pytest.mark.parametrize("screen", VIEWPORTS)
def test_nothing_moves_while_a_page_with_a_live_figure_loads(
    open_page, address, site, pages, screen
):
    """The first figure's modules come late, when the reader looks at it; the others' in time."""
    live = [
        name
        for name in pages
        if name != "404.html" and "<relu-" in (site / name / "index.html").read_text("utf-8")
    ]
    assert live, "no page has a live figure: are they still named relu-...?"
    for name in live:
        page = open_page("about:blank", viewport=VIEWPORTS[screen])
        release = hold_modules(page)
        page.goto(address + name)
        page.evaluate(MEET)
        release()
        page.wait_for_function(f"() => 'ready' in {FIGURES}[0].dataset")
        read_on(page, name)
        shifts = page.evaluate(SHIFTS)
        page.context.close()
        whole = sum(value for value, _ in shifts)
        worst = "\n".join(f"{value:.4f}  {nodes}" for value, nodes in sorted(shifts)[:-6:-1])
        assert whole < SHIFT, f"{name}: layout shift {whole:.4f}, allowed {SHIFT}\n{worst}"
