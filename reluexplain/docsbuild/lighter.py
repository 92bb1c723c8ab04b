"""Makes the built site lighter: what no page needs is not sent.

- The theme's style sheets have rules for everything that the theme can do. A rule goes if a class,
  an id, a colour's name, a tab's number or a direction of writing that it asks for stands in no
  page and in no script, and a custom property of the main sheet if nothing reads it.
- Scripts and style sheets of this project lose comments and indentation; the repository has them as
  they were written.

- Pages lose the indentation of the templates, and the link to a sheet that they do not use.

Nothing is renamed and no rule is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from itertools import pairwise
from pathlib import Path
from typing import Any

import rjsmin
import tinycss2

OWN_SCRIPTS = ("explorables/*.js", "assets/javascripts/*-*.js")


def lighten(site: Path) -> None:
    """Make the files of a built site lighter, in place."""
    for pattern in OWN_SCRIPTS:
        for script in site.glob(pattern):
            script.write_text(short_script(script.read_text(encoding="utf-8")), encoding="utf-8")
    sheets = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    texts = [
        path.read_text(encoding="utf-8")
        for kind in ("html", "js")
        for path in site.rglob(f"*.{kind}")
    ]
    used = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    tabs = [int(tab) for text in texts for tab in re.findall(r'data-tabs="\d+:(\d+)"', text)]
    used |= {f"dir-{way}" for text in texts for way in re.findall(r'\bdir="?(ltr|rtl)\b', text)}
    used |= {f"tab-{tab}" for tab in range(2, max(tabs, default=0) + 1)}
    for path, sheet in sheets.items():
        is_theme = path.is_relative_to(site / "assets")
        kept = pruned(sheet, used if is_theme else None)  # ours has names that scripts put together
        if path.name.startswith("main."):
            others = [text for other, text in sheets.items() if other != path]
            kept = without_idle_properties(kept, [kept, *others, *texts])
        path.write_text(kept, encoding="utf-8")
    for path in site.rglob("*.html"):
        path.write_text(short_page(path.read_text(encoding="utf-8")), encoding="utf-8")


def short_page(page: str) -> str:
    """Return a page without indentation, and without the reference's sheet where it is idle.

    Examples:
        >>> short_page("<p>  a\\n    b</p>\\n<pre>  c\\n  d</pre>")
        '<p>  a\\nb</p>\\n<pre>  c\\n  d</pre>'
    """
    if 'class="doc ' not in page:
        page = re.sub(r'<link rel="stylesheet" href="[^"]*_mkdocstrings\.css">', "", page)
    parts = re.split(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", page, flags=re.S)
    parts[::2] = [re.sub(r"\s*\n\s*", "\n", part) for part in parts[::2]]
    return "".join(parts)


def short_script(script: str) -> str:
    """Return a script without comments, and without indentation outside of strings.

    Examples:
        >>> short_script("// what it is\\nlet a = 1;\\n")
        'let a=1;'
    """
    return str(rjsmin.jsmin(script))


def pruned(sheet: str, used: Set[str] | None) -> str:
    """Return a style sheet without the rules whose classes and ids are not among the used words.

    Without comments and idle white space too; with None for the words, without these alone.

    Examples:
        >>> pruned(".a,.b .c{x:1}@media print{.b{y:2}}", {"a", "c"})
        '.a{x:1}'
    """
    return _serialised(tinycss2.parse_stylesheet(sheet, skip_comments=True), used)


def _serialised(rules: Iterable[Any], used: Set[str] | None) -> str:
    text = ""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [
                _serialise(selector)
                for selector in _selectors(rule.prelude)
                if used is None or all(_is_used(name, used) for name in _names(selector))
            ]
            if selectors:
                text += f"{','.join(selectors)}{{{_serialise(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _serialised(tinycss2.parse_rule_list(rule.content, skip_comments=True), used)
            if inner:
                text += f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type != "whitespace":
            text += rule.serialize()
    return text


def _is_used(name: str, used: Set[str]) -> bool:
    """Return whether a name is among the words, or one that a script ends: `control--${side}`."""
    return name in used or re.sub(r"(?<=--).*", "", name) in used


def _serialise(tokens: Iterable[Any]) -> str:
    """Return tokens as text, with no more white space than they need."""
    kept = [token for token in tokens if token.type != "comment"]
    text = tinycss2.serialize(kept)
    return re.sub(r"\s*([;{}]|(?<=[\w-]):(?=\s))\s*", r"\1", re.sub(r"\s+", " ", text)).strip("; ")


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    """Return the selectors of a rule, each a list of tokens."""
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _names(selector: list[Any]) -> set[str]:
    """Return the names that a selector asks for, those of `:is()` and `:not()` aside.

    The theme has rules for twenty tabs side by side: what asks for the third asks for `tab-3`.

    Examples:
        >>> (rule,) = tinycss2.parse_stylesheet(".tabbed-set>input:nth-child(3){x:1}")
        >>> sorted(_names(rule.prelude))
        ['tab-3', 'tabbed-set']
    """
    classes = {
        token.value
        for before, token in pairwise(selector)
        if token.type == "ident" and before.type == "literal" and before.value == "."
    }
    ids = {token.value for token in selector if token.type == "hash"}
    blocks = [token.content for token in selector if token.type == "[] block"]
    values = [
        (block[0].value, part.value)
        for block in blocks
        for part in block[1:]
        if part.type in ("ident", "string")
    ]
    colours = {value for name, value in values if name.startswith("data-md-color-")}
    directions = {f"dir-{value}" for name, value in values if name == "dir"}
    tabs = {
        f"tab-{token.arguments[0].int_value}"
        for token in selector
        if token.type == "function" and token.lower_name == "nth-child"
        if any(name.startswith("tabbed-") for name in classes)
    }
    return classes | ids | colours | directions | tabs


def without_idle_properties(sheet: str, readers: Iterable[str]) -> str:
    """Return a style sheet without the custom properties that none of some texts mentions.

    Examples:
        >>> without_idle_properties(":root{--a:1;--b:url(x;y)}", ["p{c:var(--a)}"])
        ':root{--a:1;}'
    """
    read = {name for text in readers for name in re.findall(r"(?<![\w-])--[\w-]+(?!\s*:)", text)}
    return re.sub(
        r"""(?<=[;{])(--[\w-]+):(?:"[^"]*"|'[^']*'|\((?:"[^"]*"|'[^']*'|[^()])*\)|[^;{}"'()])*;?""",
        lambda match: match[0] if match[1] in read else "",
        sheet,
    )
