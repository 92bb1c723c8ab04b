"""The five points, set as readers set them: by pointer, by touch, by keyboard, by address."""

import re
import subprocess
import sys

import numpy as np
import pytest

from reluexplain import bent
from reluexplain.examples import domain, five_points
from tests.working import CLIPBOARD, PHONE, clip, opened, wait_for_text

PAGE = "tutorial/move-one-bias/"
TOP = 10  # the grid runs from -10 to 10
FIXED = [-4, -1, 4]
OWN = [-2, 1]


def printed(value):
    """A number as the figure prints it."""
    return f"{float(value):.4g}".replace("-", "−")


def exact(x):
    return float(bent(x))


@pytest.fixture
def lab(open_page, address):
    """Open the five points, or the state that an address describes."""

    def open_lab(entries="", **settings):
        return opened(open_page, address + PAGE + entries, "relu-points", **settings)

    return open_lab


def field(figure, x):
    return figure.get_by_role("spinbutton", name=f"y at x = {printed(x)}", exact=True)


def handle(figure, x):
    return figure.get_by_role("slider", name=f"y at x = {printed(x)}", exact=True)


def compare(figure):
    figure.get_by_role("button", name="Compare with the exact graph").click()
    figure.get_by_role("button", name="Try again").wait_for()


def answers(figure):
    """What the figure says of each point, by its input."""
    lines = figure.locator(".relu-pieces li").all_inner_texts()
    return dict(re.sub(r"\s+", " ", line).removeprefix("x = ").split(": ", 1) for line in lines)


def verdict(figure):
    return figure.locator(".relu-verdict")


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def grid_point(figure, x, y):
    """Where a point of the grid is on the screen: from the handles at the two outer inputs."""
    left, middle = centre(handle(figure, FIXED[0]))
    right, _ = centre(handle(figure, FIXED[2]))
    unit = (right - left) / (FIXED[2] - FIXED[0])
    lines = figure.locator(".relu-grid line").evaluate_all(
        "lines => lines.map(line => line.getBoundingClientRect()).filter(box => box.width > 9)"
        ".map(box => box.y)"
    )
    return left + unit * (x - FIXED[0]), middle + (min(lines) - middle) * y / TOP


def test_it_opens_with_nothing_given_away(lab):
    page, figure = lab()
    assert wait_for_text(verdict(figure), "points set") == "0 of 5 points set."
    for x in [*FIXED, *OWN]:
        assert handle(figure, x).get_attribute("aria-valuetext") == "not set"
        assert field(figure, x).input_value() == ""
    assert sorted([*FIXED, *OWN]) == five_points.tolist()
    assert figure.locator(".relu-live .relu-output").get_attribute("d") == "M0 0"
    assert figure.locator(".relu-pieces li").count() == 0
    shown = figure.locator(".relu-live").inner_text() + figure.locator(".relu-plots").inner_html()
    assert "right" not in shown
    assert "#" not in page.url


def test_dragging_by_pointer_sets_a_prediction(lab):
    page, figure = lab()
    point = handle(figure, -1)
    point.scroll_into_view_if_needed()
    page.mouse.move(*centre(point))
    page.mouse.down()
    x, y = grid_point(figure, -1, -2)
    page.mouse.move(x + 30, y - 60, steps=3)
    page.mouse.move(x, y, steps=3)
    page.mouse.up()
    wait_for_text(verdict(figure), "1 of 5 points set")
    assert field(figure, -1).input_value() == "-2"
    assert point.get_attribute("aria-valuetext") == "y = −2"
    assert centre(point) == pytest.approx((x, y), abs=1)
    drawn = centre(figure.locator(".relu-point").nth(FIXED.index(-1)))
    assert drawn == pytest.approx((x, y), abs=1), "the point is where its target is"


def test_a_finger_drags_a_point(lab):
    page, figure = lab(viewport=PHONE, has_touch=True)
    point = handle(figure, 4)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert min(box["width"], box["height"]) >= 24, "a finger needs 24 px"
    session = page.context.new_cdp_session(page)
    scrolled = page.evaluate("() => scrollY")

    def touch(kind, *points):
        touches = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    (x, low), (_, high) = centre(point), grid_point(figure, 4, -7)
    touch("touchStart", (x, low))
    for share in (0.3, 0.6, 1):
        touch("touchMove", (x, low + share * (high - low)))
    touch("touchEnd")
    wait_for_text(verdict(figure), "1 of 5 points set")
    assert field(figure, 4).input_value() == "-7"
    assert page.evaluate("() => scrollY") == scrolled, "the page stays where it is"


