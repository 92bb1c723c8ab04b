"""The site's own search: a question is found by the words of its asker.

Each line of `phrasings.txt` is what a learner might type, and the answer that has to be among the
first three results, as the search shows them.
"""

import re

import pytest

from tests.conftest import ROOT

FIRST = 3
LINES = (ROOT / "tests" / "phrasings.txt").read_text(encoding="utf-8").splitlines()
PHRASINGS = [line.split(" -> ") for line in LINES if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def search(browser, address):
    """Ask the site's search, and return the addresses of its first results."""
    page = browser.new_page()
    page.goto(address)
    field = page.get_by_role("textbox", name="Search")
    field.click()
    meta = page.locator(".md-search-result__meta")

    def ask(words):
        field.fill("")
        field.dispatch_event("keyup")  # the theme listens to keys
        meta.filter(has_text=re.compile("Type to start")).wait_for(state="attached")
        field.fill(words)
        field.dispatch_event("keyup")
        meta.filter(has_text=re.compile("matching|No ")).wait_for(state="attached")
        results = page.locator(".md-search-result__item").all()[:FIRST]
        links = [
            result.locator("a").evaluate_all("all => all.map((a) => a.href)") for result in results
        ]
        return [
            [
                link.removeprefix(address).partition("?")[0] + "#" + link.partition("#")[2]
                for link in found
            ]
            for found in links
        ]

    yield ask
    page.close()


def test_there_are_enough_phrasings_and_each_question_has_one():
    assert len(PHRASINGS) >= 60
    assert len({words for words, _ in PHRASINGS}) == len(PHRASINGS)


@pytest.mark.parametrize(("words", "answer"), PHRASINGS, ids=[words for words, _ in PHRASINGS])
def test_a_question_is_found_by_the_words_of_its_asker(search, words, answer):
    found = search(words)
    answers = answer.split(" or ")
    assert any(wanted in links for links in found for wanted in answers), f"{words!r} finds {found}"
