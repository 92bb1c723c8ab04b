"""Networks against loops over exact fractions, and their gradients against exact differences."""

from __future__ import annotations

import math
import re
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
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
from reluexplain.network import Network, he_network

BENT = Network.shallow(w=[1, 1, 1], b=[1, 10, 10], v=[-3, 1, 1], c=-20)
PLANE = Network([[[1, 0], [0, 1], [1, -1]], [[1, 2, 3]]], [[0, 0, 0], [0.5]])
TWO_OUTPUTS = Network([[[1], [-1]], [[1, 0], [0, 2]]], [[0, 0], [0, 1]])
SMOOTH = [elu(0.7), gelu, sigmoid, silu, softplus, tanh]

seeds = st.integers(0, 2**32 - 1)
widths = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(tuple)


# The oracle: lists of fractions, one number at a time.


def fractions(array):
    return [fractions(part) for part in array] if np.ndim(array) else Fraction(float(array))


def exact_layers(weights, biases, slope, x):
    """The pre-activations of every layer for one input, the output last."""
    found, values = [], x
    for rows, bias in zip(weights, biases, strict=True):
        z = [
            sum(w * value for w, value in zip(row, values, strict=True)) + b
            for row, b in zip(rows, bias, strict=True)
        ]
        found.append(z)
        values = [value if value > 0 else slope * value for value in z]
    return found


def exact_loss(weights, biases, slope, inputs, labels):
    squares = [
        sum((y - label) ** 2 for y, label in zip(output, wanted, strict=True))
        for x, wanted in zip(inputs, labels, strict=True)
        for output in [exact_layers(weights, biases, slope, x)[-1]]
    ]
    return sum(squares) / len(squares)


def exact_difference(loss, cell, index):
    """The central difference of the loss in cell[index], a step of 1e-30: right to 50 digits."""
    step, old = Fraction(1, 10**30), cell[index]
    cell[index] = old + step
    above = loss()
    cell[index] = old - step
    below = loss()
    cell[index] = old
    return float((above - below) / (2 * step))


def random_case(seed, sizes, samples=3, batch=(), activation=relu):
    generator = np.random.default_rng(seed)
    network = he_network(sizes, generator, batch, bias_range=1.0, activation=activation)
    network = replace(network, biases=tuple(generator.normal(size=b.shape) for b in network.biases))
    x = generator.normal(size=(samples, sizes[0]))
    labels = generator.normal(size=(samples, sizes[-1]))
    return network, x[:, 0] if sizes[0] == 1 else x, labels[:, 0] if sizes[-1] == 1 else labels


def rows(values):
    """The same values with an axis for the inputs or outputs, where it was left out."""
    return fractions(np.reshape(values, (len(values), -1)))


def parameters(network):
    return [*network.weights, *network.biases]


# What a network computes


