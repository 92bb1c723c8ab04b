"""Claims: numbers in prose that are computed, not typed.

A claim is an HTML comment directly after the number that it binds:

    At the bend the output is -2<!-- = bent(-1) -->.

This module finds claims and doctest blocks in a page's Markdown, evaluates them in document order
in one namespace, and says what is wrong with a claim in one sentence. The test suite and the docs
build both use it, so they cannot disagree. `unbound` lists the numbers that no claim binds.

It knows nothing of MkDocs, and it does not judge whether an expression is a good one: a claim that
repeats its own number is refused, the rest is a reviewer's work.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WORDS = "two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: float(number) for number, word in enumerate(_WORDS.split(" "), start=2)}
NUMBER_WORDS["half"] = 0.5

_COMMENT = re.compile(r"<!--\s*(?P<kind>=|~|check:)\s*(?P<body>.*?)\s*-->", re.DOTALL)
_FENCE = re.compile(
    r"^[ \t]*(?P<ticks>`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^[ \t]*(?P=ticks)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# A sign belongs to its number unless it joins two things, as in "b-2" or "2-3".
_NUMBER = (
    r"(?<![\w.])(?:(?<![\w)\]])[-−+])?"
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w]|\.\d)"
)
_WORD = r"\b(?:" + "|".join(NUMBER_WORDS) + r")\b"
_BOUND_NUMBER = re.compile(rf"(?P<number>{_NUMBER}|{_WORD})(?:\s?%)?[*_]*$", re.IGNORECASE)
_BOUND_FORMULA = re.compile(r"(?:\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>[^$]+)\$)\s*$")
_BOUND_CODE = re.compile(r"`(?P<code>[^`]+)`$")


@dataclass(frozen=True)
class Block:
    """A fenced doctest block: its source, and where it starts and ends in the page."""

    start: int
    end: int
    source: str
    line: int


@dataclass(frozen=True)
class Claim:
    """One comment with the numbers that it binds, as the page prints them.

    `kind` is "=" (to the precision printed), "~" (within `tolerance`, an expression) or "check:"
    (a statement without a number). `start` is where the bound text starts, `end` where the
    comment ends.
    """

    start: int
    end: int
    line: int
    kind: str
    printed: tuple[str, ...]
    expressions: tuple[str, ...]
    tolerance: str | None = None
    problem: str | None = None

    def evaluate(self, namespace: dict[str, Any]) -> tuple[Any, ...]:
        """Return the value of each expression, and of the tolerance if there is one."""
        sources = self.expressions + ((self.tolerance,) if self.tolerance else ())
        return tuple(eval(source, namespace) for source in sources)

    def complaint(self, values: tuple[Any, ...]) -> str | None:
        """Return what is wrong with the claim, given the values of its expressions, or None."""
        if self.problem:
            return self.problem
        if self.kind == "check:":
            return None if bool(values[0]) else f"the check `{self.expressions[0]}` is false"
        for printed, expression, value in zip(self.printed, self.expressions, values, strict=False):
            try:
                number = float(value)
            except (TypeError, ValueError):
                return (
                    f"the page says {printed}, the code `{expression}` gives {value!r}: no number"
                )
            tolerance = float(values[-1]) if self.tolerance else half_unit(printed)
            if not abs(number - parse_number(printed)) <= tolerance * (1 + 1e-9):
                within = f", allowed within {tolerance:g}" if self.tolerance else ""
                return f"the page says {printed}, the code `{expression}` gives {number!r}{within}"
        return None


def parse_number(printed: str) -> float:
    """Return the number that a page prints, words included.

    Examples:
        >>> [parse_number(text) for text in ("50,000", "−2.5", "three", r"4 \\times 10^{-3}")]
        [50000.0, -2.5, 3.0, 0.004]
    """
    if printed.lower() in NUMBER_WORDS:
        return float(NUMBER_WORDS[printed.lower()])
    mantissa, exponent = _split_power(printed)
    return float(f"{mantissa}e{exponent}")


def half_unit(printed: str) -> float:
    """Return half a unit of the last digit that a page prints: the precision it claims.

    Examples:
        >>> half_unit("2.62"), half_unit("50,000"), half_unit("1e-4")
        (0.005, 0.5, 5e-05)
    """
    if printed.lower() in NUMBER_WORDS:
        return 1e-12
    mantissa, exponent = _split_power(printed)
    decimals = len(mantissa.partition(".")[2])
    return float(f"5e{exponent - decimals - 1}")


def _split_power(printed: str) -> tuple[str, int]:
    plain = printed.replace(",", "").replace("−", "-").replace("{,}", "").replace(r"\,", "")
    power = re.fullmatch(r"(?:(.*?)\s*\\(?:times|cdot)\s*)?10\^\{?([-+]?\d+)\}?", plain)
    if power:
        return (power[1] or "1").strip(), int(power[2])
    mantissa, _, exponent = plain.lower().partition("e")
    return mantissa, int(exponent or 0)


def formula_numbers(formula: str) -> list[str]:
    """Return the numbers of a formula or of inline code, in order, signs included.

    Indices, exponents, digits inside names and the 0 of max(0, x) are not numbers here; a power
    of ten is one number.

    Examples:
        >>> formula_numbers(r"y = 2x_1 - 3\\max(0, x + 1)^2 = 10^{-4}")
        ['2', '3', '1', '10^{-4}']
        >>> formula_numbers("relu(-1) + x0 * w[0]")
        ['-1']
    """
    text = re.sub(r"(?<=max)([(\[{]|\\\{|\\left\()\s*0\s*,", " ", formula)
    text = re.sub(r"\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?", " ", text)
    text = re.sub(r"_\{[^}]*\}|_\w|(?<=\w)\[[^\]]*\]", "", text)
    text = re.sub(r"(?<!10)(?:\^\{[^}]*\}|\^\w|\*\*\s*[-+]?\w+)", "", text)
    text = re.sub(r"\\[,;!]", " ", text).replace("{,}", ",")
    text = re.sub(r"(?<=\\)[a-zA-Z]+", lambda name: name[0] + " ", text)
    number = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.\d+"
    pattern = re.compile(
        rf"(?P<power>(?:(?:{number})\s*\\times\s*)?10\^(?:\{{[-+]?\d+\}}|\d))|(?P<plain>{number})"
    )
    found = []
    for match in pattern.finditer(text):
        before = text[: match.start()]
        if re.search(r"[A-Za-z]$", before) and not re.search(r"\\[A-Za-z]+$", before):
            continue  # part of a name, as in x0 or float32
        sign = re.search(r"(?:^|[=(\[{,&<>|:+*/]|\\\w+|approx|in)\s*([-−])\s*$", before)
        found.append(("-" if sign else "") + " ".join(match.group().split()))
    return found


def mask_fences(text: str) -> str:
    """Blank out fenced code, keeping every position and line."""
    return _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def find_blocks(text: str) -> list[Block]:
    """Return the page's `pycon` blocks."""
    blocks = []
    for match in _FENCE.finditer(text):
        if match["info"].strip().split(" ")[0].split("{")[0].strip() == "pycon":
            start = match.start("body")
            blocks.append(
                Block(start, match.end("body"), match["body"], text.count("\n", 0, start))
            )
    return blocks


