"""The pages' sources: every number bound, every binding able to fail, every item answered."""

import ast
import re
from pathlib import Path

import jupytext
import pytest

from reluexplain.docsbuild import claims, labs
from reluexplain.docsbuild.unbound import find_unbound
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LABS = sorted((DOCS / "labs").glob("*.py"))
TUTORIAL = sorted(set((DOCS / "tutorial").glob("*.md")) - {DOCS / "tutorial" / "index.md"})


def name(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def prose(path: Path) -> str:
    """The Markdown of a page, or that of a lab's cells."""
    text = path.read_text(encoding="utf-8")
    return labs.prose_of(text) if path.suffix == ".py" else text


@pytest.mark.parametrize("page", PAGES + LABS, ids=name)
def test_every_number_is_bound(page):
    unbound = find_unbound(prose(page))
    assert not unbound, (
        f"{name(page)}: numbers that nothing computes: "
        + ", ".join(f"{number} (line {line})" for line, number in unbound)
        + ". Put <!-- = expression --> directly after each."
    )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_changing_any_bound_number_is_caught(page):
    """One unit in the last printed place, or twice the tolerance, must not pass."""
    for claim, values in claims.evaluate(prose(page)):
        for index, printed in enumerate(claim.printed):
            step = 2 * float(values[-1]) if claim.tolerance else 2 * claims.half_unit(printed)
            step = max(step, 1.0) if printed.lower() in claims.NUMBER_WORDS else step
            number = float(values[index])
            for changed in (number - 1.01 * step, number + 1.01 * step):
                others = (*values[:index], changed, *values[index + 1 :])
                assert claim.complaint(others), (
                    f"{name(page)}, line {claim.line}: {printed} would still pass as {changed}"
                )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_statement_check_can_fail(page):
    """A check that mentions nothing that the page's code computes would always hold."""
    for claim in claims.find_claims(prose(page)):
        if claim.kind == "check:":
            tree = ast.parse(claim.expressions[0], mode="eval")
            compared = [n for n in ast.walk(tree) if isinstance(n, ast.Compare | ast.Call)]
            assert compared, f"{name(page)}, line {claim.line}: a check needs a comparison"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_code_on_a_page_is_a_doctest_or_a_tested_snippet(page):
    """Any other block could show code that does not run."""
    for match in re.finditer(r"^[ ]*```(\w*)[^\n]*\n(.*?)^[ ]*```", prose(page), re.M | re.S):
        language, body = match.groups()
        allowed = language in ("pycon", "bash") or (language == "python" and "--8<--" in body)
        assert allowed, f"{name(page)}: a {language or 'plain'} block that no test runs:\n{body}"


@pytest.mark.parametrize("page", TUTORIAL, ids=name)
def test_a_tutorial_page_has_its_parts_in_order(page):
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    parts = ["See it", "Run it", "Say it exactly", "Check yourself", "Next"]
    found = [part for heading in headings for part in parts if heading.startswith(part)]
    assert [p for i, p in enumerate(found) if p not in found[:i]] == parts, headings
    title = re.search(r"^# (.+)$", text, re.MULTILINE)[1]
    assert title.endswith("?"), f"the title is the learner's question, not {title!r}"
    assert "/// figure" in text
    assert '??? question "' in text, "a question with its answer folded away"


def test_every_item_of_the_conversation_has_a_page():
    table = (DOCS / "reference" / "conversation.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (T\d+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    assert list(rows) == [f"T{number}" for number in range(1, 22)]
    for item, cell in rows.items():
        for target in re.findall(r"\]\(([^)]+)\)", cell):
            assert (DOCS / "reference" / target).exists(), f"{item} leads to {target}"


def test_every_paper_is_used_and_every_use_is_listed():
    bibliography = (DOCS / "reference" / "bibliography.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\{#([\w-]+)\}", bibliography))
    others = "".join(prose(p) for p in PAGES + LABS if p.name != "bibliography.md")
    used = set(re.findall(r"bibliography\.md#([\w-]+)", others))
    assert used <= listed, f"not in the bibliography: {used - listed}"
    assert listed <= used, f"in the bibliography, but on no page: {listed - used}"


def test_every_figure_stands_on_a_page():
    from reluexplain.docsbuild.extension import figure_modules

    source = "".join(p.read_text(encoding="utf-8") for p in PAGES + LABS)
    for figure in figure_modules():
        assert re.search(rf"\b{figure}\b", source), f"no page shows the figure {figure}"


@pytest.mark.parametrize("lab", LABS, ids=name)
def test_a_lab_shows_each_figure_that_it_draws(lab):
    """A notebook shows what the last statement of a cell returns, and no other figure."""
    for cell in jupytext.read(lab).cells:
        if cell.cell_type == "code":
            before = ast.parse(cell.source).body[:-1]
            lost = [ast.unparse(node) for node in before if ast.unparse(node).startswith("show(")]
            assert not lost, f"{name(lab)}: put it last in its cell: {lost}"


def test_no_exclamation_and_no_filler():
    for page in PAGES + LABS:
        text = re.sub(r"```.*?```|<!--.*?-->|`[^`]*`|!\[|!=", "", prose(page), flags=re.DOTALL)
        for line in text.splitlines():
            assert not re.search(r"\w!(?:\s|$)", line), f"{name(page)}: {line}"
            filler = re.search(r"(?i)\b(?:note that|of course|obviously|let's|simply put)\b", line)
            assert not filler, f"{name(page)}: {line}"