@given(seeds, widths, st.sampled_from([0.0, 0.125, -0.5]))
@settings(max_examples=40, deadline=None)
def test_outputs_and_layers_agree_with_fractions(seed, sizes, slope):
    network, x, labels = random_case(seed, sizes, activation=leaky_relu(slope))
    weights, biases = fractions_of(network)
    exact = [exact_layers(weights, biases, Fraction(slope), row) for row in rows(x)]
    for layer, z in enumerate(network.pre_activations(x)):
        expected = np.array([[float(value) for value in found[layer]] for found in exact])
        np.testing.assert_allclose(z, expected, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(
            network.hidden(x)[layer], np.where(expected > 0, expected, slope * expected),
            rtol=1e-12, atol=1e-12,
        )  # fmt: skip
    outputs = [[float(value) for value in found[-1]] for found in exact]
    np.testing.assert_allclose(
        np.reshape(network(x), (len(x), -1)), outputs, rtol=1e-12, atol=1e-12
    )
    loss = exact_loss(weights, biases, Fraction(slope), rows(x), rows(labels))
    assert network.loss(x, labels) == pytest.approx(float(loss), rel=1e-12)


def fractions_of(network):
    return (
        [fractions(weights) for weights in network.weights],
        [fractions(biases) for biases in network.biases],
    )


@pytest.mark.parametrize("activation", SMOOTH, ids=repr)
def test_the_activation_stands_between_layers_and_not_after_the_last(activation):
    network, x, _ = random_case(1, (2, 3, 2, 1), activation=activation)
    values = x
    for w, b in zip(network.weights[:-1], network.biases[:-1], strict=True):
        values = np.array([[activation(row @ value + c) for row, c in zip(w, b, strict=True)]
                           for value in values])  # fmt: skip
    expected = [network.weights[-1][0] @ value + network.biases[-1][0] for value in values]
    np.testing.assert_allclose(network(x), expected, rtol=1e-12)


def test_the_thread_s_network_by_hand():
    assert BENT(-1) == -2.0
    assert BENT([-4, -1, 4]).tolist() == [-8.0, -2.0, -7.0]
    assert BENT.pre_activations(-1)[0].tolist() == [0.0, 9.0, 9.0]
    assert BENT.hidden([-4.0])[0].tolist() == [[0.0, 6.0, 6.0]]


def test_prelu_takes_one_slope_for_each_unit():
    network = Network.shallow([1, 1], [0, 0], [1, 1], 0, activation=prelu([0.5, 0.25]))
    assert network([-4.0, 4.0]).tolist() == [-3.0, 8.0]
    assert network.gradients([-4.0], [0.0]).w.tolist() == [-6.0 * -4.0 * 0.5, -6.0 * -4.0 * 0.25]


BATCH = he_network((1, 3, 1), np.random.default_rng(0), batch=(5, 2))
BATCH_PLANE = he_network((2, 4, 3, 2), np.random.default_rng(0), batch=(5,))


@pytest.mark.parametrize(
    ("network", "x", "output", "layers"),
    [
        (BENT, np.zeros(()), (), [(3,)]),
        (BENT, np.zeros(7), (7,), [(7, 3)]),
        (BENT, np.zeros(0), (0,), [(0, 3)]),
        (PLANE, np.zeros(2), (), [(3,)]),
        (PLANE, np.zeros((7, 2)), (7,), [(7, 3)]),
        (TWO_OUTPUTS, np.zeros(()), (2,), [(2,)]),
        (TWO_OUTPUTS, np.zeros(7), (7, 2), [(7, 2)]),
        (BATCH, np.zeros(()), (5, 2), [(5, 2, 3)]),
        (BATCH, np.zeros(7), (5, 2, 7), [(5, 2, 7, 3)]),
        (BATCH_PLANE, np.zeros(2), (5, 2), [(5, 4), (5, 3)]),
        (BATCH_PLANE, np.zeros((7, 2)), (5, 7, 2), [(5, 7, 4), (5, 7, 3)]),
    ],
)
def test_shapes(network, x, output, layers):
    assert network(x).shape == output
    assert [z.shape for z in network.pre_activations(x)] == layers
    assert [h.shape for h in network.hidden(x)] == layers


def test_a_network_tells_its_sizes():
    assert (BATCH_PLANE.inputs, BATCH_PLANE.units, BATCH_PLANE.outputs) == (2, (4, 3), 2)
    assert BATCH_PLANE.batch_shape == (5,)
    assert (BENT.inputs, BENT.units, BENT.outputs, BENT.batch_shape) == (1, (3,), 1, ())


def test_a_single_layer_is_an_affine_map_without_hidden_units():
    network = Network([[[2.0, -1.0]]], [[3.0]])
    assert network([1.0, 5.0]) == 0.0
    assert (network.units, network.hidden([1.0, 5.0])) == ((), ())
    gradients = network.gradients([[1.0, 5.0]], [1.0])
    assert gradients.weights[0].tolist() == [[-2.0, -10.0]]
    assert gradients.biases[0].tolist() == [-2.0]


# Batches


@given(seeds, widths, st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_batch_is_its_networks_one_by_one(seed, sizes, per_example):
    batch, x, labels = random_case(seed, sizes, batch=(3,))
    gradients = batch.gradients(x, labels, per_example)
    for i in range(3):
        single = batch[i]
        close = {"rtol": 1e-10, "atol": 1e-10}
        np.testing.assert_allclose(batch(x)[i], single(x), **close)
        np.testing.assert_allclose(batch.loss(x, labels)[i], single.loss(x, labels), **close)
        for layers, alone in (
            (batch.pre_activations(x), single.pre_activations(x)),
            (batch.hidden(x), single.hidden(x)),
            (gradients.weights, single.gradients(x, labels, per_example).weights),
            (gradients.biases, single.gradients(x, labels, per_example).biases),
        ):
            for layer, own in zip(layers, alone, strict=True):
                np.testing.assert_allclose(layer[i], own, **close)


def test_indexing_picks_networks_on_the_first_batch_axis():
    assert BATCH[1].batch_shape == (2,)
    assert BATCH[1][0].w.tolist() == BATCH.w[1, 0].tolist()
    assert BATCH[:2].batch_shape == (2, 2)
    assert BATCH[np.array([True, False, True, False, False])].batch_shape == (2, 2)
    assert [single.batch_shape for single in BATCH_PLANE] == [()] * 5
    with pytest.raises(IndexError):
        BATCH[5]


def test_a_single_network_cannot_be_indexed():
    with pytest.raises(TypeError, match="a single network, not a batch: it cannot be indexed"):
        BENT[0]


# Gradients


@given(seeds, widths, st.sampled_from([0.0, 0.125]))
@settings(max_examples=25, deadline=None)
def test_gradients_agree_with_exact_differences(seed, sizes, slope):
    network, x, labels = random_case(seed, sizes, activation=leaky_relu(slope))
    weights, biases = fractions_of(network)
    gradients = network.gradients(x, labels)

    def loss():
        return exact_loss(weights, biases, Fraction(slope), rows(x), rows(labels))

    for layer, (found_weights, found_biases) in enumerate(
        zip(gradients.weights, gradients.biases, strict=True)
    ):
        for unit, row in enumerate(weights[layer]):
            expected = [exact_difference(loss, row, i) for i in range(len(row))]
            np.testing.assert_allclose(found_weights[unit], expected, rtol=1e-10, atol=1e-10)
            expected = exact_difference(loss, biases[layer], unit)
            assert found_biases[unit] == pytest.approx(expected, rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("activation", SMOOTH, ids=repr)
def test_gradients_through_smooth_activations_agree_with_differences(activation):
    network, x, labels = random_case(3, (2, 3, 2, 1), activation=activation)
    gradients = network.gradients(x, labels)
    arrays, step = parameters(network), 1e-5
    for number, found in enumerate([*gradients.weights, *gradients.biases]):
        for index in np.ndindex(found.shape):
            losses = []
            for shift in (step, -step):
                moved = [array.copy() for array in arrays]
                moved[number][index] += shift
                losses.append(Network(moved[:3], moved[3:], activation).loss(x, labels))
            expected = (losses[0] - losses[1]) / (2 * step)
            assert found[index] == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(seeds, widths)
@settings(max_examples=30, deadline=None)
def test_the_mean_over_the_examples_is_the_gradient(seed, sizes):
    network, x, labels = random_case(seed, sizes, samples=5, batch=(2,))
    whole, each = network.gradients(x, labels), network.gradients(x, labels, per_example=True)
    for part, parts in zip(
        [*whole.weights, *whole.biases], [*each.weights, *each.biases], strict=True
    ):
        np.testing.assert_allclose(parts.mean(axis=1), part, rtol=1e-12, atol=1e-12)
    for sample in range(5):
        alone = network.gradients(x[sample : sample + 1], labels[sample : sample + 1])
        for part, parts in zip(
            [*alone.weights, *alone.biases], [*each.weights, *each.biases], strict=True
        ):
            np.testing.assert_allclose(parts[:, sample], part, rtol=1e-10, atol=1e-10)


def test_the_parts_of_a_shallow_gradient_have_the_parameters_names_and_shapes():
    x, labels = np.arange(7.0), np.zeros(7)
    gradients = BATCH.gradients(x, labels)
    assert gradients.w.shape == gradients.b.shape == gradients.v.shape == (5, 2, 3)
    assert gradients.c.shape == (5, 2)
    each = BATCH.gradients(x, labels, per_example=True)
    assert each.w.shape == each.b.shape == each.v.shape == (5, 2, 7, 3)
    assert each.c.shape == (5, 2, 7)


def test_at_the_kink_the_derivative_is_zero():
    gradients = BENT.gradients([-1.0], [0.0])  # unit 0 has z = 0 there
    assert (gradients.w[0], gradients.b[0], gradients.v[0]) == (0.0, 0.0, 0.0)
    assert gradients.b[1] == -4.0


@given(seeds, st.floats(0.1, 10))
@settings(deadline=None)
def test_a_unit_scaled_up_and_its_output_weight_down_is_the_same_function(seed, factor):
    network, x, _ = random_case(seed, (1, 4, 1), samples=9)
    scaled = Network.shallow(network.w * factor, network.b * factor, network.v / factor, network.c)
    np.testing.assert_allclose(scaled(x), network(x), rtol=1e-12, atol=1e-12)


@given(seeds, st.permutations(range(4)))
@settings(deadline=None)
def test_the_order_of_the_units_does_not_matter(seed, order):
    network, x, _ = random_case(seed, (1, 4, 1), samples=9)
    shuffled = Network.shallow(network.w[order], network.b[order], network.v[order], network.c)
    np.testing.assert_allclose(shuffled(x), network(x), rtol=1e-12, atol=1e-12)


# Parts of a shallow network, and copies


def test_a_shallow_network_gives_its_parts_back():
    assert BENT.w.tolist() == [1.0, 1.0, 1.0]
    assert BENT.b.tolist() == [1.0, 10.0, 10.0]
    assert BENT.v.tolist() == [-3.0, 1.0, 1.0]
    assert BENT.c == -20.0
    again = Network.shallow(BATCH.w, BATCH.b, BATCH.v, BATCH.c)
    assert (again.c == BATCH.c).all()
    assert again.c.shape == (5, 2)


@pytest.mark.parametrize("name", ["w", "b", "v", "c"])
@pytest.mark.parametrize(
    "network",
    [PLANE, TWO_OUTPUTS, Network([[[1]]], [[0]]), Network([[[1]]] * 3, [[0]] * 3)],
    ids=["two inputs", "two outputs", "no hidden layer", "two hidden layers"],
)
def test_other_networks_have_no_such_parts(network, name):
    message = "belong to networks with one input, one hidden layer and one output"
    with pytest.raises(ValueError, match=message):
        getattr(network, name)
    x = np.zeros((1, 2)) if network.inputs == 2 else np.zeros(1)
    labels = np.zeros((1, 2)) if network.outputs == 2 else np.zeros(1)
    with pytest.raises(ValueError, match=message):
        getattr(network.gradients(x, labels), name)


def test_a_bias_can_be_replaced_and_the_old_network_stays():
    moved = BENT.with_bias(0, -10)
    assert moved.b.tolist() == [-10.0, 10.0, 10.0]
    assert BENT.b.tolist() == [1.0, 10.0, 10.0]
    assert BENT.with_bias(0, 5, layer=1).c == 5.0
    assert (BATCH.with_bias(2, 7).b[..., 2] == 7).all()
    with pytest.raises(IndexError):
        BENT.with_bias(3, 0)


def test_the_arrays_cannot_be_changed():
    weights = np.ones((1, 1))
    network = Network([weights], [[0.0]])
    weights[:] = 5
    assert network(1.0) == 1.0
    with pytest.raises(ValueError, match="read-only"):
        network.weights[0][0, 0] = 2
    with pytest.raises(FrozenInstanceError):
        network.activation = tanh


# Errors


def shallow(**changes):
    return Network.shallow(**{"w": [1, 1], "b": [0, 0], "v": [1, 1], "c": 0} | changes)


@pytest.mark.parametrize("changes", [{"b": [0]}, {"v": [[1, 1]]}, {"c": [0]}, {"w": 1, "b": 0}])
def test_shallow_parts_must_fit(changes):
    with pytest.raises(
        ValueError, match=r"w, b, v of shape \(..., units\) and c of \(...\), got w"
    ):
        shallow(**changes)


@pytest.mark.parametrize("name", ["w", "b", "v", "c"])
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_parameters_must_be_finite(name, bad):
    array = {"w": "weights[0]", "b": "biases[0]", "v": "weights[1]", "c": "biases[1]"}[name]
    message = re.escape(f"{array}: expected finite numbers, got {bad}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        shallow(**{name: bad if name == "c" else [1, bad]})


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([], [], r"at least one layer, got 0 and 0"),
        ([[[1]]], [], r"one array of weights and one of biases a layer.*got 1 and 0"),
        ([[[1, 2]]], [[0, 0]], r"layer 0: expected weights .*, got \(1, 2\) and \(2,\)"),
        ([[1, 2]], [[0]], r"layer 0: .* got \(2,\) and \(1,\)"),
        ([5], [0], r"layer 0: .* got \(\) and \(\)"),
        ([[[1]], [[1, 1]]], [[0], [0]], r"layer 1: expected weights \(..., outputs, 1\)"),
        ([[[[1]]], [[1]]], [[[0]], [0]], r"layer 1: .* with the same leading axes \(1,\)"),
        ([np.zeros((0, 1))], [np.zeros(0)], r"layer 0: .* got \(0, 1\) and \(0,\)"),
    ],
)
def test_layers_must_fit(weights, biases, message):
    with pytest.raises(ValueError, match=message):
        Network(weights, biases)


@pytest.mark.parametrize(
    ("network", "x", "message"),
    [
        (BENT, [[1.0]], r"x: expected a number or shape \(samples,\), got shape \(1, 1\)"),
        (PLANE, 1.0, r"x: expected shape \(2,\) or \(samples, 2\), got shape \(\)"),
        (PLANE, [1.0, 2.0, 3.0], r"x: expected .* got shape \(3,\)"),
        (PLANE, [[1.0], [2.0]], r"x: expected .* got shape \(2, 1\)"),
        (BENT, [0.0, math.nan], r"x: expected finite numbers, got nan"),
        (BENT, -math.inf, r"x: expected finite numbers, got -inf"),
    ],
)
def test_inputs_must_fit(network, x, message):
    for call in (network, network.pre_activations, network.hidden):
        with pytest.raises(ValueError, match=message):
            call(x)


@pytest.mark.parametrize(
    ("network", "x", "labels", "message"),
    [
        (BENT, 1.0, 1.0, r"x: expected at least one sample on an axis, got \(\)"),
        (BENT, [], [], r"x: expected at least one sample on an axis, got \(0,\)"),
        (PLANE, [1.0, 2.0], [1.0], r"x: expected at least one sample on an axis, got \(2,\)"),
        (BENT, [1.0, 2.0], [1.0], r"labels: expected shape \(2,\), got \(1,\)"),
        (BENT, [1.0, 2.0], [[1.0], [1.0]], r"labels: expected shape \(2,\), got \(2, 1\)"),
        (TWO_OUTPUTS, [1.0], [1.0], r"labels: expected shape \(1, 2\), got \(1,\)"),
        (BENT, [1.0], [math.inf], r"labels: expected finite numbers, got inf"),
    ],
)
def test_labels_must_fit(network, x, labels, message):
    for call in (network.loss, network.gradients):
        with pytest.raises(ValueError, match=message):
            call(x, labels)


# He's random networks


def test_he_networks_have_his_variance_on_every_layer():
    network = he_network((2, 50, 20, 3), np.random.default_rng(0), batch=(400,))
    for weights, inputs in zip(network.weights, (2, 50, 20), strict=True):
        assert weights.mean() == pytest.approx(0, abs=4 * weights.std() / math.sqrt(weights.size))
        assert weights.var() == pytest.approx(2 / inputs, rel=4 * math.sqrt(2 / weights.size))
    assert not any(bias.any() for bias in network.biases)


def test_biases_are_uniform_on_their_range_but_for_the_output():
    network = he_network((1, 50, 50, 1), np.random.default_rng(0), (400,), bias_range=4.0)
    for bias in network.biases[:-1]:
        assert np.abs(bias).max() <= 4
        shares = np.histogram(bias, bins=8, range=(-4, 4))[0] / bias.size
        np.testing.assert_allclose(shares, 1 / 8, rtol=0.08)
    assert not network.biases[-1].any()


def test_the_generator_decides_and_the_activation_is_kept():
    first, again = (he_network((1, 3, 1), np.random.default_rng(5), activation=tanh) for _ in "ab")
    assert first.w.tolist() == again.w.tolist()
    assert first.activation is tanh
    generator = np.random.default_rng(5)
    he_network((1, 3, 1), generator)
    assert he_network((1, 3, 1), generator).w.tolist() != first.w.tolist()


@pytest.mark.parametrize("bad", [(1,), (), (1, 0, 1), (1, -2, 1)])
def test_widths_must_be_positive_and_two_or_more(bad):
    with pytest.raises(ValueError, match="widths: expected two or more positive numbers, got"):
        he_network(bad, np.random.default_rng(0))


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_the_range_of_biases_must_be_finite_and_not_negative(bad):
    with pytest.raises(ValueError, match=f"bias_range: expected .* at least 0, got {bad}"):
        he_network((1, 3, 1), np.random.default_rng(0), bias_range=bad)
