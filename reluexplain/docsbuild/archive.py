"""The whole site as one file: `python reluexplain.zip` serves it from inside the archive.

Nothing is unpacked and nothing but this machine can reach it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

NAME = "reluexplain.zip"

# Runs on any Python 3 with nothing installed.
_MAIN = '''\
"""Serve this archive's pages on 127.0.0.1, and open them in a browser."""

import http.server
import mimetypes
import posixpath
import sys
import urllib.parse
import webbrowser
import zipfile

ARCHIVE = zipfile.ZipFile(sys.argv[0])
NAMES = set(ARCHIVE.namelist())
# Where the site stands on its own host: the page for wrong addresses links there.
PREFIX = "@prefix@"


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        path = "/" + path[len(PREFIX) :] if path.startswith(PREFIX) else path
        name = posixpath.normpath(path).lstrip("/.")
        if name + "/index.html" in NAMES and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", path + "/")
            self.end_headers()
            return
        name = posixpath.join(name, "index.html") if path.endswith("/") else name
        found = name in NAMES
        body = ARCHIVE.read(name if found else "404.html")
        self.send_response(200 if found else 404)
        kind = mimetypes.guess_type(name)[0] if found else "text/html"
        text = kind and (kind.startswith("text/") or kind.endswith(("javascript", "json")))
        encoding = "; charset=utf-8" if text else ""
        self.send_header("Content-Type", (kind or "text/plain") + encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main():
    for port in [*range(8000, 8100), 0]:
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Pages)
            break
        except OSError:
            continue
    address = "http://127.0.0.1:%d/" % server.server_address[1]
    print("The site is open at " + address + " until you press Ctrl+C.", flush=True)
    if "--no-browser" not in sys.argv:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


main()
'''


def pack(site: Path, prefix: str = "/") -> Path:
    """Write `reluexplain.zip` into a built site, made for the path `prefix`, and return its path.

    Files stand in it by name with a fixed date, so that the same site gives the same bytes.
    """
    target = site / NAME
    target.unlink(missing_ok=True)
    files = sorted(path for path in site.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "__main__.py", _MAIN.replace("@prefix@", prefix or "/").encode())
        for path in files:
            if path.suffix not in (".map", ".gz"):
                _add(archive, path.relative_to(site).as_posix(), path.read_bytes())
    return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
