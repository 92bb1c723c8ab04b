"""The figures of the page on curves show the networks that the page prints."""

import contextlib
import io

import numpy as np
import pytest

from reluexplain.docsbuild import claims
from reluexplain.figures.questions_curves import PEAK, parabola_run
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def page():
    """What the page's code leaves behind."""
    text = (ROOT / "docs" / "questions" / "curves.md").read_text(encoding="utf-8")
    namespace: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        list(claims.evaluate(text, namespace))
    return namespace


def test_the_figure_outside_the_data_shows_the_run_of_the_page(page):
    assert np.array_equal(parabola_run().losses, page["run"].losses)
    assert np.array_equal(parabola_run().network.w, page["fitted"].w)


def test_the_peak_is_that_of_the_page_and_of_the_closed_form(page):
    x = np.linspace(-10, 20, 301)
    assert np.array_equal(PEAK(x), page["peak"](x))
    assert np.allclose(PEAK(x), 5 - abs(x - 5))


def test_the_network_through_points_interpolates(page):
    """NumPy's own interpolation is the oracle."""
    generator = np.random.default_rng(0)
    knots, heights = np.sort(generator.uniform(-4, 4, 9)), generator.normal(size=9)
    x = np.linspace(knots[0], knots[-1], 1001)
    assert np.allclose(page["through"](knots, heights)(x), np.interp(x, knots, heights))
