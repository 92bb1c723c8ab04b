"""The built site: complete, self-contained, reproducible, and loud when something is wrong."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest
import yaml

from reluexplain.docsbuild.__main__ import free_port
from tests.conftest import ROOT, copy_project, run_mkdocs


class Page(HTMLParser):
    """The parts of a page that the tests ask for."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.resources, self.text, self.handlers, self.styles = [], [], [], [], []
        self.skip = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("script", "img", "iframe", "source", "video", "audio") and values.get("src"):
            self.resources.append(values["src"])
        if tag == "link" and values.get("rel") not in ("canonical", "prev", "next", "edit"):
            self.resources.append(values["href"])
        self.handlers += [name for name in values if name.startswith("on")]
        self.styles += [values["style"]] if "style" in values else []
        self.skip += tag in ("script", "style", "code", "pre", "title")

    def handle_endtag(self, tag):
        self.skip -= tag in ("script", "style", "code", "pre", "title")

    def handle_data(self, data):
        if not self.skip:
            self.text.append(data)


@pytest.fixture(scope="module")
def parsed(site, pages):
    def read(name):
        path = site / name
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")

    return {name: (read(name), Page(read(name))) for name in pages}


def test_every_page_of_the_plan_is_there(pages):
    tutorial = [name for name in pages if re.fullmatch(r"tutorial/[^/]+/", name)]
    assert len(tutorial) == 9, f"the tutorial has nine pages, the site has {tutorial}"
    needed = {"", "404.html", "snippets/", "labs/one_number_away/"}
    needed |= {f"reference/{name}/" for name in ("api", "glossary", "conversation", "bibliography")}
    assert needed <= set(pages)


def test_no_resource_comes_from_another_host(site, parsed):
    foreign = {
        name: [r for r in page.resources if re.match(r"(?:https?:)?//", r)]
        for name, (_, page) in parsed.items()
    }
    assert not any(foreign.values()), foreign
    for sheet in site.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import\s+)[\"']?((?:https?:)?//[^)\"']+)", sheet.read_text())
        assert urls == [], f"{sheet.name} asks another host: {urls}"


def test_ids_are_unique(parsed):
    for name, (_, page) in parsed.items():
        twice = {i for i in page.ids if page.ids.count(i) > 1}
        assert not twice, f"{name}: ids that stand twice: {twice}"


def test_no_math_and_no_claim_is_left_as_typed(parsed):
    for name, (text, page) in parsed.items():
        words = " ".join(page.text)
        assert not re.search(r"\\\(|\\\[|\$[^$ ][^$]*\$", words), (
            f"{name}: a formula stands as typed"
        )
        assert not re.search(r"<!--\s*(?:=|~|check:|values:)", text), f"{name}: a claim is left"
        assert not re.search(r"<mi>\\", text), f"{name}: an unknown command in a formula"
        assert "///" not in words, f"{name}: a block that was not understood"


def test_no_inline_handler_and_no_inline_style(parsed):
    for name, (_, page) in parsed.items():
        assert page.handlers == [], name
        assert page.styles == [], f"{name}: inline styles, which the page's policy forbids"


