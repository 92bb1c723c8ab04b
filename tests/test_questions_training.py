"""The figure of the page on training that sticks shows the runs that the page prints."""

import contextlib
import io

import numpy as np
import pytest

from reluexplain.docsbuild import claims
from reluexplain.figures.questions_training import parabola_runs
from reluexplain.network import he_network
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def page():
    """What the page's code leaves behind."""
    text = (ROOT / "docs" / "questions" / "training.md").read_text(encoding="utf-8")
    namespace: dict = {}
    first_figure = text.index("/// figure")
    with contextlib.redirect_stdout(io.StringIO()):
        list(claims.evaluate(text[:first_figure], namespace))
    return namespace


@pytest.mark.parametrize(
    ("centred", "name"), [(False, "x from 0 to 1"), (True, "centred")], ids=["raw", "centred"]
)
def test_the_figure_shows_the_runs_of_the_page(page, centred, name):
    shown, printed = parabola_runs(centred), page["runs"][name]
    assert np.array_equal(shown.losses[-1], printed.losses[-1])
    assert np.array_equal(shown.network.weights[0], printed.network.weights[0])


def test_zero_biases_put_no_kink_inside_inputs_of_one_sign():
    """Without biases f(tx) = t f(x) for t > 0: the oracle is that law, not the count of pieces."""
    starts, x = parabola_runs(False).networks[0], np.linspace(0, 1, 7)
    assert np.allclose(starts(x), x * starts(np.ones(1)), rtol=0, atol=1e-12)
    assert (
        starts.weights[0].shape
        == he_network((1, 16), np.random.default_rng(1), (20,)).weights[0].shape
    )
