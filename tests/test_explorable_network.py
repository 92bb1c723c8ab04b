"""The network lab, worked as readers work it: by keyboard, by pointer, by touch, by address."""

import re
import subprocess
import sys

import pytest

from reluexplain import bent, pieces, straight
from reluexplain.examples import domain
from tests.working import CLIPBOARD, PHONE, clip, opened, reached_by_tab, wait_for_text

MOST_UNITS = 6


def number(text):
    """Read a number as the figure prints it."""
    return float(text.replace("−", "-"))


@pytest.fixture
def lab(open_page, address):
    """Open the home page's network lab, or one that an address describes."""

    def open_lab(entries="", **settings):
        return opened(open_page, address + entries, "relu-network", **settings)

    return open_lab


def verdict(figure):
    return figure.locator(".relu-verdict")


def field(figure, name):
    return figure.get_by_role("spinbutton", name=name)


def shown_pieces(figure):
    """The pieces as the figure lists them."""
    return [
        re.sub(r"\s+", " ", line) for line in figure.locator(".relu-pieces li").all_inner_texts()
    ]


def test_it_opens_with_the_numbers_of_the_package(lab):
    _, figure = lab()
    assert "one straight line, y = 2x" in verdict(figure).inner_text()
    rows = figure.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(straight.b)
    for row, w, b, v in zip(rows, straight.w, straight.b, straight.v, strict=True):
        assert [number(cell) for cell in row.split()[1:4]] == [w, b, v]
    assert [row.split()[4] for row in rows] == ["off", "on", "on"]


def test_dragging_a_kink_by_pointer_moves_the_bias(lab):
    page, figure = lab()
    handle = figure.get_by_role("slider", name="Kink of unit 0")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    area = figure.get_by_role("slider", name="Input x").bounding_box()
    target = area["x"] + area["width"] * (-1 - domain[0]) / (domain[1] - domain[0])
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(target + 40, start["y"], steps=4)
    page.mouse.move(target, start["y"] + start["height"] / 2, steps=4)
    page.mouse.up()
    wait_for_text(verdict(figure), "2 pieces, a kink at −1")
    assert field(figure, "bias b of unit 0").input_value() == str(int(bent.b[0]))
    formulas = [line.partition(": ")[2] for line in shown_pieces(figure)]
    expected = [text.replace("-", "−") for text in pieces(bent, *domain).formulas()]
    assert formulas == expected


def test_a_finger_drags_a_kink(lab):
    page, figure = lab(viewport=PHONE, has_touch=True)
    handle = figure.get_by_role("slider", name="Kink of unit 0")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 24, "a finger needs 24 px"
    area = figure.get_by_role("slider", name="Input x").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x, "y": y}])
    middle = area["x"] + area["width"] / 2
    for share in (0.3, 0.6, 1):
        touch("touchMove", [{"x": x + share * (middle - x), "y": y}])
    touch("touchEnd", [])
    wait_for_text(verdict(figure), "a kink at 0\\.")
    assert number(field(figure, "bias b of unit 0").input_value()) == 0


def test_the_keyboard_moves_kinks_sliders_and_choices(lab):
    page, figure = lab()
    handle = figure.get_by_role("slider", name="Kink of unit 0")
    handle.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("PageUp")
    wait_for_text(verdict(figure), "a kink at −1")
    page.keyboard.press("ArrowRight")
    wait_for_text(verdict(figure), r"a kink at −0\.9")
    assert "bias 0.9" in handle.get_attribute("aria-valuetext")

    figure.get_by_role("radio", name="straight").focus()
    page.keyboard.press("ArrowRight")
    wait_for_text(verdict(figure), "a kink at −1")
    assert figure.get_by_role("radio", name="bent").is_checked()

    slider = figure.get_by_role("slider", name="output bias c")
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_for_text(figure.locator(".relu-pieces"), r"y = 2x \+ 0\.1")

    cursor = figure.get_by_role("slider", name="Input x")
    cursor.focus()
    page.keyboard.press("End")
    wait_for_text(figure.locator(".relu-readout"), r"At x = 4: .* = −6\.9$")
    assert cursor.get_attribute("aria-valuetext") == "x = 4: y = −6.9"


