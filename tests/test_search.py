"""The site's own search: a question is found by the words of its asker.

Each line of `phrasings.txt` is what a learner might type, and the answer that has to be among the
first three results, as the search shows them. And every question of the site is found by at least
half of the other wordings that stand under it.
"""

import re

import pytest

from tests.conftest import ROOT
from tests.test_questions import PAGES, questions

FIRST = 3
LINES = (ROOT / "tests" / "phrasings.txt").read_text(encoding="utf-8").splitlines()
PHRASINGS = [line.split(" -> ") for line in LINES if line and not line.startswith("#")]
# A symptom and the question about it: either is a right answer.
SAME = {
    "fit-is-a-straight-line": "questions/training/#straight-line-fit",
    "output-is-constant": "questions/training/#constant-output",
    "loss-never-moves": "questions/training/#frozen-loss",
    "loss-is-nan": "questions/training/#nan",
}
QUESTIONS = [(page.stem, anchor, text) for page in PAGES for _, anchor, text in questions(page)]


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
        links = "all => all.map((a) => `${a.pathname}#${a.hash.slice(1)}`.slice(1))"
        return [result.locator("a").evaluate_all(links) for result in results]

    yield ask
    page.close()


def test_there_are_enough_phrasings_and_none_twice():
    assert len(PHRASINGS) >= 60
    assert len({words for words, _ in PHRASINGS}) == len(PHRASINGS)


@pytest.mark.parametrize(("words", "answer"), PHRASINGS, ids=[words for words, _ in PHRASINGS])
def test_a_question_is_found_by_the_words_of_its_asker(search, words, answer):
    found = search(words)
    answers = answer.split(" or ")
    assert any(wanted in links for links in found for wanted in answers), f"{words!r} finds {found}"


@pytest.mark.parametrize(
    ("page", "anchor", "text"), QUESTIONS, ids=[f"{page}#{anchor}" for page, anchor, _ in QUESTIONS]
)
def test_a_question_is_found_by_its_other_wordings(search, page, anchor, text):
    line = text.strip().splitlines()[0].removeprefix("*Also asked as:*").strip().rstrip(".")
    wordings = line.split("; ")
    answers = {f"questions/{page}/#{anchor}", SAME.get(anchor)}
    lost = [words for words in wordings if not answers & {a for r in search(words) for a in r}]
    assert 2 * len(lost) <= len(wordings), f"the search does not find it by {lost}"
