"""How tests call the live figures' mathematics in a real browser, and compare numbers.

Numbers agree to 1e-9 of the size of what was added up to get them, so that tiny and large networks
are held to the same digits.
"""

from __future__ import annotations

import contextlib
import json
import math
from typing import NamedTuple

import numpy as np

from reluexplain import activations

TOLERANCE = 1e-9
SMALLEST = 1e-300  # below, float64 runs out of digits

# Numbers that JSON has no word for travel as words; Number() and float() read both.
IN_PAGE = """async ([folder, text]) => {
  const names = ["activations", "network", "generator", "training"];
  const modules = await Promise.all(names.map((name) => import(`${folder}${name}.js`)));
  const $ = Object.assign({}, ...modules);
  const activation = ([name, ...settings]) => (settings.length ? $[name](...settings) : $[name]);
  const network = ({ w, b, v, c, kind }) => ({ w, b, v, c, activation: activation(kind) });
  const word = (number) => (Object.is(number, -0) ? "-0" : String(number));
  const unwritten = (value) => Object.is(value, -0) || !Number.isFinite(value);
  return JSON.stringify(JSON.parse(text).map(CALL), (_, value) =>
    typeof value === "number" && unwritten(value) ? word(value) : value);
}"""


class Kind(NamedTuple):
    """An activation of the package, and how the page makes it."""

    package: activations.Activation
    page: tuple[str | float, ...]


def leaky(slope):
    return Kind(activations.leaky_relu(slope), ("leakyRelu", slope))


RELU, TANH = Kind(activations.relu, ("relu",)), Kind(activations.tanh, ("tanh",))
PIECEWISE_LINEAR = (RELU, leaky(0.1), leaky(2.0), leaky(-1.0), leaky(1.0))
SMOOTH = (
    TANH,
    Kind(activations.sigmoid, ("sigmoid",)),
    Kind(activations.softplus, ("softplus",)),
    Kind(activations.silu, ("silu",)),
    Kind(activations.gelu, ("gelu",)),
    Kind(activations.elu(), ("elu", 1.0)),
    Kind(activations.elu(0.5), ("elu", 0.5)),
)


@contextlib.contextmanager
def asking(browser, address):
    """Give a way to call a JavaScript function for each of many cases, in a page of the site."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)

    def ask(function, cases):
        text = json.dumps(cases, allow_nan=False)
        source = IN_PAGE.replace("CALL", function)
        return json.loads(page.evaluate(source, [f"{address}explorables/", text]))

    yield ask
    context.close()


def numbers(values):
    """An array from what the page returned."""
    return np.array([numbers(v) if isinstance(v, list) else float(v) for v in values], dtype=float)


def written(network, kind=None):
    """A network as text that a terminal takes back."""
    parts = ", ".join(f"{name}={getattr(network, name).tolist()}" for name in ("w", "b", "v", "c"))
    return f"Network.shallow({parts}) with {(kind or network).activation.name}"


def assert_close(found, expected, size, message):
    found, expected = numbers(np.atleast_1d(found).tolist()), np.atleast_1d(expected)
    assert found.shape == expected.shape, f"{message}: {found.tolist()} for {expected.tolist()}"
    with np.errstate(invalid="ignore"):
        same = np.abs(found - expected) <= TOLERANCE * size + SMALLEST
    same |= found == expected  # infinities
    assert same.all(), f"{message}: the page computes {found}, the package {expected}"


def parameters(network):
    return {name: getattr(network, name).tolist() for name in ("w", "b", "v", "c")}


def words(interval):
    return [
        end if math.isfinite(end) else "Infinity" if end > 0 else "-Infinity" for end in interval
    ]


def on_page(network, kind):
    return {**parameters(network), "kind": kind.page}
