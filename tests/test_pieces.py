"""Exact pieces against oracles that share none of their code: exact fractions and dense grids."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluexplain.activations import leaky_relu, relu, softplus
from reluexplain.network import Network, he_network
from reluexplain.pieces import (
    count_pieces,
    is_affine,
    pieces,
    pieces_on_line,
    unit_kinks,
)
from reluexplain.piecewise import Pieces
from reluexplain.states import State, unit_states, unit_states_on

OFF, ON, SWITCHING = State.OFF, State.ON, State.SWITCHING


def shallow(w, b, v, c=0.0, activation=relu):
    return Network.shallow(w=w, b=b, v=v, c=c, activation=activation)


def straight():
    return shallow([1, 1, 1], [-10, 10, 10], [-3, 1, 1], -20)


def bent():
    return shallow([1, 1, 1], [1, 10, 10], [-3, 1, 1], -20)


def tent(times):
    """The tent map of Telgarsky (2015, arXiv:1509.08101), composed: two units a layer."""
    first, again = [[1.0], [1.0]], [[2.0, -4.0], [2.0, -4.0]]
    weights = [first] + [again] * (times - 1) + [[[2.0, -4.0]]]
    biases = [[0.0, -0.5]] * times + [[0.0]]
    return Network(
        tuple(np.array(weight) for weight in weights), tuple(np.array(bias) for bias in biases)
    )


class Walk:
    """The pieces of a network with one input and one output in exact fractions.

    It walks from left to right: on each piece it follows every unit's slope and intercept and goes
    on to the nearest point at which one of them is zero.
    """

    def __init__(self, network, lower, upper):
        slope = Fraction(network.activation.negative_slope)
        weights = [[[Fraction(w) for w in row] for row in m.tolist()] for m in network.weights]
        biases = [[Fraction(b) for b in row.tolist()] for row in network.biases]
        self.kinks, self.lines = [], []
        self.signs = [[set() for _ in range(units)] for units in network.units]
        at = None if lower == -math.inf else Fraction(lower)
        end = None if upper == math.inf else Fraction(upper)
        while True:
            crossings, values = set(), [(Fraction(1), Fraction(0))]
            for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
                lines = [
                    (
                        sum((w * a for w, (a, _) in zip(row, values, strict=True)), Fraction(0)),
                        sum((w * c for w, (_, c) in zip(row, values, strict=True)), b),
                    )
                    for row, b in zip(matrix, bias, strict=True)
                ]
                if layer == len(biases) - 1:
                    break
                values = []
                for unit, (a, c) in enumerate(lines):
                    sign = self.sign_after(at, a, c)
                    self.signs[layer][unit].add(sign)
                    values.append((a, c) if sign > 0 else (slope * a, slope * c))
                    if a != 0 and (at is None or -c / a > at):
                        crossings.add(-c / a)
            if not self.lines or self.lines[-1][0] != lines[0][0]:
                if self.lines:
                    self.kinks.append(at)
                self.lines.append(lines[0])
            if not crossings or (end is not None and min(crossings) >= end):
                return
            at = min(crossings)

    @staticmethod
    def sign_after(at, a, c):
        first = -a if at is None else a * at + c
        then = c if at is None else a
        return (first > 0) - (first < 0) or (then > 0) - (then < 0)

    def states(self):
        return tuple(
            tuple(SWITCHING if {1, -1} <= signs else ON if 1 in signs else OFF for signs in layer)
            for layer in self.signs
        )


def assert_same(found, walk, kink_error=0.0):
    assert found.kinks.tolist() == pytest.approx(
        [float(kink) for kink in walk.kinks], rel=kink_error, abs=0
    )
    assert found.slopes.tolist() == [float(a) for a, _ in walk.lines]
    assert found.intercepts.tolist() == [float(c) for _, c in walk.lines]


activations = st.sampled_from([relu, leaky_relu(0.5), leaky_relu(-1.0)])
intervals = st.sampled_from(
    [(-math.inf, math.inf), (-2, 2), (-1, 1), (0, 1.5), (-math.inf, -1), (-0.5, math.inf)]
)


@st.composite
def small_networks(draw, most_layers):
    """Networks of small integers, in which kinks often coincide, cancel, or lie on an end."""
    hidden = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most_layers))
    widths = [1, *hidden, 1]
    number = st.integers(-2, 2)
    weights, biases = [], []
    for inputs, units in pairwise(widths):
        row = st.lists(number, min_size=inputs, max_size=inputs)
        weights.append(draw(st.lists(row, min_size=units, max_size=units)))
        biases.append(draw(st.lists(number, min_size=units, max_size=units)))
    return Network(
        tuple(np.array(weight, dtype=float) for weight in weights),
        tuple(np.array(bias, dtype=float) for bias in biases),
        draw(activations),
    )


# One hidden layer


def test_the_straight_example_is_a_line_on_its_domain_and_bends_twice_beyond_it():
    near, far = pieces(straight(), -4, 4), pieces(straight(), -15, 15)
    assert near.formulas() == ["y = 2x"]
    assert far.kinks.tolist() == [-10, 10]
    assert far.values.tolist() == [-20, 20]
    assert far(15) == 15


def test_the_bent_example_bends_where_unit_0_switches():
    found = pieces(bent(), -4, 4)
    assert found.kinks.tolist() == [-1]
    assert found([-4, -1, 4]).tolist() == [-8, -2, -7]
    assert pieces(bent()).formulas() == ["y = -20", "y = 2x", "y = -x - 3"]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(network=small_networks(most_layers=1), interval=intervals)
def test_small_shallow_networks_equal_exact_fractions(network, interval):
    assert_same(pieces(network, *interval), Walk(network, *interval))


@pytest.mark.parametrize("seed", range(5))
def test_random_shallow_networks_have_the_kinks_of_exact_fractions(seed):
    generator = np.random.default_rng(seed)
    w, b, v = generator.normal(size=(3, 40))
    network = shallow(w, b, v, 0.25)
    found, walk = pieces(network, -3, 5), Walk(network, -3, 5)
    assert found.kinks.tolist() == [float(kink) for kink in walk.kinks]
    np.testing.assert_allclose(found.slopes, [float(a) for a, _ in walk.lines], atol=1e-13)
    np.testing.assert_allclose(found.intercepts, [float(c) for _, c in walk.lines], atol=1e-13)


def test_a_wide_network_is_reproduced_everywhere():
    network = he_network((1, 20_000, 1), np.random.default_rng(0), bias_range=3.0)
    x = np.linspace(-5, 5, 101)
    found = pieces(network)
    assert found.count == 20_001
    np.testing.assert_allclose(found(x), network(x), atol=1e-9)


def test_twins_make_one_kink():
    assert pieces(shallow([1, 1], [-1, -1], [1, 1])).kinks.tolist() == [1]


def test_parallel_units_of_other_scale_and_side_make_one_kink():
    assert pieces(shallow([1, 3, -2], [-1, -3, 2], [1, 1, 1])).kinks.tolist() == [1]


@pytest.mark.parametrize(
    ("w", "b", "v"),
    [
        ([1, 1], [-1, -1], [1, -1]),
        ([1, -1], [-1, 1], [1, -1]),
        ([1, 2, 3], [1, 2, 3], [1, 1, -1]),
        ([0.1, 0.3], [-0.7, -2.1], [3, -1]),
        ([0.1, 1.0], [-0.3, -3.0], [10, -1]),
    ],
)
def test_kinks_that_cancel_vanish(w, b, v):
    assert is_affine(shallow(w, b, v))


def test_one_bend_in_different_decimals_is_one_kink():
    network = shallow([1.0, 0.1], [-3.0, -0.3], [1.0, 1.0])
    assert np.nextafter(3, 0) == 0.3 / 0.1  # the two kinks are one ulp apart
    assert pieces(network).count == 2


def test_kinks_further_apart_than_a_few_ulps_stay_apart():
    assert pieces(shallow([1, 1], [-1, -(1 + 1e-13)], [1, 1])).count == 3


def test_a_tiny_change_that_stands_alone_is_a_kink():
    network = shallow([1, 1], [0, -1], [1, 1e-12])
    assert pieces(network).kinks.tolist() == [0, 1]


def test_units_of_no_weight_make_no_kink():
    found = pieces(shallow([0, 0, 1, 1], [2, -2, -1, 0], [5, 7, 0, 1]))
    assert found.kinks.tolist() == [0]
    assert found.formulas() == ["y = 10", "y = x + 10"]


def test_a_unit_of_no_weight_does_not_move_the_kink_of_another():
    assert pieces(shallow([0.1, 1], [-0.3, -3], [0, 1])).kinks.tolist() == [3]


def test_no_bias_puts_every_kink_at_plain_zero():
    found = pieces(shallow([1, -2, 3], [0, 0, 0], [1, 1, 1]))
    assert found.kinks.tolist() == [0]
    assert not np.signbit(found.kinks[0])


@pytest.mark.parametrize("interval", [(-1, 4), (-4, -1)])
def test_a_kink_on_an_end_is_none(interval):
    assert is_affine(bent(), *interval)


def test_a_ray_keeps_the_kinks_on_its_side():
    assert pieces(bent(), upper=-1).kinks.tolist() == [-10]
    assert pieces(bent(), lower=-5).kinks.tolist() == [-1]


def test_leaky_relu_changes_the_slope_by_one_minus_its_negative_slope():
    found = pieces(shallow([2], [2], [1], 1, leaky_relu(0.25)))
    assert (found.kinks.tolist(), found.slopes.tolist()) == ([-1], [0.5, 2])
    assert found(-1) == 1


def test_leaky_relu_of_slope_one_never_bends():
    assert is_affine(shallow([1, -1], [1, 2], [1, 1], 0, leaky_relu(1.0)))


def test_a_kink_beyond_the_largest_float_is_none():
    found = pieces(shallow([1e-300, 1], [-1e300, 1], [1, 1]))
    assert found.kinks.tolist() == [-1]


def test_unit_kinks_stand_in_the_order_of_the_units():
    kinks = unit_kinks(shallow([[1, 0], [2, -1]], [[3, 1], [1, 1]], [[1, 1], [1, 1]], [0, 0]))
    np.testing.assert_array_equal(kinks, [[-3, np.nan], [-0.5, 1]])


# Many shallow networks at once


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    numbers=st.lists(
        st.lists(st.integers(-2, 2), min_size=12, max_size=12), min_size=1, max_size=5
    ),
    interval=intervals,
)
def test_counts_of_a_batch_are_the_counts_of_its_networks(numbers, interval):
    w, b, v = np.moveaxis(np.array(numbers, dtype=float).reshape(-1, 3, 4), 1, 0)
    batch = shallow(w, b, v, np.zeros(len(w)))
    counts = count_pieces(batch, *interval)
    assert counts.tolist() == [pieces(batch[i], *interval).count for i in range(len(w))]


def test_a_count_leaves_out_changes_up_to_its_tolerance():
    network = shallow([1, 1, 1], [0, -1, -2], [1, 0.01, 0.1])
    counts = [int(count_pieces(network, tolerance=t)) for t in (0, 0.01, 0.05, 0.1, 1)]
    assert counts == [4, 3, 3, 2, 1]


def test_a_batch_of_two_axes_keeps_its_shape():
    network = he_network((1, 5, 1), np.random.default_rng(1), batch=(2, 3), bias_range=1.0)
    assert count_pieces(network).tolist() == [[6, 6, 6], [6, 6, 6]]


# Any depth


@pytest.mark.parametrize("times", [1, 2, 3, 7, 12, 16])
def test_the_tent_map_composed_k_times_has_exactly_two_to_the_k_pieces(times):
    found = pieces(tent(times), 0, 1)
    np.testing.assert_array_equal(found.kinks, np.arange(1, 2**times) / 2**times)
    np.testing.assert_array_equal(found.slopes, np.resize([2.0, -2.0], 2**times) * 2 ** (times - 1))
    np.testing.assert_array_equal(found.values, np.resize([1.0, 0.0], 2**times - 1))


@settings(max_examples=600, deadline=None, derandomize=True)
@given(network=small_networks(most_layers=4), interval=intervals)
def test_small_deep_networks_equal_exact_fractions(network, interval):
    assert_same(pieces(network, *interval), Walk(network, *interval), kink_error=1e-12)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(network=small_networks(most_layers=3), interval=intervals)
def test_states_on_an_interval_equal_exact_fractions(network, interval):
    assert unit_states(network, *interval) == Walk(network, *interval).states()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(network=small_networks(most_layers=3), interval=intervals)
def test_pieces_survive_rounded_parameters(network, interval):
    """The same function in decimals: tenths and thirds are rounded, coincidences remain."""
    first, *others = network.weights
    rounded = Network(
        (first * 0.1, *(weight / 3 for weight in others)),
        tuple(bias * 0.1 / 3**layer for layer, bias in enumerate(network.biases)),
        network.activation,
    )
    found, walk = pieces(rounded, *interval), Walk(network, *interval)
    scale = 0.1 / 3 ** len(others)
    assert found.kinks.tolist() == pytest.approx([float(kink) for kink in walk.kinks], rel=1e-9)
    np.testing.assert_allclose(found.slopes / scale, [float(a) for a, _ in walk.lines], atol=1e-9)


@pytest.mark.parametrize("widths", [(1, 8, 1), (1, 6, 6, 1), (1, 10, 5, 10, 1), (1, 4, 4, 4, 4, 1)])
@pytest.mark.parametrize("slope", [0.0, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_random_networks_agree_with_a_dense_grid(widths, slope, seed):
    generator = np.random.default_rng(seed)
    network = he_network(widths, generator, bias_range=2.0, activation=leaky_relu(slope))
    x = np.linspace(-6, 6, 40_001)
    y = network(x)
    found = pieces(network, -6, 6)
    np.testing.assert_allclose(found(x), y, atol=1e-11)
    # The grid bends in a cell exactly if a kink lies in it, but for kinks too slight to show.
    bends = np.flatnonzero(np.abs(np.diff(y, 2)) > 1e-11) + 1
    cells = np.searchsorted(x, found.kinks)
    shown = set(bends.tolist())
    near = {cell + side for cell in cells.tolist() for side in (-1, 0)}
    strong = np.abs(np.diff(found.slopes)) > 1e-6
    assert shown <= near
    assert all({cell - 1, cell} & shown for cell in cells[strong].tolist())


@pytest.mark.parametrize("seed", range(4))
def test_a_random_deep_network_has_the_kinks_of_exact_fractions(seed):
    network = he_network((1, 6, 5, 4, 1), np.random.default_rng(seed), bias_range=1.0)
    found, walk = pieces(network), Walk(network, -math.inf, math.inf)
    np.testing.assert_allclose(found.kinks, [float(kink) for kink in walk.kinks], rtol=1e-12)
    np.testing.assert_allclose(found.slopes, [float(a) for a, _ in walk.lines], atol=1e-13)
    assert unit_states(network) == walk.states()


def test_without_biases_a_deep_network_has_at_most_two_pieces():
    network = he_network((1, 20, 20, 20, 1), np.random.default_rng(3))
    found = pieces(network)
    assert found.kinks.tolist() == [0]
    assert not np.signbit(found.kinks[0])


def test_a_network_without_a_hidden_layer_is_one_line():
    assert pieces(Network((np.array([[2.0]]),), (np.array([1.0]),))).formulas() == ["y = 2x + 1"]


def test_a_unit_that_bends_at_a_kink_below_it_adds_none():
    # relu(x - 1/3) through relu(3z): the second layer crosses zero where the first bends.
    network = Network(
        tuple(np.array(w, dtype=float) for w in ([[3], [-3]], [[0.1, -0.1]], [[1]])),
        tuple(np.array(b, dtype=float) for b in ([-1, 1], [0], [0])),
    )
    assert pieces(network).kinks.tolist() == [1 / 3]


@pytest.mark.parametrize("far", [1e6, 3e6, 5e6, 7e6])
def test_a_crossing_known_badly_joins_one_known_well(far):
    """Two units of the second layer bend at 1/3 and cancel; one computes it by way of `far`."""
    network = Network(
        ([[1], [1]], [[1, 0], [0, 1]], [[1, -1]]), ([0, far], [-1 / 3, -(far + 1 / 3)], [0])
    )
    assert is_affine(network, 0, 1)


def test_a_tiny_change_that_stands_alone_is_a_kink_of_a_deep_network_too():
    network = Network(([[1], [1]], [[1, 0], [0, 1]], [[1, 1e-15]]), ([9, -1], [0, 0], [0]))
    assert pieces(network, 0, 2).kinks.tolist() == [1]


def test_slight_changes_of_steep_units_cancel():
    """Both units of the second layer are 0.7 x + 1e-7 relu(x - 1/2), but for a factor 3."""
    network = Network(
        ([[1], [1]], [[0.7, 1e-7], [2.1, 3e-7]], [[1, -1 / 3]]), ([0, -0.5], [0, 0], [0])
    )
    assert is_affine(network, 0, 1)


def test_kinks_far_out_are_found():
    network = Network(([[1], [-1]], [[1, 0], [0, 1]], [[1, 1]]), ([0, 0], [-1e9, -2e9], [0]))
    found = pieces(network)
    assert found.kinks.tolist() == [-2e9, 1e9]
    assert found.slopes.tolist() == [-1, 0, 1]


# Along a line


def test_a_line_through_a_plane_meets_the_units_one_by_one():
    plane = Network(
        (np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 1.0]])), (np.zeros(2), np.zeros(1))
    )
    found = pieces_on_line(plane, [-1, -2], [1, 1], 0, 4)
    assert (found.kinks.tolist(), found.slopes.tolist()) == ([1, 2], [0, 1, 2])


@pytest.mark.parametrize("widths", [(3, 7, 1), (2, 6, 6, 3), (5, 8, 4, 8, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_random_lines_agree_with_a_dense_grid(widths, seed):
    generator = np.random.default_rng(seed)
    network = he_network(widths, generator, bias_range=1.0)
    start, direction = generator.normal(size=(2, widths[0]))
    t = np.linspace(-5, 5, 20_001)
    y = network(start + t[:, None] * direction).reshape(len(t), -1)[:, -1]
    found = pieces_on_line(network, start, direction, -5, 5, output=widths[-1] - 1)
    np.testing.assert_allclose(found(t), y, atol=1e-11)
    bends = np.flatnonzero(np.abs(np.diff(y, 2)) > 1e-11) + 1
    cells = np.searchsorted(t, found.kinks).tolist()
    assert found.count > 1
    assert set(bends.tolist()) <= {cell + side for cell in cells for side in (-1, 0)}


def test_a_unit_that_the_line_runs_along_does_not_bend():
    unit = Network((np.array([[0.1, -0.3]]), np.array([[1.0]])), (np.array([-1e-3]), np.zeros(1)))
    assert 0.1 * 3 - 0.3 * 1 != 0  # the unit is constant on paper and nearly so in floats
    assert pieces_on_line(unit, [0, 0], [3, 1]).is_affine


# The function that comes back


def test_pieces_refuse_to_speak_about_the_outside():
    found = pieces(bent(), -4, 4)
    with pytest.raises(ValueError, match=r"from -4 to 4.*got 5"):
        found([0, 5])
    with pytest.raises(ValueError, match="finite"):
        pieces(bent())(math.inf)


def test_a_number_gives_a_float_and_an_array_its_shape():
    found = pieces(bent())
    assert isinstance(found(1.0), float)
    assert found(np.zeros((2, 3))).shape == (2, 3)


def test_formulas_leave_out_zeros_and_ones():
    slopes, intercepts = np.array([0.0, 1.0, -1.0, 2.5]), np.array([-0.0, 0.5, 0.0, -1 / 3])
    found = Pieces(-math.inf, math.inf, np.arange(3.0), slopes, intercepts)
    assert found.formulas(3) == ["y = 0", "y = x + 0.5", "y = -x", "y = 2.5x - 0.333"]


def test_pieces_that_do_not_fit_together_are_refused():
    with pytest.raises(ValueError, match="one more than the kinks"):
        Pieces(0, 1, np.array([0.5]), np.zeros(1), np.zeros(2))
    with pytest.raises(ValueError, match="kinks that increase"):
        Pieces(0, 1, np.array([1.0]), np.zeros(2), np.zeros(2))


# States


def test_the_states_of_the_examples():
    assert unit_states(straight(), -4, 4) == ((OFF, ON, ON),)
    assert unit_states(bent(), -4, 4) == ((SWITCHING, ON, ON),)
    assert unit_states(straight(), -15, 15) == ((SWITCHING,) * 3,)


def test_a_state_touches_zero_without_switching():
    network = shallow([1, 1, 0, 0, 0], [0, -1, 0, 1, -1], [1] * 5)
    assert unit_states(network, 0, 1) == ((ON, OFF, OFF, ON, OFF),)
    assert unit_states_on(network, [0, 0.5, 1]) == ((ON, OFF, OFF, ON, OFF),)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(w=st.floats(-3, 3), b=st.floats(-3, 3), ends=st.tuples(st.floats(-3, 3), st.floats(-3, 3)))
def test_first_layer_states_hold_for_what_the_network_computes(w, b, ends):
    lower, upper = min(ends), max(ends)
    if lower == upper:
        return
    network = shallow([w], [b], [1])
    x = np.linspace(lower, upper, 201).clip(lower, upper)
    assert unit_states_on(network, x) == unit_states(network, lower, upper)


def test_a_first_layer_switches_even_if_its_kink_is_one_ulp_inside():
    network = shallow([0.1], [-0.3], [1])
    assert network.pre_activations(3.0)[0] > 0
    assert unit_states(network, 0, 3) == ((SWITCHING,),)


def test_states_on_data_see_the_examples_alone():
    assert unit_states_on(bent(), [-4, -2]) == ((OFF, ON, ON),)
    assert unit_states_on(bent(), -4) == ((OFF, ON, ON),)


def test_states_of_a_layer_too_wide_to_cut_at_its_kinks():
    network = he_network((1, 100_000, 1), np.random.default_rng(0), bias_range=1.0)
    (states,) = unit_states(network, -1, 1)
    assert len(states) == 100_000


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pieces(bent(), 1, 1), "lower < upper"),
        (lambda: pieces(bent(), math.nan, 1), "lower < upper"),
        (lambda: pieces(bent(), math.inf), "lower < upper"),
        (lambda: pieces(shallow([1], [0], [1], 0, softplus)), "got softplus"),
        (lambda: pieces(he_network((2, 3, 1), np.random.default_rng(0))), "got 2 and 1"),
        (lambda: pieces(he_network((1, 3, 2), np.random.default_rng(0))), "got 1 and 2"),
        (lambda: pieces(he_network((1, 3, 1), np.random.default_rng(0), batch=(4,))), r"\(4,\)"),
        (lambda: unit_states(he_network((2, 3, 1), np.random.default_rng(0))), "one input"),
        (lambda: unit_states_on(bent(), []), "at least one example"),
        (lambda: pieces_on_line(bent(), 0, 0), "not zero"),
        (lambda: pieces_on_line(bent(), [0, 1], 1), "start to be 1 finite"),
        (lambda: pieces_on_line(bent(), 0, math.inf), "direction to be 1 finite"),
        (lambda: pieces_on_line(bent(), 0, 1, output=1), "output from 0 to 0, got 1"),
        (lambda: count_pieces(tent(2)), "one hidden layer"),
        (lambda: count_pieces(bent(), tolerance=-1), "tolerance of at least 0, got -1"),
    ],
)
def test_bad_input_says_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