def test_every_control_is_reached_by_tab(lab):
    page, figure = lab()
    figure.get_by_role("radio", name="straight").focus()
    reached = reached_by_tab(page, 40)
    wanted = {
        "straight", "Input x", "Kink of unit 0", "Kink of unit 1", "Kink of unit 2", "0",
        "weight w of unit 0", "weight w of unit 0, as a number", "bias b of unit 0",
        "output weight v of unit 0", "output bias c", "shown domain, ±4", "Add a unit",
        "Remove the last", "Reset", "Copy link", "Copy as Python",
    }  # fmt: skip
    assert wanted <= reached, wanted - reached


def test_units_come_and_go_between_one_and_six(lab):
    _, figure = lab()
    more = figure.get_by_role("button", name="Add a unit")
    for units in range(len(straight.b) + 1, MOST_UNITS + 1):
        more.click()
        figure.get_by_role("slider", name=f"Kink of unit {units - 1}").wait_for()
    assert more.is_disabled()
    assert figure.locator("tbody tr").count() == MOST_UNITS
    fewer = figure.get_by_role("button", name="Remove the last")
    for _ in range(MOST_UNITS - 1):
        fewer.click()
    figure.get_by_role("slider", name="Kink of unit 1").wait_for(state="detached")
    assert fewer.is_disabled()


def test_each_parameter_of_each_unit_can_be_set(lab):
    _, figure = lab()
    figure.get_by_role("radio", name="2", exact=True).check(force=True)
    for name, value in (("weight w", "-0.5"), ("bias b", "1.25"), ("output weight v", "3")):
        field(figure, f"{name} of unit 2").fill(value)
    row = figure.locator("tbody tr").nth(2)
    row.get_by_text("3", exact=True).wait_for()  # the last to be set
    assert row.inner_text().split()[1:6] == ["−0.5", "1.25", "3", "switching", "2.5"]


def test_a_number_that_is_none_is_told_and_the_last_one_kept(lab):
    _, figure = lab()
    bias = field(figure, "bias b of unit 0")
    bias.fill("")
    message = figure.get_by_role("alert")
    wait_for_text(message, "bias b of unit 0: expected a number from −1000000 to 1000000, got none")
    assert "one straight line" in verdict(figure).inner_text()
    bias.fill("1")
    wait_for_text(verdict(figure), "2 pieces")
    assert message.inner_text() == ""


def test_the_domain_widens_until_the_straight_network_bends(lab):
    _, figure = lab()
    field(figure, "shown domain, ±4, as a number").fill("15")
    wait_for_text(verdict(figure), "3 pieces, kinks at −10, 10")
    field(figure, "shown domain, ±15, as a number").fill("5000")
    wait_for_text(verdict(figure), "3 pieces")


def test_a_key_that_comes_before_the_next_picture_knows_the_new_domain(lab):
    """On a busy machine keys overtake pictures: the step belongs to the domain that is set."""
    _, figure = lab()
    figure.evaluate("""(figure) => {
      const field = figure.querySelector("[aria-label^='shown domain'][type=number]");
      field.value = "20";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const area = figure.querySelector("[aria-label='Input x']");
      area.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    }""")
    wait_for_text(figure.locator(".relu-readout"), "At x = −0.5: ")


def test_the_pointer_reads_values_and_leaves_no_trace(lab):
    page, figure = lab()
    area = figure.get_by_role("slider", name="Input x")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 20)
    wait_for_text(
        figure.locator(".relu-readout"), "At x = 2: y = −3 × 0 . 1 × 12 . 1 × 12 − 20 = 4"
    )
    page.mouse.move(5, 5)
    wait_for_text(figure.locator(".relu-readout"), "At x = 0: ")
    assert "#" not in page.url


def test_a_link_opens_the_same_state(lab, open_page):
    page, figure = lab(**CLIPBOARD)
    figure.get_by_role("button", name="Add a unit").click()
    field(figure, "weight w of unit 3").fill("-0.3")
    field(figure, "bias b of unit 3").fill("0.1")
    field(figure, "shown domain, ±4, as a number").fill("6.5")
    figure.get_by_role("slider", name="Input x").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_text(figure.locator(".relu-readout"), "At x = −0.2")
    other = open_page(clip(page, figure, "Copy link"))
    other.locator("relu-network[data-ready]").wait_for()
    for part in (".relu-verdict", ".relu-readout", ".relu-pieces", "tbody"):
        assert other.locator(part).first.inner_text() == figure.locator(part).first.inner_text()
    other.wait_for_function("() => scrollY > 100")  # the link leads to its figure


