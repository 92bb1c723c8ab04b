"""The training lab, worked as readers work it: by keyboard, by pointer, by touch, by address.

The mathematics has its own tests (`test_explorable_training.py`); here a reader's numbers on the
screen are compared with those of the package.
"""

import re
import subprocess
import sys

import numpy as np
import pytest

from reluexplain import leaky_relu, relu, seeded_network, tanh, train
from reluexplain.dead import died_at
from reluexplain.examples import (
    bent_labels,
    domain,
    label_sets,
    samples,
    straight,
    training_settings,
)
from reluexplain.training import best_line
from tests.working import CLIPBOARD, PHONE, clip, opened, reached_by_tab, wait_for_text

PAGES = {"stuck": "stuck on a line", "dead-neurons": "born dead and killed",
         "what-training-favours": "a line"}  # fmt: skip
RANDOM = "#live&training_lab_stuck.start=spread"
FIVE = "&training_lab_stuck.labels=own&training_lab_stuck.points=-2,1;-1,0;0,-1;1,0;2,1"
MOST_POINTS = 60


def number(text):
    """Read a number as the figure prints it."""
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    text = re.sub(
        r" × 10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda match: "e" + match[1].translate(superscripts), text
    )
    return float(text.replace("−", "-").replace(",", ""))


def shown(value, digits):
    """How far a printed number may be from the exact one."""
    digits = min(digits, 3) if 0 < value < 1e-4 else digits
    return pytest.approx(value, rel=10.0 ** (1 - digits), abs=0)


@pytest.fixture
def lab(open_page, address):
    """Open the training lab of a page, or one that an address describes."""

    def open_lab(entries="", page="stuck", **settings):
        return opened(open_page, f"{address}tutorial/{page}/{entries}", "relu-training", **settings)

    return open_lab


def readout(figure):
    return figure.locator(".relu-readout")


def at_step(figure, step):
    """Wait until the figure stands at a step, and return its loss."""
    return loss_in(wait_for_text(readout(figure), f"^Step {step:,}: "))


def loss_in(text):
    return number(re.search(r": loss ([^(]+) \(", text)[1])


def step_of(figure):
    return int(number(re.match(r"Step ([\d,]+):", readout(figure).inner_text())[1]))


def button(figure, name):
    return figure.get_by_role("button", name=name, exact=True)


def field(figure, name):
    return figure.get_by_role("spinbutton", name=name, exact=True)


def rows(figure):
    """The table's rows: unit, w, b, v, state, kink, gradient, mark."""
    found = []
    for row in figure.locator("tbody tr").all_inner_texts():
        unit, mark, state, gradient, kink, w, b, v = (cell.strip() for cell in row.split("\t"))
        found.append([unit, w, b, v, state, kink, gradient, mark])
    return found


def points(figure):
    """The reader's points as the handles name them."""
    texts = [
        handle.get_attribute("aria-valuetext")
        for handle in figure.get_by_role("slider", name=re.compile("^Point ")).all()
    ]
    return [tuple(number(part) for part in re.findall(r"= ([−\d.]+)", text)) for text in texts]


# The presets keep what the pages promise


def test_stuck_the_bias_stays_and_the_loss_is_the_best_lines():
    history = training_settings["stuck on a line"].history()
    assert (history.networks.b[:, 0] == -10).all()
    assert history.losses[-1] == pytest.approx(2.62497, abs=5e-6)
    assert history.losses[-1] == pytest.approx(best_line(samples, bent_labels).loss)


def test_a_fresh_start_and_a_line_fit():
    assert training_settings["fresh start"].history().losses[-1] < 0.01
    assert training_settings["a line"].history().losses[-1] < 0.01


def test_one_unit_is_born_dead_and_another_is_killed():
    died = died_at(training_settings["born dead and killed"].history(), samples)[0]
    assert (died == 0).any(), "no unit is dead from the start on: choose another seed"
    assert (died > 0).any(), "no unit dies in training: choose another seed"


def test_too_fast_overflows_soon():
    assert 0 < training_settings["too fast"].history().diverged_at < 300


# Opening, playing, stepping


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_its_preset_at_the_start(lab, page):
    opened, figure = lab(page=page)
    run = training_settings[PAGES[page]]
    assert figure.get_by_role("radio", name=PAGES[page], exact=True).is_checked()
    labels = label_sets[run.labels]
    assert at_step(figure, 0) == shown(run.network.loss(samples, labels), 6)
    for row, unit in zip(rows(figure), range(run.units), strict=True):
        expected = [getattr(run.network, part)[unit] for part in ("w", "b", "v")]
        assert [number(cell) for cell in row[1:4]] == [shown(value, 4) for value in expected]
    assert opened.problems == []