def find_claims(text: str) -> list[Claim]:
    """Return the page's claims in document order; a malformed one says so in `problem`."""
    masked = mask_fences(text)
    claims = []
    for match in _COMMENT.finditer(masked):
        claims.append(_read_claim(masked, match))
    return claims


def _read_claim(text: str, match: re.Match[str]) -> Claim:
    kind, body = match["kind"], " ".join(match["body"].split())
    line = text.count("\n", 0, match.start()) + 1
    start, end = match.start(), match.end()

    def broken(problem: str) -> Claim:
        return Claim(start, end, line, kind, (), (), problem=f"{problem}: <!-- {kind} {body} -->")

    if re.search(r"[`$|]", body):
        return broken("a claim may hold no backtick, dollar or bar")
    try:
        tree = ast.parse(f"({body},)", mode="eval").body
    except SyntaxError:
        return broken("this claim is not a Python expression")
    assert isinstance(tree, ast.Tuple)
    expressions = [ast.unparse(element) for element in tree.elts]
    if not any(isinstance(node, ast.Name) for node in ast.walk(tree)):
        return broken("a claim needs a name from the page's code, or it checks nothing")
    if kind == "check:":
        return Claim(start, end, line, kind, (), (body,))
    tolerance = None
    if kind == "~":
        if len(expressions) < 2:
            return broken("a claim with ~ needs an expression and a tolerance")
        tolerance = expressions.pop()
    before = text[max(0, start - 400) : start]
    if formula := _BOUND_FORMULA.search(before) or _BOUND_CODE.search(before):
        printed = formula_numbers(next(group for group in formula.groups() if group))
        start -= len(before) - formula.start()
    elif number := _BOUND_NUMBER.search(before):
        printed = [number["number"]]
        start -= len(before) - number.start()
    else:
        return broken("no number, formula or code stands directly before this claim")
    if len(printed) != len(expressions):
        return broken(
            f"{len(printed)} numbers ({', '.join(printed)}) stand before this claim, "
            f"which has {len(expressions)} expressions"
        )
    return Claim(start, end, line, kind, tuple(printed), tuple(expressions), tolerance)


def strip_claims(text: str) -> str:
    """Return a page's Markdown without its claims' comments.

    Examples:
        >>> strip_claims("At the bend it is -2<!-- = bent(-1) -->.")
        'At the bend it is -2.'
    """
    for claim in reversed(find_claims(text)):
        text = text[: text.rindex("<!--", claim.start, claim.end)] + text[claim.end :]
    return text


def typeset(text: str) -> str:
    """Return a page's Markdown with its bound numbers as a printer sets them.

    A negative one has a true minus sign, and a per cent sign stays on the number's line.

    Examples:
        >>> typeset("At the bend it is -2<!-- = bent(-1) -->.")
        'At the bend it is −2<!-- = bent(-1) -->.'
    """
    for claim in reversed(find_claims(text)):
        comment = text.rindex("<!--", claim.start, claim.end)
        number = text[claim.start : comment]
        if claim.printed and not number.startswith(("$", "`")):
            number = re.sub(r"^-", "−", number).replace(" %", "\N{NO-BREAK SPACE}%")
            text = text[: claim.start] + number + text[comment:]
    return text


def evaluate(
    text: str, namespace: dict[str, Any] | None = None
) -> Iterator[tuple[Claim, tuple[Any, ...]]]:
    """Run a page's doctest blocks and claims in document order; yield each claim with its values.

    The output of the doctests is not compared: the test suite does that. An example that raises,
    raises here too, unless its block shows a traceback.
    """
    namespace = {} if namespace is None else namespace
    items: list[Block | Claim] = sorted(
        [*find_blocks(text), *find_claims(text)], key=lambda item: item.start
    )
    for item in items:
        if isinstance(item, Claim):
            yield item, () if item.problem else item.evaluate(namespace)
            continue
        for example in doctest.DocTestParser().get_examples(item.source):
            with contextlib.redirect_stdout(io.StringIO()):
                try:
                    exec(compile(example.source, "<page>", "single"), namespace)
                except Exception:
                    if example.exc_msg is None:
                        raise