def test_the_address_follows_and_reset_clears_it(lab):
    page, figure = lab()
    field(figure, "bias b of unit 0").fill("1")
    page.wait_for_url("**/#live&network_lab.b=1,10,10")
    figure.get_by_role("button", name="Reset").click()
    wait_for_text(verdict(figure), "one straight line")
    page.wait_for_function("() => location.hash === ''")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("w=1,2,x", "w: expected 1 to 6 numbers from -1,000,000 to 1,000,000, got “x”"),
        ("w=NaN,1,1", "got “NaN”"),
        ("b=1e999,1,1", "got “1e999”"),
        ("b=1,2", "expected as many numbers in each, got 3, 2 and 3"),
        ("w=1,1,1,1,1,1,1", "got 7 of them"),
        ("domain=-3", "domain: expected a number from 0.1 to 10,000, got “-3”"),
        ("unit=7", "unit: expected a number from 0 to 2, got “7”"),
        ("c=%3Cscript%3Ealert(1)%3C/script%3E", "got “<script>alert(1)</script>”"),
        ("w=" + "1," * 5000, "expected at most 6,000 characters"),
    ],
    ids=lambda value: value[:20],
)
def test_a_hostile_address_ends_in_a_plain_message(lab, entries, told):
    page, figure = lab("#live&network_lab." + entries)
    message = figure.get_by_role("alert").inner_text()
    assert told in message
    assert "starts from its own numbers" in message
    assert "one straight line, y = 2x" in verdict(figure).inner_text()
    assert page.problems == []


def test_an_address_of_another_figure_or_an_unknown_entry_changes_nothing(lab):
    _, figure = lab("#live&other.w=x&network_lab.unknown=1")
    assert figure.get_by_role("alert").inner_text() == ""
    assert "one straight line, y = 2x" in verdict(figure).inner_text()


def test_the_python_prints_the_numbers_of_the_figure(lab):
    page, figure = lab(
        "#live&network_lab.w=1,-0.5,2&network_lab.b=1,0.25,-3&network_lab.v=-3,2,0.5", **CLIPBOARD
    )
    code = clip(page, figure, "Copy as Python")
    assert "reluexplain" not in code
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    printed = [
        tuple(map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", line)))
        for line in run.stdout.splitlines()
    ]
    network = straight.shallow([1, -0.5, 2], [1, 0.25, -3], [-3, 2, 0.5], straight.c)
    exact = pieces(network, *domain)
    assert [x for x, _ in printed] == [domain[0], *exact.kinks, domain[1]]
    for x, y in printed:
        assert y == pytest.approx(network(x), abs=1e-9)
    ends = [line.partition(": ")[0] for line in shown_pieces(figure)]
    assert [number(end.split(" to ")[0]) for end in ends] == [round(x, 4) for x, _ in printed[:-1]]


def test_a_screen_reader_hears_the_outcome_and_not_each_step(lab):
    page, figure = lab()
    figure.get_by_role("status").evaluate(
        """(status) => { window.said = [];
        new MutationObserver(() => window.said.push(status.textContent)).observe(
          status, { childList: true, characterData: true, subtree: true }); }"""
    )
    handle = figure.get_by_role("slider", name="Kink of unit 0")
    handle.focus()
    for key in ("Home", "PageUp", "PageUp", "PageUp"):
        page.keyboard.press(key)
    page.wait_for_function("() => window.said.length > 0")
    said = page.evaluate("() => window.said")
    assert len(said) == 1, "one sentence after the last of four keys"
    assert "2 pieces, a kink at −1" in said[0]
    assert "unit 0 switching, unit 1 on, unit 2 on" in said[0]


PAGES = ("where-is-the-bend", "three-neurons", "move-one-bias", "linear-regressor")


@pytest.mark.parametrize("name", ["", *(f"tutorial/{page}/" for page in PAGES)])
def test_the_pages_carry_it(open_page, address, name):
    page = open_page(address + name)
    page.locator("relu-network").scroll_into_view_if_needed()
    page.locator("relu-network[data-ready]").wait_for()
    assert page.problems == []
