"""The claims' own rules: what binds, what is compared, what counts as unbound."""

import pytest

from reluexplain.docsbuild.claims import evaluate, find_claims, formula_numbers
from reluexplain.docsbuild.unbound import find_unbound

NAMESPACE = {
    "loss": 2.62497,
    "bend": -2.0,
    "share": 0.886,
    "steps": 50000,
    "three": 3,
    "rate": 1e-4,
}


def complaints(text):
    return [claim.complaint(values) for claim, values in evaluate(text, dict(NAMESPACE))]


@pytest.mark.parametrize(
    "text",
    [
        "It is -2<!-- = bend -->.",
        "It is −2<!-- = bend --> with a true minus.",
        "It is **2.62**<!-- = loss -->.",
        "It is 2.6250<!-- = loss -->.",
        "After 50,000<!-- = steps --> steps.",
        "It is 89 %<!-- = 100 * share --> of them.",
        "About 0.88<!-- ~ share, 0.01 -->.",
        "All three<!-- = three --> units.",
        "$y = 3x - 2$<!-- = three, -bend -->",
        "$$y = 3x - 2$$\n<!-- = three, -bend -->",
        "At a rate of $10^{-4}$<!-- = rate -->.",
        "At a rate of 1e-4<!-- = rate -->.",
        "In code: `f(-2)`<!-- = bend -->.",
        "It never moves<!-- check: bend == -2 -->.",
        "| 2.62<!-- = loss --> | -2<!-- = bend --> |",
    ],
)
def test_true_claims_pass(text):
    assert complaints(text)
    assert complaints(text) == [None] * len(complaints(text))
    assert find_unbound(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is 2.63<!-- = loss -->.", "the page says 2.63, the code `loss` gives 2.62497"),
        ("It is 2.6249<!-- = loss -->.", "2.6249"),
        ("It is 2<!-- = bend -->.", "the page says 2,"),
        ("About 0.85<!-- ~ share, 0.01 -->.", "allowed within 0.01"),
        ("All four<!-- = three --> units.", "the page says four"),
        ("$y = 3x - 4$<!-- = three, -bend -->", "the page says 4"),
        ("$y = 3x - 2$<!-- = three -->", "2 numbers (3, 2)"),
        ("It moves<!-- check: bend > 0 -->.", "is false"),
        ("It is<!-- = bend -->.", "no number"),
        ("It is 3<!-- = 3 -->.", "checks nothing"),
        ("It is 3<!-- = three `x` -->.", "no backtick"),
        ("It is 3<!-- = three + -->.", "not a Python expression"),
        ("It is 3<!-- = None if bend else three -->.", "no number"),
    ],
)
def test_false_or_malformed_claims_say_why(text, words):
    (complaint,) = complaints(text)
    assert complaint is not None
    assert words in complaint


def test_a_claim_knows_its_line():
    assert [claim.line for claim in find_claims("One.\n\nIt is -2<!-- = bend -->.\n")] == [3]


def test_claims_in_fenced_code_are_examples_of_claims():
    assert find_claims("```markdown\n-2<!-- = bend -->\n```\n") == []


def test_blocks_and_claims_share_a_namespace_in_document_order():
    first = "```pycon\n>>> x = 1\n```\n\nOne 1<!-- = x -->.\n\n"
    text = first + "```pycon\n>>> x = 2\n```\n\n2<!-- = x -->\n"
    assert [values for _, values in evaluate(text)] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It is 2.62 now.", ["2.62"]),
        ("It is -3 now.", ["3"]),
        ("50,000 steps.", ["50,000"]),
        ("2000 runs in a sentence would read as a year; 2,000 does not.", ["2,000"]),
        ("**7** and *8*", ["7", "8"]),
        ("## Section with 4 units", ["4"]),
        ("| 1.5 | a |", ["1.5"]),
        ("Code `relu(5)` too.", ["5"]),
        ("Formula $y = 6x$ too.", ["6"]),
        ("| x | -4 |\n| --- | --- |", ["4"]),
        ("/// figure | name\nA caption with 9 in it.\n///", ["9"]),
        ("A share of 40 %.", ["40"]),
        ("A unit gives 3 and two units 4.5.", ["3", "4.5"]),
        ("1. A list item with 3 in it", ["3"]),
    ],
)
def test_unbound_numbers_are_found(text, numbers):
    assert [number for _, number in find_unbound(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "He et al. (2015), arXiv:1502.01852.",
        "The input x0, the bias b1, float32.",
        "Three units, two of them on, half of the data.",
        "1. A list\n2. goes on",
        "Python 3.11 and version 1.6.1.",
        "[a link](https://example.com/1/2.html)",
        "$\\max(0, x_1)^2$ and `max(0, x)` and `w[0]`",
        "```text\n42\n```",
        "Unit 0 is off, units 1 and 2 are on.",
        "Exercise 3 and the licence MIT-0.",
        "---\ntitle: 3\n---\n\nText.",
    ],
)
def test_structure_names_and_years_are_free(text):
    assert find_unbound(text) == []


def test_formula_numbers_in_order_with_signs():
    assert formula_numbers(r"f(-1) = 2 - 3 \cdot 0.5") == ["-1", "2", "3", "0.5"]
    assert formula_numbers(r"x \in [-4, 4]") == ["-4", "4"]
    assert formula_numbers(r"\frac{1}{2} + x^2 + a_{10}") == ["1", "2"]
    assert formula_numbers(r"4 \times 10^{-3}") == [r"4 \times 10^{-3}"]
    assert formula_numbers("relu(-1) + relu(1)") == ["-1", "1"]
