"""Going from page to page without a reload: what the theme's instant navigation must leave whole.

The site is built for the address and the path at which it is served, as its real host serves it:
the theme navigates instantly only to the addresses that the sitemap names.
"""

import base64
import hashlib
import html
import re
import shutil
import subprocess
import sys

import pytest

from reluexplain.docsbuild.hook import inline_scripts
from tests.conftest import run_mkdocs, served

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def host(project, tmp_path_factory):
    """The address of the site on a host that keeps it in a folder, as GitHub Pages does."""
    root = tmp_path_factory.mktemp("host")
    with served(root) as server:
        home = server + "reluexplain/"
        folder = root / "reluexplain"
        result = run_mkdocs(project, "build", "--strict", "-d", str(folder), site_url=home)
        assert result.returncode == 0, result.stderr
        shutil.copy(folder / "404.html", root)  # where the server looks for it
        yield home


@pytest.fixture
def start(open_page, host):
    """Open a page of the site and mark its window: a reload would lose the mark."""

    def open_marked(path="", **settings):
        page = open_page(host + path, **{"viewport": DESK, **settings})
        page.evaluate("() => { window.isMarked = true; }")
        page.problems.clear()  # the page for wrong addresses counts as one
        page.requests.clear()
        return page

    return open_marked


def is_same_window(page):
    return page.evaluate("() => window.isMarked === true")


def fetched(page):
    """What the page has asked for since it was opened; the browser sees to the icon by itself."""
    return [url for url in page.requests if "favicon" not in url]


def wait_for_page(page, address):
    """Wait until the page that belongs to an address stands in the window."""
    page.wait_for_url(address)
    page.wait_for_function(
        "address => document.querySelector('link[rel=canonical]')?.href === address",
        arg=address.partition("#")[0],
    )


def follow(page, host, path):
    """Follow a link of the page's own menu, and wait for the page that it leads to."""
    page.locator(f"nav.md-nav--primary a[href='{host}{path}']").last.click()
    wait_for_page(page, host + path)


def wait_for_offset(page):
    """Wait until the theme has noted how far the page is scrolled, and return it."""
    return page.wait_for_function(
        "() => history.state?.y === scrollY && scrollY > 0 && scrollY"
    ).json_value()


def test_all_pages_have_one_policy_that_allows_each_inline_script(site, pages):
    policies = {}
    for name in pages:
        path = site / name
        text = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        assert len(found) == 1, f"{name} has {len(found)} policies"
        policies.setdefault(html.unescape(found[0]), []).append(name)
        for script in inline_scripts(text):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in found[0], f"{name}: its policy forbids {script[:60]!r}"
    assert len(policies) == 1, f"pages differ in their policy: {list(policies.values())}"


def test_pages_of_all_depths_follow_one_another_without_a_reload(start, host):
    page = start()
    tour = {
        "tutorial/move-one-bias/": "Move one bias",
        "labs/one_number_away/": "One number away",
        "reference/": "Where to look",
        "snippets/": "Snippets",
        "tutorial/stuck/": "Stuck, and starting again",
    }
    for path, title in tour.items():
        follow(page, host, path)
        assert page.title().startswith(title), f"{path} has the title {page.title()!r}"
        assert page.locator(".md-content h1").count() == 1, path
        assert page.locator(".md-header [data-md-component=header-topic]").inner_text() == title
        assert page.locator("nav.md-nav--primary .md-nav__link--active").last.inner_text() == title
    for path in [*list(tour)[-2::-1], ""]:
        page.go_back()
        wait_for_page(page, host + path)
    assert page.title() == "reluexplain"
    assert is_same_window(page), "a page was loaded anew"
    assert page.problems == []


def test_every_page_can_be_reached_from_the_one_before(start, host, pages):
    """One page that the theme cannot take over would end all navigation after it."""
    page = start()
    for name in pages:
        if name == "404.html":
            continue
        page.evaluate(
            """address => {
              const link = Object.assign(document.createElement("a"), { href: address });
              document.body.append(link);
              link.click();
              link.remove();
            }""",
            host + name,
        )
        wait_for_page(page, host + name)
        assert page.problems == [], f"{name}: {page.problems}"
    assert is_same_window(page), "a page was loaded anew"


def test_only_the_page_itself_is_fetched(start, host):
    page = start("tutorial/where-is-the-bend/")
    follow(page, host, "reference/glossary/")
    page.wait_for_load_state("networkidle")
    assert fetched(page) == [host + "reference/glossary/"]


