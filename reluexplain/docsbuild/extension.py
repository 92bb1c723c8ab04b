"""What a page may write beyond plain Markdown, as one Python-Markdown extension.

- claims: comments after numbers are checked, dropped, and listed at the page's end (`checked`);
- `/// figure | name`: a function of `reluexplain.figures`, drawn and set inline with a caption;
  with the option `live` it becomes a live figure where scripts run;
- `$...$`: MathML, drawn by the browser without a script;
- links into the glossary carry its definition as their title;
- code blocks have a copy button; that of a doctest block leaves out prompts and outputs.

It works under MkDocs and under any other program that runs Python-Markdown extensions. It does not
run labs (see `labs`), and it does not check what a doctest prints: the test suite does.
"""

from __future__ import annotations

import ast
import doctest
import hashlib
import html
import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from latex2mathml.converter import convert as latex_to_mathml
from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_string

from reluexplain.docsbuild import DocsError, explorables, memory
from reluexplain.docsbuild.checked import ClaimsPreprocessor, page_of


class FigureBlock(Block):
    """A figure of `reluexplain.figures` with the block's text as its caption."""

    NAME = "figure"
    ARGUMENT = True
    OPTIONS: ClassVar[dict[str, Any]] = {"live": ["", type_string], "start": ["", type_string]}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Draw the figure and set it above its caption."""
        figure = ElementTree.SubElement(
            parent, "figure", {"class": "relu-figure", "id": f"figure-{self.argument}"}
        )
        page = page_of(self.md)
        drawing = f'<div class="relu-drawing">{draw(self.argument, page)}</div>'
        if self.options["live"]:
            opening, closing = explorables.wrap(
                self.options["live"], self.options["start"], self.argument, page
            )
            drawing = opening + drawing + closing
        figure.text = self.md.htmlStash.store(drawing)
        ElementTree.SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Put the block's text into the caption."""
        caption = block.find("figcaption")
        assert caption is not None
        return caption


def draw(name: str, page: str) -> str:
    """Return the SVG of a figure by name, drawn once for the same sources.

    Raises:
        DocsError: There is no such figure, or drawing it failed; names the page and the figure.
    """
    module = figure_modules().get(name)
    if module is None:
        known = ", ".join(sorted(figure_modules()))
        raise DocsError(
            f"{page}: there is no figure {name!r} in reluexplain.figures; it has {known}"
        )

    def make() -> str:
        memory.current("reluexplain")
        function = getattr(memory.current(module), name)
        svg: str = memory.current("reluexplain.figures.svg").to_svg(function(), name)
        return svg

    try:
        return memory.remembered(
            f"figure {name}", [module, "reluexplain.figures.svg"], [name], make
        )
    except Exception as error:
        raise DocsError(
            f"{page}: the figure {name!r} failed: {type(error).__name__}: {error}"
        ) from error


def figure_modules() -> dict[str, str]:
    """Return each figure's name with the module that draws it, without importing Matplotlib."""
    path = memory.PACKAGE / "figures" / "__init__.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        alias.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


class MathTreeprocessor(Treeprocessor):
    """Turns what arithmatex found into MathML."""

    def run(self, root: ElementTree.Element) -> None:
        """Replace every formula."""
        for element in root.iter():
            if element.get("class") == "arithmatex" and element.text:
                formula = html.unescape(element.text).strip()
                display = "block" if formula.startswith(r"\[") else "inline"
                element.text = self.md.htmlStash.store(
                    to_mathml(formula[2:-2].strip(), display, page_of(self.md))
                )
                element.set("class", "relu-math")
                if display == "inline" and element.tail:  # no line break before its full stop
                    mark = re.match(r"[.,;:?)’]*", element.tail)
                    assert mark is not None
                    element.text += mark[0]
                    element.tail = element.tail[mark.end() :]
                if display == "block":  # it scrolls on a narrow screen, by keyboard too
                    element.set("tabindex", "0")


def to_mathml(formula: str, display: str, page: str) -> str:
    """Return a LaTeX formula as MathML.

    Raises:
        DocsError: The formula has a command that the converter does not know.

    Examples:
        >>> to_mathml("x + 1", "inline", "a page")
        '<math display="inline"><mrow><mi>x</mi><mo>&#x0002B;</mo><mn>1</mn></mrow></math>'
    """
    mathml = latex_to_mathml(formula, display=display)
    if unknown := re.search(r"<m[a-z]+>(\\[a-zA-Z]+)</m", mathml):
        raise DocsError(f"{page}: the formula ${formula}$ uses {unknown[1]}, which cannot be drawn")
    mathml = re.sub(r"<mo>([a-z]{2,})</mo>", r"<mi>\1</mi>", mathml)  # relu(z), not "relu (z)"
    mathml = re.sub(  # a sign, not a difference: without the space of an operator
        r"(<mrow>|<mo[^>]*>(?:[=(\[,]|&#x0005B;|&#x0003D;|&#x00028;|&#x0002C;)</mo>)<mo>&#x02212;</mo>",
        r'\1<mo form="prefix">&#x02212;</mo>',
        mathml,
    )
    return str(mathml).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")


class TableTreeprocessor(Treeprocessor):
    """Makes tables focusable: on a narrow screen they scroll, and the keyboard must reach them."""

    def run(self, root: ElementTree.Element) -> None:
        """Set the attribute."""
        for table in root.iter("table"):
            table.set("tabindex", "0")


