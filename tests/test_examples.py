"""The shared examples do what their descriptions say: by hand, by formula and on dense grids."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import reluexplain
from reluexplain import examples
from reluexplain.examples import bent, samples, straight
from reluexplain.network import Network
from reluexplain.training import best_line


def test_the_straight_example_is_twice_its_input_on_the_domain_and_not_beyond():
    x = np.linspace(*examples.domain, 1025)  # steps of 1/128: no rounding
    assert (straight(x) == 2 * x).all()
    assert straight(15.0) == 2 * 15 - 3 * 5
    assert straight(-15.0) == -20.0


def test_the_bent_example_is_the_straight_one_with_one_bias_moved():
    x = np.linspace(*examples.domain, 1025)
    assert (bent(x) == 2 * x - 3 * np.maximum(x + 1, 0)).all()
    assert bent([-4, -1, 4]).tolist() == [-8.0, -2.0, -7.0]
    changed = [
        name for name in "wbvc" if (np.array(getattr(bent, name)) != getattr(straight, name)).any()
    ]
    assert changed == ["b"]
    assert (bent.b != straight.b).tolist() == [True, False, False]


def test_the_data_are_forty_one_points_on_the_domain():
    assert len(samples) == 41
    np.testing.assert_allclose(np.diff(samples), 0.2)
    assert (samples[0], samples[-1]) == examples.domain
    np.testing.assert_allclose(examples.straight_labels, 2 * samples, atol=1e-14)
    np.testing.assert_allclose(
        examples.bent_labels, [2 * x - 3 * max(x + 1, 0) for x in samples], atol=1e-14
    )
    assert {-4.0, -1.0, 4.0} < set(examples.five_points.tolist())
    assert len(examples.five_points) == 5


@pytest.mark.parametrize("name", ["five_points", "samples", "straight_labels", "bent_labels"])
def test_shared_arrays_cannot_be_changed_by_accident(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(examples, name)[0] = 1.0


def test_the_best_line_and_the_best_constant_on_the_bent_labels_are_near_each_other():
    line = best_line(samples, examples.bent_labels)
    assert line.loss == pytest.approx(2.62497, abs=5e-6)
    assert line.slope == pytest.approx(-0.0383, abs=5e-5)
    assert examples.bent_labels.var() == pytest.approx(2.63319, abs=5e-6)


def middles(count):
    """The middles of equal cells of [-1, 1]: their mean is an integral, right to 1/count^2."""
    return -1 + (2 * np.arange(count) + 1) / count


@pytest.mark.parametrize("units", [2, 4, 8, 16])
def test_the_parabola_networks_reach_the_errors_of_the_formulas(units):
    pieces = units + 1
    x = np.concatenate([middles(200_000), np.linspace(-1, 1, pieces + 1)])
    for aim, largest in (("mean square", 2 / 3), ("largest error", 1 / 2)):
        network = examples.parabola_network(units, aim)
        error = network(x) - x**2
        mean = (error[:200_000] ** 2).mean()
        assert np.abs(error).max() == pytest.approx(largest / pieces**2, rel=1e-6)
        assert examples.parabola_errors(network) == pytest.approx((mean, largest / pieces**2))
        if aim == "mean square":
            assert mean == pytest.approx(4 / (45 * pieces**4), rel=1e-6)


@pytest.mark.parametrize("units", [2, 4])
def test_no_nearby_network_has_a_smaller_mean_square(units):
    best = examples.parabola_network(units, "mean square")
    generator = np.random.default_rng(0)
    for _ in range(200):
        parts = [part + generator.normal(0, 0.01, part.shape) for part in
                 (best.w, best.b, best.v, best.c)]  # fmt: skip
        moved = examples.parabola_errors(Network.shallow(*parts))
        assert moved[0] > examples.parabola_errors(best)[0]


@pytest.mark.parametrize("units", [0, 1, 3, -2])
def test_a_parabola_network_needs_an_even_number_of_units(units):
    with pytest.raises(ValueError, match=f"units: expected an even number .*, got {units}"):
        examples.parabola_network(units, "mean square")


@pytest.mark.parametrize("times", [1, 2, 3, 6])
def test_the_tent_network_is_the_tent_map_applied_so_many_times(times):
    x = np.linspace(0, 1, 1025)
    expected = x
    for _ in range(times):
        expected = 1 - np.abs(2 * expected - 1)
    network = examples.tent_network(times)
    assert network.units == (2,) * times
    np.testing.assert_allclose(network(x), expected, atol=1e-12)


def test_a_tent_network_needs_a_layer():
    with pytest.raises(ValueError, match="times: expected a number of at least 1, got 0"):
        examples.tent_network(0)


@pytest.mark.parametrize("slope", [0.01, 0.1])
def test_the_leaky_straight_example_is_a_line_of_another_slope(slope):
    x = np.linspace(*examples.domain, 101)
    np.testing.assert_allclose(
        examples.leaky_straight(slope)(x), 2 * x - 3 * slope * (x - 10), rtol=1e-12, atol=1e-12
    )


def test_the_package_exports_what_it_lists_and_lists_it_in_order():
    assert all(hasattr(reluexplain, name) for name in reluexplain.__all__)
    assert reluexplain.__all__ == sorted(reluexplain.__all__)
    public = {
        name
        for name, value in vars(reluexplain).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(reluexplain.__all__), "add the name to __all__ in reluexplain/__init__.py"