def test_the_search_is_held_until_wanted_and_finds_from_any_depth(start, host):
    page = start("tutorial/stuck/")
    for path in ("snippets/", ""):
        page.evaluate("() => document.getElementById('__drawer').click()")
        follow(page, host, path)
        # A moment after it has set out, the theme closes the menu and the search.
        page.wait_for_function("() => !document.getElementById('__drawer').checked")
    assert not [url for url in page.requests if "search" in url], "nobody has searched yet"
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("dead neuron")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.partition("#")[0] != host)
    wait_for_page(page, page.url)
    assert is_same_window(page)
    assert not page.locator(".md-search__output").is_visible(), "the search closes"
    page.wait_for_function("() => !document.activeElement.closest('.md-search')")
    assert page.problems == []


def test_code_can_be_copied_on_a_page_that_came_instantly(start, host):
    page = start(permissions=["clipboard-read", "clipboard-write"])
    follow(page, host, "tutorial/where-is-the-bend/")
    block = page.locator("div.language-pycon").first
    block.get_by_role("button", name="Copy to clipboard").click()
    text = page.evaluate("() => navigator.clipboard.readText()")
    assert text.strip()
    assert ">>>" not in text
    page.get_by_text("Copied to clipboard").wait_for()


def test_a_term_shows_its_definition_and_takes_it_along_when_it_leaves(start, host):
    page = start()
    follow(page, host, "tutorial/three-neurons/")
    term = page.locator("a.relu-term").first
    definition = page.locator("[role=tooltip]")
    term.hover()
    definition.wait_for()
    assert definition.inner_text().strip()
    term.click()
    page.wait_for_url(host + "reference/glossary/#*")
    definition.wait_for(state="detached")


def test_a_link_to_a_section_of_another_page_ends_at_the_section(start, host):
    page = start("tutorial/three-neurons/")
    page.locator("a.relu-term").first.click()
    page.wait_for_url(host + "reference/glossary/#*")
    page.locator(":target").wait_for()
    top = page.locator(":target").bounding_box()["y"]
    header = page.locator(".md-header").bounding_box()["height"]
    assert header <= top < DESK["height"] / 2, f"the term stands at {top} px of the window"
    assert is_same_window(page)


def test_steps_within_a_page_leave_the_page_as_it_is(start, host):
    """The theme would fetch the page again, and what a reader did in it would be gone."""
    page = start("tutorial/stuck/")
    page.evaluate("() => { document.querySelector('article').isTouched = true; }")
    contents = page.locator(".md-sidebar--secondary a")
    offsets = []
    for index in (1, 3):
        contents.nth(index).click()
        page.wait_for_url("**/" + contents.nth(index).get_attribute("href").rpartition("/")[2])
        offsets.append(wait_for_offset(page))
    assert offsets[0] < offsets[1]
    page.go_back()
    page.wait_for_function("y => scrollY === y", arg=offsets[0])
    page.go_back()
    page.wait_for_function("() => scrollY === 0")
    assert page.url == host + "tutorial/stuck/"
    assert page.evaluate("() => document.querySelector('article').isTouched === true")
    assert fetched(page) == []
    follow(page, host, "tutorial/dead-neurons/")
    page.evaluate("() => { document.querySelector('article').isTouched = true; }")
    contents.nth(2).click()
    far = wait_for_offset(page)
    contents.nth(2).click()
    contents.nth(1).click()
    page.wait_for_function("y => 0 < scrollY && scrollY < y", arg=far)
    wait_for_offset(page)
    page.go_back()
    page.wait_for_function("y => scrollY === y", arg=far)
    assert page.evaluate("() => document.querySelector('article').isTouched === true")
    assert page.problems == []


def test_back_returns_to_where_the_reader_was(start, host):
    page = start("tutorial/stuck/")
    link = page.locator("a.md-footer__link--next")
    link.scroll_into_view_if_needed()
    offset = wait_for_offset(page)
    link.click()
    wait_for_page(page, host + "tutorial/dead-neurons/")
    page.wait_for_function("() => scrollY === 0")
    page.go_back()
    wait_for_page(page, host + "tutorial/stuck/")
    page.wait_for_function("y => scrollY === y", arg=offset)
    assert is_same_window(page)


def test_a_new_page_starts_at_its_top_with_the_focus_on_its_heading(start, host):
    page = start("tutorial/stuck/")
    page.locator("a.md-footer__link--next").focus()  # and scroll there
    page.keyboard.press("Enter")
    wait_for_page(page, host + "tutorial/dead-neurons/")
    page.wait_for_function("() => document.activeElement.matches('.md-content h1')")
    assert page.evaluate("() => scrollY") == 0
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('.md-content') !== null"), (
        "Tab goes on from the heading"
    )


