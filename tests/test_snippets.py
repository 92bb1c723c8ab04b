"""The snippets: short, bare, shown, and equal to the package."""

import re
import runpy

import numpy as np
import pytest

import reluexplain as package
from reluexplain import Network, bent, best_line, dead_units, examples, pieces, straight, train
from reluexplain.docsbuild import snippets
from reluexplain.examples import bent_labels, parabola_errors, parabola_network, samples
from tests.conftest import ROOT
from tests.pasting import (
    assert_can_be_pasted_at_a_prompt,
    assert_equal,
    assert_prints_what_it_shows,
)

SNIPPETS = snippets.paths()
PAGES = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "docs").rglob("*.md")
    if path.name != "snippets.md"
)


def ids(path):
    return path.name


def test_there_are_at_least_ten():
    assert len(SNIPPETS) >= 10


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_is_short_and_needs_numpy_or_matplotlib_alone(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 40
    assert snippets.imported(source) <= {"numpy", "matplotlib"}


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_prints_what_it_shows(path):
    assert_prints_what_it_shows(path)


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_can_be_pasted_at_a_prompt(path):
    assert_can_be_pasted_at_a_prompt(path)


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_page_shows_the_snippet_by_section_and_offers_it(path):
    assert re.search(rf'--8<-- "{path.name}:[\w-]+"', PAGES), f"no page shows {path.name}"
    assert f"snippets/{path.name})" in PAGES, f"no page offers {path.name} for download"
    overview = (ROOT / "docs" / "snippets.md").read_text(encoding="utf-8")
    assert path.name in overview, f"docs/snippets.md does not list {path.name}"


@pytest.mark.parametrize("path", snippets.framework_paths(), ids=ids)
def test_a_framework_snippet_is_short_and_a_page_shows_and_offers_it(path):
    """What it prints and computes is tested where the frameworks are: `make test-frameworks`."""
    source = path.read_text(encoding="utf-8")
    code = [line for line in source.splitlines() if "--8<--" not in line and line[:2] != "#>"]
    assert len(code) < 60
    framework = path.name.partition("_")[0]
    allowed = {"torch": {"torch"}, "keras": {"keras", "jax", "numpy"}, "jax": {"jax"}}
    assert snippets.imported(source) <= allowed[framework]
    assert snippets.recorded(source), f"{path.name} prints nothing"
    assert re.search(rf'--8<-- "frameworks/{path.name}:[\w-]+"', PAGES), (
        f"no page shows {path.name}"
    )
    assert f"snippets/frameworks/{path.name})" in PAGES, f"no page offers {path.name}"


def test_the_list_of_snippets_leads_to_the_pages_of_the_frameworks():
    overview = (ROOT / "docs" / "snippets.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "howto").glob("*.md"):
        assert f"(howto/{page.name})" in overview, f"docs/snippets.md does not lead to {page.name}"


def test_pages_include_sections_and_never_line_numbers():
    for included in re.findall(r'--8<-- "([^"]+)"', PAGES):
        assert re.fullmatch(r"(?:frameworks/)?\w+\.py:[a-z][\w-]*", included), included


def leaky_kink():
    network = examples.leaky_history(0.1).network
    return -network.b[0] / network.w[0]


def trained_by_hand():
    """The run of `train_three_units`, by the package."""
    return train(straight, samples, bent_labels, rate=0.001, steps=5000).network


def fresh_starts():
    """The run of `restarts`, by the package, from the same random numbers."""
    random = np.random.default_rng(0)
    w, b = random.normal(0, 2**0.5, (200, 3)), random.uniform(-4, 4, (200, 3))
    start = Network.shallow(w, b, random.normal(0, (2 / 3) ** 0.5, (200, 3)), np.zeros(200))
    return train(start, samples, bent_labels, rate=0.01, steps=10_000).network


def after_one_step(rate):
    history = train(examples.single_unit, [2.0], [0.0], rate=rate, steps=1000, record=1)
    return history.networks.pre_activations([2.0])[0][:, 0, 0]


def steps_until_awake():
    networks = examples.bias_decay_history(0.0, 1.0).networks
    return int(np.argmax(~dead_units(networks, samples)[0][:, 0]))


LINE = best_line(samples, bent_labels)
PARABOLA = parabola_errors(parabola_network(4, "mean square"))
Z = np.array([-4.0, -1.0, 0.0, 1.0, 4.0])
ACTIVATIONS = {
    "ReLU": package.relu,
    "Leaky ReLU": package.leaky_relu(),
    "PReLU": package.prelu(),
    "ELU": package.elu(),
    "softplus": package.softplus,
    "sigmoid": package.sigmoid,
    "tanh": package.tanh,
    "SiLU": package.silu,
    "GELU": package.gelu,
}

# For each snippet the names that it leaves behind, and what the package gives for them.
EXPECTED = {
    "activations": {"values": lambda: {n: a(Z) for n, a in ACTIVATIONS.items()}},
    "additivity": {
        "together": lambda: package.relu(-1 + 1),
        "apart": lambda: package.relu(-1) + package.relu(1),
    },
    "best_line": {
        "slope": lambda: LINE.slope,
        "intercept": lambda: LINE.intercept,
        "loss": lambda: LINE.loss,
    },
    "beyond_the_domain": {
        "outputs": lambda: straight([-15, -4, 4, 10, 15]),
        "slope": lambda: best_line(samples, straight(samples)).slope,
        "intercept": lambda: best_line(samples, straight(samples)).intercept,
    },
    "diagnose": {"labels": lambda: bent_labels, "outputs": lambda: bent(samples)},
    "draw_it": {
        "heights": lambda: bent([-4, -1, 4]),
        "highest": lambda: bent(-1),
    },
    "find_dead_units": {
        "dead": lambda: dead_units(examples.three_states, samples)[0],
        "gradient": lambda: examples.three_states.gradients(samples, bent_labels, True).b,
    },
    "from_afar": {
        "kinks": lambda: pieces(straight, -15, 15).kinks,
        "slopes": lambda: pieces(straight, -15, 15).slopes,
        "outputs": lambda: straight([-15, -10, 10, 15]),
    },
    "leaky_stuck": {
        "loss": lambda: examples.leaky_history(0.1).losses[-1],
        "kink": leaky_kink,
        "line_loss": lambda: LINE.loss,
    },
    "move_one_bias": {
        "inputs": lambda: examples.five_points,
        "outputs": lambda: bent(examples.five_points),
        "slopes": lambda: np.diff(bent(examples.five_points)) / np.diff(examples.five_points),
    },
    "one_step_kills": {"largest": lambda: {rate: after_one_step(rate) for rate in (0.05, 0.11)}},
    "parabola_law": {"mean_square": lambda: PARABOLA[0], "largest": lambda: PARABOLA[1]},
    "restarts": {"share": lambda: np.mean(fresh_starts().loss(samples, bent_labels) < 0.01)},
    "tent_map": {
        "counts": lambda: [pieces(examples.tent_network(k), 0, 1).count for k in range(1, 7)]
    },
    "three_neurons": {
        "outputs": lambda: straight(np.arange(-4, 5)),
        "at_left": lambda: straight.pre_activations(-4)[0],
        "at_right": lambda: straight.pre_activations(4)[0],
    },
    "train_three_units": {
        "w": lambda: trained_by_hand().w,
        "v": lambda: trained_by_hand().v,
        "slope": lambda: LINE.slope,
    },
    "wake_by_decay": {"steps": steps_until_awake, "predicted": steps_until_awake},
}
# A grid, or another order of the same sums, differs by this much.
TOLERANCES = {
    "parabola_law": 1e-4,
    "train_three_units": 1e-3,
    "leaky_stuck": 1e-6,
    "restarts": 0.01,
}


def test_every_snippet_is_held_to_the_package():
    assert EXPECTED.keys() == {path.stem for path in SNIPPETS}


@pytest.mark.parametrize("path", SNIPPETS, ids=ids)
def test_a_snippet_computes_what_the_package_computes(path, capsys):
    names = runpy.run_path(str(path))
    tolerance = TOLERANCES.get(path.stem, 1e-12)
    for name, expected in EXPECTED[path.stem].items():
        assert_equal(names[name], expected(), tolerance, f"{path.name}: {name}")