def test_every_figure_has_an_alternative_text_and_a_caption(parsed):
    figures = 0
    for name, (text, _) in parsed.items():
        for figure in re.findall(r'<figure class="relu-figure" id=.*?</figure>', text, re.DOTALL):
            figures += 1
            label = re.search(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', figure)
            label = label or re.search(r'<svg[^>]*aria-label="([^"]+)"[^>]*role="img"', figure)
            assert label, f"{name}: a figure without alternative text"
            assert len(label[1]) > 40, f"{name}: {label[1]!r} says too little"
            caption = re.search(r"<figcaption>(.*?)</figcaption>", figure, re.DOTALL)
            assert caption, f"{name}: a figure without a caption"
            assert caption[1].strip(), f"{name}: an empty caption"
    assert figures >= 16


def test_the_lab_page_is_light(parsed):
    assert len(parsed["labs/one_number_away/"][0].encode()) < 100_000


def test_the_lab_can_be_downloaded_as_a_notebook(site, parsed):
    text = parsed["labs/one_number_away/"][0]
    assert 'href="../one_number_away.ipynb"' in text
    notebook = json.loads((site / "labs" / "one_number_away.ipynb").read_text())
    sources = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "<!--" not in sources, "a reader's notebook needs no claims"
    assert len(notebook["cells"]) > 5


def test_every_snippet_can_be_downloaded(site):
    for snippet in (ROOT / "snippets").rglob("*.py"):
        assert (site / snippet.relative_to(ROOT)).read_bytes() == snippet.read_bytes()


def files_of(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_two_cold_builds_are_byte_identical(site, tmp_path):
    second = copy_project(tmp_path)
    result = run_mkdocs(second, "build", "--strict")
    assert result.returncode == 0, result.stderr
    first, again = files_of(site), files_of(second / "site")
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_the_site_builds_with_properdocs(project, tmp_path):
    result = run_mkdocs(
        project,
        "build",
        "--strict",
        "-f",
        "mkdocs.yml",
        "-d",
        str(tmp_path / "site"),
        program="properdocs",
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site" / "tutorial" / "stuck" / "index.html").exists()


def test_the_archive_opens_with_one_python_command(site):
    server = subprocess.Popen(
        [sys.executable, "-I", str(site / "reluexplain.zip"), "--no-browser"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
        for page in ("", "tutorial/stuck/", "stylesheets/site.css"):
            with urllib.request.urlopen(address + page) as answer:
                name = page + "index.html" if page.endswith("/") or not page else page
                assert answer.read() == (site / name).read_bytes()
        with pytest.raises(urllib.error.HTTPError, match="404") as error:
            urllib.request.urlopen(address + "../no-such-page")
        assert b"There is no page at this address" in error.value.read()
        error.value.close()
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def build_one_page(tmp_path, text, lab=None):
    """Build a site of one page, and perhaps one lab, with the project's own configuration."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])
    config = yaml.load((ROOT / "mkdocs.yml").read_text(), Loader)
    del config["nav"]
    config["docs_dir"], config["site_dir"] = str(tmp_path / "docs"), str(tmp_path / "site")
    config["theme"]["custom_dir"] = str(ROOT / config["theme"]["custom_dir"])
    config["hooks"] = [str(ROOT / hook) for hook in config["hooks"]]
    config["watch"] = []
    for extension in config["markdown_extensions"]:
        if isinstance(extension, dict) and "pymdownx.snippets" in extension:
            extension["pymdownx.snippets"]["base_path"] = [str(ROOT / "snippets")]
    (tmp_path / "docs" / "labs").mkdir(parents=True)
    (tmp_path / "docs" / "stylesheets").mkdir()
    (tmp_path / "docs" / "stylesheets" / "site.css").touch()
    (tmp_path / "docs" / "index.md").write_text(text, encoding="utf-8")
    if lab:
        (tmp_path / "docs" / "labs" / "broken.py").write_text(lab, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return run_mkdocs(ROOT, "build", "--strict", "-f", str(tmp_path / "mkdocs.yml"))


def test_a_right_page_builds(tmp_path):
    page = (
        "# Page\n\n```pycon\n>>> x = 2\n```\n\nIt is 2<!-- = x -->, and $x^2 = 4$<!-- = x**2 -->.\n"
    )
    result = build_one_page(tmp_path, page)
    assert result.returncode == 0, result.stderr
    html = (tmp_path / "site" / "index.html").read_text()
    assert "It is 2, and" in html
    assert "How this page is checked" in html
    assert "<math" in html


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/// figure | no_such_figure\nA caption.\n///", ["index.md", "'no_such_figure'"]),
        ("```pycon\n>>> x = 2\n```\n\nIt is 3<!-- = x -->.", ["index.md", "says 3", "gives 2"]),
        ("It is 3<!-- = y -->.", ["index.md", "name 'y' is not defined"]),
        ("[a](#nowhere)", ["index.md", "#nowhere"]),
        ("[a](missing.md)", ["index.md", "missing.md"]),
        (r"$\nosuchcommand x$", ["index.md", r"\nosuchcommand"]),
        ('```python\n--8<-- "no_such_snippet.py:all"\n```', ["no_such_snippet.py"]),
    ],
)  # fmt: skip
def test_a_wrong_page_fails_the_strict_build_and_says_where(tmp_path, page, words):
    result = build_one_page(tmp_path, f"# Page\n\n{page}\n")
    assert result.returncode != 0
    for word in words:
        assert word in result.stdout + result.stderr


def test_a_cell_that_raises_fails_the_build(tmp_path):
    lab = "# %% [markdown]\n# # A lab\n\n# %%\n1 / 0\n"
    result = build_one_page(tmp_path, "# Page\n", lab)
    assert result.returncode != 0
    assert "broken.py" in result.stdout + result.stderr
    assert "ZeroDivisionError" in result.stdout + result.stderr


def test_a_wrong_claim_in_a_lab_fails_the_build(tmp_path):
    lab = "# %% [markdown]\n# # A lab\n#\n# It is 3<!-- = x -->.\n\n# %%\nx = 2\n"
    result = build_one_page(tmp_path, "# Page\n", lab)
    assert result.returncode != 0
    assert "says 3" in result.stdout + result.stderr


def test_the_address_is_set_in_one_place():
    config = (ROOT / "mkdocs.yml").read_text()
    repository = re.search(r'repo_url: !ENV \[REPOSITORY_URL, "([^"]+)"\]', config)[1]
    named = subprocess.run(
        ["git", "grep", "-l", repository.removeprefix("https://")],
        cwd=ROOT, check=False, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    # The citation file must be complete by itself.
    assert set(named) <= {"mkdocs.yml", "CITATION.cff"}, named


def test_serving_takes_the_next_free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_make_serve_says_where_and_serves(project):
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1"}
    environment.pop("SITE_URL", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "reluexplain.docsbuild", "serve"],
        cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        said = server.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        assert any("Serving on" in line for line in server.stdout), "it never served"
        with urllib.request.urlopen(address + "tutorial/stuck/") as answer:
            assert b"<svg" in answer.read()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        server.stdout.close()