def test_the_table_of_contents_and_the_way_to_the_top_work_on_a_page_that_came(start, host):
    page = start()
    follow(page, host, "tutorial/stuck/")
    contents = page.locator(".md-sidebar--secondary a")
    contents.nth(2).click()
    active = page.locator(".md-sidebar--secondary .md-nav__link--active")
    active.wait_for()
    assert active.inner_text() == contents.nth(2).inner_text()
    page.mouse.wheel(0, 400)
    wait_for_offset(page)
    page.mouse.wheel(0, -200)
    page.get_by_role("button", name="Back to top").click()
    page.wait_for_function("() => scrollY === 0")


def test_the_next_page_comes_by_its_key(start, host):
    page = start("tutorial/stuck/")
    page.keyboard.press("n")
    wait_for_page(page, host + "tutorial/dead-neurons/")
    assert is_same_window(page)


def test_a_link_opened_with_the_shift_key_leaves_the_page_where_it_is(start, host):
    page = start()
    with page.context.expect_page() as opened:
        page.locator("article a[href*='/tutorial/']").first.click(modifiers=["Shift"])
    assert opened.value.url.startswith(host + "tutorial/")
    assert page.url == host


def test_the_scheme_that_a_reader_chose_stays(start, host):
    """The rules for readers without JavaScript stay out of the way of those who have it."""
    page = start(color_scheme="dark")
    page.locator(".md-header label[title='Use the light scheme']").click()
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    follow(page, host, "tutorial/stuck/")
    follow(page, host, "snippets/")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not [url for url in page.requests if "no-script" in url]


def test_tooltips_of_the_header_do_not_pile_up(start, host):
    page = start()
    count = "() => document.querySelectorAll('.md-tooltip, .md-tooltip2').length"
    switch = page.locator(".md-header__option label:visible")
    switch.hover()
    page.locator(".md-tooltip--active, .md-tooltip2--active").wait_for()
    before = page.evaluate(count)
    for path in ("tutorial/stuck/", "snippets/", "reference/"):
        follow(page, host, path)
    switch.hover()
    page.locator(".md-tooltip--active, .md-tooltip2--active").first.wait_for()
    assert page.evaluate(count) <= before


def test_the_menu_works_by_keyboard_on_a_page_that_came(start, host):
    page = start(viewport=PHONE, reduced_motion="reduce")
    glossary = page.locator("nav.md-nav--primary a", has_text="Glossary")
    for path, name in (("reference/glossary/", "Glossary"), ("snippets/", "Snippets")):
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Enter")
        link = page.locator("nav.md-nav--primary").get_by_role("link", name=name, exact=True)
        link.focus()
        page.keyboard.press("Enter")
        wait_for_page(page, host + path)
        page.wait_for_function("() => !document.getElementById('__drawer').checked")
        glossary.wait_for(state="hidden")
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("textbox", name="Search").evaluate("e => e === document.activeElement")
    assert is_same_window(page)
    assert page.problems == []


def test_a_wrong_address_leads_back_into_the_site(start, host):
    page = start("tutorial/no-such-page/")
    assert "There is no page at this address" in page.locator("article").inner_text()
    page.locator("article").get_by_role("link", name="The glossary").click()
    wait_for_page(page, host + "reference/glossary/")
    assert is_same_window(page)
    assert page.problems == []
    page.go_back()
    page.get_by_text("There is no page at this address").wait_for()


def test_at_an_address_that_the_site_was_not_built_for_links_load_pages(open_page, address):
    page = open_page(address)
    assert page.evaluate("() => { window.isMarked = true; return isMarked; }")
    page.locator("nav.md-nav--primary a", has_text="Move one bias").click()
    page.wait_for_url(address + "tutorial/move-one-bias/", wait_until="networkidle")
    assert not is_same_window(page)
    assert page.title().startswith("Move one bias")
    page.locator(".md-sidebar--secondary a").nth(1).click()
    page.wait_for_function("() => scrollY > 0")
    page.go_back()
    page.go_back()
    page.wait_for_url(address)
    assert page.problems == []


def test_the_archive_leads_from_page_to_page(open_page, site):
    server = subprocess.Popen(
        [sys.executable, "-I", str(site / "reluexplain.zip"), "--no-browser"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
        page = open_page(address)
        page.locator("nav.md-nav--primary a", has_text="Glossary").click()
        page.wait_for_url(address + "reference/glossary/", wait_until="networkidle")
        assert page.title().startswith("Glossary")
        assert page.problems == []
        page.close()  # it holds a connection to the server
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
