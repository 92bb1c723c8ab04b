"""The live figures' mathematics in a real browser, against the package.

The package computes what is expected while the test runs; no number of it is stored. Where rounding
may differ, numbers agree as `asking` says; elsewhere (kinks, states, random starts) they are equal.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from reluexplain import examples
from reluexplain.dead import dead_units
from reluexplain.network import Network
from reluexplain.pieces import Pieces, pieces, unit_kinks
from reluexplain.seeded import Generator, seeded_network
from reluexplain.states import unit_states, unit_states_on
from reluexplain.training import best_line
from tests.asking import (
    PIECEWISE_LINEAR,
    RELU,
    SMOOTH,
    TANH,
    TOLERANCE,
    asking,
    assert_close,
    numbers,
    on_page,
    parameters,
    words,
    written,
)


@pytest.fixture(scope="module")
def ask(browser, address):
    with asking(browser, address) as ask:
        yield ask


# Networks, most of them hard


def plain(draw):
    units = int(draw.integers(1, 17))
    return draw.normal(size=(3, units)), draw.normal()


def whole_numbers(draw):
    """Kinks coincide, cancel, or lie on an end; weights vanish."""
    return draw.integers(-2, 3, size=(3, int(draw.integers(1, 7)))).astype(float), 1.0


def decimals(draw):
    """One bend written with different decimals, a few ulps apart."""
    units = int(draw.integers(2, 9))
    w = draw.choice([0.1, 0.3, 0.7, -0.1, -1.1, 1.0, 3.0], size=units)
    kinks = draw.choice([0.3, -0.7, 3.0, 0.0], size=units)
    return np.array(
        [w, -w * kinks, draw.choice([1.0, -1.0, 10.0, 1e-12, 0.1, 0.0], size=units)]
    ), -0.5


def twins(draw):
    """Each unit once more: the same, cancelling, facing the other way, or scaled."""
    w, b, v = draw.normal(size=(3, int(draw.integers(1, 6))))
    factor = draw.choice([1.0, -1.0, 3.0, 0.1], size=len(w))
    sign = draw.choice([1.0, -1.0], size=len(w)) / np.abs(factor)
    return np.array([np.append(w, factor * w), np.append(b, factor * b), np.append(v, sign * v)]), 0


def without_weights(draw):
    part = draw.normal(size=(3, int(draw.integers(1, 9))))
    return np.where(draw.random(part.shape) < 0.4, 0.0, part), 0.25


def tiny_and_large(draw):
    shape = (3, int(draw.integers(1, 9)))
    return draw.choice([-1.0, 1.0], size=shape) * 10 ** draw.uniform(-12, 12, size=shape), 1e-3


def random_parameters(count):
    """So many of each family, the same ones each time."""
    draw = np.random.default_rng(0)
    families = (plain, whole_numbers, decimals, twins, without_weights, tiny_and_large)
    for family in families:
        for _ in range(count):
            (w, b, v), c = family(draw)
            yield {"w": w, "b": b, "v": v, "c": c}


def with_kinds(kinds, count):
    return [
        (Network.shallow(**numbers, activation=kind.package), kind)
        for numbers in random_parameters(count)
        for kind in kinds
    ]


def data_for(network, draw):
    """Inputs and labels, some of the inputs exactly at kinks."""
    with np.errstate(all="ignore"):
        kinks = unit_kinks(network)
    kinks = kinks[np.abs(kinks) < 1e6]
    x = np.concatenate([draw.normal(size=6), [-2.0, -1.0, 0.0, 1.0, 2.0], kinks])
    return x, draw.normal(size=len(x))


def magnitudes(network, x):
    """The sizes of the terms that an output is the sum of, added up; shape (samples,)."""
    return np.abs(network.hidden(x)[0]) @ np.abs(network.v) + np.abs(network.c)


# Activations


def test_activations_and_derivatives_agree_on_a_grid(ask):
    """To 1e-9: absolute up to 1, relative beyond."""
    grid = np.concatenate([np.linspace(-60, 60, 4801), [1e300, -1e300, 5e-324, 0.0]])
    kinds = (*PIECEWISE_LINEAR, *SMOOTH)
    found = ask(
        """({ kind, grid }) => {
          const { name, negativeSlope, value, derivative } = activation(kind);
          const x = [...grid, -0];
          return { name, negativeSlope, values: x.map(value), slopes: x.map(derivative) };
        }""",
        [{"kind": kind.page, "grid": grid.tolist()} for kind in kinds],
    )
    x = np.append(grid, -0.0)
    for kind, page in zip(kinds, found, strict=True):
        package = kind.package
        assert (page["name"], page["negativeSlope"]) == (package.name, package.negative_slope)
        for key, expected in (("values", package(x)), ("slopes", package.derivative(x))):
            got = numbers(page[key])
            bad = ~(np.abs(got - expected) <= TOLERANCE * np.maximum(1, np.abs(expected)))
            assert not bad.any(), (
                f"{package.name}, {key}: at x = {x[bad][:3]} the page computes {got[bad][:3]}, "
                f"the package {expected[bad][:3]}"
            )


def test_activations_keep_their_digits_in_the_tail(ask):
    """Relative to 1e-9, where the values are far below 1."""
    x = np.linspace(-36, -3, 500)
    kinds = SMOOTH[1:5]  # those that go to 0 on the left
    found = ask(
        """({ kind, x }) => {
          const { value, derivative } = activation(kind);
          return [x.map(value), x.map(derivative)];
        }""",
        [{"kind": kind.page, "x": x.tolist()} for kind in kinds],
    )
    for kind, page in zip(kinds, found, strict=True):
        expected = [kind.package(x), kind.package.derivative(x)]
        np.testing.assert_allclose(numbers(page), expected, rtol=TOLERANCE, err_msg=str(kind))


# One network


def test_outputs_losses_and_gradients_agree(ask):
    draw = np.random.default_rng(1)
    networks = with_kinds((*PIECEWISE_LINEAR, *SMOOTH), 15)
    data = [data_for(network, draw) for network, _ in networks]
    found = ask(
        """({ x, labels, ...rest }) => {
          const made = network(rest);
          return {
            z: x.map((each) => $.preActivations(made, each)),
            hidden: x.map((each) => $.hidden(made, each)),
            outputs: x.map((each) => $.evaluate(made, each)),
            loss: $.loss(made, x, labels),
            gradients: $.gradients(made, x, labels),
          };
        }""",
        [
            {**on_page(network, kind), "x": x.tolist(), "labels": labels.tolist()}
            for (network, kind), (x, labels) in zip(networks, data, strict=True)
        ],
    )
    assert len(networks) > 1000
    for (network, _), (x, labels), page in zip(networks, data, found, strict=True):
        name = written(network)
        (z,), (hidden,) = network.pre_activations(x), network.hidden(x)
        assert numbers(page["z"]).tolist() == z.tolist(), f"pre-activations of {name}"
        assert_close(page["hidden"], hidden, np.abs(hidden), f"hidden of {name}")
        size = magnitudes(network, x)
        assert_close(page["outputs"], network(x), size, f"outputs of {name}")
        error = size + np.abs(labels)
        loss = network.loss(x, labels)
        assert_close(page["loss"], loss, (error**2).mean(), f"loss of {name}")
        gradients = network.gradients(x, labels)
        back = 2 * error[:, None] * np.abs(network.v * network.activation.derivative(z))
        sizes = {
            "w": (back * np.abs(x)[:, None]).mean(axis=0),
            "b": back.mean(axis=0),
            "v": (2 * error[:, None] * np.abs(hidden)).mean(axis=0),
            "c": 2 * error.mean(),
        }
        for part, size in sizes.items():
            expected = getattr(gradients, part)
            assert_close(page["gradients"][part], expected, size, f"gradient in {part} of {name}")


INTERVALS = (
    (-math.inf, math.inf), (-math.inf, -1), (-0.5, math.inf), (3, math.inf),
    (-2, 2), (-1, 1), (0, 1.5),
)  # fmt: skip


def intervals_for(network):
    """Some that suit every network, and one that ends at the network's own kinks."""
    with np.errstate(all="ignore"):
        kinks = unit_kinks(network)
    kinks = kinks[np.isfinite(kinks)]
    own = len(kinks) > 0 and kinks.min() < kinks.max()
    return [*INTERVALS, (float(kinks.min()), float(kinks.max()))] if own else [*INTERVALS]


