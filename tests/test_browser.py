"""Every page in a real browser: both schemes, a phone's width, the keyboard, no JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SCHEMES = ("light", "dark")
PHONE = {"width": 360, "height": 740}


def test_no_page_complains_calls_out_or_scrolls_sideways(open_page, address, pages):
    """The console stays empty: no error, no violation of the page's security policy."""
    page = open_page(address, viewport=PHONE)
    for name in pages:
        page.problems.clear()
        page.requests.clear()
        page.goto(address + name, wait_until="networkidle")
        assert page.problems == [], f"{name}: {page.problems}"
        foreign = [url for url in page.requests if not url.startswith((address, "data:"))]
        assert foreign == [], f"{name} calls {foreign}"
        wide = page.evaluate(
            """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""
        )
        assert wide[0] <= wide[1], f"{name}: {wide[0]} px wide on a screen of {wide[1]} px"


def test_the_search_finds_the_words_of_the_question(open_page, address):
    page = open_page(address)
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("dead neuron")
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    assert any("dead" in link.inner_text().lower() for link in [first])
    assert any(url.endswith("search_index.json") for url in page.requests)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(open_page, address, pages, scheme, viewport):
    page = open_page(address, color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    found = {}
    for name in pages:
        page.goto(address + name, wait_until="networkidle")
        result = Axe().run(page)
        if result.violations_count:
            found[name] = [
                (v["id"], [node["html"][:160] for node in v["nodes"]][:3])
                for v in result.response["violations"]
            ]
    assert not found, found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_scheme_follows_the_system(open_page, address, scheme):
    page = open_page(address, color_scheme=scheme)
    red = page.evaluate(
        "() => Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    )
    assert (red > 200) == (scheme == "light")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_figures_take_the_colours_of_the_scheme(open_page, address, scheme):
    page = open_page(address + "tutorial/move-one-bias/", color_scheme=scheme)
    colours = page.evaluate(
        """() => {
          const probe = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
          const marks = [...document.querySelectorAll(".relu-svg [stroke]")];
          const strokes = new Set(marks.map((mark) => getComputedStyle(mark).stroke));
          return [probe("--relu-output"), strokes.size];
        }"""
    )
    assert colours[0] == {"light": "#1c1c22", "dark": "#eceef4"}[scheme]
    assert colours[1] > 1


def test_figures_are_readable_on_a_phone(open_page, address, pages):
    page = open_page(address, viewport=PHONE)
    for name in pages:
        page.goto(address + name)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll(".relu-svg text, .relu-plots text")]
              .filter((text) => text.getClientRects().length && text.textContent)
              .map((text) => {
              if (text.closest(".relu-plots")) return parseFloat(getComputedStyle(text).fontSize);
              const scale = text.ownerSVGElement.getBoundingClientRect().width
                / text.ownerSVGElement.viewBox.baseVal.width;
              return parseFloat(getComputedStyle(text).fontSize) * scale;
            })"""
        )
        assert all(size >= 9 for size in sizes), f"{name}: text of {min(sizes):.1f} px"


def test_without_javascript_every_page_reads_and_follows_the_system(open_page, address, pages):
    page = open_page(address, java_script_enabled=False, color_scheme="dark")
    for name in pages:
        page.goto(address + name)
        article = page.locator("article").inner_text()
        assert len(article) > 150, name
    background = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert background == "rgb(27, 29, 36)", "the dark scheme needs no script"


def copied(page, block):
    """What the copy button of a code block puts on the clipboard."""
    block.get_by_role("button", name="Copy to clipboard").click()
    return page.evaluate("() => navigator.clipboard.readText()")


def test_copying_a_session_gives_its_code_alone(open_page, address):
    page = open_page(
        address + "tutorial/where-is-the-bend/", permissions=["clipboard-read", "clipboard-write"]
    )
    block = page.locator("div.language-pycon").first
    text = copied(page, block)
    assert text.strip()
    assert ">>>" not in text
    namespace = {}
    exec(text, namespace)  # code without outputs runs
    shown = block.inner_text()
    assert shown.count(">>>") == sum(1 for line in text.splitlines() if line and line[0] != " ")


def test_copying_a_snippet_gives_what_runs(open_page, address):
    page = open_page(address + "snippets/", permissions=["clipboard-read", "clipboard-write"])
    text = copied(page, page.locator("div.language-python").first)
    exec(compile(text, "<clipboard>", "exec"), {"__name__": "__main__"})


def test_the_keyboard_reaches_the_folded_answers(open_page, address):
    page = open_page(address + "tutorial/where-is-the-bend/")
    answer = page.locator("details.question").first
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.get_attribute("open") is not None


def test_a_marked_term_shows_its_definition(open_page, address):
    page = open_page(address + "tutorial/three-neurons/")
    term = page.locator("a.relu-term").first
    term.hover()
    assert page.locator(".md-tooltip2, .md-tooltip").first.inner_text().strip()


def test_a_wrong_address_gets_a_page_that_helps(open_page, address):
    page = open_page(address + "tutorial/no-such-page/")
    assert "There is no page at this address" in page.locator("article").inner_text()
    page.get_by_role("link", name="The tutorial").first.click()
    assert page.url == address + "tutorial/"


def test_printing_opens_the_answers_and_drops_the_furniture(open_page, address):
    page = open_page(address + "tutorial/where-is-the-bend/")
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert page.locator("details.question p:not(.admonition-title)").first.is_visible()


def test_the_menu_and_the_search_open_by_keyboard_on_a_phone(open_page, address):
    page = open_page(address, viewport=PHONE, reduced_motion="reduce")
    glossary = page.get_by_role("link", name="Glossary")
    assert not glossary.is_visible(), "a closed menu keeps its links from the keyboard"
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    glossary.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("kink")
    page.locator(".md-search-result__link").first.wait_for()


def test_a_dark_page_prints_dark_ink_on_white(open_page, address):
    page = open_page(address + "tutorial/stuck/", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    inks = page.evaluate(
        """() => {
          const style = (selector) => getComputedStyle(document.querySelector(selector));
          return [style("pre > code").backgroundColor, style("article p").color,
            style(".relu-svg text").fill].map((colour) => Number(colour.match(/\\d+/)[0]));
        }"""
    )
    assert inks[0] > 200, "the ground of code"
    assert max(inks[1:]) < 130, "the ink of text and of figures"
