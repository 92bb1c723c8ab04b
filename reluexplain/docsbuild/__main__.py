"""Commands for the docs: `python -m reluexplain.docsbuild serve`, `... update` and `... measure`.

`serve` finds a free port and hands over to MkDocs. `update` rewrites the outputs that snippets
record after their prints, and says which ones changed; read the difference before you commit it.
`measure` times the activations on this machine and writes the data file that the pages read.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from urllib.parse import urlsplit

from reluexplain.docsbuild import measure, memory, snippets


def free_port(first: int = 8000) -> int:
    """Return the first port from `first` on that nothing listens to on this machine."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port between {first} and {first + 99}: stop a server and try again")


def serve() -> int:
    """Build and serve the site, and say where."""
    port = free_port()
    path = urlsplit(os.environ.get("SITE_URL", "")).path or "/"
    print(f"Building the site; it will be at http://127.0.0.1:{port}{path}", flush=True)
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": os.environ.get("SITE_URL", f"http://127.0.0.1:{port}/"),
    }
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    try:
        return subprocess.run(command, cwd=memory.ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def update() -> int:
    """Rewrite the outputs recorded in the snippets whose imports are installed."""
    left_out: set[str] = set()
    # A process for each: a framework's settings hold for all of its process.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as process:
        for path in snippets.paths() + snippets.framework_paths():
            before = path.read_text(encoding="utf-8")
            if missing := snippets.missing(before):
                left_out |= missing
                continue
            after = process.submit(snippets.with_outputs, before).result()
            if before != after:
                path.write_text(after, encoding="utf-8")
                print(f"rewrote {path.relative_to(memory.ROOT)}")
    if left_out:
        print(f"not installed here, so that snippets are left out: {', '.join(sorted(left_out))}")
    return 0


COMMANDS = {"serve": serve, "update": update, "measure": measure.measure}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(f"usage: python -m reluexplain.docsbuild {{{','.join(COMMANDS)}}}")
    raise SystemExit(COMMANDS[sys.argv[1]]())