def test_playing_by_keyboard_shows_that_the_bias_never_moves(lab):
    page, figure = lab()
    button(figure, "Play").focus()
    page.keyboard.press("Enter")
    wait_for_text(readout(figure), r"^Step [\d,]{3,}: ")
    page.keyboard.press("Enter")
    button(figure, "Play").wait_for()
    step = step_of(figure)
    history = train(straight, samples, bent_labels, rate=0.001, steps=step)
    assert at_step(figure, step) == shown(history.losses[-1], 6)
    assert (
        "Unit 0’s bias: −10 at the start, −10 now; its gradient has been exactly 0 at every step."
        in figure.locator(".relu-verdict").inner_text()
    )
    first = rows(figure)[0]
    assert first[4:] == ["off", "10", "0", "dead from the start"]
    page.wait_for_url(f"**/#live&training_lab_stuck.steps={step}")


def test_single_steps_agree_with_the_package_and_rewind_goes_back(lab):
    _, figure = lab(has_touch=True, viewport=PHONE)
    history = train(straight, samples, bent_labels, rate=0.001, steps=102, record=1)
    button(figure, "1 step").tap()
    assert at_step(figure, 1) == shown(history.losses[1], 6)
    button(figure, "1 step").tap()
    assert at_step(figure, 2) == shown(history.losses[2], 6)
    button(figure, "100 steps").tap()
    assert at_step(figure, 102) == shown(history.losses[102], 6)
    for row, unit in zip(rows(figure), range(3), strict=True):
        expected = [getattr(history.network, part)[unit] for part in ("w", "b", "v")]
        assert [number(cell) for cell in row[1:4]] == [shown(value, 4) for value in expected]
    button(figure, "Rewind").tap()
    assert at_step(figure, 0) == shown(history.losses[0], 6)
    assert button(figure, "Rewind").is_disabled()


ACTIVATIONS = {"ReLU": relu, "leaky ReLU, slope 0.1": leaky_relu(0.1), "tanh": tanh}


@pytest.mark.parametrize(
    ("labels", "start", "units", "seed", "activation", "method", "rate"),
    [
        ("bent", "random, biases spread", 1, 0, "ReLU", "gradient descent", 0.01),
        ("linear", "random, biases zero", 16, 4294967295, "leaky ReLU, slope 0.1", "Adam", 0.02),
        ("parabola", "random, biases spread", 5, 7, "tanh", "momentum", 0.002),
        ("|x|", "random, biases zero", 4, 12, "ReLU", "Adam", 0.05),
        ("sine", "the straight network", 3, 1, "tanh", "gradient descent", 0.003),
    ],
)
def test_every_setting_is_obeyed(lab, labels, start, units, seed, activation, method, rate):
    _, figure = lab()
    for name, option in (
        ("labels", labels), ("start", start), ("activation", activation), ("method", method),
    ):  # fmt: skip
        figure.get_by_role("combobox", name=name, exact=True).select_option(label=option)
    straight_start = start == "the straight network"
    if straight_start:
        wait_for_text(figure, "units \\(the straight network has three\\)")
        assert field(figure, "seed").is_disabled()
    else:
        field(figure, "units, as a number").fill(str(units))
        field(figure, "seed").fill(str(seed))
    field(figure, "learning rate").fill(str(rate))
    button(figure, "100 steps").click()
    kind = ACTIVATIONS[activation]
    spread = domain[1] if "spread" in start else 0.0
    network = (
        straight.shallow(straight.w, straight.b, straight.v, straight.c, kind)
        if straight_start
        else seeded_network(units, seed, spread, kind)
    )
    history = train(
        network, samples, label_sets[labels], rate=rate, steps=100, method=method.lower()
    )
    assert at_step(figure, 100) == shown(history.losses[-1], 6)
    assert len(rows(figure)) == units
    if activation == "tanh":
        assert "smooth curve" in readout(figure).inner_text()
    if activation != "ReLU":
        wait_for_text(figure, "cannot die")