@pytest.fixture(scope="module")
def piecewise_networks():
    """Networks with intervals, for what is exact; among them some near the ends of the floats."""
    extreme = [
        ([1e-300, 1.0], [-1e300, 1.0], [1.0, 1.0]),
        ([5e-324, -1e-200], [1.0, 0.0], [2, 1e-200]),
    ]
    networks = [
        (Network.shallow(w, b, v, 0.0, kind.package), kind)
        for w, b, v in extreme
        for kind in PIECEWISE_LINEAR
    ]
    networks += with_kinds(PIECEWISE_LINEAR, 50)
    return [(network, kind, intervals_for(network)) for network, kind in networks]


def test_kinks_and_states_are_equal(ask, piecewise_networks):
    draw = np.random.default_rng(2)
    inputs = [data_for(network, draw)[0] for network, _, _ in piecewise_networks]
    found = ask(
        """({ intervals, x, ...rest }) => {
          const made = network(rest);
          const statesOf = ([lower, upper]) => $.unitStates(made, Number(lower), Number(upper));
          return {
            kinks: $.unitKinks(made),
            states: intervals.map(statesOf),
            statesOn: $.unitStatesOn(made, x),
            dead: $.deadUnits(made, x),
          };
        }""",
        [
            {**on_page(network, kind), "intervals": list(map(words, intervals)), "x": x.tolist()}
            for (network, kind, intervals), x in zip(piecewise_networks, inputs, strict=True)
        ],
    )
    assert len(found) > 1000
    seen = set()
    for (network, _, intervals), x, page in zip(piecewise_networks, inputs, found, strict=True):
        name = written(network)
        kinks = numbers(page["kinks"])
        np.testing.assert_array_equal(kinks, unit_kinks(network), err_msg=f"kinks of {name}")
        assert not np.signbit(kinks[kinks == 0]).any(), f"a kink at minus zero in {name}"
        for interval, states in zip(intervals, page["states"], strict=True):
            expected = [state.value for state in unit_states(network, *interval)[0]]
            assert states == expected, f"states on {interval} of {name}"
        on_data = [state.value for state in unit_states_on(network, x)[0]]
        assert page["statesOn"] == on_data, f"states on {x.tolist()} of {name}"
        assert page["dead"] == dead_units(network, x)[0].tolist(), f"dead on {x.tolist()}: {name}"
        seen.update(on_data, *page["states"], page["dead"])
    assert seen >= {"off", "on", "switching", True, False}


