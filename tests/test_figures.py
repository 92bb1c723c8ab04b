"""Every figure: drawn, named in words, in the page's colours, with ids of its own."""

import importlib
import re

import pytest

from reluexplain.docsbuild.extension import figure_modules
from reluexplain.figures.style import VARIABLES, describe, new_figure
from reluexplain.figures.svg import to_svg
from tests.conftest import ROOT

FIGURES = figure_modules()


@pytest.fixture(scope="module")
def drawn():
    """Every figure's SVG, drawn once."""
    return {
        name: to_svg(getattr(importlib.import_module(module), name)(), name)
        for name, module in FIGURES.items()
    }


def test_there_are_at_least_sixteen():
    assert len(FIGURES) >= 16


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_stands_inside_a_page(drawn, name):
    svg = drawn[name]
    assert re.match(r'<svg viewBox="0 0 420 \d+(?:\.\d+)?" role="img" aria-label="[^"]{40,}"', svg)
    assert "<style" not in svg
    assert "style=" not in svg, "a strict policy forbids style attributes"
    assert "xlink" not in svg
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(name in i for i in ids), "ids carry the figure's name, or they clash in a page"
    targets = re.findall(r'(?:href="|url\()#([^")]+)', svg)
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_uses_the_colours_of_the_scheme_alone(drawn, name):
    bare = re.sub(r"var\(--relu-[\w-]+,#[0-9a-f]{6}\)|aria-label=\"[^\"]*\"", "", drawn[name])
    bare = re.sub(r'(?:href="|url\()#[\w-]+', "", bare)
    assert not re.findall(r"#[0-9a-fA-F]{3,6}", bare), "colours that do not follow the scheme"


@pytest.mark.parametrize("name", FIGURES)
def test_an_alternative_text_has_numbers_from_the_data(drawn, name):
    label = re.search(r'aria-label="([^"]*)"', drawn[name])[1]
    assert re.search(r"\d", label)
    assert label.endswith("."), label


def test_both_schemes_define_every_colour():
    sheet = (ROOT / "docs" / "stylesheets" / "site.css").read_text()
    schemes = re.findall(r'\[data-md-color-scheme="(\w+)"\] \{(.*?)\}', sheet, re.DOTALL)
    for scheme in ("default", "slate"):
        text = "".join(body for name, body in schemes if name == scheme)
        missing = [variable for variable in VARIABLES.values() if f"{variable}:" not in text]
        assert not missing, f"{scheme} lacks {missing}"


def test_the_light_scheme_has_the_colours_that_figures_are_drawn_in():
    sheet = (ROOT / "docs" / "stylesheets" / "site.css").read_text()
    for colour, variable in VARIABLES.items():
        assert f"{variable}: {colour};" in sheet


def test_the_same_figure_gives_the_same_bytes(drawn):
    for name, module in FIGURES.items():
        assert to_svg(getattr(importlib.import_module(module), name)(), name) == drawn[name], name


def test_a_figure_without_words_is_refused():
    figure, _ = new_figure()
    with pytest.raises(ValueError, match="'empty' has no alternative text"):
        to_svg(figure, "empty")
    describe(figure, "An empty grid.")
    assert to_svg(figure, "empty")