def test_sliders_lists_and_choices_obey_keys(lab):
    page, figure = lab()
    figure.get_by_role("radio", name="stuck on a line").focus()
    page.keyboard.press("ArrowRight")
    wait_for_text(readout(figure), "^Step 0: ")
    assert figure.get_by_role("radio", name="fresh start").is_checked()
    figure.get_by_role("slider", name="units").focus()
    page.keyboard.press("ArrowRight")
    figure.locator("tbody tr").nth(3).wait_for()
    figure.get_by_role("slider", name="learning rate, logarithmic").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**.rate=0.00001**")
    figure.get_by_role("combobox", name="labels").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**labels=%7Cx%7C**")


def test_a_change_goes_back_to_step_zero(lab):
    _, figure = lab()
    button(figure, "100 steps").click()
    at_step(figure, 100)
    field(figure, "learning rate").fill("0.002")
    at_step(figure, 0)
    figure.get_by_role("radio", name="fresh start").check(force=True)
    seed = training_settings["fresh start"].seed
    network = seeded_network(3, seed + 1, domain[1])
    figure.page.wait_for_url(f"**seed={seed}**")
    button(figure, "Next seed").click()
    figure.page.wait_for_function(
        "([field, seed]) => field.value === seed",
        arg=[field(figure, "seed").element_handle(), str(seed + 1)],
    )
    assert at_step(figure, 0) == shown(network.loss(samples, bent_labels), 6)


def test_a_number_that_is_none_is_told_and_the_last_one_kept(lab):
    _, figure = lab()
    message = figure.get_by_role("alert")
    field(figure, "learning rate").fill("0")
    wait_for_text(message, "learning rate: expected a number from .* to 10, got 0")
    at_step(figure, 0)
    field(figure, "learning rate").fill("0.002")
    figure.page.wait_for_url("**rate=0.002**")
    assert message.inner_text() == ""
    field(figure, "steps of each").fill("1.5")
    wait_for_text(message, "steps of each: expected a whole number")


# Dead units, divergence


def test_the_table_names_the_dead_and_when_they_died(lab):
    _, figure = lab(page="dead-neurons")
    button(figure, "100 steps").click()
    at_step(figure, 100)
    run = training_settings["born dead and killed"]
    history = train(
        run.network, samples, bent_labels, rate=run.rate, steps=100, method=run.method, record=1
    )
    marks = {-1: "", 0: "dead from the start"}
    expected = [
        marks.get(step, f"dead since step {step}") for step in died_at(history, samples)[0].tolist()
    ]
    assert [row[7] for row in rows(figure)] == expected
    assert any("since" in mark for mark in expected), "no unit of this run dies"
    said = figure.locator(".relu-verdict").inner_text()
    for unit, mark in enumerate(expected):
        assert (f"Unit {unit} is {mark}." in said) == ("since" in mark)
        assert (f"Unit {unit}’s bias: " in said) == ("start" in mark)
    assert figure.locator("tbody .relu-dead").count() == sum(map(bool, expected))


def test_a_rate_that_is_too_large_is_told_in_plain_words(lab):
    page, figure = lab()
    figure.get_by_role("radio", name="too fast").check(force=True)
    button(figure, "Play").click()
    run = training_settings["too fast"]
    step = int(run.history().diverged_at)
    text = wait_for_text(figure.locator(".relu-verdict"), "overflowed")
    assert f"The numbers overflowed at step {step}: with a rate of {run.rate}" in text
    assert "Try a smaller rate" in text
    assert button(figure, "Play").is_disabled()
    assert "NaN" not in figure.inner_text()
    drawn = figure.locator(".relu-plots").evaluate("(plots) => plots.outerHTML")
    assert "NaN" not in drawn
    assert "Infinity" not in drawn
    last = run.history().network
    for row, unit in zip(rows(figure), range(run.units), strict=True):
        assert number(row[1].replace("10^", "10").replace(" × 10", "e")) == shown(last.w[unit], 4)
    field(figure, "learning rate").fill("0.01")
    button(figure, "100 steps").click()
    at_step(figure, 100)
    assert page.problems == []


def test_a_loss_that_grows_is_mentioned(lab):
    _, figure = lab("#live&training_lab_stuck.rate=0.01&training_lab_stuck.steps=4")
    wait_for_text(
        figure.locator(".relu-verdict"), "The loss is more than 10 times what it was at the start"
    )


# The loss by step


