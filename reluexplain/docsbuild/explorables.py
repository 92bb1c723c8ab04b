"""What a live figure starts from: numbers of the package, written into the page as JSON.

`docs/explorables/` has the figures themselves. Nothing here is computed that the package does not
compute, and no number of a figure's start stands anywhere else.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from reluexplain.docsbuild import DocsError, memory

Start = dict[str, Any]


def network_start(examples: Any) -> Start:
    """Return the network lab's presets: networks of `reluexplain.examples` with a shown domain."""
    near, far = examples.domain[1], examples.far_domain[1]
    return {
        "presets": {
            "straight": _preset(examples.straight, near),
            "bent": _preset(examples.bent, near),
            "from further away": _preset(examples.straight, far),
            "one unit": _preset(examples.single_unit, near),
        }
    }


def _preset(network: Any, domain: float) -> Start:
    return {"network": numbers_of(network), "domain": domain, "unit": 0}


def numbers_of(network: Any) -> Start:
    """Return the parameters of a shallow network as plain numbers.

    Examples:
        >>> from reluexplain.examples import straight
        >>> numbers_of(straight)["b"]
        [-10.0, 10.0, 10.0]
    """
    arrays = {name: getattr(network, name) for name in ("w", "b", "v", "c")}
    return {name: array.tolist() for name, array in arrays.items()}


def points_start(examples: Any) -> Start:
    """Return the exercise of the five points: the network, the grid, and the inputs on it.

    The inputs are three that the exercise gives and two that readers may change.
    """
    return {
        "network": numbers_of(examples.bent),
        "domain": list(examples.domain),
        "range": list(examples.grid_heights),
        "fixed": examples.five_points[[0, 2, 4]].tolist(),
        "own": examples.five_points[[1, 3]].tolist(),
    }


def training_start(examples: Any) -> Start:
    """Return the training lab's data, its presets, and the straight network it can start from."""
    return {
        "domain": list(examples.domain),
        "samples": examples.samples.tolist(),
        "labelSets": {name: labels.tolist() for name, labels in examples.label_sets.items()},
        "straight": numbers_of(examples.straight),
        "presets": {name: asdict(run) for name, run in examples.training_settings.items()},
    }


def activations_start(examples: Any) -> Start:
    """Return the activation lab's functions, which it shows, their parameters, range and input."""
    activations = examples.lab_activations
    return {
        "names": {key: each.name.partition(" (")[0] for key, each in activations.items()},
        "chosen": list(examples.lab_chosen),
        "slope": activations["leaky_relu"].negative_slope,
        "scale": -float(activations["elu"](float("-inf"))),
        "half": examples.domain[1],
        "z": examples.lab_input,
    }


STARTS: dict[str, Callable[[Any], Start]] = {
    "network": network_start,
    "points": points_start,
    "activations": activations_start,
    "training": training_start,
}
"""What stands behind `live:` on a page, with the numbers that it starts from."""


def wrap(kind: str, start: str, figure: str, page: str) -> tuple[str, str]:
    """Return what opens and closes the live figure around a drawing.

    Args:
        kind: One of `STARTS`.
        start: The preset that the figure opens with, or "" for a figure without presets.
        figure: The drawing's name, which is the figure's name in an address.
        page: The page, for messages.

    Raises:
        DocsError: There is no such live figure, or it has no such preset.
    """
    if kind not in STARTS:
        raise DocsError(
            f"{page}: the figure {figure!r} asks for a live figure {kind!r}; "
            f"there are {', '.join(STARTS)}"
        )

    def make() -> str:
        memory.current("reluexplain")
        return json.dumps(STARTS[kind](memory.current("reluexplain.examples")))

    modules = ["reluexplain.examples", "reluexplain.docsbuild.explorables"]
    data = json.loads(memory.remembered(f"start of {kind}", modules, [kind], make))
    presets = list(data.get("presets", []))
    if (start or presets) and start not in presets:
        raise DocsError(
            f"{page}: the figure {figure!r} starts from {start!r}; "
            f"a live figure {kind!r} has {', '.join(presets) or 'no presets'}"
        )
    numbers = json.dumps({"start": start, **data}, separators=(",", ":"))
    # In an attribute: the theme's instant navigation takes every script for one to be run.
    opening = f'<relu-{kind} data-name="{html.escape(figure)}" data-start="{html.escape(numbers)}">'
    note = (
        "You see the drawing made when the site was built. Where its script loads, you can work "
        "the figure yourself."
    )
    return opening, f'<p class="relu-note">{note}</p></relu-{kind}>'
