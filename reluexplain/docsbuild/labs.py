"""Labs: notebooks kept as percent scripts, run when the site is built.

mkdocs-jupyter runs a lab. Its own page would bring a style of its own, so a template of ours hands
the notebook on as it is, and this module makes Markdown of it: a lab's prose, claims, code and
figures go through the same extensions as every other page. The claims are evaluated in the lab's
own kernel after its last cell: the numbers that the page shows and the numbers that are checked
come from one run. A run is remembered until the lab or a module that it imports changes.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from reluexplain.docsbuild import DocsError, claims, memory
from reluexplain.docsbuild.checked import to_result

TEMPLATES = Path(__file__).parent / "lab_template"


def to_markdown(path: Path) -> str:
    """Run a lab and return its page as Markdown, with the values of its claims at the end.

    Raises:
        DocsError: A cell raises; the message names the lab and the error.
    """
    source = path.read_text(encoding="utf-8")
    modules = memory.imported_modules(source) | {"reluexplain.docsbuild.labs"}
    notebook = memory.remembered(f"lab {path.stem}", modules, [source], lambda: _run(path, source))
    return markdown_of(json.loads(notebook))


def _run(path: Path, source: str) -> str:
    """Run a lab and return the notebook with its outputs, as JSON."""
    # Imported here: they take a second, which a build that runs no lab need not wait for.
    from mkdocs_jupyter.config import settings
    from mkdocs_jupyter.convert import nb2html

    prose = prose_of(source)
    cell = (
        '\n# %% tags=["claims"]\n'
        "from reluexplain.docsbuild.labs import results as _results\n\n"
        f"print(_results({prose!r}, globals()))\n"
    )
    script = memory.FOLDER / path.name
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(source.rstrip() + "\n" + cell, encoding="utf-8")
    settings.templates_dir = str(TEMPLATES)
    try:
        page = nb2html(str(script), execute=True, kernel_name="python3", allow_errors=False)
    except Exception as error:
        raise DocsError(f"labs/{path.name}: a cell failed: {error}") from error
    finally:
        script.unlink()
    return html.unescape(page)


def markdown_of(notebook: dict[str, Any]) -> str:
    """Return a notebook that has run as Markdown, the values of its claims at the end.

    Examples:
        >>> cell = {"cell_type": "markdown", "metadata": {}, "source": "# A title"}
        >>> markdown_of({"cells": [cell]})
        '# A title'
    """
    parts = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
        elif "claims" in cell["metadata"].get("tags", []):
            parts.append(f"<!-- values: {cell['outputs'][0]['text'].strip()} -->")
        elif cell["cell_type"] == "code":
            parts.append(f"```python\n{cell['source']}\n```")
            parts += _outputs(cell["outputs"])
    return "\n\n".join(parts)


def _outputs(outputs: list[dict[str, Any]]) -> list[str]:
    """Return a cell's outputs as Markdown; text that came in portions becomes one block."""
    parts: list[str] = []
    text = ""
    for output in [*outputs, {}]:
        data = output.get("data", {})
        if "text/html" in data or not output:
            if text:
                parts.append(f"```text\n{text.rstrip()}\n```")
            text = ""
        if "text/html" in data:
            # On the site the colours come from the page's scheme alone.
            drawing = re.sub(r"(var\(--relu-[\w-]+),#[0-9a-f]{6}\)", r"\1)", data["text/html"])
            parts.append(
                f'<figure class="relu-figure"><div class="relu-drawing">{drawing}</div></figure>'
            )
        else:
            text += output.get("text", data.get("text/plain", ""))
    return parts


def prose_of(source: str) -> str:
    """Return a lab's Markdown cells as one text.

    Examples:
        >>> prose_of("# %% [markdown]\\n# # A title\\n\\n# %%\\nx = 1\\n")
        '# A title'
    """
    notebook = jupytext.reads(source, fmt="py:percent")
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def results(prose: str, namespace: dict[str, Any]) -> str:
    """Return a lab's claims with their values, as JSON; called in the lab's kernel."""
    return json.dumps(
        [
            to_result(claim, () if claim.problem else claim.evaluate(namespace))
            for claim in claims.find_claims(prose)
        ]
    )


def to_notebook(path: Path) -> str:
    """Return a lab as a notebook for download: without outputs and without claims.

    Cell ids are counted, not random, so that two builds give the same bytes.
    """
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = claims.strip_claims(cell.source)
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return text + "\n"
