"""Where a ReLU network's non-linearity comes from, in a package that is read in one sitting.

Read the modules in this order, each standing on those before it: `activations`, `network`,
`seeded`, `piecewise`, `states`, `pieces`, `plane`, `dead`, `training`, `examples`. NumPy is all
that they need. The figures (`reluexplain.figures`) need Matplotlib as well, and nobody but the docs
needs `reluexplain.docsbuild`.
"""

from reluexplain.activations import (
    Activation,
    elu,
    gelu,
    leaky_relu,
    prelu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from reluexplain.dead import (
    DeadReport,
    UnitReport,
    dead_report,
    dead_units,
    dead_units_on_interval,
    died_at,
)
from reluexplain.examples import bent, straight
from reluexplain.network import Gradients, Network, he_network
from reluexplain.pieces import Pieces, count_pieces, is_affine, pieces, pieces_on_line, unit_kinks
from reluexplain.plane import Boundary, Region, boundary, regions
from reluexplain.seeded import seeded_network
from reluexplain.states import State, unit_states, unit_states_on
from reluexplain.training import History, Line, best_line, train

__all__ = [
    "Activation",
    "Boundary",
    "DeadReport",
    "Gradients",
    "History",
    "Line",
    "Network",
    "Pieces",
    "Region",
    "State",
    "UnitReport",
    "bent",
    "best_line",
    "boundary",
    "count_pieces",
    "dead_report",
    "dead_units",
    "dead_units_on_interval",
    "died_at",
    "elu",
    "gelu",
    "he_network",
    "is_affine",
    "leaky_relu",
    "pieces",
    "pieces_on_line",
    "prelu",
    "regions",
    "relu",
    "seeded_network",
    "sigmoid",
    "silu",
    "softplus",
    "straight",
    "tanh",
    "train",
    "unit_kinks",
    "unit_states",
    "unit_states_on",
]