def test_the_loss_is_read_by_key_and_by_pointer(lab):
    page, figure = lab("#live&training_lab_stuck.steps=1000")
    at_step(figure, 1000)
    history = train(straight, samples, bent_labels, rate=0.001, steps=1000, record=1)
    area = figure.get_by_role("slider", name="Step at which the loss is read")
    area.focus()
    for keys, step in ((["Home"], 0), (["ArrowRight", "ArrowRight"], 4), (["End"], 1000)):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function(
            "([area, step]) => area.getAttribute('aria-valuenow') === step",
            arg=[area.element_handle(), str(step)],
        )
        text = area.get_attribute("aria-valuetext")
        assert text.startswith(f"step {step:,}: loss ")
        assert number(text.rpartition(" ")[2]) == shown(history.losses[step], 6)
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    figure.locator(".relu-title").filter(has_text=re.compile("step [345]..: loss")).wait_for()


def test_the_record_stays_short_and_exact(lab):
    _, figure = lab("#live&training_lab_stuck.steps=20000")
    at_step(figure, 20_000)
    curve = figure.locator(".relu-plots .relu-curve").nth(1).get_attribute("d")
    assert 250 <= len(re.findall("[ML]", curve)) <= 602


# The reader's own points


def own_points(figure):
    figure.get_by_role("combobox", name="labels").select_option("own")
    figure.get_by_role("slider", name=re.compile("^Point 1 of")).wait_for()


def ground(figure):
    return figure.locator(".relu-ground")


def test_own_points_start_as_the_labels_that_were_there(lab):
    _, figure = lab()
    own_points(figure)
    assert points(figure) == [
        (pytest.approx(x), pytest.approx(y)) for x, y in zip(samples, bent_labels, strict=True)
    ]


def test_a_click_adds_a_point_and_a_drag_moves_it(lab):
    page, figure = lab(RANDOM + FIVE)
    ground(figure).scroll_into_view_if_needed()
    box = ground(figure).bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    handle = figure.get_by_role("slider", name="Point 6 of 6")
    handle.wait_for()
    x, _ = points(figure)[-1]
    assert x == pytest.approx(1, abs=0.02)
    start = handle.bounding_box()
    assert min(start["width"], start["height"]) >= 24
    page.mouse.move(start["x"] + 13, start["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"], steps=5)
    page.mouse.up()
    page.wait_for_function(
        "(handle) => /^x = −1(\\.0\\d+)?,/.test(handle.getAttribute('aria-valuetext'))",
        arg=handle.element_handle(),
    )
    at_step(figure, 0)


def test_a_tap_adds_a_point_and_a_finger_drags_it(lab):
    page, figure = lab(RANDOM + FIVE, has_touch=True, viewport=PHONE)
    ground(figure).scroll_into_view_if_needed()
    box = ground(figure).bounding_box()
    page.touchscreen.tap(box["x"] + 0.6 * box["width"], box["y"] + 0.2 * box["height"])
    handle = figure.get_by_role("slider", name="Point 6 of 6")
    handle.wait_for()
    before = points(figure)[-1]
    start = handle.bounding_box()
    x, y = start["x"] + 13, start["y"] + 13
    session = page.context.new_cdp_session(page)
    for kind, where in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x - 20, "y": y + 20}]),
        ("touchMove", [{"x": x - 60, "y": y + 60}]),
        ("touchEnd", []),
    ):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
    page.wait_for_function(
        "([handle, x]) => !handle.getAttribute('aria-valuetext').startsWith(x)",
        arg=[handle.element_handle(), f"x = {before[0]}"],
    )
    after = points(figure)[-1]
    assert after[0] < before[0]
    assert after[1] < before[1]


def test_points_obey_the_keyboard(lab):
    page, figure = lab(RANDOM + FIVE)
    first = figure.get_by_role("slider", name="Point 1 of 5")
    first.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**points=-2,1;-0.5,0.1;0,-1;1,0;2,1**")
    page.keyboard.press("Delete")
    figure.get_by_role("slider", name="Point 4 of 4").wait_for(state="attached")
    assert points(figure) == [(-2, 1), (0, -1), (1, 0), (2, 1)]
    focused = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    assert focused == "Point 2 of 4"
    button(figure, "Add a point").click()
    figure.get_by_role("slider", name="Point 5 of 5").wait_for(state="attached")
    assert points(figure)[-1] == (0.5, -1)
    button(figure, "Remove the point").click()
    figure.get_by_role("slider", name="Point 5 of 5").wait_for(state="detached")


def test_two_different_inputs_remain(lab):
    page, figure = lab(RANDOM + "&training_lab_stuck.labels=own&training_lab_stuck.points=0,1;1,2")
    figure.get_by_role("slider", name="Point 1 of 2").focus()
    page.keyboard.press("Delete")
    wait_for_text(figure.get_by_role("alert"), "at least two different x")
    assert points(figure) == [(0, 1), (1, 2)]