class GlossaryTreeprocessor(Treeprocessor):
    """Gives a link into the glossary the definition as its title."""

    def __init__(self, md: Markdown, glossary: Path) -> None:
        super().__init__(md)
        self.glossary = glossary

    def run(self, root: ElementTree.Element) -> None:
        """Set the titles; MkDocs itself checks that each anchor exists."""
        for link in root.iter("a"):
            page, _, anchor = link.get("href", "").partition("#")
            if page.endswith("glossary.md") and anchor and not link.get("title"):
                terms = definitions(self.glossary, self.glossary.stat().st_mtime_ns)
                if anchor not in terms:
                    raise DocsError(f"{page_of(self.md)}: the glossary does not define {anchor!r}")
                link.set("title", terms[anchor])
                link.set("class", "relu-term")


@cache
def definitions(glossary: Path, modified: int) -> dict[str, str]:
    """Return the glossary's terms by anchor with the first sentence or two of each, as plain text.

    A term is a heading of the second level; its definition is the paragraph that follows.
    """
    terms = {}
    text = glossary.read_text(encoding="utf-8")
    for heading, paragraph in re.findall(r"^## (.+)\n\n(.+(?:\n.+)*)", text, re.MULTILINE):
        plain = re.sub(r"<!--.*?-->", "", paragraph, flags=re.DOTALL)
        plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", plain)
        plain = re.sub(r"[*`$]|\\(?:max|min|,)", "", plain)
        anchor = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
        terms[anchor] = " ".join(plain.split())
    return terms


class CopyPostprocessor(Postprocessor):
    """Gives each code block a copy button: a session's yields its code alone.

    The theme's script would add buttons too, each in a landmark of the same name, and it copies
    what it sees, prompts and outputs included. It does serve a button that brings its own text.
    """

    def run(self, text: str) -> str:
        """Put a button into each block."""
        filename = r'(?:<span class="filename">[^<]*</span>)?'
        opening = rf'(<div class="language-(\w+) highlight">)({filename})'
        pattern = rf"{opening}<pre([^>]*)>(.*?)(?=</pre>)"
        return re.sub(pattern, self._add, text, flags=re.DOTALL)

    def _add(self, match: re.Match[str]) -> str:
        code = html.unescape(re.sub(r"<[^>]+>", "", match[5]))
        name = ""
        if match[2] == "pycon":
            copied = html.escape(code_of(code).rstrip("\n")).replace("\n", "&#10;")
            source = f'data-clipboard-text="{copied}"'
        else:  # what is seen is what is copied: it need not stand in the page twice
            name = f"code-{hashlib.sha256(code.encode()).hexdigest()[:8]}"
            source = f'data-clipboard-target="#{name} > code"'
            name = f' id="{name}"'
        button = (
            '<span class="md-code__nav"><button type="button" class="md-code__button" '
            'title="Copy to clipboard" aria-label="Copy to clipboard" data-md-type="copy" '
            f"{source}></button></span>"
        )
        # On a narrow screen the block scrolls, and the keyboard must reach it.
        body = without_plain_spans(match[5])
        return f'{match[1]}{button}{match[3]}<pre{match[4]}{name} tabindex="0">{body}'


def without_plain_spans(code: str) -> str:
    """Return highlighted code without the elements of names, signs and spaces.

    They are two elements in three of a page, and browsers style each of them. Plain, they have the
    colour of the text around them.

    Examples:
        >>> without_plain_spans('<span class="n">x</span> <span class="o">=</span>')
        'x ='
    """
    return re.sub(r'<span class="(?:n|o|p|w)">([^<]*)</span>', r"\1", code)


def code_of(session: str) -> str:
    r"""Return the code of an interpreter session, ready to paste into another one.

    Examples:
        >>> code_of(">>> for n in range(2):\n...     print(n)\n0\n1\n>>> n\n1\n")
        'for n in range(2):\n    print(n)\n\nn\n'
    """
    sources = [example.source for example in doctest.DocTestParser().get_examples(session)]
    # An indented block needs an empty line after it at a prompt.
    return "".join(
        source + "\n" if source.rstrip("\n").rpartition("\n")[2].startswith(" ") else source
        for source in sources
    )


class ReluExplainExtension(BlocksExtension):
    """All of the above; `glossary` is the glossary's path from the project's root."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"glossary": ["docs/reference/glossary.md", "the glossary's Markdown file"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything; a priority says what runs first (higher first)."""
        super().extendMarkdown(md)
        glossary = memory.ROOT / self.getConfig("glossary")
        md.preprocessors.register(ClaimsPreprocessor(md), "relu-claims", 200)
        md.treeprocessors.register(MathTreeprocessor(md), "relu-math", 5)
        md.treeprocessors.register(GlossaryTreeprocessor(md, glossary), "relu-glossary", 4)
        md.treeprocessors.register(TableTreeprocessor(md), "relu-tables", 3)
        md.postprocessors.register(CopyPostprocessor(md), "relu-copy", 1)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register the figure block."""
        block_mgr.register(FigureBlock, self.getConfigs())


def makeExtension(**kwargs: Any) -> Extension:  # noqa: N802
    """Return the extension, as Python-Markdown asks for it by module name."""
    extension: Extension = ReluExplainExtension(**kwargs)
    return extension
