"""Training against a trainer of plain loops, closed forms, and published figures."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluexplain.activations import leaky_relu, prelu, relu, softplus, tanh
from reluexplain.network import Network, he_network
from reluexplain.training import best_line, train

X = np.linspace(-4, 4, 41)
STRAIGHT = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
BENT_LABELS = STRAIGHT.with_bias(0, 1)(X)
METHODS = ("gradient descent", "momentum", "adam")
every_method = pytest.mark.parametrize("method", METHODS)
seeds = st.integers(0, 2**32 - 1)


def arrays(network):
    return [*network.weights, *network.biases]


def assert_same_networks(found, expected, **tolerance):
    for one, other in zip(arrays(found), arrays(expected), strict=True):
        np.testing.assert_allclose(one, other, **tolerance)


# The oracle: one ReLU network with one input and one output, one number at a time.


def loop_gradient(units, c, inputs, labels):
    """The gradient of the mean squared error; units are lists [w, b, v]."""
    gradient, gradient_c = [[0.0, 0.0, 0.0] for _ in units], 0.0
    for x, label in zip(inputs, labels, strict=True):
        output = c + sum(v * max(w * x + b, 0.0) for w, b, v in units)
        error = 2 * (output - label) / len(inputs)
        gradient_c += error
        for part, (w, b, v) in zip(gradient, units, strict=True):
            if w * x + b > 0:
                part[0] += error * v * x
                part[1] += error * v
                part[2] += error * (w * x + b)
    return [number for part in gradient for number in part] + [gradient_c]


def loop_train(network, inputs, labels, rate, steps, method, decay=(0.0, 0.0)):
    """Train with the three methods as their papers write them."""
    values = [float(number) for unit in zip(network.w, network.b, network.v, strict=True)
              for number in unit] + [float(network.c)]  # fmt: skip
    decays = [decay[0], decay[1], decay[0]] * len(network.w) + [decay[1]]
    first, second = [0.0] * len(values), [0.0] * len(values)
    for step in range(1, steps + 1):
        units = [values[i : i + 3] for i in range(0, len(values) - 1, 3)]
        gradient = loop_gradient(units, values[-1], inputs, labels)
        for i, g in enumerate(gradient):
            if method == "gradient descent":
                move = g
            elif method == "momentum":
                first[i] = 0.8 * first[i] + g
                move = first[i]
            else:
                first[i] = 0.85 * first[i] + 0.15 * g
                second[i] = 0.99 * second[i] + 0.01 * g * g
                root = math.sqrt(second[i] / (1 - 0.99**step))
                move = first[i] / (1 - 0.85**step) / (root + 1e-6)
            values[i] = values[i] - rate * decays[i] * values[i] - rate * move
    return Network.shallow(values[0:-1:3], values[1:-1:3], values[2:-1:3], values[-1])


@every_method
@pytest.mark.parametrize("decay", [0.0, 0.3, (0.3, 0.0), (0.0, 0.3)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_every_method_agrees_with_plain_loops(method, decay, seed):
    generator = np.random.default_rng(seed)
    start = he_network((1, 3, 1), generator, bias_range=2.0)
    x, labels = generator.uniform(-3, 3, 7), generator.normal(size=7)
    settings = {"momentum": 0.8, "betas": (0.85, 0.99), "epsilon": 1e-6, "weight_decay": decay}
    found = train(start, x, labels, rate=0.02, steps=60, method=method, **settings)
    pair = decay if isinstance(decay, tuple) else (decay, decay)
    expected = loop_train(start, x.tolist(), labels.tolist(), 0.02, 60, method, pair)
    assert_same_networks(found.network, expected, rtol=1e-9, atol=1e-11)
    assert found.losses[0] == pytest.approx(float(start.loss(x, labels)))
    assert found.losses[-1] == pytest.approx(float(expected.loss(x, labels)))


@pytest.mark.parametrize(
    ("sizes", "activation"),
    [
        ((1, 1), relu),
        ((3, 2), relu),
        ((1, 3, 1), leaky_relu(0.1)),
        ((1, 3, 1), prelu([0.1, 0.2, 0.3])),
        ((2, 4, 1), softplus),
        ((1, 2, 3, 2, 1), relu),
        ((2, 3, 4, 2), tanh),
    ],
    ids=str,
)
@pytest.mark.parametrize("batch", [(), (3,), (2, 3)], ids=str)
def test_any_depth_width_and_activation_follows_the_networks_own_gradient(sizes, activation, batch):
    generator = np.random.default_rng(8)
    start = he_network(sizes, generator, batch, bias_range=1.0, activation=activation)
    x, labels = generator.normal(size=(6, sizes[0])), generator.normal(size=(6, sizes[-1]))
    x = x[:, 0] if sizes[0] == 1 else x
    labels = labels[:, 0] if sizes[-1] == 1 else labels
    found = train(start, x, labels, rate=0.03, steps=15, record=1)
    expected = start
    for step in range(16):
        assert_same_networks(found.networks[step], expected, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(found.losses[step], expected.loss(x, labels), rtol=1e-10)
        gradient = expected.gradients(x, labels)
        expected = Network(
            tuple(w - 0.03 * g for w, g in zip(expected.weights, gradient.weights, strict=True)),
            tuple(b - 0.03 * g for b, g in zip(expected.biases, gradient.biases, strict=True)),
            activation,
        )


@every_method
def test_a_batch_trains_as_its_networks_one_by_one(method):
    batch = he_network((1, 4, 1), np.random.default_rng(1), batch=(5,))
    together = train(batch, X, np.abs(X), rate=0.01, steps=100, method=method, record=25)
    for run in range(5):
        alone = train(batch[run], X, np.abs(X), rate=0.01, steps=100, method=method, record=25)
        np.testing.assert_allclose(together.losses[:, run], alone.losses, rtol=1e-9)
        assert_same_networks(together.network[run], alone.network, rtol=1e-9, atol=1e-12)


# Closed forms


def test_gradient_descent_on_a_parabola_has_a_closed_form():
    start = Network([[[0.0]]], [[5.0]])
    history = train(start, [0.0, 0.0], [1.0, 3.0], rate=0.1, steps=30, record=1)
    expected = 2 + 3 * 0.8 ** np.arange(31)
    np.testing.assert_allclose(history.networks.biases[0][:, 0], expected, rtol=1e-13)
    np.testing.assert_allclose(history.losses, (expected - 2) ** 2 + 1, rtol=1e-13)


def test_the_first_step_of_adam_is_as_long_as_its_rate():
    start = Network.shallow(w=[1, 2], b=[0, 3], v=[1, -2], c=0)
    moved = train(start, [1.0, 2.0], [9.0, 5.0], rate=0.25, steps=1, method="adam").network
    gradient = start.gradients([1.0, 2.0], [9.0, 5.0])
    for after, before, slope in zip(
        arrays(moved), arrays(start), [*gradient.weights, *gradient.biases], strict=True
    ):
        np.testing.assert_allclose(after - before, -0.25 * np.sign(slope), atol=1e-8)


@pytest.mark.parametrize(("rate", "dead"), [(0.05, False), (0.11, True)])
def test_one_step_can_kill_a_unit(rate, dead):
    start = Network.shallow(w=[1], b=[0], v=[1], c=0)
    moved = train(start, [2.0], [0.0], rate=rate, steps=1).network
    z = moved.pre_activations(2.0)[0][0]
    assert z == pytest.approx(2 - 20 * rate)
    assert (z <= 0) == dead


def test_decay_of_the_bias_alone_wakes_a_unit_when_the_closed_form_says():
    start = Network.shallow(w=[1], b=[-10], v=[1], c=0)
    history = train(start, X, np.zeros(41), rate=0.01, steps=916, weight_decay=(0.0, 0.1), record=1)
    largest = history.networks.pre_activations(X)[0].max(axis=(-2, -1))
    assert (largest > 0).argmax() == math.ceil(math.log(0.4) / math.log(1 - 1e-3)) == 916


# What the pages say


def test_the_straight_example_ends_on_the_best_line_and_its_dead_unit_never_moves():
    history = train(STRAIGHT, X, BENT_LABELS, rate=1e-3, steps=50_000, record=1_000)
    end, line = history.network, best_line(X, BENT_LABELS)
    assert not history.diverged
    assert (history.networks.w[:, 0] == 1).all()
    assert (history.networks.b[:, 0] == -10).all()
    assert (history.networks.v[:, 0] == -3).all()
    for part in (history.networks.w, history.networks.b, history.networks.v):
        assert (part[:, 1] == part[:, 2]).all(), "the twins must be equal to the last bit"
    assert history.losses[-1] == pytest.approx(2.62497, abs=5e-6)
    assert history.losses[-1] == pytest.approx(line.loss, rel=1e-9)
    assert (end(4.0) - end(-4.0)) / 8 == pytest.approx(-0.0383, abs=5e-5)
    assert (end(4.0) - end(-4.0)) / 8 == pytest.approx(line.slope, rel=1e-4)


def test_adam_ends_on_the_same_line():
    history = train(STRAIGHT, X, BENT_LABELS, rate=0.01, steps=10_000, method="adam")
    assert history.losses[-1] == pytest.approx(2.62497, abs=5e-6)
    assert history.network.b[0] == -10


def test_at_a_rate_of_a_hundredth_the_straight_example_overflows_and_says_so():
    history = train(STRAIGHT, X, BENT_LABELS, rate=0.01, steps=5_000, record=1)
    step = int(history.diverged_at)
    assert history.diverged
    assert 0 < step < 5_000
    assert np.isfinite(history.losses[:step]).all()
    assert (history.losses[step:] == np.inf).all()
    for array in arrays(history.networks):
        assert np.isfinite(array).all()
        assert (array[step:] == array[step - 1]).all(), (
            "a stopped run keeps its last finite numbers"
        )


def test_most_starts_learn_the_absolute_value_and_more_units_help():
    shares = []
    for units in (1, 2, 3, 4):
        start = he_network((1, units, 1), np.random.default_rng(0), batch=(100,))
        history = train(start, X, np.abs(X), rate=0.01, steps=8_000)
        shares.append((history.losses[-1] < 1e-3).mean())
    np.testing.assert_allclose(shares, [0.0, 0.63, 0.90, 0.98], atol=0.1)
    assert shares == sorted(shares)


# Twins, dead units, stopped runs


@every_method
@given(seed=seeds, copies=st.integers(2, 7), samples=st.integers(1, 50), runs=st.integers(0, 9))
@settings(max_examples=15, deadline=None)
def test_units_that_start_equal_stay_equal_to_the_last_bit(method, seed, copies, samples, runs):
    generator = np.random.default_rng(seed)
    batch = (runs,) if runs else ()
    first = generator.normal(size=(*batch, copies, 3))
    second = generator.normal(size=(*batch, 2, copies))
    first, second = first[..., :1, :].repeat(copies, -2), second[..., :1].repeat(copies, -1)
    biases = np.ones((*batch, copies)), np.zeros((*batch, 2)), np.zeros((*batch, 1))
    last = generator.normal(size=(*batch, 1, 2))
    start = Network((first, second, last), biases)
    x, labels = generator.normal(size=(samples, 3)), generator.normal(size=samples)
    end = train(start, x, labels, rate=0.01, steps=20, method=method).network
    assert (end.weights[0] == end.weights[0][..., :1, :]).all()
    assert (end.biases[0] == end.biases[0][..., :1]).all()
    assert (end.weights[1] == end.weights[1][..., :1]).all()


@every_method
@pytest.mark.parametrize("batch", [1, 7])
def test_a_dead_unit_of_the_first_layer_does_not_move_at_all(method, batch):
    generator = np.random.default_rng(4)
    network = he_network((1, 6, 1), generator, batch=(batch,))
    start = network.with_bias(2, -50.0)
    history = train(start, X, np.sin(X), rate=0.003, steps=300, method=method, record=10)
    for part in (history.networks.w, history.networks.b, history.networks.v):
        assert (part[..., 2] == part[0, ..., 2]).all()
    assert not (history.networks.b[-1] == history.networks.b[0]).all()


def test_a_run_that_overflows_leaves_the_others_of_its_batch_alone():
    w, b, v = [[0.5, -0.5], [9.0, -9.0]], [[0.1, 0.1], [1.0, 1.0]], [[0.5, 0.5], [9.0, 9.0]]
    both = Network.shallow(w, b, v, c=[0.0, 0.0])
    history = train(both, X, np.abs(X), rate=0.01, steps=200, record=50)
    assert history.diverged.tolist() == [False, True]
    assert history.diverged_at[0] == -1
    alone = train(both[0], X, np.abs(X), rate=0.01, steps=200, record=50)
    np.testing.assert_allclose(history.losses[:, 0], alone.losses, rtol=1e-10)
    assert (history.losses[1:, 1] == np.inf).all()
    assert all(np.isfinite(array).all() for array in arrays(history.networks))


@every_method
def test_an_overflow_is_reported_by_every_method(method):
    history = train(STRAIGHT, X, BENT_LABELS, rate=1e200, steps=20, method=method, momentum=0.99)
    assert history.diverged
    assert history.losses[-1] == np.inf
    assert all(np.isfinite(array).all() for array in arrays(history.network))


def test_a_weight_that_overflows_behind_an_off_unit_counts_although_the_loss_stays_finite():
    start = Network.shallow(w=[2.0**-10], b=[0], v=[128], c=0)
    history = train(start, [1.0, 3.0], [0.25, 0.25], rate=1e308, steps=3)
    assert history.diverged_at == 1
    assert history.network.w == start.w


def test_a_start_that_already_overflows_is_reported_at_step_zero():
    start = Network.shallow(w=[1e200], b=[0], v=[1e200], c=0)
    history = train(start, [1.0], [0.0], rate=0.1, steps=2)
    assert history.diverged_at == 0
    assert history.losses.tolist() == [np.inf, np.inf]
    assert history.network.w == 1e200


# Records


SMALL = Network.shallow(w=[1.0, -1.0], b=[0.5, 0.0], v=[0.5, 0.5], c=0.0)


@pytest.mark.parametrize(
    ("record", "steps", "expected"),
    [
        (None, 10, [0, 10]),
        (4, 10, [0, 4, 8, 10]),
        (np.int64(5), 10, [0, 5, 10]),
        (100, 10, [0, 10]),
        ([1, 2, 7], 10, [0, 1, 2, 7, 10]),
        (np.array([0, 10]), 10, [0, 10]),
        ([], 3, [0, 3]),
        (None, 0, [0]),
        (1, 0, [0]),
    ],
    ids=str,
)
def test_the_recorded_steps_hold_what_training_so_far_gives(record, steps, expected):
    history = train(SMALL, X, np.abs(X), rate=0.01, steps=steps, record=record)
    assert history.steps.tolist() == expected
    assert history.losses.shape == history.networks.batch_shape == (len(expected),)
    for number, step in enumerate(expected):
        so_far = train(SMALL, X, np.abs(X), rate=0.01, steps=step)
        assert_same_networks(history.networks[number], so_far.network, rtol=0)
        assert history.losses[number] == so_far.losses[-1]
    assert_same_networks(history.network, history.networks[len(expected) - 1], rtol=0)


@pytest.mark.parametrize("batch", [(), (3,), (2, 3)], ids=str)
def test_shapes_of_a_history(batch):
    start = he_network((2, 3, 1), np.random.default_rng(0), batch)
    history = train(start, np.ones((5, 2)), np.ones(5), rate=0.01, steps=4, record=2)
    assert history.losses.shape == (3, *batch)
    assert history.diverged_at.shape == history.diverged.shape == batch
    assert history.networks.batch_shape == (3, *batch)
    assert history.network.batch_shape == batch
    assert history.network.activation is start.activation
    assert_same_networks(history.networks[0], start, rtol=0)


# Settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rate": 0.0}, "rate: expected a finite number above 0, got 0.0"),
        ({"rate": math.nan}, "rate: expected a finite number above 0, got nan"),
        ({"rate": math.inf}, "rate: expected a finite number above 0, got inf"),
        ({"steps": -1}, "steps: expected a whole number of at least 0, got -1"),
        ({"steps": 1.5}, "steps: expected a whole number of at least 0, got 1.5"),
        ({"method": "sgd"}, "method: expected one of gradient descent, momentum, adam, got 'sgd'"),
        ({"momentum": 1.0}, "momentum: expected a number from 0 to below 1, got 1.0"),
        ({"momentum": -0.1}, "momentum: expected a number from 0 to below 1, got -0.1"),
        ({"betas": (0.9, 1.0)}, r"betas: expected two numbers .*, got \(0.9, 1.0\)"),
        ({"betas": (0.9,)}, r"betas: expected two numbers .*, got \(0.9,\)"),
        ({"epsilon": 0.0}, "epsilon: expected a finite number above 0, got 0.0"),
        ({"weight_decay": -1.0}, "weight_decay: expected .* at least 0, or two, got -1.0"),
        ({"weight_decay": math.inf}, "weight_decay: expected .* or two, got inf"),
        ({"weight_decay": (0.1, -0.1)}, r"weight_decay: expected .* got \(0.1, -0.1\)"),
        ({"weight_decay": (0.1, 0.1, 0.1)}, r"weight_decay: expected .* got \(0.1, 0.1, 0.1\)"),
        ({"record": 0}, "record: expected a number of steps of at least 1, got 0"),
        ({"record": [3, 2]}, r"record: expected increasing steps from 0 to 5, got \[3, 2\]"),
        ({"record": [2, 2]}, r"record: expected increasing steps from 0 to 5, got \[2, 2\]"),
        ({"record": [-1]}, r"record: expected increasing steps from 0 to 5, got \[-1\]"),
        ({"record": [6]}, r"record: expected increasing steps from 0 to 5, got \[6\]"),
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        train(SMALL, X, np.abs(X), **{"rate": 0.01, "steps": 5} | settings)


def test_data_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"labels: expected shape \(41,\), got \(40,\)"):
        train(SMALL, X, X[1:], rate=0.01, steps=5)
    with pytest.raises(ValueError, match="x: expected finite numbers, got nan"):
        train(SMALL, [0.0, math.nan], [0.0, 1.0], rate=0.01, steps=5)


# The best line

points = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=12)


@given(points.filter(lambda pairs: len({x for x, _ in pairs}) > 1))
def test_the_best_line_solves_the_normal_equations_in_fractions(pairs):
    n, sx, sy = len(pairs), sum(x for x, _ in pairs), sum(y for _, y in pairs)
    sxx, sxy = sum(x * x for x, _ in pairs), sum(x * y for x, y in pairs)
    slope = Fraction(n * sxy - sx * sy, n * sxx - sx * sx)
    intercept = (sy - slope * sx) / n
    loss = sum((slope * x + intercept - y) ** 2 for x, y in pairs) / n
    line = best_line([x for x, _ in pairs], [y for _, y in pairs])
    assert line.slope == pytest.approx(float(slope), rel=1e-9, abs=1e-9)
    assert line.intercept == pytest.approx(float(intercept), rel=1e-9, abs=1e-9)
    assert line.loss == pytest.approx(float(loss), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("x", "labels", "message"),
    [
        ([1.0, 2.0], [1.0], r"one shape \(samples,\), got \(2,\) and \(1,\)"),
        ([[1.0, 2.0]], [[1.0, 2.0]], r"one shape \(samples,\), got \(1, 2\) and \(1, 2\)"),
        ([], [], "x: expected at least two different inputs"),
        ([3.0, 3.0], [1.0, 2.0], "x: expected at least two different inputs"),
        ([3.0, math.nan], [1.0, 2.0], "x and labels: expected finite numbers"),
        ([3.0, 4.0], [1.0, math.inf], "x and labels: expected finite numbers"),
    ],
)
def test_a_line_needs_two_different_inputs(x, labels, message):
    with pytest.raises(ValueError, match=message):
        best_line(x, labels)
