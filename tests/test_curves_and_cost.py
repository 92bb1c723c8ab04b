"""The figures of "Curves from lines" and "What an activation costs" draw what they are given."""

import re

import numpy as np
import pytest

from reluexplain.figures import cost as cost_figures
from reluexplain.figures import curves
from reluexplain.figures.svg import to_svg


def measured(activation, dtype, elements, median, copy=0.5):
    ends = {"low": 0.9 * median, "median": median, "high": 1.1 * median}
    row = {"activation": activation, "dtype": dtype, "elements": elements, **ends}
    return row | {"copy_nanoseconds": copy}


def layer(activation, dtype, width, median):
    ends = {"low": median / 2, "median": median, "high": 2 * median}
    return {"activation": activation, "dtype": dtype, "width": width, **ends}


DTYPES = ("float32", "float64")
COST = {
    "measurements": [
        measured(name, dtype, elements, median)
        for name, median in (("ReLU", 2.0), ("sigmoid", 8.0))
        for dtype in DTYPES
        for elements in (1000, 10**6)
    ],
    "scipy_measurements": [measured("GELU (exact)", dtype, 10**6, 60.0) for dtype in DTYPES],
    "layers": [
        layer(name, dtype, width, median / width)
        for name, median in (("ReLU", 1.0), ("sigmoid", 1.5))
        for dtype in DTYPES
        for width in (4, 16)
    ],
}
UNITS = [2, 4, 8]
LAW = {"mean square": np.array([1e-3, 1e-4, 1e-5])}
COUNTS = {"whole line": np.array([[64, 66], [10, 20]]), "zero biases": np.array([[2, 2], [1, 2]])}
FIGURES = {
    "law": lambda: curves.error_laws(UNITS, LAW, {"mean square": 1.01 * LAW["mean square"]}),
    "displaced": lambda: curves.displaced_kinks([0.1, 0.2], np.array([[1.0, 2, 3], [4, 5, 9]])),
    "runs": lambda: curves.sorted_runs({2: np.array([1.0, 5.0, 50.0])}),
    "shapes": lambda: curves.pieces_by_shape(["1 × 64", "2 × 32"], COUNTS),
    "ranges": lambda: cost_figures.cost_ranges(COST, 10**6),
    "throughput": lambda: cost_figures.throughput(COST, ["ReLU", "sigmoid"]),
    "layer": lambda: cost_figures.layer_shares(COST),
}
SAID = {
    "law": ("2, 4, 8 hidden units", "from 0.00101 to 1.01e", "off the law by at most 0.01 "),
    "displaced": ("3 draws", "by 0.1, the median is 2 and the least 1", "the median is 5"),
    "runs": ("with 2 units the best run ends at 1, the median at 5 and the worst at 50",),
    "shapes": ("whole line: 1 × 64, 65; 2 × 32, 15", "zero biases: 1 × 64, 2; 2 × 32, 1.5"),
    "ranges": ("1,000,000 numbers", "ReLU, float64: 1.8 to 2.2", "GELU (exact), float32: 54 to 66"),
    "throughput": ("float64, copy: 32, 32", "float64, ReLU: 16, 16", "float32, sigmoid: 2, 2"),
    "layer": ("for 4, 16 units", "ReLU, float64: 25, 6.25", "sigmoid, float32: 37.5, 9.375"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_draws_and_takes_the_schemes_colours(name):
    figure = FIGURES[name]()
    for words in SAID[name]:
        assert words in figure.get_label(), figure.get_label()
    bare = re.sub(
        r"var\(--relu-[\w-]+,#[0-9a-f]{6}\)|aria-label=\"[^\"]*\"", "", to_svg(figure, name)
    )
    assert not re.findall(r"#[0-9a-fA-F]{6}", bare), "colours that do not follow the scheme"


def test_marks_stand_where_the_numbers_are():
    (axis,) = FIGURES["law"]().axes
    line, marks = (np.asarray(drawn.get_ydata(), dtype=float) for drawn in axis.lines)
    assert np.array_equal(line, LAW["mean square"])
    assert np.array_equal(marks, 1.01 * LAW["mean square"])
    (axis,) = FIGURES["layer"]().axes
    relu = axis.lines[0]
    assert list(relu.get_xdata()) == [4, 16]
    assert list(relu.get_ydata()) == [25, 6.25]


def test_a_rate_is_twice_the_arrays_bytes_by_the_time():
    # 8,000 bytes in and out, 1,000 numbers at 2 x 0.5 ns each: 16,000 bytes in 1,000 ns.
    sizes, rates = cost_figures.throughputs(COST, "ReLU", "float64")
    assert sizes[0] == 8000
    assert rates[0] == pytest.approx(16_000 / (1000 * 2 * 0.5))
    assert cost_figures.throughputs(COST, "copy", "float64")[1] == [32.0, 32.0]