def paste(figure, text):
    own_points(figure)
    figure.get_by_text("Paste data as CSV").click()
    figure.get_by_label("one point a line: x, y").fill(text)
    button(figure, "Use these points").click()


@pytest.mark.parametrize(
    "text",
    ["x,y\n-1,2\n0,0.5\n3,-4\n", "-1;2\n0;0.5\n3;-4", "-1\t2\r\n0\t0.5\r\n3\t-4",
     "input label\n  -1   2  \n\n0 .5\n3 -4e0"],
)  # fmt: skip
def test_pasted_points_are_trained_on(lab, text):
    _, figure = lab(RANDOM)
    paste(figure, text)
    figure.get_by_role("slider", name="Point 3 of 3").wait_for(state="attached")
    assert points(figure) == [(-1, 2), (0, 0.5), (3, -4)]
    assert figure.get_by_role("alert").inner_text() == ""
    button(figure, "100 steps").click()
    start = seeded_network(3, training_settings["stuck on a line"].seed, domain[1])
    history = train(start, [-1.0, 0, 3], [2, 0.5, -4.0], rate=0.001, steps=100)
    assert at_step(figure, 100) == shown(history.losses[-1], 6)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,2\n3,x", "Line 2: expected two numbers from −1,000 to 1,000.*got “3,x”"),
        ("1,2\n\n3", "Line 3: expected two numbers"),
        ("1,2,3", "Line 1: expected two numbers"),
        ("1,2\n1001,0", "Line 2: .*got “1001,0”"),
        ("1,2\nNaN,Infinity", "Line 2: "),
        ("<script>alert(1)</script>,1", "Line 1: .*got “<script>alert"),
        ("1,2\n1,3", "at least two different x, got 2 with x = 1"),
        ("", "at least two different x, got none"),
    ],
)
def test_wrong_lines_are_named_and_the_data_stay(lab, text, told):
    page, figure = lab(RANDOM)
    paste(figure, text)
    assert re.search(told, wait_for_text(figure.get_by_role("alert"), "stay as they were"))
    assert len(points(figure)) == len(samples)
    assert page.problems == []


def test_the_first_sixty_of_many_points_are_taken(lab):
    page, figure = lab(RANDOM)
    paste(figure, "\n".join(f"{x},{x % 3}" for x in range(70)))
    wait_for_text(figure.get_by_role("alert"), "70 points came; the figure takes the first 60")
    figure.get_by_role("slider", name=f"Point 60 of {MOST_POINTS}").wait_for(state="attached")
    button(figure, "Add a point").click()
    wait_for_text(figure.get_by_role("alert"), "There are 60 points, the most")
    assert page.problems == []


# Restarts


def restarts(figure, steps=None, threshold=None):
    for name, value in (("steps of each", steps), ("a fit ends below a loss of", threshold)):
        if value is not None:
            field(figure, name).fill(str(value))
    button(figure, "Train 20 restarts").click()
    return wait_for_text(figure.locator(".relu-share"), "of 20 end below")


def test_twenty_restarts_end_as_the_package_says(lab):
    _, figure = lab()
    figure.get_by_role("radio", name="fresh start").check(force=True)
    run = training_settings["fresh start"]
    said = restarts(figure, steps=300, threshold=0.1)
    seeds = range(run.seed, run.seed + 20)
    losses = [
        train(seeded_network(3, seed, domain[1]), samples, bent_labels, rate=run.rate, steps=300)
        .losses[-1] for seed in seeds
    ]  # fmt: skip
    tiles = [tile.split("\n") for tile in figure.locator(".relu-tile").all_inner_texts()]
    for tile, seed, loss in zip(tiles, seeds, losses, strict=True):
        tile = [line for line in map(str.strip, tile) if line and line != "loss"]
        assert tile[0] == f"seed {seed}"
        assert number(tile[1]) == shown(loss, 3)
        assert tile[2] == ("✓ fits" if loss < 0.1 else "✗ no fit")
    assert said == f"{sum(loss < 0.1 for loss in losses)} of 20 end below a loss of 0.1."
    wait_for_text(figure.get_by_role("status"), re.escape(said))

    field(figure, "a fit ends below a loss of").fill("0.5")
    count = sum(loss < 0.5 for loss in losses)
    wait_for_text(figure.locator(".relu-share"), f"{count} of 20 end below a loss of 0.5")

    figure.locator(".relu-tile").nth(7).press("Enter")
    assert at_step(figure, 300) == shown(losses[7], 6)
    assert field(figure, "seed").input_value() == str(seeds[7])
    assert figure.locator(".relu-tile").count() == 20

    field(figure, "learning rate").fill("0.001")
    figure.locator(".relu-tile").first.wait_for(state="detached")


