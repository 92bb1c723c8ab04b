"""The look of every figure: one size, one colour language, one way to mark a thing.

Each hidden unit has a colour and a dash pattern of its own, the network's output has the text's
colour, a kink is a diamond in the accent colour, a unit that is off is drawn in grey dots and a
dead one in hatched grey. Nothing is told by colour alone.

The colours here are those of the light scheme. `reluexplain.figures.svg` turns them into CSS
variables, so that a page can show the same figure in the dark. This module draws no figure itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reluexplain.pieces import Pieces

WIDTH = 420.0  # points; a figure is as wide as the column of text
FONT_SIZE = 12.0

UNITS = ("#0067a5", "#b84a00", "#00765a", "#7b4fa6", "#946300", "#4c6272")
DASHES: tuple[tuple[float, ...], ...] = (
    (5, 2),
    (1.2, 1.6),
    (7, 2, 1.2, 2),
    (3, 1.2),
    (9, 3),
    (2, 3),
)
OUTPUT = "#1c1c22"
KINK = "#b3005e"
LABEL = "#595c66"
LINES = "#c9ccd4"
OFF = "#767a85"
SHADE = "#eceef3"
PAPER = "#ffffff"

VARIABLES = {
    **{colour: f"--relu-unit-{number}" for number, colour in enumerate(UNITS)},
    OUTPUT: "--relu-output",
    KINK: "--relu-kink",
    LABEL: "--relu-label",
    LINES: "--relu-lines",
    OFF: "--relu-off",
    SHADE: "--relu-shade",
    PAPER: "--relu-paper",
}


def new_figure(rows: int = 1, columns: int = 1, height: float = 260.0) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of the site's width and its axes, row by row.

    Args:
        rows: Rows of axes.
        columns: Columns of axes; more than two are hard to read on a phone.
        height: Height of the whole figure in points.

    Examples:
        >>> figure, axes = new_figure(columns=2)
        >>> len(axes)
        2
    """
    figure = Figure(figsize=(WIDTH / 72, height / 72), facecolor="none")
    # With less space the last tick of one panel meets the first of the next.
    figure.set_layout_engine("constrained", wspace=0.08)
    grid = figure.subplots(rows, columns, squeeze=False)
    axes = [axis for row in grid for axis in row]
    for axis in axes:
        _dress(axis)
    return figure, axes


def _dress(axis: Axes) -> None:
    axis.set_facecolor("none")
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axis.spines[side].set_color(LINES)
    axis.tick_params(colors=LABEL, labelsize=FONT_SIZE, length=0, pad=5)
    axis.xaxis.label.set(color=LABEL, fontsize=FONT_SIZE)
    axis.yaxis.label.set(color=LABEL, fontsize=FONT_SIZE)
    axis.title.set(color=OUTPUT, fontsize=FONT_SIZE)
    axis.grid(True, color=LINES, linewidth=0.5, clip_on=False, solid_capstyle="butt")
    axis.set_axisbelow(True)


def describe(figure: Figure, text: str) -> None:
    """Give a figure its alternative text, computed by the caller from the data it drew."""
    figure.set_label(" ".join(text.split()))


def label_beside(
    axis: Axes,
    text: str,
    at: tuple[float, float],
    colour: str,
    offset: tuple[float, float],
    side: str,
) -> None:
    """Write a label beside a point of a curve, so many points away."""
    axis.annotate(
        text, at, xytext=offset, textcoords="offset points", color=colour, fontsize=FONT_SIZE,
        ha=side,
    )  # fmt: skip


def number(value: float) -> str:
    """Return a number as a figure prints it: four significant digits and a real minus sign.

    Examples:
        >>> number(-2.0), number(0.123456), number(20000.0)
        ('−2', '0.1235', '20000')
    """
    rounded = float(f"{value:.4g}") + 0.0
    return f"{rounded:.10g}".replace("-", "−")


def draw_pieces(
    axis: Axes,
    pieces: Pieces,
    lower: float,
    upper: float,
    *,
    colour: str = OUTPUT,
    dash: Sequence[float] | None = None,
    width: float = 2.0,
    kinks: bool = True,
) -> None:
    """Draw a piecewise affine function exactly, from its pieces, with a diamond at each kink."""
    inside = pieces.kinks[(pieces.kinks > lower) & (pieces.kinks < upper)]
    x = np.concatenate([[lower], inside, [upper]])
    style = (0, tuple(dash)) if dash else "-"
    axis.plot(x, pieces(x), color=colour, linewidth=width, linestyle=style, solid_capstyle="round")
    if kinks:
        mark_kinks(axis, inside, pieces(inside))


def mark_kinks(axis: Axes, x: np.ndarray, y: np.ndarray) -> None:
    """Mark kinks with a diamond in the accent colour."""
    axis.plot(
        x, y, linestyle="none", marker="D", markersize=6.5, color=KINK,
        markeredgecolor=PAPER, markeredgewidth=1.2, zorder=5,
    )  # fmt: skip


def describe_pieces(pieces: Pieces, lower: float, upper: float) -> str:
    """Return a function's pieces in words, for an alternative text.

    Examples:
        >>> from reluexplain.examples import bent
        >>> from reluexplain.pieces import pieces
        >>> print(describe_pieces(pieces(bent, -4, 4), -4, 4))
        from (−4, −8) with slope 2 to a kink at (−1, −2), then with slope −1 to (4, −7)
    """
    inside = pieces.kinks[(pieces.kinks > lower) & (pieces.kinks < upper)]
    ends = np.concatenate([inside, [upper]])
    starts = np.concatenate([[lower], inside])

    def at(x: float) -> str:
        return f"({number(x)}, {number(float(pieces(x)))})"

    parts = []
    for start, end in zip(starts, ends, strict=True):
        middle = int(np.searchsorted(pieces.kinks, start, side="right"))
        target = at(end) if end == upper else f"a kink at {at(end)}"
        parts.append(f"with slope {number(float(pieces.slopes[middle]))} to {target}")
    return f"from {at(lower)} " + ", then ".join(parts)
