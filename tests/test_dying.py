"""The figures of the lab on dying and waking tell and draw what they are given."""

import numpy as np

from reluexplain.figures.dying import dead_by_rate, deaths_by_step, wakes_by_rule


def test_the_shares_have_their_mean_and_two_standard_errors():
    shares = {"on [-1, 1]": np.array([[0.0, 0.0, 0.0, 0.0], [0.1, 0.3, 0.1, 0.3]])}
    figure = dead_by_rate([0.1, 0.2], shares)
    (line, marks) = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2][:2]
    assert np.allclose(line.get_ydata(), [0, 20])
    assert np.allclose(marks.get_ydata(), [0, 20])
    # 0.1, 0.3, 0.1, 0.3: variance 0.04 / 3 with n - 1, so twice the error of the mean is 11.547 %.
    (segments,) = (bars.get_segments() for bars in figure.axes[0].collections)
    assert np.allclose(segments[1][:, 1], [20 - 11.547, 20 + 11.547], atol=1e-3)
    assert "0 % (±0) at 0.1, 20 % (±11.5) at 0.2" in figure.get_label()


def test_deaths_are_counted_from_their_step_on():
    died = {"slow": np.array([[1, 4, -1, -1], [2, 4, 8, -1]])}
    figure = deaths_by_step([0, 1, 2, 4, 8], died)
    (line,) = figure.axes[0].lines
    assert np.allclose(line.get_ydata(), [0, 12.5, 25, 50, 62.5])
    assert "slow: 62.5 % in the end, half of them by step 4" in figure.get_label()


def test_units_that_never_die_leave_the_curve_at_zero():
    figure = deaths_by_step([0, 10], {"safe": np.full((2, 3), -1)})
    assert figure.axes[0].lines[0].get_ydata().tolist() == [0, 0]
    assert figure.get_label().endswith("safe: 0 % in the end.")


def test_a_curve_ends_where_its_unit_wakes():
    largest = {"up": [-2.0, -1.0, 0.0, 1.0, 2.0], "down": [-2.0, -3.0, -4.0, -5.0, -6.0]}
    figure = wakes_by_rule(largest)
    # Zero is still dead: the first value above it is that of step 3.
    curves = [line.get_xdata()[-1] for line in figure.axes[0].lines if len(line.get_xdata()) > 2]
    assert curves == [3, 4]
    assert "up: awake after 3 steps; down: still at −6 after 4 steps" in figure.get_label()