def test_restarts_can_be_cancelled(lab):
    page, figure = lab(RANDOM + "&training_lab_stuck.restarts=20000&training_lab_stuck.units=16")
    button(figure, "Train 20 restarts").click()
    wait_for_text(figure.locator(".relu-share"), r"\d+ of 20 are done")
    button(figure, "Cancel").click()
    button(figure, "Train 20 restarts").wait_for()
    assert figure.locator(".relu-share").inner_text() == ""
    assert page.problems == []


def test_the_straight_network_has_no_restarts(lab):
    _, figure = lab()
    assert button(figure, "Train 20 restarts").is_disabled()
    assert "a single start" in figure.locator(".relu-share").inner_text()


# Address, copying, reset


STATES = [
    "#live&training_lab_stuck.labels=parabola&training_lab_stuck.start=zero"
    "&training_lab_stuck.units=7&training_lab_stuck.seed=99&training_lab_stuck.activation=leaky"
    "&training_lab_stuck.method=adam&training_lab_stuck.rate=0.03&training_lab_stuck.steps=250"
    "&training_lab_stuck.threshold=0.2&training_lab_stuck.restarts=77",
    RANDOM + FIVE + "&training_lab_stuck.steps=60&training_lab_stuck.method=momentum",
]


@pytest.mark.parametrize("entries", STATES)
def test_a_link_opens_the_same_state(lab, open_page, entries):
    page, figure = lab(entries, **CLIPBOARD)
    assert figure.get_by_role("alert").inner_text() == ""
    steps = int(re.search(r"steps=(\d+)", entries)[1])
    at_step(figure, steps)
    link = clip(page, figure, "Copy link")
    for part in entries.removeprefix("#live&").split("&"):
        assert part in link
    other = open_page(link)
    other.locator("relu-training[data-ready]").wait_for()
    again = other.locator("relu-training")
    at_step(again, steps)
    assert readout(again).inner_text() == readout(figure).inner_text()
    assert rows(again) == rows(figure)
    for name in ("steps of each", "a fit ends below a loss of", "seed"):
        assert field(again, name).input_value() == field(figure, name).input_value()


HOSTILE = [
    ("labels=cubic", "labels: expected one of linear, bent, |x|, parabola, sine, own"),
    ("labels=own", "points: expected some with labels=own and only then"),
    ("points=1,2;3,4", "points: expected some with labels=own and only then"),
    ("labels=own&training_lab_stuck.points=1,NaN;2,3", "got “1,NaN”"),
    ("labels=own&training_lab_stuck.points=1,2;1,3", "at least two different x"),
    ("labels=own&training_lab_stuck.points=" + "1,2;" * 60 + "3,4", "at most 60, got 61"),
    ("labels=own&training_lab_stuck.points=1,1e9;2,3", "got “1,1e9”"),
    ("units=17&training_lab_stuck.start=zero", "units: expected a number from 1 to 16, got “17”"),
    ("units=5", "units: expected 3 for the straight network, got 5"),
    ("rate=0", "rate: expected a number from"),
    ("rate=NaN", "got “NaN”"),
    ("rate=1e999", "got “1e999”"),
    ("seed=-1", "seed: expected a number from 0"),
    ("seed=1.5", "seed: expected a whole number"),
    ("steps=100001", "steps: expected a number from 0 to 100,000"),
    ("method=%3Cscript%3Ealert(1)%3C/script%3E", "got “<script>alert(1)</script>”"),
    ("activation=toString", "activation: expected one of relu, leaky, tanh"),
    ("start=constructor", "start: expected one of"),
    ("restarts=20001", "restarts: expected a number from 1 to 20,000"),
    ("threshold=-1", "threshold: expected a number from"),
]


@pytest.mark.parametrize(("entries", "told"), HOSTILE, ids=[each[:30] for each, _ in HOSTILE])
def test_a_hostile_address_ends_in_a_plain_message(lab, entries, told):
    page, figure = lab("#live&training_lab_stuck." + entries)
    message = figure.get_by_role("alert").inner_text()
    assert told in message
    assert "starts from its own numbers" in message
    button(figure, "1 step").click()
    at_step(figure, 1)
    assert page.problems == []