def test_the_keyboard_sets_points_and_takes_them_back(lab):
    page, figure = lab()
    point = handle(figure, 1)
    point.focus()
    told = {
        "ArrowUp": 0.5, "PageDown": -4.5, "ArrowLeft": -5, "ArrowRight": -4.5, "PageUp": 0.5,
        "End": TOP, "ArrowDown": TOP - 0.5, "Home": -TOP,
    }  # fmt: skip
    for key, value in told.items():
        page.keyboard.press(key)
        text = f"y = {printed(value)}"
        page.wait_for_function(
            "([e, text]) => e.getAttribute('aria-valuetext') === text",
            arg=[point.element_handle(), text],
        )
    page.keyboard.press("Delete")
    wait_for_text(verdict(figure), "0 of 5 points set")
    assert field(figure, 1).input_value() == ""
    button = figure.get_by_role("button", name="Compare with the exact graph")
    button.focus()
    page.keyboard.press("Enter")
    wait_for_text(verdict(figure), "0 of 5 right")
    assert set(answers(figure).values()) == {"not set yet."}


def test_every_control_is_reached_by_tab(lab):
    page, figure = lab()
    handle(figure, -4).focus()
    reached = []
    for _ in range(17):
        label = "e => e.getAttribute('aria-label') || e.textContent"
        reached.append(page.evaluate(f"() => ({label})(document.activeElement)"))
        page.keyboard.press("Tab")
    names = [f"y at x = {printed(x)}" for x in [*FIXED, *OWN]]
    first, second = (f"x of your {which} point" for which in ("first", "second"))
    fields = [*names[:3], first, names[3], second, names[4]]
    buttons = ["Compare with the exact graph", "Reset", "Copy link", "Copy as Python"]
    assert reached[:16] == [*names, *fields, *buttons]


def test_right_points_are_right_and_the_graph_is_exact(lab):
    _, figure = lab()
    for x in [*FIXED, *OWN]:
        field(figure, x).fill(str(exact(x)))
    wait_for_text(verdict(figure), "5 of 5 points set")
    compare(figure)
    told = wait_for_text(verdict(figure), "5 of 5 right")
    assert told == (
        "5 of 5 right. Your five points do not lie on one line: what they draw is not straight."
    )
    assert answers(figure) == {printed(x): "right." for x in [*FIXED, *OWN]}
    # The graph runs through the right points, and its kink is one of them.
    path = figure.locator(".relu-live .relu-output").get_attribute("d")
    corners = np.array(re.findall(r"[ML]([\d.-]+) ([\d.-]+)", path), dtype=float)
    origin = np.array([40, 24])  # of the plot inside the drawing
    box = figure.locator(".relu-plots").bounding_box()
    points = [centre(handle(figure, x)) for x in (domain[0], -1, domain[1])]
    assert corners + origin + [box["x"], box["y"]] == pytest.approx(np.array(points), abs=0.6)
    diamond = figure.locator(".relu-kinks").bounding_box()
    assert diamond["x"] + diamond["width"] / 2 == pytest.approx(points[1][0], abs=1)
    figure.get_by_role("button", name="Try again").click()
    wait_for_text(verdict(figure), "5 of 5 points set")
    assert figure.locator(".relu-live .relu-output").get_attribute("d") == "M0 0"
    assert field(figure, 4).input_value() == str(exact(4)).removesuffix(".0")


W, B, V, C = bent.w, bent.b, bent.v, float(bent.c)


def parts(x):
    """What each unit computes before and after ReLU."""
    z = W * x + B
    return z, np.maximum(z, 0)


def without(x, *units):
    keep = [unit not in units for unit in range(len(V))]
    return float(parts(x)[1][keep] @ V[keep] + C)


def line_of(x):
    z, u = parts(x)
    return float(np.array([z[0], u[1], u[2]]) @ V + C)


def bare(x, bias=C):
    """The sum without the output weight of unit 0."""
    return float(parts(x)[1] @ [1, V[1], V[2]] + bias)


def flipped(x):
    return float(parts(x)[1] @ (V * [-1, 1, 1]) + C)


NOT_GUESSED = "the exact value is {}; the units give {}."

