"""The live figures' training in a real browser, against the package's `train` and `died_at`.

Whole runs from the same start on the same data. Parameters and losses agree to 1e-9: absolute up to
1, relative beyond. What the story rests on is exact: dead units rest, and twins stay twins.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from reluexplain import examples
from reluexplain.dead import dead_units, died_at
from reluexplain.network import Network
from reluexplain.seeded import seeded_network
from reluexplain.training import METHODS, train
from tests.asking import (
    RELU,
    TANH,
    asking,
    assert_close,
    leaky,
    on_page,
    parameters,
    written,
)

TRAIN = """({ x, labels, rate, method, stops, ...rest }) => {
  const training = new $.Training(network(rest), x, labels, { rate, method });
  return stops.map((stop) => {
    const taken = training.step(stop - training.steps);
    const { steps, loss, network, gradients, divergedAt, deadSince } = training;
    return { taken, steps, loss, network, gradients, divergedAt, deadSince: [...deadSince] };
  });
}"""


@pytest.fixture(scope="module")
def ask(browser, address):
    with asking(browser, address) as ask:
        yield ask


def run_of(start, kind, x, labels, rate, method, stops):
    """A run as the page takes it, and what the package makes of it, each step recorded."""
    case = {
        **on_page(start, kind),
        "x": x.tolist(),
        "labels": labels.tolist(),
        "rate": rate,
        "method": method,
        "stops": stops,
    }
    history = train(start, x, labels, rate=rate, steps=stops[-1], method=method, record=1)
    name = f"{method} at {rate} from {written(start)} on x = {x.tolist()}, {labels.tolist()}"
    return SimpleNamespace(case=case, history=history, x=x, labels=labels, name=name)


def assert_same_parameters(page, expected, name, size=1.0):
    for part in ("w", "b", "v", "c"):
        wanted = getattr(expected, part)
        assert_close(page[part], wanted, size * np.maximum(1, np.abs(wanted)), f"{part}, {name}")


def until(history, step):
    return SimpleNamespace(steps=history.steps[: step + 1], networks=history.networks[: step + 1])


def random_data(draw, samples):
    return draw.uniform(-2, 2, samples), draw.normal(size=samples)


def test_whole_runs_agree_at_every_stop(ask):
    draw = np.random.default_rng(0)
    rates = {"gradient descent": 0.02, "momentum": 0.004, "adam": 0.01}
    runs = [
        run_of(
            seeded_network(units, seed, 3.0, kind.package),
            kind,
            *random_data(draw, samples),
            rates[method] / units,
            method,
            [0, 1, 7, 100, 400],
        )
        for seed, (samples, units) in enumerate(
            [(41, 1), (41, 2), (1, 3), (41, 3), (7, 5), (41, 8), (41, 16), (2, 16)]
        )
        for kind in (RELU, leaky(0.1), TANH)
        for method in METHODS
    ]
    for run, page in zip(runs, ask(TRAIN, [run.case for run in runs]), strict=True):
        assert [each["taken"] for each in page] == [0, 1, 6, 93, 300], run.name
        for each in page:
            step = each["steps"]
            name = f"after {step} steps of {run.name}"
            expected = run.history.networks[step]
            assert_same_parameters(each["network"], expected, name)
            loss = run.history.losses[step]
            assert_close(each["loss"], loss, max(1, loss), f"loss {name}")
            assert_same_parameters(
                each["gradients"], expected.gradients(run.x, run.labels), f"gradient {name}"
            )
            assert each["divergedAt"] == -1, name


def test_units_are_dead_since_the_step_that_the_package_names(ask):
    """Every step counts: some units die, some come back, one touches 0."""
    draw = np.random.default_rng(1)
    stops = [*range(0, 12), 20, 50, 51, 100, 250]
    runs = [
        run_of(seeded_network(6, seed, 2.0), RELU, *random_data(draw, 9), rate, method, stops)
        for method, rate in (("gradient descent", 0.1), ("momentum", 0.03), ("adam", 0.2))
        for seed in range(12)
    ]
    touching = Network.shallow([1.0, 1.0], [0.0, 0.5], [1.0, 1.0], 0.0)  # z is 0 at most, and 0
    x = np.array([-2.0, -1.0, 0.0])
    runs.append(run_of(touching, RELU, x, x, 0.01, "gradient descent", stops))
    for run, page in zip(runs, ask(TRAIN, [run.case for run in runs]), strict=True):
        for each in page:
            expected = died_at(until(run.history, each["steps"]), run.x)[0]
            name = f"after {each['steps']} steps of {run.name}"
            assert each["deadSince"] == expected.tolist(), f"dead since, {name}"
    dead = np.array([dead_units(run.history.networks, run.x)[0] for run in runs[:-1]])
    assert dead[:, 0].any(), "no unit of these runs is dead from the start: choose other runs"
    assert (~dead[:, 0] & dead[:, -1]).any(), "none dies"
    assert (dead[:, :-1] & ~dead[:, 1:]).any(), "none comes back"
    assert dead_units(touching, x)[0].tolist() == [True, False]


def test_no_unit_of_leaky_relu_or_tanh_is_ever_dead(ask):
    runs = [
        run_of(Network.shallow([1], [-50], [1], 0, kind.package), kind, np.array([-1.0, 1.0]),
               np.zeros(2), 0.1, "adam", [0, 5])
        for kind in (leaky(0.1), TANH)
    ]  # fmt: skip
    for page in ask(TRAIN, [run.case for run in runs]):
        assert [each["deadSince"] for each in page] == [[-1], [-1]]


# Divergence


def diverging_runs():
    draw = np.random.default_rng(2)
    for method in METHODS:
        for kind in (RELU, leaky(0.1), TANH):
            for units, rate in ((1, 1e3), (3, 50.0), (16, 20.0)):
                start = seeded_network(units, units, 2.0, kind.package)
                rate *= 1e160 if method == "adam" else 1
                yield run_of(start, kind, *random_data(draw, 9), rate, method, [3, 400])


def test_a_run_diverges_at_the_packages_step_and_keeps_its_last_finite_network(ask):
    """On the way there each step multiplies what rounding did: the network agrees to 1e-6."""
    runs = list(diverging_runs())
    for run in runs:
        at = int(run.history.diverged_at)
        assert 0 < at < 400, f"this run should diverge: choose another. {run.name}"
        run.case["stops"] = [at - 1, at, 400]
    for run, page in zip(runs, ask(TRAIN, [run.case for run in runs]), strict=True):
        at = int(run.history.diverged_at)
        before, there, long_after = page
        assert [each["divergedAt"] for each in page] == [-1, at, at], run.name
        assert [each["taken"] for each in page] == [at - 1, 1, 0], run.name
        assert [each["steps"] for each in page] == [at - 1, at, at], run.name
        assert before["loss"] not in ("Infinity", "NaN"), run.name
        assert there["loss"] == long_after["loss"] == "Infinity", run.name
        for part in ("network", "gradients", "deadSince"):
            assert before[part] == there[part] == long_after[part], f"{part} of {run.name}"
        assert_same_parameters(before["network"], run.history.network, run.name, size=1e3)


def test_a_start_whose_loss_overflows_has_diverged_at_step_0(ask):
    start = Network.shallow([1.0], [0.0], [1e200], 0.0)
    with np.errstate(over="ignore"):
        run = run_of(start, RELU, np.array([1.0]), np.zeros(1), 0.1, "momentum", [0, 5])
    assert int(run.history.diverged_at) == 0
    for page in ask(TRAIN, [run.case])[0]:
        assert (page["steps"], page["loss"], page["divergedAt"]) == (0, "Infinity", 0)
        assert_same_parameters(page["network"], start, run.name)


def test_a_parameter_that_overflows_is_divergence_though_the_loss_stays_finite(ask):
    """The unit dies of it, so that the loss no longer shows it."""
    start = Network.shallow([1e-50], [0.0], [1e200], 0.0)
    run = run_of(start, RELU, np.array([1.0]), np.zeros(1), 1e-160, "gradient descent", [1])
    assert int(run.history.diverged_at) == 1
    (page,) = ask(TRAIN, [run.case])[0]
    assert page["divergedAt"] == 1
    assert_same_parameters(page["network"], start, run.name)


# What is exact


def test_units_that_start_equal_stay_equal_to_the_last_bit(ask):
    draw = np.random.default_rng(3)
    cases, names = [], []
    for kind in (RELU, leaky(0.1), TANH):
        for method in METHODS:
            alone = seeded_network(3, 5, 1.0, kind.package)
            twins = [[*part, part[0]] for part in (alone.w, alone.b, alone.v)]
            run = run_of(
                Network.shallow(*twins, 0.0, kind.package),
                kind, *random_data(draw, 41), 0.005, method, [3000],
            )  # fmt: skip
            cases.append(run.case)
            names.append(run.name)
    for case, name, (page,) in zip(cases, names, ask(TRAIN, cases), strict=True):
        found = page["network"]
        for part in ("w", "b", "v"):
            assert found[part][0] == found[part][3], f"{part} of the twins after 3000 steps, {name}"
            assert found[part][0] != case[part][0], f"{part} has not moved, {name}"
        assert found["w"][0] != found["w"][1], name


def test_the_straight_network_on_bent_labels_keeps_its_dead_unit_exactly(ask):
    """The story's run: unit 0 never moves, and the network ends near the best line."""
    x, labels = examples.samples, examples.bent_labels
    stops = [1, 1000, 5000]
    run = run_of(examples.straight, RELU, x, labels, 0.001, "gradient descent", stops)
    for page in ask(TRAIN, [run.case])[0]:
        network, step = page["network"], page["steps"]
        assert (network["w"][0], network["b"][0], network["v"][0]) == (1, -10, -3)
        assert page["deadSince"] == [0, -1, -1]
        assert (page["gradients"]["b"][0], page["gradients"]["w"][0]) == (0, 0)
        assert_same_parameters(network, run.history.networks[step], f"the story at step {step}")
        loss = run.history.losses[step]
        assert_close(page["loss"], loss, loss, f"the story's loss at step {step}")


def test_many_steps_at_once_are_as_many_single_steps_and_looking_changes_nothing(ask):
    """Reading loss, gradient and network, and changing the copy, leaves the run as it is."""
    once, singly = ask(
        """({ singly, x, labels, rate, method, ...rest }) => {
          const start = network(rest);
          const training = new $.Training(start, x, labels, { rate, method });
          if (singly) {
            for (let step = 0; step < 60; step += 1) {
              training.network.w.fill(7);
              training.gradients.w.fill(7);
              training.step();
            }
          } else training.step(60);
          const { steps, loss, network: trained, gradients, deadSince } = training;
          return { steps, loss, trained, gradients, deadSince: [...deadSince], start };
        }""",
        [
            {
                **on_page(examples.bent, RELU),
                "x": examples.samples.tolist(),
                "labels": examples.straight_labels.tolist(),
                "rate": 0.001,
                "method": "adam",
                "singly": singly,
            }
            for singly in (False, True)
        ],
    )
    assert once == singly
    assert once["steps"] == 60
    for part in ("w", "b", "v", "c"):
        assert once["start"][part] == parameters(examples.bent)[part], "the start has changed"