def test_an_entry_that_no_figure_has_changes_nothing(lab):
    _, figure = lab("#live&training_lab_stuck.constructor=1&training_lab_stuck.__proto__=2")
    assert figure.get_by_role("alert").inner_text() == ""
    at_step(figure, 0)


def test_reset_goes_back_and_clears_the_address(lab):
    page, figure = lab(STATES[0])
    at_step(figure, 250)
    button(figure, "Reset").click()
    assert at_step(figure, 0) == shown(straight.loss(samples, bent_labels), 6)
    assert figure.get_by_role("radio", name="stuck on a line").is_checked()
    page.wait_for_function("() => location.hash === ''")


def plain_run(code):
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    printed = {}
    for line in run.stdout.splitlines():
        name, _, values = re.match(r"(loss at the \w+|\w)( )(.*)", line).groups()
        printed[name] = np.array(eval(values), dtype=float)
    return printed


@pytest.mark.parametrize("activation", ["relu", "leaky", "tanh"])
@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam"])
def test_the_python_prints_the_numbers_of_the_figure(lab, activation, method):
    entries = f"&training_lab_stuck.activation={activation}&training_lab_stuck.method={method}"
    page, figure = lab(RANDOM + entries + "&training_lab_stuck.steps=300", **CLIPBOARD)
    loss = at_step(figure, 300)
    code = clip(page, figure, "Copy as Python")
    assert "reluexplain" not in code
    printed = plain_run(code)
    kind = {"relu": relu, "leaky": leaky_relu(0.1), "tanh": tanh}[activation]
    start = seeded_network(3, training_settings["stuck on a line"].seed, domain[1], kind)
    history = train(start, samples, bent_labels, rate=0.001, steps=300, method=method)
    for name, expected in (
        ("loss at the start", history.losses[0]), ("loss at the end", history.losses[-1]),
        *((part, getattr(history.network, part)) for part in "wbvc"),
    ):  # fmt: skip
        np.testing.assert_allclose(printed[name], expected, rtol=1e-9, err_msg=name)
    assert loss == shown(float(printed["loss at the end"]), 6)
    for row, w in zip(rows(figure), printed["w"], strict=True):
        assert number(row[1]) == shown(w, 4)


def test_the_python_of_own_points_runs(lab):
    page, figure = lab(RANDOM + FIVE + "&training_lab_stuck.steps=50", **CLIPBOARD)
    loss = at_step(figure, 50)
    printed = plain_run(clip(page, figure, "Copy as Python"))
    assert loss == shown(float(printed["loss at the end"]), 6)


# Screen readers, motion, life


LISTEN = """(status) => { window.said = [];
  new MutationObserver(() => window.said.push(status.textContent)).observe(
    status, { childList: true, characterData: true, subtree: true }); }"""


def test_a_screen_reader_hears_the_outcome_and_not_each_step(lab):
    page, figure = lab()
    figure.get_by_role("status").evaluate(LISTEN)
    button(figure, "Play").click()
    wait_for_text(readout(figure), r"^Step [\d,]{3,}: ")
    assert page.evaluate("() => window.said") == []
    button(figure, "Pause").click()
    page.wait_for_function("() => window.said.length > 0")
    said = page.evaluate("() => window.said")
    assert len(said) == 1
    assert said[0].startswith(f"Step {step_of(figure):,}: loss ")
    assert "Unit 0’s bias: −10 at the start, −10 now" in said[0]


def test_divergence_is_said(lab):
    _, figure = lab()
    figure.get_by_role("radio", name="too fast").check(force=True)
    wait_for_text(figure.get_by_role("status"), "^Step 0: ")
    button(figure, "Play").click()
    wait_for_text(figure.get_by_role("status"), "overflowed")


COUNT_PICTURES = """(figure) => { window.pictures = 0;
  const curve = figure.querySelector(".relu-plots .relu-output");
  new MutationObserver(() => { window.pictures += 1; }).observe(
    curve, { attributes: true, attributeFilter: ["d"] }); }"""


