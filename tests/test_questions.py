"""The answers: each at an address of its own, found from the index, with its parts in order."""

import re

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "questions"
PAGES = sorted(set(FOLDER.glob("*.md")) - {FOLDER / "index.md"})
TUTORIAL = sorted(
    set((ROOT / "docs" / "tutorial").glob("*.md")) - {ROOT / "docs/tutorial/index.md"}
)
HEADING = re.compile(r"^## (.+?)(?: \{#([\w-]+)\})?$", re.MULTILINE)


def questions(page):
    """Each question of a page: its heading, its anchor and its text."""
    parts = HEADING.split(page.read_text(encoding="utf-8"))[1:]
    return list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_question_has_an_address_and_other_wordings(page):
    for heading, anchor, text in questions(page):
        assert anchor, f"{page.name}: give {heading!r} an address of its own, {{#short-name}}"
        first = text.strip().splitlines()[0]
        assert first.startswith("*Also asked as:* "), (
            f"{page.name}: {heading!r} has no other wordings"
        )
        assert first.count(";") >= 1, f"{page.name}: {heading!r} has a single other wording"
        if page.stem != "troubleshooting":
            assert "**What common answers get wrong.**" in text, f"{page.name}: {heading!r}"
            assert "\nRead on: " in text, f"{page.name}: {heading!r} leads nowhere"
        else:
            assert "**The remedy.**" in text, f"{page.name}: {heading!r}"


def test_the_index_lists_every_question_and_no_other():
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(.+)\]\(([\w-]+)\.md#([\w-]+)\)$", index, re.MULTILINE)
    asked = {
        (heading, page.stem, anchor) for page in PAGES for heading, anchor, _ in questions(page)
    }
    assert set(listed) == asked
    assert len(listed) == len(asked)


def test_addresses_that_were_given_away_stay():
    """Forums link to them: an address may be added here and never taken away."""
    kept = (ROOT / "tests" / "addresses.txt").read_text(encoding="utf-8").split()
    there = {f"{page.stem}#{anchor}" for page in PAGES for _, anchor, _ in questions(page)}
    assert set(kept) <= there, f"links to these would break: {sorted(set(kept) - there)}"
    assert there <= set(kept), f"add to tests/addresses.txt: {sorted(there - set(kept))}"


@pytest.mark.parametrize("page", TUTORIAL, ids=lambda page: page.stem)
def test_a_tutorial_page_ends_with_the_questions_that_it_settles(page):
    end = page.read_text(encoding="utf-8").rpartition("\n## Next\n")[2]
    links = re.findall(r"\]\(\.\./questions/[\w-]+\.md#[\w-]+\)", end)
    assert len(links) >= 2, f"{page.name} ends with {len(links)} of the questions that it settles"
