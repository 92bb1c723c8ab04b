"""Compute once: results of pages, figures and labs, kept until what they depend on changes.

A result is kept in `.cache/reluexplain` under a hash of its inputs, of the source of every module
of this package that it imports, directly or through another, of the package's data files, and of
the versions that draw it. So an edit to prose redraws nothing, and an edit to a module redraws what
depends on it. While `make serve` runs, `current` imports the package anew after an edit.

It does not watch other packages' files, only their versions, and it never deletes a result: remove
the folder to start afresh.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
FOLDER = ROOT / ".cache" / "reluexplain"

# MkDocs shows what is logged below its own name.
LOG = logging.getLogger("mkdocs.reluexplain")

_loaded: dict[Path, int] = {}


def _module_file(name: str) -> Path | None:
    """Return the file of a module of this package, or None for a name that is not a module."""
    path = ROOT.joinpath(*name.split("."))
    if (path / "__init__.py").exists():
        return path / "__init__.py"
    return path.with_suffix(".py") if path.with_suffix(".py").exists() else None


@cache
def _imports(path: Path, modified: int) -> frozenset[str]:
    """Return the modules of this package that a file imports; `modified` only keys the cache."""
    return imported_modules(path.read_text(encoding="utf-8"))


def imported_modules(source: str) -> frozenset[str]:
    """Return the names of this package's modules that a piece of Python imports.

    Examples:
        >>> sorted(imported_modules("from reluexplain.pieces import pieces"))
        ['reluexplain.pieces']
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in inner if _module_file(name)}
            names |= modules
            if len(modules) < len(inner):
                names.add(node.module)
    return frozenset(name for name in names if name.split(".")[0] == "reluexplain")


def dependencies(modules: Iterable[str]) -> list[Path]:
    """Return the files of these modules and of all that they import, in a fixed order.

    Examples:
        >>> [path.name for path in dependencies(["reluexplain.activations"])]
        ['activations.py']
    """
    files: set[Path] = set()
    waiting = list(modules)
    while waiting:
        path = _module_file(waiting.pop())
        if path is not None and path not in files:
            files.add(path)
            waiting += _imports(path, path.stat().st_mtime_ns)
    return sorted(files)


def fingerprint(modules: Iterable[str], *inputs: str) -> str:
    """Return a hash of the inputs, the modules' sources, the data files and the versions."""
    digest = hashlib.sha256()
    data = sorted(path for path in (PACKAGE / "data").rglob("*") if path.is_file())
    for path in dependencies(modules) + data:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    versions = [version("numpy"), version("matplotlib"), sys.version]
    for text in (*versions, *inputs):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:32]


def remembered(
    what: str, modules: Iterable[str], inputs: Iterable[str], make: Callable[[], str]
) -> str:
    """Return `make()`, or what it returned when nothing that it depends on was different.

    Args:
        what: What is computed, in a few words; said when it really is.
        modules: The modules of this package that it depends on.
        inputs: The texts that it depends on.
        make: Computes it.
    """
    name = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")
    path = FOLDER / f"{name}-{fingerprint(modules, *inputs)}"
    if path.exists():
        return path.read_text(encoding="utf-8")
    started = time.perf_counter()
    result = make()
    LOG.info("Computed %s (%.1f s)", what, time.perf_counter() - started)
    FOLDER.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(result, encoding="utf-8")
    partial.replace(path)  # so that an interrupted build leaves nothing half-written
    return result


def current(name: str) -> ModuleType:
    """Import a module as its source stands now, also when it was imported before an edit."""
    now = {
        path: path.stat().st_mtime_ns
        for path in PACKAGE.rglob("*.py")
        if "docsbuild" not in path.parts
    }
    if _loaded and _loaded != now:
        forget()
    _loaded.clear()
    _loaded.update(now)
    return importlib.import_module(name)


def forget() -> None:
    """Drop the package's modules, except the docs build itself, so that they are imported anew."""
    for module in [name for name in sys.modules if name.split(".")[0] == "reluexplain"]:
        if module.split(".")[1:2] != ["docsbuild"]:
            del sys.modules[module]
