"""Every figure of the site, by name: `/// figure | name` on a page draws the function `name`.

Each function takes no argument that it does not have a default for, and returns a Matplotlib
figure with an alternative text computed from what it drew.
"""

from reluexplain.figures.bend import relu_and_chord, relu_derivative
from reluexplain.figures.neurons import (
    network_diagram,
    straight_from_afar,
    straight_hinges,
    straight_sum,
)
from reluexplain.figures.one_bias import (
    bent_hinge,
    bias_slides,
    blank_grid,
    five_points_and_plot,
    home_two_networks,
)

__all__ = [
    "bent_hinge",
    "bias_slides",
    "blank_grid",
    "five_points_and_plot",
    "home_two_networks",
    "network_diagram",
    "relu_and_chord",
    "relu_derivative",
    "straight_from_afar",
    "straight_hinges",
    "straight_sum",
]
