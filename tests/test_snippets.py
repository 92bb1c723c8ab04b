"""The snippets: short, bare, shown, and equal to the package."""

import ast
import re
import subprocess
import sys

import pytest

from reluexplain.docsbuild import snippets
from tests.conftest import ROOT

SNIPPETS = snippets.paths()
PAGES = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "docs").rglob("*.md")
    if path.name != "snippets.md"
)


def ids(path):
    return path.name


def isolated(path, *arguments, source=None):
    """Run Python without the project on its path, in another folder, and return what it prints."""
    result = subprocess.run(
        [sys.executable, "-I", *arguments],
        input=source, cwd=path.parent.parent / "tests", capture_output=True, text=True, check=False,
    )  # fmt: skip
    return result


def test_there_are_at_least_ten():
    assert len(SNIPPETS) >= 10


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_is_short_and_needs_numpy_or_matplotlib_alone(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 40
    names = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert names <= {"numpy", "matplotlib", *sys.stdlib_module_names}
    assert "reluexplain" not in names


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_prints_what_it_shows(path):
    result = isolated(path, str(path))
    assert result.returncode == 0, result.stderr
    expected = snippets.recorded(path.read_text(encoding="utf-8"))
    assert expected, f"{path.name} prints nothing"
    assert result.stdout == expected, f"run `make update` and read the difference in {path.name}"


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_can_be_pasted_at_a_prompt(path):
    source = path.read_text(encoding="utf-8")
    result = isolated(path, "-i", "-q", source=source + "\n")
    complaints = re.sub(r"^(?:>>> |\.\.\. )+", "", result.stderr, flags=re.MULTILINE)
    assert "Error" not in complaints, complaints
    assert snippets.recorded(source).split() == re.sub(
        r"^<.*>$", "", result.stdout, flags=re.MULTILINE
    ).split()


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_page_shows_the_snippet_by_section_and_offers_it(path):
    assert re.search(rf'--8<-- "{path.name}:[\w-]+"', PAGES), f"no page shows {path.name}"
    assert f"snippets/{path.name})" in PAGES, f"no page offers {path.name} for download"
    overview = (ROOT / "docs" / "snippets.md").read_text(encoding="utf-8")
    assert path.name in overview, f"docs/snippets.md does not list {path.name}"


def test_pages_include_sections_and_never_line_numbers():
    for included in re.findall(r'--8<-- "([^"]+)"', PAGES):
        assert re.fullmatch(r"\w+\.py:[a-z][\w-]*", included), included
