"""What holds for every live figure: where it fails, where it leaves, and what axe says of it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import run_mkdocs, served

TAGS = "relu-network, relu-points, relu-training, relu-activations"
READY = ", ".join(f"{tag}[data-ready]" for tag in TAGS.split(", "))
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def live_pages(site, pages):
    """The pages with a live figure."""
    text = {name: site / name / "index.html" for name in pages if not name.endswith(".html")}
    return [name for name, path in text.items() if "<relu-" in path.read_text(encoding="utf-8")]


def wake(page):
    """Scroll to each live figure of a page until it is ready, and return them."""
    figures = page.locator(TAGS).all()
    for number, figure in enumerate(figures):
        figure.scroll_into_view_if_needed()
        page.wait_for_function(
            f"n => 'ready' in document.querySelectorAll({TAGS!r})[n].dataset", arg=number
        )
    return figures


def test_every_page_of_the_tutorial_that_promises_one_has_it(live_pages, site):
    promised = {
        "": "network",
        "tutorial/where-is-the-bend/": "network",
        "tutorial/three-neurons/": "network",
        "tutorial/move-one-bias/": "network points",
        "tutorial/what-training-favours/": "training",
        "tutorial/stuck/": "training",
        "tutorial/dead-neurons/": "training",
        "tutorial/linear-regressor/": "network",
        "tutorial/other-activations/": "activations",
    }
    assert sorted(promised) == sorted(live_pages)
    for name, kinds in promised.items():
        text = (site / name / "index.html").read_text(encoding="utf-8")
        for kind in kinds.split():
            assert f"<relu-{kind} " in text, f"{name} has no live figure of the kind {kind}"


def test_without_javascript_the_drawing_stands_and_says_so(open_page, address, live_pages):
    page = open_page(address, java_script_enabled=False)
    for name in live_pages:
        page.goto(address + name)
        for figure in page.locator(TAGS).all():
            assert figure.locator(".relu-drawing svg").is_visible(), name
            assert "the drawing made when the site was built" in figure.inner_text(), name
            assert figure.locator(".relu-live").count() == 0, name


def test_a_module_that_does_not_load_leaves_the_drawing_and_a_message(
    open_page, address, live_pages
):
    page = open_page(address)
    for module in ("network-lab", "five-points", "training-lab", "activation-lab"):
        page.route(f"**/explorables/{module}.js", lambda route: route.abort())
    for name in live_pages:
        page.goto(address + name)
        for figure in page.locator(TAGS).all():
            figure.scroll_into_view_if_needed()
            figure.get_by_text("The live figure did not load").wait_for()
            assert figure.locator(".relu-drawing svg").is_visible(), name


def test_without_the_first_script_the_message_comes_by_itself(open_page, address):
    page = open_page(address)
    page.route("**/explorables/start.js", lambda route: route.abort())
    page.goto(address)
    note = page.locator(".relu-note").first
    assert note.evaluate("e => getComputedStyle(e).visibility") == "hidden", "not while loading"
    note.evaluate("e => e.getAnimations().forEach((animation) => animation.finish())")
    assert note.evaluate("e => getComputedStyle(e).visibility") == "visible"
    assert page.locator(".relu-drawing svg").first.is_visible()


def test_a_print_shows_the_drawings(open_page, address, live_pages):
    page = open_page(address)
    for name in live_pages:
        page.goto(address + name)
        figures = wake(page)
        page.emulate_media(media="print")
        for figure in figures:
            assert figure.locator(".relu-drawing svg").is_visible(), name
            assert not figure.locator(".relu-live").is_visible(), name
        page.emulate_media(media="screen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_before_and_after_interaction(
    open_page, address, live_pages, scheme, viewport
):
    page = open_page(address, color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    found = {}

    def look(moment):
        result = Axe().run(page)
        for violation in result.response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"]][:3]
            found.setdefault(f"{name} {moment}", []).append((violation["id"], nodes))

    for name in live_pages:
        page.goto(address + name, wait_until="networkidle")
        figures = wake(page)
        look("before")
        for figure in figures:
            for slider in figure.locator("[role=slider]").all()[:2]:
                slider.focus()
                page.keyboard.press("ArrowLeft")
            for field in figure.locator("input[type=number]").all()[:1]:
                field.fill("")  # a message appears
        look("after")
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} px too wide"
    assert not found, found


def test_targets_are_large_enough_for_a_finger(open_page, address, live_pages):
    page = open_page(address, viewport=PHONE)
    small = []
    for name in live_pages:
        page.goto(address + name)
        for figure in wake(page):
            small += figure.evaluate(
                """(figure) => [...figure.querySelectorAll(
                    "button, select, input:is([type=range], [type=number]), label:has(input), " +
                    "[role=slider]")]
                  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
                  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
                  .map(([html, box]) => `${html}: ${box.width} × ${box.height}`)"""
            )
    assert small == []


COUNT = """
(() => {
  const pending = (window.pending = { timers: new Set(), frames: new Set() });
  const { setTimeout, clearTimeout, requestAnimationFrame, cancelAnimationFrame } = window;
  window.setTimeout = (call, ...rest) => {
    const id = setTimeout((...given) => { pending.timers.delete(id); call(...given); }, ...rest);
    pending.timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => { pending.timers.delete(id); clearTimeout(id); };
  window.requestAnimationFrame = (call) => {
    const id = requestAnimationFrame((time) => { pending.frames.delete(id); call(time); });
    pending.frames.add(id);
    return id;
  };
  window.cancelAnimationFrame = (id) => { pending.frames.delete(id); cancelAnimationFrame(id); };

  // A listener on an element goes with it; one on the window stays until it is taken off.
  pending.listeners = 0;
  const { addEventListener } = window;
  window.addEventListener = (kind, call, options) => {
    const isOurs = new Error().stack.includes("/explorables/");
    if (isOurs) {
      pending.listeners += 1;
      options?.signal?.addEventListener("abort", () => { pending.listeners -= 1; });
    }
    addEventListener.call(window, kind, call, options);
  };
  window.figures = []; // every live figure that there was, as long as something holds it
})();
"""


def test_going_back_and_forth_ten_times_leaks_nothing(browser, project, tmp_path):
    """No timer, frame or listener on the window outlives its figure, and no figure its page."""
    with served(tmp_path) as server:
        folder = tmp_path / "reluexplain"
        home = server + "reluexplain/"
        result = run_mkdocs(project, "build", "--strict", "-d", str(folder), site_url=home)
        assert result.returncode == 0, result.stderr
        context = browser.new_context(viewport=DESK)
        page = context.new_page()
        page.add_init_script(COUNT)
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(home, wait_until="networkidle")
        page.evaluate("() => { window.isMarked = true; }")
        session = context.new_cdp_session(page)

        def go(path, heading):
            page.locator(f"nav.md-nav--primary a[href='{home}{path}']").last.click()
            page.locator("h1", has_text=re.compile(heading)).wait_for()
            for figure in wake(page):
                figure.get_by_role("slider").first.press("ArrowRight")
                play = figure.get_by_role("button", name="Play")
                if play.count():
                    play.first.click()
                figure.evaluate("f => figures.push(new WeakRef(f.querySelector('.relu-live')))")

        for _ in range(10):
            go("tutorial/dead-neurons/", "dead")
            go("tutorial/move-one-bias/", "other numbers")
            go("reference/glossary/", "Glossary")
            page.wait_for_function("() => pending.timers.size + pending.frames.size === 0")
            assert page.evaluate("() => pending.listeners") == 0
        assert page.evaluate("() => window.isMarked"), "a page was loaded anew"
        assert problems == []
        session.send("HeapProfiler.collectGarbage")
        there, alive = page.evaluate(
            "() => [figures.length, figures.filter((figure) => figure.deref()).length]"
        )
        assert there >= 10
        assert alive <= there / 10, f"of {there} figures that were shown {alive} are still held"
        context.close()
