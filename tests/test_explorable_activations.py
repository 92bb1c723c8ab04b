"""The activation lab, worked as readers work it, and held to what the package computes."""

import re
import subprocess
import sys

import numpy as np
import pytest

from reluexplain.activations import elu, gelu, leaky_relu, relu, sigmoid, silu, softplus, tanh
from reluexplain.examples import lab_activations, lab_chosen, lab_input
from tests.working import CLIPBOARD, PHONE, clip, opened, reached_by_tab, wait_for_text

PAGE = "tutorial/other-activations/"
MOST = 6
NAMES = {key: each.name.partition(" (")[0] for key, each in lab_activations.items()}
VALUES, DERIVATIVES = 0, 1  # the plots


def printed(value):
    """An input as the figure prints it."""
    return f"{float(value):.4g}".replace("-", "−")


def rounded(value):
    """A number to the four digits that the figure prints."""
    return float(f"{float(value):.4g}")


def number(text):
    """Read a number as the figure prints it."""
    return float(text.replace("−", "-").replace(" × 10^", "e"))


@pytest.fixture
def lab(open_page, address):
    """Open the activation lab, or the state that an address describes."""

    def open_lab(entries="", **settings):
        return opened(open_page, address + PAGE + entries, "relu-activations", **settings)

    return open_lab


def box(figure, name):
    return figure.get_by_role("checkbox", name=name, exact=True)


def field(figure, name):
    return figure.get_by_role("spinbutton", name=name)


def read_at(figure, z):
    """Wait until the table is that of an input, and return it: values and derivatives by name."""
    wait_for_text(figure.locator("caption"), f"^At z = {re.escape(printed(z))}$")
    rows = figure.locator("tbody tr").all()
    cells = [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]
    return {name: (number(value), number(derivative)) for name, value, derivative in cells}


def read_by(activations, z):
    """The same from the package."""
    return {name: (rounded(f(z)), rounded(f.derivative(z))) for name, f in activations.items()}


def paths(figure, plot):
    """The curves of a plot, as lists of points in pixels, one a stretch, in their places' order."""
    found = figure.locator(".relu-marks").nth(plot).locator("path").all()
    drawn = [path.get_attribute("d") for path in found]
    stretches = [d.split("M")[1:] for d in drawn if d != "M0 0"]
    return [
        [np.array([pair.split() for pair in part.split("L")], dtype=float) for part in parts]
        for parts in stretches
    ]


def test_it_opens_with_the_activations_of_the_package(lab):
    _, figure = lab()
    shown = read_at(figure, lab_input)
    assert shown == read_by({NAMES[key]: lab_activations[key] for key in lab_chosen}, lab_input)
    for key, name in NAMES.items():
        assert box(figure, name).is_checked() == (key in lab_chosen)


@pytest.mark.parametrize("z", [-10, -4.1, -1.2785, -0.75, 0, 0.001, 2.5, 10])
def test_the_table_is_that_of_the_package_at_any_input(lab, z):
    _, figure = lab(f"#live&activation_lab.slope=0.2&activation_lab.scale=1.5&activation_lab.z={z}")
    for name in ("ReLU", "GELU"):
        box(figure, name).uncheck()
    for name in ("ELU", "softplus", "sigmoid", "tanh"):
        box(figure, name).check()
    first = {
        "ELU": elu(1.5), "softplus": softplus, "sigmoid": sigmoid, "tanh": tanh,
        "Leaky ReLU": leaky_relu(0.2), "SiLU": silu,
    }  # fmt: skip
    figure.locator("tbody tr", has_text="tanh").wait_for()
    assert read_at(figure, z) == read_by(first, z)
    for name in ("softplus", "sigmoid"):
        box(figure, name).uncheck()
    for name in ("ReLU", "GELU"):
        box(figure, name).check()
    figure.locator("tbody tr", has_text="GELU").wait_for()
    shown = read_at(figure, z)
    assert {name: shown[name] for name in ("ReLU", "GELU")} == read_by(
        {"ReLU": relu, "GELU": gelu}, z
    )


def test_a_seventh_is_declined_and_none_is_allowed(lab):
    page, figure = lab()
    for name in ("ELU", "softplus"):
        box(figure, name).check()
    box(figure, "tanh").click()
    told = wait_for_text(figure.get_by_role("alert"), "At most six|At most 6")
    assert "Untick one first" in told
    page.wait_for_function("e => !e.checked", arg=box(figure, "tanh").element_handle())
    assert figure.locator("tbody tr").count() == MOST
    box(figure, "ReLU").uncheck()
    box(figure, "tanh").check()
    figure.locator("tbody tr", has_text="tanh").wait_for()
    assert figure.get_by_role("alert").inner_text() == ""
    for name in NAMES.values():
        box(figure, name).uncheck()
    figure.locator("tbody tr").first.wait_for(state="detached")
    assert figure.locator(".relu-plots").get_attribute("aria-label").endswith("chosen.")
    assert page.problems == []


