"""The framework snippets: they print what they show, and compute what the package computes."""

import runpy

import numpy as np
import pytest

from reluexplain import Network, bent, dead_units, pieces_on_line, straight, train
from reluexplain.docsbuild import snippets
from reluexplain.examples import bent_labels, domain, five_points, samples
from tests.frameworks.installed import import_frameworks
from tests.pasting import assert_can_be_pasted_at_a_prompt, assert_prints_what_it_shows

jax, keras, torch = import_frameworks()

FRAMEWORKS = ("torch", "keras", "jax")
SNIPPETS = snippets.framework_paths()


# Keras 3.15 turns its variables into arrays in a way that NumPy gives up.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def run(framework, what):
    """Run a snippet as if no other had set a precision before it, and return its names."""
    keras.utils.clear_session()
    keras.config.set_floatx("float32")
    jax.config.update("jax_enable_x64", False)
    return runpy.run_path(str(SNIPPETS[0].parent / f"{framework}_{what}.py"))


def array(values):
    """A tensor, a Keras variable or an array, in NumPy and in double precision."""
    if isinstance(values, torch.Tensor):
        values = values.detach().numpy()
    return np.asarray(getattr(values, "value", values), dtype=np.float64)


def test_each_framework_has_each_snippet():
    names = {path.stem.partition("_")[::2] for path in SNIPPETS}
    what = ("find_dead_units", "count_pieces", "thread_networks")
    assert names == {(framework, name) for framework in FRAMEWORKS for name in what}


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.name)
def test_it_prints_what_it_shows(path):
    assert_prints_what_it_shows(path)


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.name)
def test_it_can_be_pasted_at_a_prompt(path):
    assert_can_be_pasted_at_a_prompt(path)


def dense_form(kernel, bias, side, channels_first):
    """Write a convolution of one channel as a dense layer: a row for each channel and position.

    `kernel` is (channels, height, width); the rows stand in the order in which the framework
    flattens. Written out with loops: it shares nothing with the frameworks.
    """
    size = side - kernel.shape[1] + 1
    weights = np.zeros((len(kernel), size, size, side, side))
    for row, column in np.ndindex(size, size):
        height, width = kernel.shape[1:]
        weights[:, row, column, row : row + height, column : column + width] = kernel
    biases = np.broadcast_to(bias[:, None, None], weights.shape[:3])
    if not channels_first:
        weights, biases = np.moveaxis(weights, 0, 2), np.moveaxis(biases, 0, 2)
    return weights.reshape(-1, side * side), biases.reshape(-1)


def dense_network(framework, names):
    """The small convolutional model of the find-dead-units snippets, in the package."""
    if framework == "torch":
        parts = [array(part) for part in names["model"].parameters()]
        kernel, dense, output = parts[0][:, 0], parts[2], parts[4]
    else:
        variables = names["params"] if framework == "jax" else names["model"].trainable_variables
        parts = [array(part) for part in variables]
        kernel, dense, output = np.moveaxis(parts[0][:, :, 0], -1, 0), parts[2].T, parts[4].T
    weights, biases = dense_form(kernel, parts[1], 8, channels_first=framework == "torch")
    return Network((weights, dense, output), (biases, parts[3], parts[5]))


