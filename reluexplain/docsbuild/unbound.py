"""Numbers that no claim binds: what the test suite refuses on a page.

Every number in prose, tables, captions, formulas and inline code must be bound by a claim, but for
a short reviewed list of kinds. This module does not judge what a claim says: see `claims`.
"""

from __future__ import annotations

import re

from reluexplain.docsbuild.claims import find_claims, formula_numbers, mask_fences

# What may stand unbound, each kind reviewed: structure, names and identifiers, years.
_FREE = [
    r"^\s*\d+\.\s",  # a numbered list
    r"\barXiv:\d{4}\.\d{4,5}",
    r"\bdoi:\S+",
    r"\b\d+\.\d+\.\d+\b",  # a version in three parts
    r"\b(?:Python|NumPy|Matplotlib|MkDocs|PyTorch|Keras|JAX)\s\d+(?:\.\d+)*",
    r"(?<![\w,.])(?:19|20)\d\d(?!\w|[,.]\d|\s?%)",  # a year; a count of thousands has a comma
    r"ReLU'\(0\)",  # the name of the derivative at zero
    r"\b[A-Za-z]\w*[-–]?\d+\w*",  # a name: x0, float32, MIT-0
    r"\b[Uu]nits?\s\d+(?:(?:,|\sand|,\sand)\s\d+)*(?!\w|[.,]\d)",  # the name of a unit
    r"\b(?:Exercise|Question|Experiment|Chapter|Figure|Table|Part|Theorem|Section)\s\d+(?:\.\d+)*",
]
_NOT_PROSE = [
    r"\A---\n.*?\n---\n",  # front matter
    r"<!--.*?-->",
    r"\]\([^)]*\)",  # the address of a link
    r"^\s*\[[^\]]+\]:.*$",
    r"<[a-zA-Z/][^>]*>",
    r"\{[:#.][^}\n]*\}",  # attribute lists
    r"https?://\S+",
    r"^/// *\w+.*$",
    r"^ *--8<--.*$",
    r"\*Also asked as:\*.*?(?=\n\n|\Z)",  # a question in other words: it states nothing
]


def find_unbound(text: str) -> list[tuple[int, str]]:
    """Return (line, number) for each number of a page that no claim binds.

    Examples:
        >>> find_unbound("The loss is 2.62 after He et al. (2015).")
        [(1, '2.62')]
    """
    masked = list(mask_fences(text))

    def blank(start: int, end: int) -> None:
        masked[start:end] = [c if c == "\n" else " " for c in masked[start:end]]

    for claim in find_claims(text):
        blank(claim.start, claim.end)
    for pattern in _NOT_PROSE:
        for match in re.finditer(pattern, "".join(masked), re.MULTILINE | re.DOTALL):
            if pattern.startswith("^") and "\n" in match.group().strip("\n"):
                continue
            blank(match.start(), match.end())
    unbound = []
    rest = "".join(masked)
    for match in re.finditer(r"\$\$([^$]+)\$\$|\$([^$\n]+)\$|`([^`\n]+)`", rest):
        line = rest.count("\n", 0, match.start()) + 1
        inner = match[1] or match[2] or match[3]
        unbound += [(line, number) for number in formula_numbers(inner)]
        blank(match.start(), match.end())
    for pattern in _FREE:
        for match in re.finditer(pattern, "".join(masked), re.MULTILINE):
            blank(match.start(), match.end())
    rest = "".join(masked)
    for match in re.finditer(r"\d[\d,.]*", rest):
        number = match.group().rstrip(",.")
        unbound.append((rest.count("\n", 0, match.start()) + 1, number))
    return sorted(unbound)
