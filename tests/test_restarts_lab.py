"""The figures of many starts, and what the lab on restarts and width counts."""

import re

import numpy as np
import pytest

from reluexplain.figures.restarts_and_width import (
    groups_and_law,
    groups_with_a_fit,
    off_at_the_start,
    success_by_units,
    two_standard_errors,
)
from reluexplain.figures.svg import to_svg
from reluexplain.network import Network
from reluexplain.pieces import pieces
from reluexplain.states import State, unit_states


@pytest.mark.parametrize(("share", "runs"), [(0.5, 50), (0.9, 400), (0.02, 1000)])
def test_two_standard_errors_are_twice_the_spread_of_a_share(share, runs):
    """The oracle counts successes of independent runs, many times over."""
    counts = np.random.default_rng(0).binomial(runs, share, 200_000)
    assert two_standard_errors(share, runs) == pytest.approx(2 * (counts / runs).std(), rel=0.01)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 400])
def test_a_group_fits_if_one_of_its_starts_does(size):
    fits = np.random.default_rng(1).random(400) < 0.3
    expected = [any(fits[k : k + size]) for k in range(0, 400 - size + 1, size)]
    assert groups_with_a_fit(fits, size).tolist() == expected


def test_one_unit_turns_nowhere():
    """Why one unit never fits: one of its slopes is zero, so no two differ in sign."""
    generator = np.random.default_rng(2)
    for _ in range(200):
        w, b, v, c = generator.normal(size=4)
        slopes = pieces(Network.shallow([w], [b], [v], c)).slopes
        assert (slopes == 0).any()
        assert slopes.min() * slopes.max() == 0


def test_two_units_can_do_the_corner_and_xor():
    corner = Network.shallow([1, -1], [0, 0], [1, 1], 0)
    assert corner([-3.0, 0.0, 2.0]).tolist() == [3, 0, 2]
    xor = Network(
        (np.array([[1.0, -1.0], [-1.0, 1.0]]), np.ones((1, 2))), (np.zeros(2), np.zeros(1))
    )
    assert xor([[0, 0], [0, 1], [1, 0], [1, 1]]).tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(("s", "t", "r"), [(1, 1, 1), (1, 1, 4), (2**0.5, 4, 4), (0.5, 1, 8)])
def test_the_normal_law_of_units_that_are_off(s, t, r):
    """The oracle is the package's exact states, which know nothing of wedges."""
    generator = np.random.default_rng(3)
    w, b = generator.normal(0, s, 20_000), generator.normal(0, t, 20_000)
    states = unit_states(Network.shallow(w, b, np.ones_like(w), 0), -r, r)[0]
    law = np.arctan(t / (r * s)) / np.pi
    for state, expected in [(State.OFF, law), (State.ON, law), (State.SWITCHING, 1 - 2 * law)]:
        found = sum(s is state for s in states) / len(states)
        assert abs(found - expected) < 2 * two_standard_errors(expected, len(states))


@pytest.mark.parametrize(("r", "law"), [(0.5, 1 / 2 - 0.5 / 4), (1, 1 / 4), (4, 1 / 16)])
def test_the_uniform_law_of_units_that_are_off(r, law):
    """The oracle adds up the square's cells on a dense grid."""
    middles = np.linspace(-1, 1, 4000, endpoint=False) + 1 / 4000
    w, b = np.meshgrid(middles, middles)
    assert (b + r * np.abs(w) <= 0).mean() == pytest.approx(law, abs=1e-3)


def figures():
    generator = np.random.default_rng(4)
    fits = {"first": generator.random(400) < 0.6, "second": generator.random(400) < 0.2}
    by_units = {name: {1: fit & False, 2: fit, 3: fit} for name, fit in fits.items()}
    reaches = np.array([0.5, 1.0, 2.0, 4.0])
    law = {"first": 1 / (4 * reaches), "second": np.arctan(1 / reaches) / np.pi}
    found = {name: curve + 0.0125 for name, curve in law.items()}
    return {
        "units": success_by_units(by_units),
        "groups": groups_and_law(fits, range(1, 6), fits["first"]),
        "off": off_at_the_start(reaches, law, found, 1000),
    }, fits


def test_the_figures_say_what_they_show_in_the_colours_of_the_scheme():
    drawn, fits = figures()
    for name, figure in drawn.items():
        svg = to_svg(figure, name)
        bare = re.sub(r"var\(--relu-[\w-]+,#[0-9a-f]{6}\)|aria-label=\"[^\"]*\"", "", svg)
        bare = re.sub(r'(?:href="|url\()#[\w-]+', "", bare)
        assert not re.findall(r"#[0-9a-fA-F]{3,6}", bare)
    share = f"{100 * fits['first'].mean():.0f} % for 2 units"
    assert share in drawn["units"].get_label()
    assert "0 % for 1 unit," in drawn["units"].get_label()
    pairs = 100 * fits["second"].reshape(200, 2).any(axis=1).mean()
    assert f"{pairs:.0f} % for 2 starts" in drawn["groups"].get_label()
    assert "off by at most 1.25 points" in drawn["off"].get_label()