def by_channel(values, framework):
    """Values (inputs, channels and positions flattened) as (inputs, channels, positions)."""
    if framework == "torch":
        return values.reshape(len(values), 4, -1)
    return np.moveaxis(values.reshape(len(values), -1, 4), 2, 1)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_dead_units_are_those_that_the_package_finds(framework):
    names = run(framework, "find_dead_units")
    network = dense_network(framework, names)
    x = array(names["x"]).reshape(100, 64)
    z = network.pre_activations(x)
    hidden = by_channel(z[0], framework), z[1][:, :, None]
    for (some, share, largest), expected in zip(names["reports"], hidden, strict=True):
        np.testing.assert_allclose(array(some), (expected > 0).any(axis=2).mean(axis=0), atol=1e-6)
        np.testing.assert_allclose(array(share), (expected > 0).mean(axis=(0, 2)), atol=1e-6)
        np.testing.assert_allclose(array(largest), expected.max(axis=(0, 2)), rtol=1e-4, atol=1e-5)
    dead = dead_units(network, x)
    channels = by_channel(dead[0][None], framework)[0]
    assert channels.all(axis=1).tolist() == (array(names["reports"][0][2]) <= 0).tolist()
    assert dead[1].tolist() == (array(names["reports"][1][2]) <= 0).tolist()
    assert [int(unit) for unit in np.flatnonzero(dead[1])] == [1]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_gradients_are_those_of_the_package(framework):
    names = run(framework, "find_dead_units")
    network = dense_network(framework, names)
    x, labels = array(names["x"]).reshape(100, 64), array(names["labels"]).ravel()
    expected = network.gradients(x, labels, per_example=True).biases
    channels = by_channel(expected[0], framework)
    if framework == "torch":  # of each position; the others give their sum
        got = [array(part) for part in names["gradients"]]
        channels = abs(channels).max(axis=2)
    else:
        got = [abs(array(names["each"][part])).max(axis=0) for part in (1, 3)]
        channels = abs(channels.sum(axis=2))
    np.testing.assert_allclose(got[0], channels.max(axis=0), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(got[1], abs(expected[1]).max(axis=0), rtol=1e-3, atol=1e-4)
    assert np.flatnonzero(got[0] == 0).tolist() == [2]
    assert np.flatnonzero(got[1] == 0).tolist() == [1, 3]  # dead; and read by no one


def counted_network(framework, names):
    """The model of the count-pieces snippets, as a network of the package."""
    if framework == "jax":
        weights, biases = names["weights"], names["biases"]
    else:
        model = names["model"]
        parts = list(model.parameters() if framework == "torch" else model.trainable_variables)
        weights, biases = parts[::2], parts[1::2]
    transposed = framework != "torch"
    return Network(
        tuple(array(w).T if transposed else array(w) for w in weights),
        tuple(array(b) for b in biases),
    )


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_pieces_are_those_of_the_package(framework):
    names = run(framework, "count_pieces")
    network = counted_network(framework, names)
    start, end = np.array([-4.0, -4.0]), np.array([4.0, 4.0])
    exact = pieces_on_line(network, start, end - start, 0, 1)
    np.testing.assert_allclose(names["kinks"], exact.kinks, rtol=0, atol=1e-9)
    slopes = np.ravel([array(slope) for slope in names["slopes"]])
    np.testing.assert_allclose(slopes, exact.slopes, rtol=1e-9, atol=1e-9)


def test_the_pieces_of_a_convolutional_model_in_pytorch():
    """Channels, flattening and what the dense layer makes of them, along ten random lines."""
    names = run("torch", "find_dead_units")
    network = dense_network("torch", names)
    model, between = names["model"].double(), run("torch", "count_pieces")["pieces_between"]
    for line in range(10):
        ends = np.random.default_rng(line).normal(size=(2, 64))
        start, end = torch.tensor(ends).reshape(2, 1, 8, 8)
        kinks, slopes = between(model, start, end)
        exact = pieces_on_line(network, ends[0], ends[1] - ends[0], 0, 1)
        np.testing.assert_allclose(kinks, exact.kinks, rtol=0, atol=1e-9)
        np.testing.assert_allclose(np.ravel(slopes), exact.slopes, rtol=1e-9, atol=1e-9)
        assert exact.count > 10


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_thread_s_networks_and_their_training(framework):
    names = run(framework, "thread_networks")
    for name, network in (("straight", straight), ("bent", bent)):
        assert array(names["outputs"][name]).tolist() == network(five_points).tolist()
    np.testing.assert_allclose(array(names["x"]).ravel(), samples, atol=1e-15)
    np.testing.assert_allclose(array(names["labels"]).ravel(), bent_labels, atol=1e-14)
    history = train(straight, samples, bent_labels, rate=0.001, steps=5000)
    np.testing.assert_allclose(names["loss"], history.losses[-1], rtol=1e-11)
    assert names["first_bias"] == history.network.b[0] == -10


def test_the_bent_network_has_its_kink_where_the_package_says():
    """In each framework, between the ends of the domain: t is 3/8 at the input -1."""
    t = (-1 - domain[0]) / (domain[1] - domain[0])
    ends = np.array(domain)[:, None]
    model = run("torch", "thread_networks")["bent"]
    kinks, _ = run("torch", "count_pieces")["pieces_between"](model, *torch.tensor(ends))
    np.testing.assert_allclose(kinks, [t], atol=1e-12)
    params = run("jax", "thread_networks")["bent"]
    layers = [lambda x: x * params["w"] + params["b"], lambda h: h @ params["v"][:, None]]
    kinks, _ = run("jax", "count_pieces")["pieces_between"](layers, *jax.numpy.array(ends))
    np.testing.assert_allclose(kinks, [t], atol=1e-12)


def test_a_relu_in_place_does_not_hide_the_pre_activations():
    watch = run("torch", "find_dead_units")["watch_units"]
    layer = torch.nn.Linear(1, 3)
    model = torch.nn.Sequential(layer, torch.nn.ReLU(inplace=True), torch.nn.Linear(3, 1)).double()
    with torch.no_grad():
        layer.weight[:], layer.bias[:] = 1.0, torch.tensor(straight.b)
    model.train()
    ((some, share, largest),) = watch(model, [layer], [(torch.tensor(samples[:, None]),)])
    z = straight.pre_activations(samples)[0]
    assert array(some).tolist() == array(share).tolist() == (z > 0).mean(axis=0).tolist()
    np.testing.assert_allclose(array(largest), z.max(axis=0))
    assert model.training
    assert not layer._forward_hooks


def test_a_number_that_is_none_makes_no_unit_dead():
    batches = [(torch.tensor([[number]]),) for number in (1.0, np.nan, 1.0)]
    layer = torch.nn.Linear(1, 1)
    watch = run("torch", "find_dead_units")["watch_units"]
    ((_, _, largest),) = watch(layer, [layer], batches)
    assert torch.isnan(largest).all()


def test_a_dense_layer_of_keras_that_ends_in_relu_can_be_watched_too():
    """Zero on every input after ReLU is at most zero on every input before it."""
    watch = run("keras", "find_dead_units")["watch_units"]
    model = run("keras", "thread_networks")["bent"]
    ((_, share, largest),) = watch(model, [model.layers[0]], [samples[:, None]])
    assert share.tolist() == (bent.pre_activations(samples)[0] > 0).mean(axis=0).tolist()
    assert (largest <= 0).tolist() == dead_units(bent, samples)[0].tolist()
    assert isinstance(model, keras.Model)
