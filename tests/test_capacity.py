"""How much a number of units can do: the parabola's law and the tent map, by other means."""

from fractions import Fraction

import numpy as np
import pytest

from reluexplain.examples import parabola_errors, parabola_network, tent_network
from reluexplain.network import he_network
from reluexplain.pieces import pieces


@pytest.mark.parametrize("units", [2, 4, 10, 30])
def test_the_parabola_networks_have_the_exact_errors(units):
    mean, largest = parabola_errors(parabola_network(units, "mean square"))
    assert mean == pytest.approx(4 / (45 * (units + 1) ** 4))
    assert largest == pytest.approx(2 / (3 * (units + 1) ** 2))
    level = parabola_errors(parabola_network(units, "largest error"))[1]
    assert level == pytest.approx(1 / (2 * (units + 1) ** 2))


@pytest.mark.parametrize("seed", range(5))
def test_errors_agree_with_a_dense_grid(seed):
    network = he_network((1, 6, 1), np.random.default_rng(seed), bias_range=1.0)
    x = (np.arange(200_000) + 0.5) / 100_000 - 1
    error = network(x) - x**2
    mean, largest = parabola_errors(network)
    assert mean == pytest.approx((error**2).mean(), rel=1e-6)
    assert largest == pytest.approx(np.abs(error).max(), abs=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_no_other_kinks_do_better_even_with_the_best_output_weights(seed):
    generator = np.random.default_rng(seed)
    spread = 0.1 if seed % 2 else 1.0  # near the best kinks, and anywhere
    best = np.linspace(-1, 1, 6)[1:-1]
    kinks = np.clip(best + spread * generator.normal(size=4), -1, 1)
    x = (np.arange(20_000) + 0.5) / 10_000 - 1
    # A line as well: then every continuous function with these kinks is allowed.
    basis = np.column_stack([np.ones_like(x), x, *(np.maximum(0, x - kink) for kink in kinks)])
    fit = basis @ np.linalg.lstsq(basis, x**2, rcond=None)[0]
    assert ((fit - x**2) ** 2).mean() > parabola_errors(parabola_network(4, "mean square"))[0]


@pytest.mark.parametrize("units", [0, 3, -2])
def test_a_parabola_wants_an_even_number_of_units(units):
    with pytest.raises(ValueError, match="even number"):
        parabola_network(units, "mean square")


@pytest.mark.parametrize("times", range(1, 8))
def test_the_tent_map_has_twice_the_pieces_each_time(times):
    assert pieces(tent_network(times), 0, 1).count == 2**times


def test_the_tent_network_applies_the_tent_map_again_and_again():
    for numerator in range(65):
        x = value = Fraction(numerator, 64)
        for _ in range(5):
            value = 2 * min(value, 1 - value)
        assert tent_network(5)(float(x)) == float(value)


def test_the_tent_map_is_applied_at_least_once():
    with pytest.raises(ValueError, match="at least 1"):
        tent_network(0)