@pytest.mark.parametrize(("motion", "most"), [("reduce", 5), ("no-preference", 1000)])
def test_readers_who_want_less_motion_get_bursts(lab, motion, most):
    page, figure = lab(reduced_motion=motion)
    figure.evaluate(COUNT_PICTURES)
    button(figure, "Play").click()
    began = page.evaluate("() => performance.now()")
    wait_for_text(readout(figure), r"^Step [4-9]\d\d: ")
    button(figure, "Pause").click()
    button(figure, "Play").wait_for()
    seconds = (page.evaluate("() => performance.now()") - began) / 1000
    pictures = page.evaluate("() => window.pictures")
    assert 0 < pictures <= most * max(1, seconds)
    if motion == "no-preference":
        assert pictures > 5, "the fit does not move while training plays"


def test_a_hidden_page_pauses(lab):
    page, figure = lab()
    button(figure, "Play").click()
    button(figure, "Pause").wait_for()
    page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    button(figure, "Play").wait_for()


def test_it_pauses_at_the_most_steps_that_it_takes(lab):
    _, figure = lab("#live&training_lab_stuck.steps=99995")
    at_step(figure, 99_995)
    button(figure, "Play").click()
    at_step(figure, 100_000)
    wait_for_text(figure.locator(".relu-verdict"), "100,000 steps, the most that this figure takes")
    assert button(figure, "Play").is_disabled()


def test_a_long_replay_is_told_and_leaves_the_page_responsive(lab):
    """It comes in slices: in between the page draws, and says how far it is."""
    page, figure = lab()
    figure.locator(".relu-verdict").evaluate(
        """(verdict) => { window.told = new Set();
        new MutationObserver(() => window.told.add(verdict.textContent)).observe(
          verdict, { childList: true, characterData: true, subtree: true }); }"""
    )
    entries = "training_lab_stuck.start=spread&training_lab_stuck.units=16"
    page.evaluate(f"() => {{ location.hash = 'live&{entries}&training_lab_stuck.steps=60000'; }}")
    at_step(figure, 60_000)
    told = page.evaluate("() => [...window.told]")
    replaying = [text for text in told if re.search(r"Replaying: [\d,]+ of 60,000 steps", text)]
    assert replaying, f"told only {told}"


def test_a_figure_that_leaves_the_page_stops(lab):
    page, figure = lab()
    figure.evaluate(COUNT_PICTURES)
    button(figure, "Play").click()
    page.wait_for_function("() => window.pictures > 3")
    page.evaluate("() => document.querySelector('relu-training').remove()")
    frames = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frames)
    count = page.evaluate("() => window.pictures")
    for _ in range(5):
        page.evaluate(frames)
    assert page.evaluate("() => window.pictures") == count
    assert page.problems == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_its_room_is_kept_and_the_page_does_not_scroll_sideways(open_page, address, page, width):
    opened = open_page(
        f"{address}tutorial/{page}/",
        viewport={"width": width, "height": 800},
        has_touch=width < 500,
    )
    figure = opened.locator("relu-training")
    before = figure.bounding_box()["height"]
    figure.scroll_into_view_if_needed()
    opened.locator("relu-training[data-ready]").wait_for()
    assert figure.bounding_box()["height"] == before, "what stands below the figure moves"
    assert figure.locator(".relu-live").bounding_box()["height"] > 0.9 * before
    assert opened.evaluate("() => document.documentElement.scrollWidth") <= width


TOO_SMALL = """(figure) =>
  [...figure.querySelectorAll("button, select, input, summary, [role=slider]")]
    .filter((each) => each.offsetParent !== null || each instanceof SVGElement)
    .filter((each) => {
      const { width, height } = each.getBoundingClientRect();
      return Math.min(width, height) < 24;
    })
    .map((each) => each.outerHTML.slice(0, 80))"""


def test_targets_are_large_enough(lab):
    _, figure = lab(RANDOM + FIVE, viewport=PHONE, has_touch=True)
    assert figure.evaluate(TOO_SMALL) == []


def test_every_control_is_reached_by_tab(lab):
    page, figure = lab(RANDOM + FIVE)
    figure.get_by_role("slider", name="Point 1 of 5").focus()
    reached = reached_by_tab(page, 40)
    wanted = {
        "Point 1 of 5", "Step at which the loss is read", "Add a point", "Remove the point",
        "Paste data as CSV", "Play", "1 step", "100 steps", "Next seed", "steps a frame",
        "labels", "start", "activation", "method", "learning rate, logarithmic", "learning rate",
        "units", "units, as a number", "seed", "Each unit, on the data", "steps of each",
        "a fit ends below a loss of", "Train 20 restarts", "Reset", "Copy link", "Copy as Python",
    }  # fmt: skip
    assert wanted <= reached, wanted - reached