MISTAKES = {
    "unit 0": (1, without(1, 0), "without unit 0. At x = 1 unit 0 gives 2, times −3 is −6."),
    "unit 0 at the end": (
        4, without(4, 0), "without unit 0. At x = 4 unit 0 gives 5, times −3 is −15.",
    ),
    "one of two equal units": (
        1, without(1, 2),
        "without one of units 1 and 2. At x = 1 each of units 1 and 2 gives 11, times 1 is 11.",
    ),
    "two units": (1, without(1, 0, 1), "without unit 0, without one of units 1 and 2."),
    "the ReLU": (
        -4, line_of(-4),
        "without the ReLU of unit 0. At x = −4 the line of unit 0 is −3, but ReLU makes it 0.",
    ),
    "the ReLU at -2": (-2, line_of(-2), "At x = −2 the line of unit 0 is −1, but ReLU makes it 0."),
    "the output weight": (
        1, bare(1),
        "without the output weight of unit 0. At x = 1 unit 0 gives 2; the output weight −3 makes "
        "−6 of it.",
    ),
    "the output bias": (1, exact(1) - C, "without the output bias. The output bias is −20."),
    "the bias's sign": (
        -1, exact(-1) - 2 * C, "with the sign of the output bias flipped. The output bias is −20.",
    ),
    "a sign": (
        1, flipped(1),
        "with the sign of unit 0 flipped. At x = 1 unit 0 gives 2, times −3 is −6.",
    ),
    "weight and bias": (
        1, bare(1, 0), "without the output weight of unit 0, without the output bias.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_from_the_numbers(lab, name):
    x, prediction, told = MISTAKES[name]
    _, figure = lab()
    field(figure, x).fill(str(prediction))
    compare(figure)
    answer = answers(figure)[printed(x)]
    assert answer.startswith("you have the value with")
    assert told in answer


@pytest.mark.parametrize(
    ("x", "prediction"),
    [
        (1, without(1, 1, 2)),  # or one of their signs flipped
        (1, exact(1) + 1),  # a slip; also both a sign of unit 0 and another unit
        (4, exact(4) + 1),  # a slip; also two units left out
        (1, exact(1) + 0.06),  # a near miss
        (-1, 3),  # nothing fits
        (1, 0),  # everything left out explains nothing
    ],
)
def test_what_several_mistakes_could_give_is_not_guessed(lab, x, prediction):
    _, figure = lab()
    field(figure, x).fill(str(prediction))
    compare(figure)
    u = [printed(value) for value in parts(x)[1]]
    sum_of = f"−3 × {u[0]} + 1 × {u[1]} + 1 × {u[2]} − 20 = {printed(exact(x))}"
    assert answers(figure)[printed(x)] == NOT_GUESSED.format(printed(exact(x)), sum_of)


def test_near_enough_is_right(lab):
    _, figure = lab()
    field(figure, 1).fill(str(exact(1) + 0.05))
    field(figure, -2).fill(str(exact(-2) - 0.04))
    compare(figure)
    assert verdict(figure).inner_text() == "2 of 5 right."
    assert answers(figure)["1"] == answers(figure)["−2"] == "right."


def test_the_readers_own_points_are_asked_whether_they_are_straight(lab):
    _, figure = lab()
    compare(figure)
    heights = {-4: 0.1, -1: 0.4, 4: 0.9}  # on a line, up to rounding
    for x, y in heights.items():
        field(figure, x).fill(str(y))
    told = wait_for_text(verdict(figure), "Your three points")
    assert "Your three points lie on one line; that proves nothing" in told
    field(figure, -1).fill("0.40000001")
    wait_for_text(verdict(figure), "Your three points do not lie on one line")


def test_own_inputs_move_within_the_domain_and_apart(lab):
    page, figure = lab()
    first = figure.get_by_role("spinbutton", name="x of your first point")
    message = figure.get_by_role("alert")
    first.fill("2.5")
    field(figure, 2.5).fill(str(exact(2.5)))
    compare(figure)
    assert answers(figure)["2.5"] == "right."
    expected = r"x of your first point: expected a number from −4 to 4"
    for text, told in (("4.5", ", got 4.5"), ("-1", " where no other point is, got −1"),
                       ("1", " where no other point is, got 1"), ("", ", got none")):  # fmt: skip
        first.fill(text)
        assert message.inner_text() == "", "no message while typing"
        first.press("Enter") if text else first.blur()
        wait_for_text(message, re.escape(told))
        assert re.match(expected, message.inner_text())
        assert field(figure, 2.5).count() == 1, "the figure keeps the last one"
        first.fill("2.5")
        wait_for_text(message, "^$")
    field(figure, 4).fill("1e9")
    field(figure, 4).press("Enter")
    wait_for_text(message, "y at x = 4: expected a number from −1000 to 1000, got")
    assert page.problems == []


def test_a_prediction_beyond_the_grid_is_an_arrow_with_its_number(lab):
    _, figure = lab()
    field(figure, 4).fill("13")
    figure.locator(".relu-plots text", has_text="13").wait_for()
    assert handle(figure, 4).get_attribute("aria-valuemax") == "13"
    assert centre(handle(figure, 4)) == pytest.approx(grid_point(figure, 4, TOP), abs=1)


def test_a_link_opens_the_same_state_and_reset_clears_it(lab, open_page):
    page, figure = lab(**CLIPBOARD)
    figure.get_by_role("spinbutton", name="x of your second point").fill("0.25")
    field(figure, -4).fill("-8")
    field(figure, 0.25).fill("-3.25")
    compare(figure)
    page.wait_for_url("**/#live&blank_grid.own=-2,0.25&blank_grid.y=-8,,,,-3.25&*compared=yes")
    other = open_page(clip(page, figure, "Copy link"))
    other.locator("relu-points[data-ready]").wait_for()
    again = other.locator("relu-points")
    assert answers(again) == answers(figure)
    assert answers(again)["0.25"] == "right."
    assert verdict(again).inner_text() == "2 of 5 right."
    figure.get_by_role("button", name="Reset").click()
    wait_for_text(verdict(figure), "0 of 5 points set")
    page.wait_for_function("() => location.hash === ''")
    assert field(figure, 1).input_value() == ""


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("own=1", "own: expected 2 numbers from -4 to 4, got 1 of them"),
        ("own=1,1", "own: expected a number from −4 to 4 where no other point is, got 1"),
        ("own=4,1", "where no other point is, got 4"),
        ("own=5,1", "got “5”"),
        ("own=NaN,1", "got “NaN”"),
        ("y=1,2", "y: expected 5 numbers, some of them left empty, got “1,2”"),
        ("y=1,2,3,4,5,6", "y: expected 5 numbers"),
        ("y=1e999,,,,", "y: expected a number from -1,000 to 1,000, got “1e999”"),
        ("y=,,,,%3Cscript%3Ealert(1)%3C/script%3E", "got “<script>alert(1)</script>”"),
        ("compared=perhaps", "compared: expected one of no, yes, got “perhaps”"),
        ("y=" + "1," * 5000, "expected at most 6,000 characters"),
    ],
    ids=lambda value: value[:20],
)
def test_a_hostile_address_ends_in_a_plain_message(lab, entries, told):
    page, figure = lab("#live&blank_grid." + entries)
    message = figure.get_by_role("alert").inner_text()
    assert told in message
    assert "starts from its own numbers" in message
    assert page.problems == []
    field(figure, 1).fill("-4")
    wait_for_text(verdict(figure), "1 of 5 points set")


