"""Regions in the plane against oracles that share none of their code.

They are patterns and outputs on points, closed formulas for lines in general position, Euler's
formula, exact fractions for the boundary of chosen networks, and pieces along a line.
"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluexplain.activations import leaky_relu, relu, softplus, tanh
from reluexplain.figures.plane import closed_boundary, deep_regions, plane_regions, xor_regions
from reluexplain.network import Network, he_network
from reluexplain.pieces import pieces_on_line
from reluexplain.plane import boundary, regions

X, Y = (-2.0, 3.0), (-1.5, 2.5)
# A grid inside the box, moved a little at random so that no point lies on a line of the networks.
GRID = np.stack(np.meshgrid(np.linspace(-1.9, 2.9, 43), np.linspace(-1.4, 2.4, 37)), axis=-1)
GRID = (GRID + np.random.default_rng(0).uniform(-0.05, 0.05, GRID.shape)).reshape(-1, 2)

XOR = Network(([[1, -1], [-1, 1]], [[1, 1]]), ([0, 0], [0]))
XOR_BY_SUM = Network(([[1, 1], [1, 1]], [[1, -2]]), ([0, -1], [0]))
DIAMOND = Network(([[1, 0], [-1, 0], [0, 1], [0, -1]], [[1, 1, 1, 1]]), ([0, 0, 0, 0], [0]))


def network(seed, *hidden, bias_range=1.0, activation=relu):
    return he_network((2, *hidden, 1), np.random.default_rng(seed), (), bias_range, activation)


def key(pattern):
    return tuple(np.concatenate(pattern).tolist()) if pattern else ()


def inside(region, points):
    """Which points lie inside a region: left of every edge."""
    edges = np.roll(region.vertices, -1, axis=0) - region.vertices
    offsets = points[:, None] - region.vertices
    distance = edges[:, 0] * offsets[..., 1] - edges[:, 1] * offsets[..., 0]
    return (distance > 0).all(axis=1)


def check(net, points=GRID):
    """Hold the regions of a network against its own values at points."""
    found = regions(net, X, Y)
    assert sum(region.area for region in found) == pytest.approx(20.0, rel=1e-9)
    assert len({key(region.pattern) for region in found}) == len(found), "one region a pattern"
    z = np.concatenate(net.pre_activations(points), axis=1)
    output = net(points)
    scale = 1 + np.abs(output).max()
    known = np.zeros(len(points), dtype=int)
    for region in found:
        turns = np.roll(region.vertices, -1, axis=0) - region.vertices
        following = np.roll(turns, -1, axis=0)
        crosses = turns[:, 0] * following[:, 1] - turns[:, 1] * following[:, 0]
        assert (crosses > -1e-9).all(), "convex, and counter-clockwise"
        assert inside(region, region.centre[None]).all()
        chosen = inside(region, points)
        known += chosen
        wrong = (z[chosen] > 0) != np.concatenate(region.pattern)
        assert not (wrong & (np.abs(z[chosen]) > 1e-9)).any()  # zero throughout, but for rounding
        at = np.concatenate([points[chosen], region.vertices, region.centre[None]])
        affine = at @ region.gradient + region.intercept
        assert affine == pytest.approx(net(at), abs=1e-9 * scale)
    assert (known == 1).all(), "each point is inside exactly one region"


@pytest.mark.parametrize("hidden", [(1,), (6,), (4, 4), (3, 2, 3), (5, 1, 4)], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_patterns_areas_and_outputs_are_those_of_a_grid(hidden, seed):
    check(network(seed, *hidden))


@given(
    seed=st.integers(0, 2**31),
    hidden=st.sampled_from([(3,), (7,), (4, 3), (6, 6)]),
    bias=st.sampled_from([0.0, 0.5, 2.0]),
    slope=st.sampled_from([0.0, 0.1]),
)
@settings(max_examples=25, deadline=None)
def test_random_networks(seed, hidden, bias, slope):
    activation = leaky_relu(slope) if slope else relu
    points = np.random.default_rng(seed).uniform(X[:1] + Y[:1], X[1:] + Y[1:], (200, 2))
    check(network(seed, *hidden, bias_range=bias, activation=activation), points)


@given(
    data=st.lists(st.tuples(*[st.integers(-3, 3)] * 4), min_size=1, max_size=7),
    second=st.lists(st.integers(-2, 2), min_size=21, max_size=21),
)
@settings(max_examples=30, deadline=None)
def test_small_integers_where_lines_coincide_meet_and_touch_corners(data, second):
    w, b, v = np.array(data)[:, :2], np.array(data)[:, 2], np.array(data)[:, 3]
    check(Network((w, v[None]), (b, [1.0])))
    rows = np.array(second).reshape(3, 7)[:, : len(w)]
    check(Network((w, rows, [[1, 1, -1]]), (b, [1, 0, -1], [0.0])))


@pytest.mark.parametrize("units", range(1, 9))
def test_lines_in_general_position(units):
    """Tangents of a circle meet in pairs; all those points are inside a large square."""
    angles = np.linspace(0.1, 0.1 + np.pi, units, endpoint=False)
    w = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    net = Network((w, np.ones((1, units))), (-np.ones(units), [0.0]))
    far = (-100.0, 100.0)
    assert len(regions(net, far, far)) == 1 + units + comb(units, 2)


def test_parallel_lines_and_lines_through_one_point():
    def count(w, b):
        return len(regions(Network((w, np.ones((1, len(b)))), (b, [0.0])), X, Y))

    assert count([[1, 2]] * 5, np.linspace(-1, 1, 5)) == 6
    for units in range(1, 9):
        angles = np.linspace(0.1, 0.1 + np.pi, units, endpoint=False)
        w = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        assert count(w, np.zeros(units)) == 2 * units
        assert count(w, -w @ [0.3, 0.7]) == 2 * units, "rounding must not part them"


@pytest.mark.parametrize("seed", range(5))
def test_eulers_formula(seed):
    """Corners - edges + polygons = 1, for corners and edges that neighbours share exactly."""
    found = regions(network(seed, 5, 5), X, Y)
    edges = {
        frozenset(map(tuple, pair))
        for region in found
        for pair in np.stack([region.vertices, np.roll(region.vertices, -1, axis=0)], 1).tolist()
    }
    corners = {corner for edge in edges for corner in edge}
    assert len(corners) - len(edges) + len(found) == 1


@pytest.mark.parametrize("seed", range(5))
def test_pieces_along_a_line_have_the_slopes_of_the_regions(seed):
    net = network(seed, 4, 4)
    start, direction = np.array([X[0], -0.4]), np.array([1.0, 0.17])
    exact = pieces_on_line(net, start, direction, 0, X[1] - X[0])
    edges = np.concatenate([[0.0], exact.kinks, [X[1] - X[0]]])
    found = regions(net, X, Y)
    for middle, slope in zip((edges[1:] + edges[:-1]) / 2, exact.slopes, strict=True):
        at = start + middle * direction
        (region,) = [r for r in found if inside(r, at[None])[0]]
        assert region.gradient @ direction == pytest.approx(slope, abs=1e-9)


def test_a_piece_is_more_than_a_region_where_the_output_does_not_bend():
    def counts(net):
        found = regions(net, X, Y)
        return len(found), 1 + max(region.piece for region in found)

    w, b = [[1, 0], [0, 1]], [0, 0]
    assert counts(Network((w, [[1, 1]]), (b, [0.0]))) == (4, 4)
    assert counts(Network((w, [[1, 0]]), (b, [0.0]))) == (4, 2)
    assert counts(Network((w, [[1, 1e-13]]), (b, [0.0]))) == (4, 4), "small is not nothing"
    lines = [[1, 0], [-1, 0], [0, 1]]
    cancel = Network((lines, [[1, -1, 0]]), ([0, 0, 0], [0.0]))
    assert counts(cancel) == (4, 1), "relu(x) - relu(-x) = x"
    thirds = Network(([[0.1, 0.3], [-0.1, -0.3]], [[0.7, -0.7]]), ([0.1, -0.1], [0.0]))
    assert counts(thirds) == (2, 1), "cancels but for rounding"
    assert counts(Network(([[1, 2]],), ([3],))) == (1, 1), "no hidden layer"


@given(seed=st.integers(0, 2**31), hidden=st.sampled_from([(4,), (4, 4)]))
@settings(max_examples=15, deadline=None)
def test_regions_of_one_piece_have_one_affine_function(seed, hidden):
    net = network(seed, *hidden)
    muted = Network((*net.weights[:-1], net.weights[-1] * [[1, 0, 1, 0]]), net.biases)
    by_piece: dict[int, list] = {}
    for region in regions(muted, X, Y):
        by_piece.setdefault(region.piece, []).append([*region.gradient, region.intercept])
    assert sorted(by_piece) == list(range(len(by_piece)))
    for functions in by_piece.values():
        assert np.ptp(functions, axis=0) == pytest.approx(0, abs=1e-9)


@given(
    seed=st.integers(0, 2**31),
    hidden=st.sampled_from([(3,), (6,), (4, 4)]),
    level=st.sampled_from([-0.2, 0.0, 0.3]),
)
@settings(max_examples=25, deadline=None)
def test_the_boundary_is_where_the_output_equals_the_level(seed, hidden, level):
    net = network(seed, *hidden)
    found = boundary(net, X, Y, level)
    for at in (*found.segments.swapaxes(0, 1), found.segments.mean(axis=1)):
        assert (net(at.reshape(-1, 2)) - level) == pytest.approx(0, abs=1e-9)
    for polygon in found.flat:
        at = np.concatenate([polygon, polygon.mean(axis=0)[None]])
        assert net(at) == pytest.approx(level, abs=1e-9)
    # On each row of a grid a change of sign has the boundary between, and between every two
    # neighbours of one sign the boundary passes an even number of times.
    rows = np.linspace(*Y, 24)[1:-1] + 1e-4
    columns = np.linspace(*X, 41)
    for row in rows:
        values = net(np.stack([columns, np.full(41, row)], axis=1)) - level
        low, high = found.segments[..., 1].min(axis=1), found.segments[..., 1].max(axis=1)
        crossing = found.segments[(low < row) & (row < high)]
        one, other = crossing[:, 0], crossing[:, 1]
        x = one[:, 0] + (row - one[:, 1]) / (other[:, 1] - one[:, 1]) * (other[:, 0] - one[:, 0])
        if found.flat or (np.abs(x[:, None] - columns) < 1e-6).any():
            continue
        count = np.histogram(x, columns)[0]
        assert (count % 2 == (values[1:] * values[:-1] < 0)).all()


def test_chosen_boundaries():
    xor = boundary(XOR, (0, 1), (0, 1), 0.5)
    ends = {frozenset(map(tuple, segment)) for segment in xor.segments.tolist()}
    assert ends == {frozenset({(0.5, 0), (1, 0.5)}), frozenset({(0, 0.5), (0.5, 1)})}
    diamond = boundary(DIAMOND, X, Y, 1.0)
    assert len(diamond.segments) == 4
    corners, count = np.unique(diamond.segments.reshape(-1, 2), axis=0, return_counts=True)
    assert corners.tolist() == [[-1, 0], [0, -1], [0, 1], [1, 0]]
    assert count.tolist() == [2] * 4, "it is closed"
    touched = boundary(DIAMOND, X, Y, 0.0)
    assert (len(touched.segments), len(touched.flat)) == (0, 0), "a point is no segment"


def test_a_level_that_is_a_kink_or_flat():
    valley = boundary(XOR, (-1, 1), (-1, 1), 0.0)
    assert sorted(valley.segments[0].tolist()) == [[-1, -1], [1, 1]], "once, not from both sides"
    assert len(valley.segments) == 1
    ramp = Network(([[1, 0]], [[1]]), ([0], [2]))
    flat = boundary(ramp, X, Y, 2.0)
    assert len(flat.segments) == 0
    assert sorted(flat.flat[0].tolist()) == [[-2, -1.5], [-2, 2.5], [0, -1.5], [0, 2.5]]
    above = boundary(ramp, X, Y, 3.0)
    assert sorted(above.segments[0].tolist()) == [[1, -1.5], [1, 2.5]]


def test_formulas():
    assert [r.formula() for r in regions(XOR_BY_SUM, (0, 1), (0, 1))] == [
        "y = -x1 - x2 + 2",
        "y = x1 + x2",
    ]
    constant = Network(([[0, 0]], [[1]]), ([-1], [0]))
    assert regions(constant)[0].formula() == "y = 0"
    assert regions(Network(([[0, -2.5]],), ([1e-3],)))[0].formula() == "y = -2.5x2 + 0.001"


def test_figures_say_what_they_show():
    random = network(14, 6, bias_range=1.5)
    w, b = random.weights[0], random.biases[0]
    pairs = [(i, j) for i in range(6) for j in range(i)]
    crossings = [np.linalg.solve(w[[i, j]], -b[[i, j]]) for i, j in pairs]
    inside_box = sum(np.abs(crossing).max() < 2 for crossing in crossings)
    assert f"{1 + 6 + inside_box} convex regions" in plane_regions().get_label()
    label = xor_regions().get_label()
    assert "output is x1 - x2, -x1 + x2;" in label
    assert "points with output 0 lie between them. The sum" in label
    assert "unit 0's is closed, with 8 bends" in deep_regions().get_label()
    # At a corner of the hexagon one unit of three is on at 30 degrees and one switches.
    corner = 1 / (np.pi / 3 * np.cos(np.pi / 6))
    assert f"{corner:.4g} from the origin" in closed_boundary().get_label()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((he_network((1, 3, 1), np.random.default_rng(0)),), "two inputs and one output, got 1"),
        ((he_network((2, 3, 2), np.random.default_rng(0)),), "one output, got 2 and 2"),
        ((he_network((2, 3, 1), np.random.default_rng(0), (4,)),), "expected one network, got a b"),
        ((network(0, 3, activation=tanh),), "piecewise linear activation.*got tanh"),
        ((network(0, 3, activation=softplus),), "piecewise linear activation"),
        ((XOR, (1, 1)), "x_range to be two finite numbers that increase"),
        ((XOR, (0, 1), (0, np.inf)), "y_range to be two finite"),
        ((XOR, (0, 1), (0, 1, 2)), "y_range to be two finite"),
    ],
)
def test_bad_input_gets_one_clear_message(arguments, message):
    for function in (regions, boundary):
        with pytest.raises(ValueError, match=message):
            function(*arguments)


def test_a_level_must_be_finite():
    with pytest.raises(ValueError, match="expected a finite level, got nan"):
        boundary(XOR, level=float("nan"))
