"""The diagnosing snippet, on networks whose fault is known because the package made it."""

import runpy

import numpy as np
import pytest

from reluexplain import Network, bent, he_network, straight, train
from reluexplain.examples import bent_labels, samples, stuck_history
from tests.conftest import ROOT

diagnose = runpy.run_path(str(ROOT / "snippets" / "diagnose.py"))["diagnose"]


def told(network, losses, labels=bent_labels, inputs=samples):
    """What the snippet says of a network, before the semicolon."""
    hidden = network.pre_activations(inputs)
    return diagnose(inputs, hidden, network(inputs), labels, losses)


def test_a_network_stuck_on_a_line_is_named_with_its_dead_unit():
    history = stuck_history()
    message = told(history.network, history.losses)
    assert message == "affine on the data; dead units by layer: 33 %"


def test_a_dead_layer_gives_a_constant():
    start = Network.shallow(w=[1, -1], b=[-10, -10], v=[1, 1], c=0)
    history = train(start, samples, bent_labels, rate=0.1, steps=200)
    message = told(history.network, history.losses)
    assert message == "constant output; dead units by layer: 100 %"


def test_a_run_that_overflows_is_told_by_its_losses():
    history = train(straight, samples, bent_labels, rate=0.01, steps=20, record=1)
    assert told(history.network, history.losses) == "the numbers overflowed"


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_data_that_are_not_finite_come_first(wrong):
    labels = np.where(samples == samples[3], wrong, bent_labels)
    assert told(bent, [1.0, np.nan], labels) == "the data are not finite"


def test_a_rate_that_is_too_small_leaves_the_loss_where_it_was():
    start = he_network((1, 8, 1), np.random.default_rng(0), bias_range=4.0)
    history = train(start, samples, bent_labels, rate=1e-8, steps=100)
    assert told(history.network, history.losses).startswith("the loss does not move")


def test_a_good_fit_has_none_of_the_symptoms():
    message = told(bent, [48.5, bent.loss(samples, bent_labels)])
    assert message.startswith("none of the symptoms")


def test_scores_with_one_winner_are_one_class_for_all():
    scores = np.column_stack([samples, samples + 9])
    message = diagnose(samples, [samples[:, None]], scores, samples > 0, [1.0, 0.5])
    assert message.startswith("one class for all")


def test_scores_of_which_each_wins_somewhere_are_not():
    scores = np.column_stack([samples, np.abs(samples) - 1])
    message = diagnose(samples, [samples[:, None]], scores, samples > 0, [1.0, 0.5])
    assert message.startswith("none of the symptoms")
