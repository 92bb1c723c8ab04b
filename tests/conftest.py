"""The built site and a real browser, shared by the tests that need them."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def copy_project(target: Path) -> Path:
    """Copy what git tracks, or would track, so that a build starts without any cache."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def run_mkdocs(
    project: Path,
    *arguments: str,
    program: str = "mkdocs",
    site_url: str = "http://127.0.0.1/",  # the page for wrong addresses has absolute links
) -> subprocess.CompletedProcess:
    """Run MkDocs, or a program that stands in for it, on a copy of the project."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": site_url,
        "SOURCE_DATE_EPOCH": "1700000000",
        "PYTHONPATH": str(project),
    }
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the project whose site is built, strictly, without any cache."""
    copy = copy_project(tmp_path_factory.mktemp("project"))
    result = run_mkdocs(copy, "build", "--strict")
    assert result.returncode == 0, f"the strict build failed:\n{result.stdout}{result.stderr}"
    return copy


@pytest.fixture(scope="session")
def site(project) -> Path:
    """The built site's folder."""
    return project / "site"


@pytest.fixture(scope="session")
def pages(site) -> list[str]:
    """The addresses of all pages, from the site's root."""
    found = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    return sorted(name.removesuffix("index.html") for name in found)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def send_error(self, code, message=None, explain=None):
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a folder on this machine, and give its address."""
    directory_handler = functools.partial(handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), directory_handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site):
    """The address at which the built site is served on this machine."""
    with served(site) as address:
        yield address


@contextlib.contextmanager
def launched_chromium() -> Iterator:
    """Launch the machine's own Chromium; give None where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium."""
    with launched_chromium() as chromium:
        if chromium is None:
            message = "no Chromium found: the browser tests are left out. Install chromium."
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        yield chromium


@pytest.fixture
def open_page(browser):
    """Open pages with settings, collecting what goes wrong; closes them afterwards."""
    contexts = []

    def open_one(address, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.problems = []

        def note_failure(request):
            # Who leaves a page early breaks off its icon; a missing icon is in the console.
            if "favicon" not in request.url:
                page.problems.append(request.url)

        page.on("console", lambda m: page.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("requestfailed", note_failure)
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(address, wait_until="networkidle")
        return page

    yield open_one
    for context in contexts:
        context.close()