def test_no_unit_of_a_smooth_activation_is_dead(ask):
    """The package refuses to speak of dead units there; a figure needs an answer."""
    unit = {"w": [1], "b": [-50], "v": [1], "c": 0}
    cases = [{**unit, "kind": kind.page} for kind in SMOOTH]
    assert ask("(each) => $.deadUnits(network(each), [0, 1])", cases) == [[False]] * len(SMOOTH)


def test_pieces_agree(ask, piecewise_networks):
    """As many pieces, equal kinks; slopes and intercepts to 1e-9 of the terms of their sums."""
    found = ask(
        """({ intervals, ...rest }) => intervals.map(
          ([lower, upper]) => $.pieces(network(rest), Number(lower), Number(upper)))""",
        [
            {**on_page(network, kind), "intervals": list(map(words, intervals))}
            for network, kind, intervals in piecewise_networks
        ],
    )
    assert len(found) > 1000
    for (network, kind, intervals), page in zip(piecewise_networks, found, strict=True):
        scale = (1 + 2 * abs(kind.package.negative_slope)) * np.abs(network.v)
        slope_size = (scale * np.abs(network.w)).sum()
        intercept_size = (scale * np.abs(network.b)).sum() + np.abs(network.c)
        for interval, got in zip(intervals, page, strict=True):
            expected = pieces(network, *interval)
            name = f"on {interval} of {written(network)}"
            assert len(got["slopes"]) == expected.count, f"number of pieces {name}"
            assert numbers(got["kinks"]).tolist() == expected.kinks.tolist(), f"kinks {name}"
            assert (float(got["lower"]), float(got["upper"])) == interval
            assert_close(got["slopes"], expected.slopes, slope_size, f"slopes {name}")
            size = intercept_size
            assert_close(got["intercepts"], expected.intercepts, size, f"intercepts {name}")


def test_pieces_of_a_smooth_network_are_refused(ask):
    message = """(each) => {
      try { return $.pieces(network(each), -1, 1); } catch (error) { return error.message; }
    }"""
    case = {"w": [1], "b": [0], "v": [1], "c": 0, "kind": TANH.page}
    assert ask(message, [case]) == ["expected ReLU or leaky ReLU units, got tanh"]


