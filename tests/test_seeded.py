"""Random networks from a seed: the generator against its published form, and He's variance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reluexplain.activations import relu, tanh
from reluexplain.seeded import Generator, seeded_network

SEEDS = (0, 1, 7, 42, 123_456_789, 2**31 - 1, 2**31, 2**32 - 1)


def drawn(seed, count):
    generator = Generator(seed)
    return [generator.uniform() for _ in range(count)]


def published_mulberry32(seed, count):
    """The C code of Tommy Ettinger, line by line, on NumPy's own 32-bit numbers."""
    x, numbers = np.array([seed], dtype=np.uint32), []
    for _ in range(count):
        x += np.uint32(0x6D2B79F5)
        z = x.copy()
        z = (z ^ (z >> np.uint32(15))) * (z | np.uint32(1))
        z ^= z + (z ^ (z >> np.uint32(7))) * (z | np.uint32(61))
        numbers.append(float((z ^ (z >> np.uint32(14)))[0]) / 4294967296)
    return numbers


# The generator


@pytest.mark.parametrize("seed", SEEDS)
def test_the_generator_is_the_published_one(seed):
    assert drawn(seed, 1000) == published_mulberry32(seed, 1000)


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (0, [0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]),
        (1, [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]),
        (42, [0.6011037519201636, 0.44829055899754167, 0.8524657934904099]),
    ],
)
def test_the_first_numbers_are_those_that_other_libraries_test_for(seed, expected):
    assert drawn(seed, 3) == expected


def test_numbers_are_multiples_of_two_to_the_minus_32_from_0_to_below_1():
    numbers = np.array(drawn(3, 20_000))
    assert numbers.min() >= 0
    assert numbers.max() < 1
    np.testing.assert_array_equal(numbers * 2**32, np.round(numbers * 2**32))


def test_numbers_fill_the_interval_evenly():
    counts = np.bincount((np.array(drawn(5, 64_000)) * 64).astype(int), minlength=64)
    chi_squared = float(((counts - 1000) ** 2 / 1000).sum())
    assert chi_squared < 63 + 5 * math.sqrt(2 * 63), "64 cells: five standard deviations"


def test_a_whole_number_of_numpy_is_a_seed():
    assert drawn(np.uint32(2**32 - 1), 3) == drawn(2**32 - 1, 3)


# The networks


@pytest.mark.parametrize("units", [1, 3, 16])
def test_weights_have_hes_variance_inside_their_bounds(units):
    """Uniform on ±r: variance r^2 / 3, which has to be 2 / inputs of the layer."""
    networks = [seeded_network(units, seed, bias_range=3.0) for seed in range(6000 // units)]
    for numbers, variance in (
        (np.concatenate([network.w for network in networks]), 2.0),
        (np.concatenate([network.b for network in networks]), 3.0),
        (np.concatenate([network.v for network in networks]), 2 / units),
    ):
        assert np.abs(numbers).max() <= math.sqrt(3 * variance)
        assert numbers.max() > 0.99 * math.sqrt(3 * variance)
        assert numbers.min() < -0.99 * math.sqrt(3 * variance)
        assert numbers.mean() == pytest.approx(0, abs=5 * math.sqrt(variance / len(numbers)))
        assert numbers.var() == pytest.approx(variance, rel=0.06)


def test_a_network_uses_the_generators_numbers_in_order():
    """Input weights, then biases, then output weights; each number 2 u - 1 times its bound."""
    u = np.array(published_mulberry32(8, 6)).reshape(3, 2)
    network = seeded_network(2, 8, bias_range=5.0, activation=tanh)
    bounds = [math.sqrt(6), 5.0, math.sqrt(6 / 2)]
    for numbers, row, bound in zip((network.w, network.b, network.v), u, bounds, strict=True):
        assert numbers.tolist() == ((2 * row - 1) * bound).tolist()
    assert float(network.c) == 0
    assert network.activation is tanh


def test_the_bias_range_does_not_change_the_weights():
    without, with_biases = seeded_network(5, 11), seeded_network(5, 11, bias_range=4.0)
    assert without.w.tolist() == with_biases.w.tolist()
    assert without.v.tolist() == with_biases.v.tolist()
    assert with_biases.b.all()
    assert without.b.tolist() == [0] * 5
    assert not np.signbit(without.b).any(), "no minus zero, which figures would print"
    assert without.activation is relu


def test_another_seed_is_another_network():
    first, again, other = (seeded_network(4, seed) for seed in (1, 1, 2))
    assert first.w.tolist() == again.w.tolist()
    assert not set(first.w.tolist()) & set(other.w.tolist())


# Bad input


@pytest.mark.parametrize("seed", [-1, 2**32, 0.5, math.nan, "1", None])
def test_a_seed_out_of_its_range_is_refused(seed):
    with pytest.raises(ValueError, match="seed: expected a whole number from 0 to 4,294,967,295"):
        Generator(seed)
    with pytest.raises(ValueError, match="seed: expected"):
        seeded_network(3, seed)


@pytest.mark.parametrize("units", [0, -2, 1.5, math.nan])
def test_fewer_than_one_unit_is_refused(units):
    with pytest.raises(ValueError, match="units: expected a whole number of at least 1, got"):
        seeded_network(units, 0)


@pytest.mark.parametrize("bias_range", [-1.0, math.inf, math.nan])
def test_a_bias_range_that_is_negative_or_not_finite_is_refused(bias_range):
    with pytest.raises(ValueError, match="bias_range: expected a finite number of at least 0, got"):
        seeded_network(3, 0, bias_range=bias_range)
