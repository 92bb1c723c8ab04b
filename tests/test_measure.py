"""What activations cost: the order that holds everywhere, and the data file that the pages read."""

import datetime
import importlib.util
import json

import numpy as np
import pytest

from reluexplain import activations
from reluexplain.docsbuild import fillers, measure
from reluexplain.examples import activation_cost

EXACT = {
    "ReLU": activations.relu,
    "Leaky ReLU": activations.leaky_relu(0.01),
    "ELU": activations.elu(),
    "softplus": activations.softplus,
    "sigmoid": activations.sigmoid,
    "tanh": activations.tanh,
    "SiLU": activations.silu,
}


@pytest.mark.parametrize("name", EXACT)
def test_what_is_timed_is_the_activation(name):
    x = np.linspace(-5, 5, 1001)
    out = np.empty_like(x)
    fillers.FILLERS[name](x, out)
    np.testing.assert_allclose(out, EXACT[name](x), atol=1e-12)


def test_the_timed_gelu_is_its_form_with_tanh():
    # Hendrycks and Gimpel's formula; it stays within 0.0005 of the exact one.
    x = np.linspace(-5, 5, 1001)
    out = np.empty_like(x)
    fillers.FILLERS["GELU (tanh form)"](x, out)
    formula = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    np.testing.assert_allclose(out, formula, atol=1e-12)
    np.testing.assert_allclose(out, activations.gelu(x), atol=5e-4)


def test_relu_takes_less_time_than_sigmoid_in_float64():
    two = {name: fillers.FILLERS[name] for name in ("ReLU", "sigmoid")}
    times = measure.compare(two, "float64", 10**6, seconds=0, rounds=15)
    assert np.median(times["ReLU"]) < np.median(times["sigmoid"])


def test_the_data_file_says_what_was_measured_where_and_when():
    cost = activation_cost()
    assert {"processor", "cores", "system", "python", "numpy"} <= set(cost)
    assert datetime.date.fromisoformat(cost["date"]).year >= 2026
    found = {(row["activation"], row["dtype"], row["elements"]) for row in cost["measurements"]}
    assert found == {
        (name, dtype, size)
        for name in fillers.FILLERS
        for dtype in measure.DTYPES
        for size in measure.SIZES
    }
    found = {(row["activation"], row["dtype"], row["width"]) for row in cost["layers"]}
    assert found == {
        (name, dtype, width)
        for name in measure.LAYER_ACTIVATIONS
        for dtype in measure.DTYPES
        for width in measure.WIDTHS
    }
    for row in cost["measurements"] + cost["scipy_measurements"] + cost["layers"]:
        assert 0 < row["low"] <= row["median"] <= row["high"], row
        assert row["rounds"] >= 7, row
    assert all(row["high"] < 1 for row in cost["layers"]), "a share of a layer is below one"
    assert bool(cost["scipy"]) == bool(cost["scipy_measurements"])


def test_a_measurement_has_the_data_files_fields():
    small = measure.measure_all(sizes=[1000], dtypes=["float32"], widths=[4], seconds=0)
    cost = activation_cost()
    assert set(small) == set(cost)
    for part in ("measurements", "layers"):
        assert set(small[part][0]) == set(cost[part][0])
    assert json.loads(measure.text_of(small)) == small


def test_the_share_of_a_layer_comes_from_the_times_of_its_parts(monkeypatch):
    # A product that takes three times as long as the activation leaves it a quarter.
    monkeypatch.setattr(measure, "_in_turn", lambda *_: np.array([[3.0, 1.0], [6.0, 2.0]]))
    shares = measure.compare_layer({"ReLU": fillers.fill_relu}, "float64", 4, seconds=0)
    assert shares["ReLU"].tolist() == [0.25, 0.25]
    assert shares["product"].tolist() == [3.0, 6.0]


def test_an_exact_gelu_is_measured_only_where_scipy_is_installed():
    exact = fillers.exact_gelu()
    assert bool(exact) == (importlib.util.find_spec("scipy") is not None)
    for fill in exact.values():
        x = np.linspace(-5, 5, 1001)
        out = np.empty_like(x)
        fill(x, out)
        np.testing.assert_allclose(out, activations.gelu(x), atol=1e-12)
