"""A Matplotlib figure as an SVG that stands inside a page.

Matplotlib writes an SVG for a file of its own: with a page-wide style, ids that repeat from figure
to figure, fixed colours and a size in points. `to_svg` makes of it an element that follows the
page's colour scheme through CSS variables, keeps its text as text, has ids of its own, needs no
style attribute (a strict content security policy forbids them) and carries the figure's alternative
text. The same figure gives the same bytes.

It does not draw: see the other modules of this folder.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

import matplotlib
from matplotlib.figure import Figure

from reluexplain.figures.paths import short_number, short_path
from reluexplain.figures.style import FONT_SIZE, OUTPUT, PAPER, VARIABLES

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_FONT_SIZE = f"{FONT_SIZE:g}px"
_DEFAULTS = {
    ("stroke-linejoin", "miter"),
    ("stroke-linecap", "butt"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("stroke-dashoffset", "0"),
    ("text-anchor", "start"),
    ("opacity", "1"),
}


def to_svg(figure: Figure, name: str) -> str:
    """Return a figure as an inline SVG element.

    Args:
        figure: A figure with an alternative text (`reluexplain.figures.style.describe`).
        name: The prefix of its ids, unique in the page.

    Raises:
        ValueError: The figure has no alternative text.

    Examples:
        >>> from reluexplain.figures.style import describe, new_figure
        >>> figure, axes = new_figure()
        >>> describe(figure, "An empty grid.")
        >>> to_svg(figure, "grid")[:24], "<style" in to_svg(figure, "grid")
        ('<svg viewBox="0 0 420 26', False)
    """
    if not figure.get_label():
        raise ValueError(f"figure {name!r} has no alternative text: call describe(figure, ...)")
    buffer = io.StringIO()
    # An SVG's own ids come from this salt; without it they change at every run.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(
            buffer,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(buffer.getvalue())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("style", "metadata"):
                parent.remove(child)
    used = {
        target
        for element in root.iter()
        for key, value in element.attrib.items()
        for target in re.findall(r"#([\w.-]+)" if key == _XLINK else r"url\(#([\w.-]+)\)", value)
    }
    short = {target: f"{name}-{number}" for number, target in enumerate(sorted(used))}
    for element in root.iter():
        _clean(element, short)
    _drop_invisible(root)
    _drop_repetition(root)
    width, height = root.get("viewBox", "").split()[2:]
    root.attrib.clear()
    root.attrib.update(
        {
            "viewBox": f"0 0 {float(width):g} {float(height):g}",
            "role": "img",
            "aria-label": str(figure.get_label()),
            "class": "relu-svg",
            "font-size": _FONT_SIZE,
            "fill": "none",
        }
    )
    text = ElementTree.tostring(root, encoding="unicode").replace(f' xmlns="{_SVG}"', "")
    return re.sub(r">\s+<", "><", text).replace("\n", " ").strip()


@dataclass(frozen=True)
class Shown:
    """A figure as a notebook displays it."""

    svg: str

    def _repr_html_(self) -> str:
        return self.svg


def show(figure: Figure, name: str) -> Shown:
    """Return a figure for the last line of a notebook's cell, there and on the site's page alike.

    In a notebook it has a width of its own and a ground that suits its colours, whatever the
    notebook's scheme.

    Args:
        figure: A figure with an alternative text.
        name: The prefix of its ids, unique in the notebook.

    Raises:
        ValueError: The figure has no alternative text.

    Examples:
        >>> from reluexplain.figures.style import describe, new_figure
        >>> figure, axes = new_figure()
        >>> describe(figure, "An empty grid.")
        >>> show(figure, "grid")._repr_html_()[:24]
        '<svg width="560" viewBox'
    """
    svg = to_svg(figure, name)
    opening = svg.index(">") + 1
    ground = f'<rect width="100%" height="100%" fill="var({VARIABLES[PAPER]},{PAPER})"/>'
    return Shown(f'<svg width="560" {svg[5:opening]}{ground}{svg[opening:]}')


def _clean(element: ElementTree.Element, short: dict[str, str]) -> None:
    """Rewrite one element's attributes: ids, links, style, colours, precision."""
    attributes: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key == "style":
            for rule in value.split(";"):
                prop, _, setting = rule.strip().partition(": ")
                attributes |= _presentation(prop, setting.strip())
        elif key == "id":
            if value in short:
                attributes["id"] = short[value]
        elif key == _XLINK:
            attributes["href"] = value
        else:
            attributes[key] = value
    if element.tag == f"{{{_SVG}}}text" and attributes.get("fill", "#000000") == "#000000":
        attributes["fill"] = OUTPUT  # text whose colour nobody set takes the page's
    kept = {}
    for key, value in attributes.items():
        if key == "d":
            value = short_path(value)
        elif key in ("points", "transform", "x", "y", "width", "height"):
            value = re.sub(r"-?\d+\.\d+", lambda match: short_number(float(match[0]), 1), value)
            value = re.sub(r"\s+", " ", value).strip()
            value = re.sub(r"rotate\(-?0(?: [^)]*)?\)", "", value).strip()
            if not value:
                continue
        if key == "href" or value.startswith("url(#"):
            value = re.sub(r"#([\w.-]+)", lambda match: "#" + short[match[1]], value)
        elif value in VARIABLES:
            value = f"var({VARIABLES[value]},{value})"
        kept[key] = value
    element.attrib.clear()
    element.attrib.update(kept)


def _presentation(prop: str, setting: str) -> dict[str, str]:
    """Return one style rule as presentation attributes."""
    if not prop or prop == "font-family" or (prop, setting) in _DEFAULTS:
        return {}
    if prop == "font":
        size = re.search(r"([\d.]+)px", setting)
        weight = {"font-weight": "bold"} if re.search(r"\b(?:bold|[6-9]00)\b", setting) else {}
        return {"font-size": size[1] if size else "12", **weight}
    return {prop: setting}


def _drop_invisible(element: ElementTree.Element) -> None:
    """Remove empty groups, and paths that are neither filled nor stroked."""
    for child in list(element):
        _drop_invisible(child)
        name = child.tag.rpartition("}")[2]
        unseen = name == "path" and child.get("fill") == "none" and not child.get("stroke")
        if unseen or (name in ("g", "defs") and len(child) == 0):
            element.remove(child)


def _drop_repetition(root: ElementTree.Element) -> None:
    """Remove groups that say nothing, and attributes that hold without being written out.

    An element that a `use` refers to keeps its own attributes whatever the `use` says. The root
    says once what holds for most: the size of text, and that shapes are not filled.
    """
    targets = {element.get("id"): element for element in root.iter() if element.get("id")}
    for element in root.iter():
        target = targets.get(element.get("href", "").removeprefix("#"))
        if target is not None:
            said = set(target.attrib) & {"fill", "stroke", "stroke-width"}
            if re.fullmatch(r"M[^A-Za-z]*L[^A-Za-z]*", target.get("d", "")):
                said.add("fill")  # a single stroke encloses nothing
            for key in said:
                element.attrib.pop(key, None)
        if element.get("font-size") == _FONT_SIZE:
            del element.attrib["font-size"]
        if element.get("fill") == "none":
            del element.attrib["fill"]
    _unwrap(root)


def _unwrap(element: ElementTree.Element) -> None:
    """Replace each group that has no attributes by what it holds."""
    children: list[ElementTree.Element] = []
    for child in list(element):
        _unwrap(child)
        bare = child.tag == f"{{{_SVG}}}g" and not child.attrib
        children += list(child) if bare else [child]
    element[:] = children
