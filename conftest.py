"""Collect the pages' examples and claims as tests, one namespace a page, in document order."""

import doctest
import re
from collections.abc import Iterable
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

from reluexplain.docsbuild import claims

_NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+(?=e))(?:e[-+]?\d+)?", re.IGNORECASE)


class PrintedPrecision(doctest.OutputChecker):
    """Compares floats to the precision that the page prints, and everything else exactly."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        wanted, given = _NUMBER.findall(want), _NUMBER.findall(got)
        if len(wanted) == len(given):
            texts = iter(
                w if abs(float(w) - float(g)) <= claims.half_unit(w) * (1 + 1e-9) else g
                for w, g in zip(wanted, given, strict=True)
            )
            got = _NUMBER.sub(lambda _: next(texts), got)
        return super().check_output(want.rstrip(), got.rstrip(), optionflags)


_evaluate_doctest = DocTestEvaluator(doctest.NORMALIZE_WHITESPACE)
_evaluate_doctest.runner._checker = PrintedPrecision()
_parse_doctests = DocTestStringParser(_evaluate_doctest)


def parse_blocks(document: Document) -> Iterable[Region]:
    """Find the `pycon` blocks of a page."""
    for block in claims.find_blocks(document.text):
        for region in _parse_doctests(block.source, document.path):
            region.start += block.start
            region.end += block.start
            region.parsed.lineno += block.line
            yield region


def parse_claims(document: Document) -> Iterable[Region]:
    """Find the claims of a page."""
    for claim in claims.find_claims(document.text):
        yield Region(claim.start, claim.end, claim, evaluate_claim)


def evaluate_claim(example: Example) -> str | None:
    """Return what is wrong with a claim, with its page and line, or nothing."""
    claim = example.parsed
    values = () if claim.problem else claim.evaluate(example.namespace)
    complaint = claim.complaint(values)
    return f"{Path(example.path).name}, line {claim.line}: {complaint}" if complaint else None


pytest_collect_file = Sybil(
    parsers=[parse_blocks, parse_claims], patterns=["docs/*.md", "docs/**/*.md"]
).pytest()
