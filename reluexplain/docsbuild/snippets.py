"""Snippets: files that readers paste, with what they print recorded beside each print.

    print(network(-1))
    #> -2.0

Lines that start with `#> ` hold the output of the statement above them. The site shows a snippet
with them, a test runs it and compares, and `make update` rewrites them.
"""

from __future__ import annotations

import ast
import contextlib
import io
from pathlib import Path
from typing import Any

from reluexplain.docsbuild import memory

MARK = "#> "


def paths() -> list[Path]:
    """Return the snippets' files by name."""
    return sorted((memory.ROOT / "snippets").glob("*.py"))


def recorded(source: str) -> str:
    """Return what a snippet says it prints.

    Examples:
        >>> recorded("print(1)\\n#> 1\\n")
        '1\\n'
    """
    lines = [line for line in source.splitlines() if line.rstrip() == "#>" or line.startswith(MARK)]
    return "".join(line[len(MARK) :] + "\n" for line in lines)


def with_outputs(source: str) -> str:
    """Run a snippet and return it with what each statement printed recorded after it.

    Examples:
        >>> print(with_outputs("x = 2\\nprint(x)\\n#> 3\\n"), end="")
        x = 2
        print(x)
        #> 2
    """
    kept = [line for line in source.splitlines() if not line.startswith(MARK.strip())]
    statements = ast.parse("\n".join(kept)).body
    namespace: dict[str, Any] = {"__name__": "__main__"}
    outputs: dict[int, list[str]] = {}
    for statement in statements:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(ast.Module([statement], []), "<snippet>", "exec"), namespace)
        outputs[statement.end_lineno or 0] = printed.getvalue().splitlines()
    result = []
    for number, line in enumerate(kept, start=1):
        result.append(line)
        result += [(MARK + text).rstrip() for text in outputs.get(number, [])]
    return "\n".join(result) + "\n"
