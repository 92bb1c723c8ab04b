"""The build's part in claims: check them, drop their comments, list them at the page's end.

A page's claims are evaluated when it is built, once for the same page and the same package; those
of a lab come with the values of its run. A claim that does not hold stops the build.
"""

from __future__ import annotations

import doctest
import json
import re
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from reluexplain.docsbuild import DocsError, claims, memory

VALUES = re.compile(r"\n*<!-- values: (.*?) -->\s*\Z", re.DOTALL)


def page_of(md: Markdown) -> str:
    """Return the page that is being converted, as far as the program that converts it tells."""
    if "relpath" in md.treeprocessors:  # MkDocs registers this one for the page's links
        return str(md.treeprocessors["relpath"].file.src_uri)
    return "this page"


class ClaimsPreprocessor(Preprocessor):
    """Checks the page's claims, drops their comments and appends the list of them."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the page's lines without claims, followed by how they were checked."""
        text = "\n".join(lines)
        recorded = VALUES.search(text)
        text = VALUES.sub("", text)
        found = claims.find_claims(text)
        if not found:
            return text.split("\n")
        results = json.loads(recorded[1]) if recorded else self.results(text)
        complaints = [
            f"line {claim.line}: {result['complaint']}"
            for claim, result in zip(found, results, strict=True)
            if result["complaint"]
        ]
        if complaints:
            raise DocsError(f"{page_of(self.md)}: " + "; ".join(complaints))
        text = claims.strip_claims(claims.typeset(text))
        return [*text.split("\n"), *checked_section(found, results, text)]

    def results(self, text: str) -> list[dict[str, Any]]:
        """Return the values of a page's claims, computed once for the same page and package."""

        def compute() -> str:
            memory.current("reluexplain")
            try:
                return json.dumps([to_result(*item) for item in claims.evaluate(text)])
            except Exception as error:
                raise DocsError(f"{page_of(self.md)}: {type(error).__name__}: {error}") from error

        source = "\n".join(
            example.source
            for block in claims.find_blocks(text)
            for example in doctest.DocTestParser().get_examples(block.source)
        )
        modules = memory.imported_modules(source) | {"reluexplain.docsbuild.checked"}
        result: list[dict[str, Any]] = json.loads(
            memory.remembered(f"claims of {page_of(self.md)}", modules, [text], compute)
        )
        return result


def to_result(claim: claims.Claim, values: tuple[Any, ...]) -> dict[str, Any]:
    """Return what the page keeps of a checked claim: the values as text, and the complaint."""
    return {"values": [show(value) for value in values], "complaint": claim.complaint(values)}


def show(value: Any) -> str:
    """Return a computed value as the list of checks prints it.

    Examples:
        >>> show(-2.0), show(True), show(2.6249712)
        ('-2', 'true', '2.6249712')
    """
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return str(bool(value)).lower()
    try:
        return f"{float(value):.10g}"
    except (TypeError, ValueError):
        return str(value)


def checked_section(
    found: list[claims.Claim], results: list[dict[str, Any]], text: str
) -> list[str]:
    """Return the folded section "How this page is checked", as Markdown lines."""
    rows: dict[tuple[str, str, str], None] = {}
    for claim, result in zip(found, results, strict=True):
        printed = claim.printed or ("holds",)
        for number, expression, value in zip(
            printed, claim.expressions, result["values"], strict=False
        ):
            shown = value if claim.kind != "~" else f"{value}, within {result['values'][-1]}"
            plain = re.sub(r"\\times|\\cdot", "×", number).replace("{", "").replace("}", "")
            rows[plain, expression, shown] = None
    blocks = len(claims.find_blocks(text))
    examples = (
        "The code blocks that start with `>>>` run in the order of the page, and what they print "
        "is compared with what stands here. "
        if blocks
        else ""
    )
    return [
        "",
        '??? abstract "How this page is checked"',
        "",
        f"    {examples}Each number in the text is computed when the page is built:",
        "",
        "    | the page says | the code | gives |",
        "    | --- | --- | --- |",
        *(f"    | {number} | `{expression}` | {value} |" for number, expression, value in rows),
        "",
    ]
