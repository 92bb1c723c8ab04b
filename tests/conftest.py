"""The built site and a real browser, shared by the tests that need them."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
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
    project: Path, *arguments: str, program: str = "mkdocs"
) -> subprocess.CompletedProcess:
    """Run MkDocs, or a program that stands in for it, on a copy of the project."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": "http://127.0.0.1/",  # the page for wrong addresses has absolute links
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


@pytest.fixture(scope="session")
def address(site):
    """The address at which the built site is served on this machine."""
    handler = functools.partial(QuietHandler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        message = "no Chromium found: the browser tests are left out. Install chromium."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield chromium
        chromium.close()
