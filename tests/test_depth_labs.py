"""The figures of the labs on depth, and the laws that the labs hold their counts against."""

import re

import numpy as np
import pytest

from reluexplain import dead_units, he_network, train
from reluexplain.examples import samples
from reluexplain.figures.depth import born_dead_shares, constant_by_step, signal_by_layer
from reluexplain.figures.svg import to_svg


def lost_sides(networks):
    """Whether each side of each network is lost, shape (networks, 2)."""
    return (networks.hidden([-1.0, 1.0])[-1] == 0).all(axis=-1)


def test_the_count_by_hand_of_two_layers_of_two_units():
    """The lab's five cases in 32, against draws that multiply no matrix."""
    random = np.random.default_rng(6)
    w = random.uniform(-1, 1, (200_000, 2))
    reads = random.uniform(-1, 1, (200_000, 2, 2))
    constant = np.ones(len(w), bool)
    for side in (-1, 1):
        passed = np.clip(side * w, 0, None)
        z = reads[..., 0] * passed[:, :1] + reads[..., 1] * passed[:, 1:]
        constant &= (z <= 0).all(axis=-1)
    assert abs(constant.mean() - 5 / 32) < 4 * np.sqrt(5 / 32 * 27 / 32 / len(w))


@pytest.mark.parametrize(("width", "layers"), [(2, 1), (2, 9), (3, 5), (4, 7)])
def test_one_side_is_lost_as_often_as_the_bound_says(width, layers):
    runs = 4000
    networks = he_network((1, *[width] * layers, 1), np.random.default_rng(7), batch=(runs,))
    law = 1 - (1 - 0.5**width) ** layers
    error = np.sqrt(law * (1 - law) / runs)
    lost = lost_sides(networks)
    assert abs(lost.mean(axis=0) - law).max() < 4 * error
    assert lost.all(axis=1).mean() <= law


def test_two_inputs_decide_where_there_are_no_biases():
    """The oracle looks at the outputs on a grid, and at dead layers."""
    networks = he_network((1, 3, 3, 3, 3, 3, 1), np.random.default_rng(8), batch=(500,))
    constant = lost_sides(networks).all(axis=1)
    assert 0.1 < constant.mean() < 0.6
    assert np.array_equal(constant, np.ptp(networks(np.linspace(-9, 9, 301)), axis=-1) == 0)
    layers = [layer.all(axis=-1) for layer in dead_units(networks, samples)]
    assert np.array_equal(constant, np.any(layers, axis=0))


def test_training_moves_the_output_bias_of_a_born_dead_network_alone():
    networks = he_network((1, *[2] * 9, 1), np.random.default_rng(9), batch=(60,))
    dead = networks[lost_sides(networks).all(axis=1)]
    labels = np.abs(samples)
    end = train(dead, samples, labels, rate=0.01, steps=100).network
    for before, after in zip(
        dead.weights + dead.biases[:-1], end.weights + end.biases[:-1], strict=True
    ):
        assert np.array_equal(before, after)
    closed_form = labels.mean() * (1 - (1 - 2 * 0.01) ** 100)
    assert np.allclose(end.biases[-1], closed_form)


def figures():
    layers = np.arange(1, 8)
    bounds = {width: 1 - (1 - 0.5**width) ** layers for width in (2, 3, 4)}
    shares = {width: bound * 0.9 for width, bound in bounds.items()}
    halved = 0.5**layers
    return {
        "born": born_dead_shares(layers, shares, bounds, 1000),
        "dying": constant_by_step([0, 1, 10, 100], {"down": np.array([0, 0.4, 0.7, 0.8])}),
        "signal": signal_by_layer({"halved": halved}, "mean square", (halved / 2, halved * 2)),
    }


def test_the_figures_say_what_they_show_in_the_colours_of_the_scheme():
    drawn = figures()
    for name, figure in drawn.items():
        svg = to_svg(figure, name)
        bare = re.sub(r"var\(--relu-[\w-]+,#[0-9a-f]{6}\)|aria-label=\"[^\"]*\"", "", svg)
        bare = re.sub(r'(?:href="|url\()#[\w-]+', "", bare)
        assert not re.findall(r"#[0-9a-fA-F]{3,6}", bare)
    assert "width 2 from 0.225 to 0.7799, where the bound is 0.8665" in drawn["born"].get_label()
    assert "1,000 random networks" in drawn["born"].get_label()
    assert "down: 40 % at step 1, 80 % at the end" in drawn["dying"].get_label()
    assert "halved: from 0.5 to 0.007812" in drawn["signal"].get_label()
    assert "ends between 0.003906 and 0.01562" in drawn["signal"].get_label()


def test_the_curves_are_those_that_were_passed_in():
    drawn = figures()
    axis = drawn["signal"].axes[0]
    assert np.allclose(axis.lines[-1].get_ydata(), 0.5 ** np.arange(1, 8))
    assert axis.get_yscale() == "log"
    assert np.allclose(drawn["dying"].axes[0].lines[0].get_ydata(), [0, 40, 70, 80])
