"""Activations against 60-digit decimals, closed forms and their limits."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluexplain.activations import (
    elu,
    gelu,
    leaky_relu,
    prelu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)

ONE = Decimal(1)
DIGITS = 60
STEP = Decimal("1e-20")


def exact_sigmoid(x):
    return ONE / (ONE + (-x).exp())


def exact_gelu(x):
    """x times the normal share: the Taylor series of the error function, as far as it matters."""
    z = x / Decimal(2).sqrt()
    term = total = z
    n = 0
    while abs(term) > Decimal(10) ** -(DIGITS + 40):
        n += 1
        term = -term * z * z / n
        total += term / (2 * n + 1)
    pi = Decimal(
        "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"
    )
    return x * (ONE + 2 * total / pi.sqrt()) / 2


def exact_leaky(slope):
    return lambda x: x if x > 0 else Decimal(slope) * x


EXACT = {
    "ReLU": (relu, exact_leaky(0)),
    "Leaky ReLU": (leaky_relu(0.01), exact_leaky(0.01)),
    "steep Leaky ReLU": (leaky_relu(-3.0), exact_leaky(-3)),
    "PReLU": (prelu(), exact_leaky(0.25)),
    "ELU": (elu(), lambda x: x if x > 0 else x.exp() - 1),
    "doubled ELU": (elu(2.0), lambda x: x if x > 0 else 2 * (x.exp() - 1)),
    "sigmoid": (sigmoid, exact_sigmoid),
    "tanh": (tanh, lambda x: 2 * exact_sigmoid(2 * x) - 1),
    "softplus": (softplus, lambda x: (ONE + x.exp()).ln()),
    "SiLU": (silu, lambda x: x * exact_sigmoid(x)),
    "GELU": (gelu, exact_gelu),
}
ALL = [activation for activation, _ in EXACT.values()]
INPUTS = [-12.0, -8.5, -3.0, -1.4, -0.7, -0.5, -1e-3, -1e-9, 1e-9, 0.3, 1.0, 2.4, 7.0, 12.0]
by_name = pytest.mark.parametrize("name", EXACT)
for_all = pytest.mark.parametrize("activation", ALL, ids=list(EXACT))


@by_name
def test_values_agree_with_decimals(name):
    activation, exact = EXACT[name]
    with localcontext() as context:
        context.prec = DIGITS + 40
        expected = [float(exact(Decimal(x))) for x in INPUTS]
    np.testing.assert_allclose(activation(INPUTS), expected, rtol=2e-14)


@by_name
def test_derivatives_agree_with_differences_of_decimals(name):
    activation, exact = EXACT[name]
    with localcontext() as context:
        context.prec = DIGITS + 40
        points = [Decimal(x) for x in INPUTS]
        expected = [float((exact(x + STEP) - exact(x - STEP)) / (2 * STEP)) for x in points]
    np.testing.assert_allclose(activation.derivative(INPUTS), expected, rtol=2e-13)


@pytest.mark.parametrize(
    ("activation", "value", "derivative"),
    [
        (relu, 0.0, 0.0),
        (leaky_relu(0.1), 0.0, 0.1),
        (prelu(0.3), 0.0, 0.3),
        (elu(1.5), 0.0, 1.5),
        (sigmoid, 0.5, 0.25),
        (tanh, 0.0, 1.0),
        (softplus, math.log(2), 0.5),
        (silu, 0.0, 0.5),
        (gelu, 0.0, 0.5),
    ],
)
def test_at_zero(activation, value, derivative):
    assert activation(0.0) == pytest.approx(value)
    assert activation(-0.0) == pytest.approx(value)
    assert activation.derivative(0.0) == derivative


LIMITS = {  # value far left (as a multiple of x, and added), far right, slope far left and right
    "ReLU": ((0, 0), (1, 0), 0, 1),
    "Leaky ReLU": ((0.01, 0), (1, 0), 0.01, 1),
    "PReLU": ((0.25, 0), (1, 0), 0.25, 1),
    "ELU": ((0, -1), (1, 0), 0, 1),
    "doubled ELU": ((0, -2), (1, 0), 0, 1),
    "sigmoid": ((0, 0), (0, 1), 0, 0),
    "tanh": ((0, -1), (0, 1), 0, 0),
    "softplus": ((0, 0), (1, 0), 0, 1),
    "SiLU": ((0, 0), (1, 0), 0, 1),
    "GELU": ((0, 0), (1, 0), 0, 1),
}


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("size", [800.0, 1e5, 1e200, 1e308, np.finfo(float).max])
def test_far_out_the_limits_hold_without_a_warning(name, size):
    activation = EXACT[name][0]
    left, right, left_slope, right_slope = LIMITS[name]
    assert activation(-size) == left[0] * -size + left[1]
    assert activation(size) == right[0] * size + right[1]
    assert activation.derivative(-size) == left_slope
    assert activation.derivative(size) == right_slope


def test_a_slope_above_one_does_not_overflow_where_it_is_not_used():
    assert leaky_relu(10.0)(1e308) == 1e308
    assert prelu([10.0])([1e308]) == [1e308]


@for_all
def test_finite_in_between_and_without_a_warning(activation):
    sizes = np.concatenate([[5e-324, 1e-308], np.geomspace(1e-20, 1e307, 2000)])
    x = np.concatenate([-sizes[::-1], [-0.0, 0.0], sizes])
    assert np.isfinite(activation(x)).all()
    assert np.isfinite(activation.derivative(x)).all()


@for_all
def test_nan_passes_through_the_value(activation):
    assert np.isnan(activation(np.nan))
    assert np.isnan(activation([1.0, np.nan])).tolist() == [False, True]


@for_all
def test_the_shape_of_the_input_is_the_shape_of_the_output(activation):
    for function in (activation, activation.derivative):
        assert isinstance(function(1), np.float64)
        assert function([]).shape == (0,)
        rows = np.arange(-3.0, 3.0).reshape(2, 3)
        assert function(rows).shape == (2, 3)
        assert function(rows).dtype == np.float64
        np.testing.assert_array_equal(function(rows.T).T, function(rows))


@for_all
def test_the_input_is_left_alone(activation):
    x = np.array([-2.0, 0.0, 3.0])
    values, slopes = activation(x), activation.derivative(x)
    values += 1
    slopes += 1
    assert x.tolist() == [-2.0, 0.0, 3.0]


def test_only_piecewise_linear_activations_have_a_negative_slope():
    found = {name: activation.negative_slope for name, (activation, _) in EXACT.items()}
    assert found == dict.fromkeys(EXACT) | {
        "ReLU": 0.0,
        "Leaky ReLU": 0.01,
        "steep Leaky ReLU": -3.0,
        "PReLU": 0.25,
    }
    assert prelu([0.1, 0.2]).negative_slope is None


@pytest.mark.parametrize(
    ("activation", "minimum", "largest_slope"),
    [(gelu, -0.1700, 1.1289), (silu, -0.2785, 1.0998)],
)
def test_gelu_and_silu_dip_below_zero_and_rise_faster_than_the_identity(
    activation, minimum, largest_slope
):
    x = np.linspace(-10, 10, 20_001)
    assert activation(x).min() == pytest.approx(minimum, abs=5e-5)
    assert activation.derivative(x).max() == pytest.approx(largest_slope, abs=5e-5)


def test_prelu_has_a_slope_for_each_unit_on_the_last_axis():
    x = np.array([[-2.0, -2.0], [3.0, 3.0]])
    activation = prelu([0.5, 0.0])
    assert activation(x).tolist() == [[-1.0, 0.0], [3.0, 3.0]]
    assert activation.derivative(x).tolist() == [[0.5, 0.0], [1.0, 1.0]]


def test_the_derivative_of_prelu_in_its_slope_is_the_smaller_of_x_and_zero():
    x, step = np.array([-2.0, -0.5, 0.0, 3.0]), 2.0**-10
    difference = (prelu(0.25 + step)(x) - prelu(0.25 - step)(x)) / (2 * step)
    np.testing.assert_allclose(difference, np.minimum(x, 0.0))


def test_changing_the_slopes_afterwards_does_not_change_prelu():
    slopes = np.array([0.5, 0.5])
    activation = prelu(slopes)
    slopes[:] = 9.0
    assert activation([-1.0, -1.0]).tolist() == [-0.5, -0.5]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_parameters_must_be_finite(bad):
    with pytest.raises(ValueError, match=f"slope: expected a finite number, got {bad}"):
        leaky_relu(bad)
    with pytest.raises(ValueError, match=rf"slope: expected finite numbers, got \[0.1, {bad}\]"):
        prelu([0.1, bad])
    with pytest.raises(ValueError, match=f"scale: expected a finite number .*, got {bad}"):
        elu(bad)


def test_elu_refuses_a_negative_scale():
    with pytest.raises(ValueError, match=r"scale: expected a finite number of at least 0, got -1"):
        elu(-1)


def test_activations_show_their_names():
    assert repr(relu) == "<activation ReLU>"
    assert repr(leaky_relu(0.1)) == "<activation Leaky ReLU (0.1)>"


reals = st.floats(-1e6, 1e6)


@given(reals)
def test_sigmoid_and_softplus_mirror(x):
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1)
    assert softplus(x) - softplus(-x) == pytest.approx(x)
    assert softplus(x) >= relu(x)


@given(reals, st.floats(0, 1e6))
def test_relu_is_positively_homogeneous(x, factor):
    assert relu(factor * x) == factor * relu(x)


@given(reals, st.floats(-4, 4))
def test_leaky_relu_splits_into_two_relus(x, slope):
    assert leaky_relu(slope)(x) == relu(x) - slope * relu(-x)


@given(reals, reals)
def test_all_but_silu_gelu_and_a_negative_slope_never_fall(x, y):
    low, high = sorted([x, y])
    for name in EXACT.keys() - {"SiLU", "GELU", "steep Leaky ReLU"}:
        assert EXACT[name][0](low) <= EXACT[name][0](high), name
