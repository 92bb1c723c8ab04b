"""Paths of an SVG in few characters: what a screen cannot show is not written.

It knows the commands that Matplotlib writes, with absolute coordinates: M, L, C, Q and z.
"""

from __future__ import annotations

import math
import re

TOLERANCE = 0.05  # points: how far a curve may be from the one that was drawn


def short_number(value: float, digits: int) -> str:
    """Return a coordinate with so many decimals, without zeros that say nothing."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else re.sub(r"^(-?)0\.", r"\1.", text)


def short_path(path: str) -> str:
    """Return a path in relative coordinates, without points that lie on their neighbours' line.

    A tenth of a point is finer than a screen shows; markers, which are small, have hundredths. The
    steps are taken between rounded points, so that rounding does not add up.

    Examples:
        >>> short_path("M 10 20 L 15.04 20 L 30 20 L 30.26 5.51 z")
        'M10 20l20 0 .3-14.5z'
    """
    steps = [
        (command, [float(number) for number in re.findall(r"-?[\d.]+", numbers)])
        for command, numbers in re.findall(r"([MLCQz])([^MLCQz]*)", path)
    ]
    sizes = [abs(number) for _, numbers in steps for number in numbers]
    digits = 2 if max(sizes, default=0) < 20 else 1
    text, last, here = "", "", (0.0, 0.0)
    for command, numbers in _without_idle_points(steps):
        points = [
            (round(x, digits), round(y, digits))
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if command == "M":
            written = "M" + " ".join(short_number(part, digits) for part in points[0])
        else:
            moves = [
                part - origin for x, y in points for part, origin in ((x, here[0]), (y, here[1]))
            ]
            written = ("" if command == last else command.lower()) + "".join(
                " " + short_number(part, digits) for part in moves
            )
        text += written.replace(" -", "-") if command != "M" else written
        here, last = points[-1] if points else here, command
    return re.sub(r"([a-z]) ", r"\1", text)


def _without_idle_points(
    steps: list[tuple[str, list[float]]],
) -> list[tuple[str, list[float]]]:
    """Drop from each run of lines the points that are nowhere off the line through those kept."""
    kept: list[tuple[str, list[float]]] = []
    run: list[tuple[float, float]] = []
    for command, numbers in [*steps, ("", [])]:
        if command == "L" and kept:
            run.append((numbers[0], numbers[1]))
            continue
        if run:
            start = (kept[-1][1][-2], kept[-1][1][-1])
            kept += [("L", list(point)) for point in _corners([start, *run])[1:]]
            run = []
        if command:
            kept.append((command, numbers))
    return kept


def _corners(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points that a line needs to stay near them all (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)

    def off(point: tuple[float, float]) -> float:
        x, y = point[0] - x0, point[1] - y0
        if not length:
            return math.hypot(x, y)
        along = (x * (x1 - x0) + y * (y1 - y0)) / length
        beyond = max(-along, along - length, 0.0)
        return math.hypot(abs(x * (y1 - y0) - y * (x1 - x0)) / length, beyond)

    distances = [off(point) for point in points[1:-1]]
    furthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[furthest] <= TOLERANCE:
        return [points[0], points[-1]]
    middle = furthest + 1
    return _corners(points[: middle + 1])[:-1] + _corners(points[middle:])