def test_a_curve_keeps_its_look_while_others_go_and_no_two_look_alike(lab):
    _, figure = lab()

    def looks():
        return figure.evaluate(
            """figure => [...figure.querySelectorAll("tbody tr")].map((row) => {
              const { stroke, strokeDasharray } = getComputedStyle(row.querySelector("line"));
              return [row.cells[0].textContent, stroke, strokeDasharray];
            })"""
        )

    before = looks()
    box(figure, "ReLU").uncheck()
    figure.locator("tbody tr", has_text=re.compile("^ReLU")).wait_for(state="detached")
    assert looks() == before[1:]
    for name in ("ELU", "softplus", "sigmoid"):
        box(figure, name).check()
    figure.locator("tbody tr", has_text="sigmoid").wait_for()
    now = looks()
    assert len(now) == MOST
    assert len({colour for _, colour, _ in now}) == len({dash for *_, dash in now}) == MOST


def test_jumps_of_a_derivative_are_two_stretches_and_a_dot(lab):
    _, figure = lab(
        "#live&activation_lab.chosen=relu,leaky_relu,elu,gelu&activation_lab.slope=0.25"
        "&activation_lab.scale=2"
    )
    *jumping, smooth = paths(figure, DERIVATIVES)
    assert len(smooth) == 1
    dots = figure.locator(".relu-dot").all()
    assert [dot.is_visible() for dot in dots] == [True, True, True, False, False, False]
    for stretches, dot, used in zip(jumping, dots[:3], (0, 0.25, 2), strict=True):
        left, right = stretches
        assert left[-1][0] == right[0][0], "both stretches end at 0"
        assert float(dot.get_attribute("cy")) == pytest.approx(left[-1][1], abs=0.01)
        assert right[:, 1] == pytest.approx(right[0][1]), "the slope on the right is 1 throughout"
        assert (right[0][1] < left[-1][1]) == (used < 1)
    field(figure, "scale of ELU").fill("1")
    figure.locator(".relu-dot-2").wait_for(state="hidden")
    assert len(paths(figure, DERIVATIVES)[2]) == 1, "ELU of scale 1 has a derivative at 0"
    assert all(len(stretches) == 1 for stretches in paths(figure, VALUES))


@pytest.mark.parametrize("view", ["all", "negative"])
def test_the_curves_are_those_of_the_package(lab, view):
    _, figure = lab(f"#live&activation_lab.view={view}&activation_lab.chosen=tanh,silu,gelu")
    low, high = (-4, 4) if view == "all" else (-5, 0)
    for plot in (VALUES, DERIVATIVES):
        box_of = figure.locator(".relu-marks").nth(plot)
        width, height = (float(box_of.get_attribute(name)) for name in ("width", "height"))
        ticks = figure.locator(".relu-grid").nth(plot).locator("text[text-anchor=end]").all()
        marks = [(float(t.get_attribute("y")) - 4, number(t.text_content())) for t in ticks]
        (y0, v0), (y1, v1) = marks[0], marks[-1]
        drawn = paths(figure, plot)
        assert len(drawn) == 3
        for (points,), activation in zip(drawn, (tanh, silu, gelu), strict=True):
            z = low + (high - low) * points[:, 0] / width
            shown = v0 + (v1 - v0) * (points[:, 1] - y0) / (y1 - y0)
            expected = activation(z) if plot == VALUES else activation.derivative(z)
            assert shown == pytest.approx(expected, abs=0.02 * abs(v1 - v0))
            assert len(points) >= width / 2
            assert points[:, 1].min() >= -0.1
            assert points[:, 1].max() <= height + 0.1


def test_the_negative_side_tells_the_dips_apart(lab):
    page, figure = lab()
    figure.get_by_role("radio", name="both sides").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        """figure => [...figure.querySelectorAll(".relu-grid text[text-anchor=middle]")]
          .every((tick) => !/^[1-9]/.test(tick.textContent))""",
        arg=figure.element_handle(),
    )
    lowest = {
        name: stretches[0][:, 1].max()
        for name, stretches in zip(
            ("ReLU", "Leaky ReLU", "SiLU", "GELU"), paths(figure, VALUES), strict=True
        )
    }
    heights = sorted(lowest.values())
    assert list(lowest) == sorted(lowest, key=lowest.get) or lowest["GELU"] < lowest["SiLU"]
    assert min(np.diff(heights)) > 24, f"pixels between the lowest points: {lowest}"


