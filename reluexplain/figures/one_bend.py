"""Figures for page 3."""
from matplotlib.figure import Figure

from reluexplain.examples import bent, domain
from reluexplain.figures.style import describe, describe_pieces, draw_pieces, new_figure
from reluexplain.pieces import pieces


def bent_network() -> Figure:
    """Draw the bent example on its domain."""
    lower, upper = domain
    exact = pieces(bent, lower, upper)
    figure, (axis,) = new_figure()
    draw_pieces(axis, exact, lower, upper)
    axis.set(xlabel="input x0", ylabel="output y")
    describe(figure, f"The output of the bent network: {describe_pieces(exact, lower, upper)}.")
    return figure
