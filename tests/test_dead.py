"""Dead units against gradients, plain gradient descent and many points of the interval."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluexplain.activations import leaky_relu, softplus
from reluexplain.dead import (
    dead_report,
    dead_units,
    dead_units_on_interval,
    died_at,
)
from reluexplain.network import Network, he_network
from reluexplain.states import State
from reluexplain.training import train

STRAIGHT = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
DATA = np.linspace(-4, 4, 41)


def descend(network, x, labels, rate=0.01, steps=200):
    """Plain gradient descent, written out."""
    for _ in range(steps):
        gradients = network.gradients(x, labels)
        network = replace(
            network,
            weights=tuple(
                w - rate * g for w, g in zip(network.weights, gradients.weights, strict=True)
            ),
            biases=tuple(
                b - rate * g for b, g in zip(network.biases, gradients.biases, strict=True)
            ),
        )
    return network


def deep(*layers):
    """A network from (weights, biases) of each layer."""
    return Network(tuple(w for w, _ in layers), tuple(b for _, b in layers))


# On data


def test_the_worried_learners_unit_is_dead_on_the_domain_and_wakes_beyond_it():
    assert dead_units(STRAIGHT, DATA)[0].tolist() == [True, False, False]
    assert dead_units(STRAIGHT, [-4, 11])[0].tolist() == [False, False, False]


def test_a_unit_whose_largest_pre_activation_is_zero_is_dead():
    network = Network.shallow(w=[1, 0], b=[-4, 0], v=[1, 1], c=0)
    assert dead_units(network, DATA)[0].tolist() == [True, True]
    assert dead_units_on_interval(network, -4, 4)[0].tolist() == [True, True]


def test_a_single_input_is_a_data_set_of_one():
    assert dead_units(STRAIGHT, 4.0)[0].tolist() == [True, False, False]
    plane = deep(([[1, 0], [0, 1]], [0, 0]), ([[1, 1]], [0]))
    assert dead_units(plane, [1, -1])[0].tolist() == [False, True]


@pytest.mark.parametrize("seed", range(5))
def test_a_dead_unit_has_no_gradient_on_any_example_whatever_the_labels(seed):
    generator = np.random.default_rng(seed)
    network = he_network((1, 6, 6, 6, 1), generator, bias_range=3.0)
    x, labels = generator.uniform(-1, 1, 20), generator.normal(size=20)
    gradients = network.gradients(x, labels, per_example=True)
    found = dead_units(network, x)
    assert np.concatenate(found).any()
    for layer, dead in enumerate(found):
        assert not gradients.weights[layer][:, dead].any()
        assert not gradients.biases[layer][:, dead].any()
        assert not gradients.weights[layer + 1][:, :, dead].any()


def test_a_batch_is_judged_network_by_network():
    batch = he_network((2, 4, 3, 1), np.random.default_rng(0), batch=(2, 3), bias_range=2.0)
    x = np.random.default_rng(1).uniform(-1, 1, (9, 2))
    found = dead_units(batch, x)
    assert [dead.shape for dead in found] == [(2, 3, 4), (2, 3, 3)]
    for i in range(2):
        for j in range(3):
            for all_of_them, single in zip(found, dead_units(batch[i][j], x), strict=True):
                assert all_of_them[i, j].tolist() == single.tolist()


def test_no_unit_of_a_leaky_relu_is_dead():
    network = replace(STRAIGHT, activation=leaky_relu(0.01))
    assert not dead_units(network, DATA)[0].any()
    assert not dead_units_on_interval(network, -4, 4)[0].any()
    report = dead_report(network, DATA, DATA).units[0]
    assert (report.state, report.dead) == (State.OFF, False)
    assert report.gradient_in > 0


# On an interval


def test_a_unit_off_on_the_data_may_be_on_between_them():
    spike = deep(([[1], [-1]], [0, 0]), ([[-1, -1]], [1]), ([[1]], [0]))
    assert dead_units(spike, [-2, -1, 1, 2])[1].tolist() == [True]
    assert dead_units_on_interval(spike, -2, 2)[1].tolist() == [False]
    assert dead_units_on_interval(spike, 1, 2)[1].tolist() == [True]


def test_a_batch_on_an_interval_keeps_its_axes():
    batch = Network.shallow(w=[[1, 1], [1, 1]], b=[[-10, 0], [10, -4]], v=[[1, 1]] * 2, c=[0, 0])
    (found,) = dead_units_on_interval(batch, -4, 4)
    assert found.tolist() == [[True, False], [False, True]]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    numbers=st.lists(st.integers(-2, 2), min_size=19, max_size=19),
    ends=st.tuples(st.integers(-3, 2), st.integers(1, 3)),
)
def test_dead_on_an_interval_is_dead_on_a_fine_grid_that_meets_every_kink(numbers, ends):
    w, b, weights, bias, v = np.split(np.array(numbers, dtype=float), [3, 6, 12, 14])[:5]
    network = deep((w[:, None], b), (weights.reshape(2, 3), bias), ([v[:2]], [0]))
    lower, upper = ends[0], ends[0] + ends[1]
    # Small integers: kinks are fractions with denominators up to 24, and units are affine between.
    x = np.unique(np.concatenate([np.arange(lower * d, upper * d + 1) / d for d in range(1, 25)]))
    on_grid = [(z <= 1e-12).all(axis=0).tolist() for z in network.pre_activations(x)]
    found = dead_units_on_interval(network, lower, upper)
    assert [dead.tolist() for dead in found] == on_grid


# The report


def test_the_report_is_a_readable_table():
    assert str(dead_report(STRAIGHT, [-4, -1, 4], [-8, -2, -7])).splitlines() == [
        "layer  unit  state  largest z  on for  gradient in w, b  gradient in v      dead",
        "    0     0    off         -6     0 %                 0              0  for good",
        "    0     1     on         14   100 %               120            420        no",
        "    0     2     on         14   100 %               120            420        no",
    ]


def test_the_report_gives_the_largest_gradient_of_a_single_example():
    network = he_network((2, 3, 3, 2), np.random.default_rng(2), bias_range=0.5)
    x, labels = np.random.default_rng(3).normal(size=(2, 7, 2))
    report = dead_report(network, x, labels)
    for unit in report.units:
        incoming, outgoing = [], []
        for i in range(7):
            single = network.gradients(x[i : i + 1], labels[i : i + 1])
            incoming.extend(single.weights[unit.layer][unit.unit])
            incoming.append(single.biases[unit.layer][unit.unit])
            outgoing.extend(single.weights[unit.layer + 1][:, unit.unit])
        assert unit.gradient_in == pytest.approx(np.abs(incoming).max())
        assert unit.gradient_out == pytest.approx(np.abs(outgoing).max())


def test_no_gradient_is_not_death():
    """No outgoing weight, residuals of zero, and examples that cancel: all alive."""
    no_weight = Network.shallow(w=[1], b=[0], v=[0], c=0)
    unit = dead_report(no_weight, [1, 2], [1, 1]).units[0]
    assert (unit.gradient_in, unit.gradient_out > 0, unit.dead) == (0, True, False)

    fitted = Network.shallow(w=[1], b=[0], v=[1], c=0)
    unit = dead_report(fitted, [1, 2], [1, 2]).units[0]
    assert (unit.gradient_in, unit.gradient_out, unit.dead) == (0, 0, False)

    assert fitted.gradients([1, 1], [0, 2]).b == 0
    unit = dead_report(fitted, [1, 1], [0, 2]).units[0]
    assert (unit.gradient_in, unit.dead) == (2, False)


def test_the_report_counts_examples_and_shares():
    report = dead_report(STRAIGHT.with_bias(0, 1), [-4, -1, 0, 4], [0, 0, 0, 0])
    assert report.examples == 4
    assert report.dead == ()
    assert report.units[0].share_on == 0.5
    assert report.units[0].state is State.SWITCHING


def test_a_dead_unit_of_the_first_layer_stays_dead_under_gradient_descent():
    labels = 2 * DATA - 3 * np.maximum(DATA + 1, 0)
    (unit,) = dead_report(STRAIGHT, DATA, labels).dead
    assert unit.stays_dead
    after = descend(STRAIGHT, DATA, labels, rate=1e-3, steps=2000)
    assert after.b[0] == -10
    assert dead_units(after, DATA)[0].tolist() == [True, False, False]


def test_a_deeper_dead_unit_can_wake_when_the_layer_before_it_moves():
    network = deep(([[1]], [0]), ([[1], [1]], [-2, 0]), ([[1, 1]], [0]))
    (unit,) = dead_report(network, [1.0], [10.0]).dead
    assert (unit.layer, unit.unit, unit.inputs_fixed, unit.stays_dead) == (1, 0, False, False)
    assert not dead_units(descend(network, [1.0], [10.0]), [1.0])[1].any()


def test_below_and_right_above_a_dead_layer_nothing_moves():
    # The middle layer is dead, so the last one sees zeros: its first unit is dead, its second on.
    network = deep(
        ([[1], [-1]], [0, -5]), ([[-1, -1]], [0]), ([[1], [1]], [-1, 1]), ([[1, 1]], [0])
    )
    x, labels = np.array([0.5, 1.0]), np.array([5.0, 7.0])
    report = dead_report(network, x, labels)
    assert [(unit.layer, unit.unit) for unit in report.dead] == [(0, 1), (1, 0), (2, 0)]
    assert all(unit.stays_dead for unit in report.dead)
    after = descend(network, x, labels)
    assert after.loss(x, labels) < network.loss(x, labels)
    assert str(dead_units(after, x)) == str(dead_units(network, x))


def test_two_layers_above_a_dead_layer_biases_still_move():
    network = deep(
        ([[1]], [-5]), ([[1], [1]], [1, 1]), ([[1, 1], [1, 1]], [-3, 0]), ([[1, 1]], [0])
    )
    x, labels = np.array([1.0]), np.array([20.0])
    above = dead_report(network, x, labels).dead[1]
    assert (above.layer, above.unit, above.stays_dead) == (2, 0, False)
    assert not dead_units(descend(network, x, labels, rate=1e-3), x)[2].any()


# Since when


@dataclass
class Recorded:
    steps: np.ndarray
    networks: Network


def test_a_step_too_large_kills_at_step_one():
    start = Network.shallow(w=[1], b=[0], v=[1], c=0)
    history = train(start, [2.0], [0.0], rate=0.11, steps=5, record=1)
    assert [step.tolist() for step in died_at(history, [2.0])] == [[1]]


def test_a_unit_that_wakes_and_dies_again_counts_from_its_last_death():
    b = [[0, -9, 0], [-9, -9, 0], [0, -9, -9], [-9, -9, 0], [-9, -9, 0]]
    networks = Network.shallow(w=[[1] * 3] * 5, b=b, v=[[1] * 3] * 5, c=[0] * 5)
    history = Recorded(np.array([0, 10, 20, 50, 100]), networks)
    (found,) = died_at(history, DATA)
    assert found.tolist() == [50, 0, -1]


def test_a_history_of_a_batch_keeps_its_axes():
    networks = he_network((1, 3, 2, 1), np.random.default_rng(4), batch=(5, 4), bias_range=2.0)
    history = Recorded(np.arange(5) * 10, networks)
    found = died_at(history, DATA)
    assert [steps.shape for steps in found] == [(4, 3), (4, 2)]
    single = Recorded(history.steps, networks[:, 2])
    for all_of_them, one in zip(found, died_at(single, DATA), strict=True):
        assert all_of_them[2].tolist() == one.tolist()


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dead_units(STRAIGHT, []), "at least one example, got none"),
        (lambda: dead_units(replace(STRAIGHT, activation=softplus), 1.0), "got softplus"),
        (lambda: dead_units_on_interval(STRAIGHT, 4, -4), "lower < upper"),
        (
            lambda: dead_units_on_interval(he_network((2, 1, 1), np.random.default_rng(0))),
            "one input",
        ),
        (
            lambda: dead_report(he_network((1, 1, 1), np.random.default_rng(0), (2,)), [1], [1]),
            "expected one network, got a batch",
        ),
        (lambda: died_at(Recorded(np.arange(2), STRAIGHT), DATA), r"got steps \(2,\) and batch"),
    ],
)
def test_bad_input_says_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