def test_the_keyboard_works_every_control(lab):
    page, figure = lab()
    box(figure, "tanh").focus()
    page.keyboard.press("Space")
    figure.locator("tbody tr", has_text="tanh").wait_for()
    cursor = figure.get_by_role("slider", name="Input z on the plots")
    cursor.focus()
    for key, z in {"ArrowLeft": -1.1, "PageUp": -0.1, "End": 4, "Home": -4}.items():
        page.keyboard.press(key)
        assert read_at(figure, z)["tanh"] == read_by({"tanh": tanh}, z)["tanh"]
        assert cursor.get_attribute("aria-valuetext") == f"z = {printed(z)}"
    for name, key in (
        ("shown range, ±4", "ArrowRight"),
        ("slope of Leaky ReLU (PReLU trains it)", "End"),
        ("scale of ELU", "End"),
        ("input z", "Home"),
    ):
        figure.get_by_role("slider", name=name, exact=True).focus()
        page.keyboard.press(key)
    figure.get_by_role("slider", name="shown range, ±4.5").wait_for()
    shown = read_at(figure, -10)
    assert shown["Leaky ReLU"] == (-10, 1)
    assert "outside the shown range" in cursor.get_attribute("aria-valuetext")


def test_every_control_is_reached_by_tab(lab):
    page, figure = lab()
    box(figure, "ReLU").focus()
    reached = reached_by_tab(page, 30)
    sliders = (
        "input z", "shown range, ±4", "slope of Leaky ReLU (PReLU trains it)", "scale of ELU",
    )  # fmt: skip
    wanted = {
        *NAMES.values(), "both sides", "Input z on the plots", *sliders,
        "Reset", "Copy link", "Copy as Python",
        *(f"{name}, as a number" for name in sliders),
    }  # fmt: skip
    assert wanted <= reached, wanted - reached


def test_the_pointer_reads_and_a_press_stays(lab):
    page, figure = lab()
    area = figure.get_by_role("slider", name="Input z on the plots")
    area.scroll_into_view_if_needed()
    place = area.bounding_box()
    y = place["y"] + 30

    def at(z):
        return place["x"] + place["width"] * (z + 4) / 8

    page.mouse.move(at(2), y)
    assert read_at(figure, 2)["SiLU"] == read_by({"SiLU": silu}, 2)["SiLU"]
    page.mouse.move(5, 5)
    read_at(figure, lab_input)
    assert "#" not in page.url
    page.mouse.move(at(-3), y)
    page.mouse.down()
    page.mouse.move(at(-2.5), y, steps=3)
    page.mouse.up()
    page.mouse.move(5, 5)
    assert read_at(figure, -2.5)["GELU"] == read_by({"GELU": gelu}, -2.5)["GELU"]
    page.wait_for_url("**/#live&activation_lab.z=-2.5")


def test_a_finger_reads_and_ticks(lab):
    page, figure = lab(viewport=PHONE, has_touch=True)
    area = figure.get_by_role("slider", name="Input z on the plots")
    area.scroll_into_view_if_needed()
    place = area.bounding_box()
    page.touchscreen.tap(place["x"] + place["width"] * 0.75, place["y"] + place["height"] / 4)
    assert read_at(figure, 2)["GELU"] == read_by({"GELU": gelu}, 2)["GELU"]
    tick = figure.locator("label", has=page.get_by_role("checkbox", name="ELU", exact=True))
    tick.tap()
    figure.locator("tbody tr", has_text=re.compile("^ELU")).wait_for()
    figure.get_by_role("radio", name="negative side enlarged").tap()
    page.wait_for_url("**view=negative")
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_number_that_does_not_fit_is_told_and_the_last_one_kept(lab):
    _, figure = lab()
    for name, wrong, told in (
        ("slope of Leaky ReLU", "2", "expected a number from 0 to 1, got 2"),
        ("scale of ELU", "-1", "expected a number from 0 to 10, got -1"),
        ("shown range", "0.5", "expected a number from 1 to 10, got 0.5"),
        ("input z", "", "expected a number from −10 to 10, got none"),
    ):
        before = read_at(figure, lab_input)
        good = field(figure, name).input_value()
        field(figure, name).fill(wrong)
        wait_for_text(figure.get_by_role("alert"), re.escape(told))
        assert read_at(figure, lab_input) == before
        field(figure, name).fill(good)
        wait_for_text(figure.get_by_role("alert"), "^$")


