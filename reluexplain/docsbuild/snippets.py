"""Snippets: files that readers paste, with what they print recorded beside each print.

    print(network(-1))
    #> -2.0

Lines that start with `#> ` hold the output of the statement above them. The site shows a snippet
with them, a test runs it and compares, and `make update` rewrites them.

Those in the folder `frameworks` need PyTorch, Keras or JAX, which the site does without: they run
where these are installed.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

from reluexplain.docsbuild import memory

MARK = "#> "


def paths() -> list[Path]:
    """Return by name the files of the snippets that need NumPy and Matplotlib alone."""
    return sorted((memory.ROOT / "snippets").glob("*.py"))


def framework_paths() -> list[Path]:
    """Return by name the files of the snippets that need a framework."""
    return sorted((memory.ROOT / "snippets" / "frameworks").glob("*.py"))


def imported(source: str) -> set[str]:
    """Return the packages that a snippet imports, the standard library's left out.

    Examples:
        >>> sorted(imported("import math\\nimport jax.numpy as jnp\\nfrom torch import nn\\n"))
        ['jax', 'torch']
    """
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names - sys.stdlib_module_names


def missing(source: str) -> set[str]:
    """Return the packages that a snippet imports and that are not installed.

    Examples:
        >>> missing("import numpy\\n")
        set()
    """
    return {name for name in imported(source) if importlib.util.find_spec(name) is None}


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
