"""What activations cost: the order that holds everywhere, and the data file that the pages read."""

import datetime

import numpy as np
import pytest

from reluexplain import activations
from reluexplain.docsbuild import measure
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
    measure.FILLERS[name](x, out)
    np.testing.assert_allclose(out, EXACT[name](x), atol=1e-12)


def test_the_timed_gelu_is_its_form_with_tanh():
    # Hendrycks and Gimpel's formula; it stays within 0.0005 of the exact one.
    x = np.linspace(-5, 5, 1001)
    out = np.empty_like(x)
    measure.FILLERS["GELU (tanh form)"](x, out)
    formula = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    np.testing.assert_allclose(out, formula, atol=1e-12)
    np.testing.assert_allclose(out, activations.gelu(x), atol=5e-4)


def test_relu_takes_less_time_than_sigmoid_in_float64():
    fillers = {"ReLU": measure.fill_relu, "sigmoid": measure.fill_sigmoid}
    times = measure.compare(fillers, "float64", 10**6, seconds=0, rounds=15)
    assert np.median(times["ReLU"]) < np.median(times["sigmoid"])


def test_the_data_file_says_what_was_measured_where_and_when():
    cost = activation_cost()
    assert {"processor", "cores", "system", "python", "numpy"} <= set(cost)
    assert datetime.date.fromisoformat(cost["date"]).year >= 2026
    found = {(row["activation"], row["dtype"], row["elements"]) for row in cost["measurements"]}
    assert found == {
        (name, dtype, size)
        for name in measure.FILLERS
        for dtype in measure.DTYPES
        for size in measure.SIZES
    }
    for row in cost["measurements"]:
        assert 0 < row["low"] <= row["median"] <= row["high"], row
        assert row["rounds"] >= 7, row


def test_a_measurement_has_the_data_files_fields():
    small = measure.measure_all(sizes=[1000], dtypes=["float32"], seconds=0)
    cost = activation_cost()
    assert set(small) == set(cost)
    assert set(small["measurements"][0]) == set(cost["measurements"][0])