def test_the_python_prints_the_numbers_of_the_figure(lab):
    page, figure = lab("#live&blank_grid.own=0.5,-3.25&blank_grid.y=-8,3,,0,", **CLIPBOARD)
    code = clip(page, figure, "Copy as Python")
    assert "reluexplain" not in code
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = run.stdout.splitlines()
    inputs, predictions = [*FIXED, 0.5, -3.25], [-8, 3, None, 0, None]
    assert len(lines) == len(inputs)
    compare(figure)
    for line, x, prediction in zip(lines, inputs, predictions, strict=True):
        start, _, guess = line.partition("predicted ")
        numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", start)]
        assert numbers == pytest.approx([x, *parts(x)[1], exact(x)], abs=1e-12)
        assert guess == str(prediction)
        wrong = prediction is not None and abs(prediction - numbers[-1]) > 0.05
        assert (answers(figure)[printed(x)] == "right.") == (prediction is not None and not wrong)


def test_a_screen_reader_hears_the_outcome_and_not_each_step(lab):
    page, figure = lab()
    figure.get_by_role("status").evaluate(
        """(status) => { window.said = [];
        new MutationObserver(() => window.said.push(status.textContent)).observe(
          status, { childList: true, characterData: true, subtree: true }); }"""
    )
    for x in FIXED:
        handle(figure, x).focus()
        page.keyboard.press("End")
    page.wait_for_function("() => window.said.length > 0")
    assert page.evaluate("() => window.said") == ["3 of 5 points set."]
    compare(figure)
    page.wait_for_function("() => window.said.length > 1")
    assert "0 of 5 right. Your three points lie on one line" in page.evaluate("() => said[1]")


def test_nothing_moves_when_the_figure_comes(lab):
    for width in (1280, 768, 360):
        page, figure = lab(viewport={"width": width, "height": 740})
        rooms = figure.evaluate(
            "figure => [figure, figure.querySelector('.relu-live')]"
            ".map(e => e.getBoundingClientRect().height)"
        )
        assert rooms[1] <= rooms[0] <= rooms[1] + 25, f"at {width} px: {rooms}"
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