def test_a_link_opens_the_same_state_and_reset_clears_it(lab, open_page):
    page, figure = lab(**CLIPBOARD)
    box(figure, "ReLU").uncheck()
    box(figure, "SiLU").uncheck()
    box(figure, "ELU").check()
    for name, value in (
        ("slope of Leaky ReLU", "0.3"), ("scale of ELU", "1.25"), ("shown range", "7"),
        ("input z", "-1.5"),
    ):  # fmt: skip
        field(figure, name).fill(value)
    figure.get_by_role("radio", name="negative side enlarged").check()
    page.wait_for_url("**view=negative")
    other = open_page(clip(page, figure, "Copy link"))
    other.locator("relu-activations[data-ready]").wait_for()
    again = other.locator("relu-activations")
    assert read_at(again, -1.5) == read_at(figure, -1.5)
    assert list(read_at(again, -1.5)) == ["ELU", "Leaky ReLU", "GELU"]
    for ones, twos in zip(paths(again, VALUES), paths(figure, VALUES), strict=True):
        for one, two in zip(ones, twos, strict=True):
            np.testing.assert_array_equal(one, two)
    assert again.get_by_role("radio", name="negative side enlarged").is_checked()
    assert field(again, "shown range").input_value() == "7"
    figure.get_by_role("button", name="Reset").click()
    assert list(read_at(figure, lab_input)) == [NAMES[key] for key in lab_chosen]
    page.wait_for_function("() => location.hash === ''")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("chosen=relu,relu", "chosen: expected each activation once"),
        ("chosen=step", "chosen: expected one of relu, leaky_relu"),
        ("chosen=toString", "got “toString”"),
        ("chosen=relu,elu,tanh,silu,gelu,sigmoid,softplus", "expected at most 6 activations"),
        ("chosen=%3Cscript%3Ealert(1)%3C/script%3E", "got “<script>alert(1)</script>”"),
        ("slope=NaN", "slope: expected a number from 0 to 1, got “NaN”"),
        ("scale=1e999", "scale: expected a number from 0 to 10, got “1e999”"),
        ("half=0", "half: expected a number from 1 to 10, got “0”"),
        ("z=1,2", "z: expected a number from -10 to 10, got 2 of them"),
        ("view=up", "view: expected one of all, negative, got “up”"),
        ("chosen=" + "relu," * 2000, "expected at most 6,000 characters"),
    ],
    ids=lambda value: value[:20],
)
def test_a_hostile_address_ends_in_a_plain_message(lab, entries, told):
    page, figure = lab("#live&activation_lab." + entries)
    message = figure.get_by_role("alert").inner_text()
    assert told in message
    assert "starts from its own numbers" in message
    assert list(read_at(figure, lab_input)) == [NAMES[key] for key in lab_chosen]
    assert page.problems == []


@pytest.mark.parametrize("z", [-3.7, 0, 1.25])
def test_the_python_prints_the_numbers_of_the_figure(lab, z):
    entries = f"slope=0.2&activation_lab.scale=1.5&activation_lab.z={z}"
    halves = (("relu", "leaky_relu", "elu", "softplus"), ("sigmoid", "tanh", "silu", "gelu"))
    activations = {**lab_activations, "leaky_relu": leaky_relu(0.2), "elu": elu(1.5)}
    for keys in halves:
        chosen = f"#live&activation_lab.chosen={','.join(keys)}&activation_lab.{entries}"
        page, figure = lab(chosen, **CLIPBOARD)
        shown = read_at(figure, z)
        code = clip(page, figure, "Copy as Python")
        assert "reluexplain" not in code
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        lines = [line.rsplit(maxsplit=2) for line in run.stdout.splitlines()]
        assert [name.strip() for name, *_ in lines] == [NAMES[key] for key in keys]
        for key, (name, *numbers) in zip(keys, lines, strict=True):
            value, derivative = map(float, numbers)
            exact = activations[key]
            assert value == pytest.approx(float(exact(z)), abs=1e-12)
            assert derivative == pytest.approx(float(exact.derivative(z)), abs=1e-12)
            assert shown[name.strip()] == (rounded(value), rounded(derivative))


def test_a_screen_reader_hears_the_outcome_and_not_each_step(lab):
    page, figure = lab()
    figure.get_by_role("status").evaluate(
        """(status) => { window.said = [];
        new MutationObserver(() => window.said.push(status.textContent)).observe(
          status, { childList: true, characterData: true, subtree: true }); }"""
    )
    figure.get_by_role("slider", name="Input z on the plots").focus()
    for key in ("Home", "PageUp", "PageUp"):
        page.keyboard.press(key)
    page.wait_for_function("() => window.said.length > 0")
    (said,) = page.evaluate("() => window.said")
    assert said.startswith("At z = −2: ReLU 0, derivative 0; Leaky ReLU −0.02, derivative 0.01")


def test_nothing_moves_when_the_figure_comes(lab):
    for width in (1280, 768, 360):
        page, figure = lab(viewport={"width": width, "height": 740})
        rooms = figure.evaluate(
            "figure => [figure, figure.querySelector('.relu-live')]"
            ".map(e => e.getBoundingClientRect().height)"
        )
        assert rooms[1] <= rooms[0] <= rooms[1] + 25, f"at {width} px: {rooms}"
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