def test_formulas_are_the_packages_with_real_minus_signs(ask):
    """Of the same numbers the same text; among them are ties, and exponents."""
    draw = np.random.default_rng(3)
    hard = [0.0, -0.0, 1.0, -1.0, 1.015625, -1.046875, 2.5, 3.5, 0.5, 123456.5, 123455.5,
            1e5, 1e6, 999999.5, 99999.95, -1e-4, 1e-5, 1e-7, 1e21, 1e300, 0.1 + 0.2]  # fmt: skip
    random = draw.choice([1, -1], 600) * 10 ** draw.uniform(-9, 9, 600)
    dyadic = draw.integers(-4096, 4096, 600) / 2.0 ** draw.integers(0, 12, 600)
    slopes = np.concatenate([hard, random, dyadic])
    intercepts = draw.permutation(slopes)
    made = Pieces(-math.inf, math.inf, np.arange(len(slopes) - 1.0), slopes, intercepts)
    digits = [1, 2, 3, 4, 6, 10, 15]
    found = ask(
        "({ slopes, intercepts, digits }) => $.formulas({ slopes, intercepts }, digits)",
        [
            {"slopes": slopes.tolist(), "intercepts": intercepts.tolist(), "digits": each}
            for each in digits
        ],
    )
    for each, page in zip(digits, found, strict=True):
        expected = [text.replace("-", "\N{MINUS SIGN}") for text in made.formulas(each)]
        wrong = [pair for pair in zip(page, expected, strict=True) if pair[0] != pair[1]]
        assert not wrong, f"{len(wrong)} with {each} digits, such as {wrong[:3]}"


def test_the_examples_have_their_formulas(ask):
    """Six digits are the default, as in the package."""
    networks = [examples.straight, examples.bent, Network.shallow([3], [-1], [1 / 3], -1)]
    cases = [on_page(network, RELU) for network in networks]
    found = ask("(each) => $.formulas($.pieces(network(each), -15, 15))", cases)
    assert [[text.replace("\N{MINUS SIGN}", "-") for text in page] for page in found] == [
        pieces(network, -15, 15).formulas() for network in networks
    ]


def test_best_lines_agree(ask):
    """To 1e-9 of the sizes of inputs and labels."""
    draw = np.random.default_rng(4)
    data = [
        (draw.normal(size=count) * scale, draw.normal(size=count) * scale)
        for count in (2, 3, 5, 41)
        for scale in 10.0 ** np.arange(-6, 7, 2)
    ]
    cases = [[x.tolist(), labels.tolist()] for x, labels in data]
    found = ask("([x, labels]) => $.bestLine(x, labels)", cases)
    for (x, labels), page in zip(data, found, strict=True):
        expected = best_line(x, labels)
        size = np.abs(labels).max()
        spread = np.abs(x - x.mean()).max()
        name = f"of {x.tolist()}, {labels.tolist()}"
        assert_close(page["slope"], expected.slope, size / spread, f"slope {name}")
        assert_close(page["intercept"], expected.intercept, size, f"intercept {name}")
        assert_close(page["loss"], expected.loss, size**2, f"loss {name}")


def test_a_best_line_through_one_input_is_refused(ask):
    message = """(x) => {
      try { return $.bestLine(x, [1, 2, 3]); } catch (error) { return error.message; }
    }"""
    expected = "inputs: expected at least two different ones"
    assert ask(message, [[0.1, 0.1, 0.1]]) == [expected]


# Random starts

SEEDS = (0, 1, 2, 42, 2**31 - 1, 2**31, 2**32 - 1, *range(1000, 1100))


def test_the_generator_draws_the_packages_numbers_to_the_last_bit(ask):
    found = ask(
        """(seed) => {
          const generator = new $.Generator(seed);
          return Array.from({ length: 200 }, () => generator.uniform());
        }""",
        SEEDS,
    )
    for seed, page in zip(SEEDS, found, strict=True):
        generator = Generator(seed)
        assert page == [generator.uniform() for _ in range(200)], f"seed {seed}"


def test_random_starts_are_the_packages_to_the_last_bit(ask):
    cases = [(1 + i % 16, seed, (0, 0.1, 4)[i % 3]) for i, seed in enumerate(SEEDS)]
    found = ask(
        """([units, seed, range]) => {
          const { activation, ...rest } = $.randomNetwork(units, seed, range, $.tanh);
          return { ...rest, name: activation.name };
        }""",
        cases,
    )
    for case, page in zip(cases, found, strict=True):
        assert page == {**parameters(seeded_network(*case)), "name": "tanh"}, f"start {case}"


def test_a_seed_out_of_its_range_is_refused(ask):
    message = """(seed) => {
      try { return new $.Generator(Number(seed)); } catch (error) { return error.message; }
    }"""
    for seed, found in zip(bad := [-1, 2**32, 0.5, "NaN"], ask(message, bad), strict=True):
        assert found == f"seed: expected a whole number from 0 to 4294967295, got {seed}"
