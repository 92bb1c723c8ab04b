"""Every figure of the site, by name: `/// figure | name` on a page draws the function `name`.

Each function takes no argument that it does not have a default for, and returns a Matplotlib
figure with an alternative text computed from what it drew.
"""

from reluexplain.figures.activations import (
    activation_cost,
    activation_derivatives,
    activation_lab,
    activation_values,
    leaky_is_stuck_too,
    negative_side,
)
from reluexplain.figures.bend import relu_and_chord, relu_derivative
from reluexplain.figures.capacity import error_law, parabola_fit, tent_map
from reluexplain.figures.dead import (
    off_is_not_dead,
    one_step_kills,
    upstream_wakes,
    what_wakes_a_unit,
)
from reluexplain.figures.live import (
    network_lab,
    network_lab_from_afar,
    network_lab_one_unit,
    training_lab_dead,
    training_lab_line,
    training_lab_stuck,
)
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
from reluexplain.figures.plane import (
    closed_boundary,
    deep_regions,
    plane_regions,
    xor_regions,
)
from reluexplain.figures.questions_curves import peak_of_two_ramps, straight_outside
from reluexplain.figures.questions_training import straight_line_fit
from reluexplain.figures.regressor import (
    line_and_network_from_afar,
    straight_on_the_data,
    what_it_can_be,
)
from reluexplain.figures.stuck import (
    bias_that_never_moves,
    kink_that_leaves,
    restarts,
    stuck_on_a_line,
)
from reluexplain.figures.training import (
    bend_between_samples,
    pieces_before_and_after,
    two_labels_two_fits,
)

__all__ = [
    "activation_cost",
    "activation_derivatives",
    "activation_lab",
    "activation_values",
    "bend_between_samples",
    "bent_hinge",
    "bias_slides",
    "bias_that_never_moves",
    "blank_grid",
    "closed_boundary",
    "deep_regions",
    "error_law",
    "five_points_and_plot",
    "home_two_networks",
    "kink_that_leaves",
    "leaky_is_stuck_too",
    "line_and_network_from_afar",
    "negative_side",
    "network_diagram",
    "network_lab",
    "network_lab_from_afar",
    "network_lab_one_unit",
    "off_is_not_dead",
    "one_step_kills",
    "parabola_fit",
    "peak_of_two_ramps",
    "pieces_before_and_after",
    "plane_regions",
    "relu_and_chord",
    "relu_derivative",
    "restarts",
    "straight_from_afar",
    "straight_hinges",
    "straight_line_fit",
    "straight_on_the_data",
    "straight_outside",
    "straight_sum",
    "stuck_on_a_line",
    "tent_map",
    "training_lab_dead",
    "training_lab_line",
    "training_lab_stuck",
    "two_labels_two_fits",
    "upstream_wakes",
    "what_it_can_be",
    "what_wakes_a_unit",
    "xor_regions",
]
