"""What the pages say of the frameworks' defaults is what these releases really do."""

import inspect

import numpy as np
import pytest

from reluexplain import frameworks
from tests.frameworks.installed import import_frameworks

jax, keras, torch = import_frameworks()
jnp = jax.numpy

VERSIONS = {"PyTorch": torch.__version__, "Keras": keras.__version__, "JAX": jax.__version__}


def test_the_releases_are_those_that_the_pages_name():
    assert {name: v.partition("+")[0] for name, v in VERSIONS.items()} == frameworks.versions
    assert keras.backend.backend() == "jax"


def test_the_slopes_of_leaky_relu():
    z = np.array([-1.0])
    got = {
        "PyTorch": -torch.nn.LeakyReLU()(torch.tensor(z)).item(),
        "Keras's layer": -float(keras.layers.LeakyReLU()(z)[0]),
        "Keras's function": -float(keras.activations.leaky_relu(jnp.array(z))[0]),
        "JAX": -float(jax.nn.leaky_relu(jnp.array(z))[0]),
    }
    assert got == pytest.approx(frameworks.leaky_slopes, rel=1e-6)
    functional = inspect.signature(torch.nn.functional.leaky_relu).parameters["negative_slope"]
    assert functional.default == frameworks.leaky_slopes["PyTorch"]


def test_where_prelu_starts():
    layer = keras.layers.PReLU()
    layer.build((None, 3))
    got = {"PyTorch": torch.nn.PReLU().weight.item(), "Keras": float(layer.alpha.value[0])}
    assert got == frameworks.prelu_starts
    assert not hasattr(jax.nn, "prelu")


def torch_slope(function):
    x = torch.zeros((), dtype=torch.float64, requires_grad=True)
    function(x).backward()
    return x.grad.item()


def jax_slope(function):
    return float(jax.grad(function)(0.0))


def test_the_derivative_at_zero():
    ops, zero = keras.ops, torch.zeros((), dtype=torch.float64)
    got = {
        "relu": {
            "PyTorch": torch_slope(torch.relu),
            "Keras": jax_slope(keras.activations.relu),
            "JAX": jax_slope(jax.nn.relu),
        },
        "maximum": {
            "PyTorch": torch_slope(lambda x: torch.maximum(x, zero)),
            "Keras": jax_slope(lambda x: ops.maximum(x, 0.0)),
            "JAX": jax_slope(lambda x: jnp.maximum(x, 0.0)),
        },
        "clip": {
            "PyTorch": torch_slope(lambda x: torch.clamp(x, min=0)),
            "Keras": jax_slope(lambda x: ops.clip(x, 0.0, 1e6)),
            "JAX": jax_slope(lambda x: jnp.clip(x, 0.0)),
        },
        "where": {
            "PyTorch": torch_slope(lambda x: torch.where(x > 0, x, zero)),
            "Keras": jax_slope(lambda x: ops.where(x > 0, x, 0.0)),
            "JAX": jax_slope(lambda x: jnp.where(x > 0, x, 0.0)),
        },
        "leaky relu": {
            "PyTorch": torch_slope(torch.nn.functional.leaky_relu),
            "Keras": jax_slope(keras.activations.leaky_relu),
            "JAX": jax_slope(jax.nn.leaky_relu),
        },
    }
    assert got == frameworks.slopes_at_zero


def test_every_relu_gives_zero_at_zero():
    functions = [torch.nn.ReLU(), torch.nn.functional.relu, torch.nn.ReLU6()]
    assert [torch_slope(function) for function in functions] == [0, 0, 0]
    layers = [keras.layers.ReLU(), keras.layers.Activation("relu"), keras.ops.relu, jax.nn.relu6]
    slopes = [jax_slope(lambda x, f=f: f(jnp.reshape(x, (1,)))[0]) for f in layers]
    assert slopes == [0, 0, 0, 0]


@pytest.mark.parametrize(("inputs", "outputs"), [(100, 400), (400, 100)])
def test_how_a_dense_layer_starts(inputs, outputs):
    """Bounded by what the pages say, and coming near: uniform numbers reach the ends."""
    torch.manual_seed(0)
    linear = torch.nn.Linear(inputs, outputs)
    bound = frameworks.weight_bound("PyTorch", inputs, outputs)
    for numbers, room in ((linear.weight, 1.001), (linear.bias, 1.1)):
        largest = abs(numbers.detach().numpy()).max()
        assert largest <= bound * (1 + 1e-6) <= largest * room
    keras.utils.set_random_seed(0)
    dense = keras.layers.Dense(outputs)
    dense.build((None, inputs))
    largest = abs(np.asarray(dense.kernel.value)).max()
    bound = frameworks.weight_bound("Keras", inputs, outputs)
    assert largest <= bound * (1 + 1e-6) <= largest * 1.001
    assert not np.asarray(dense.bias.value).any()
    glorot = jax.nn.initializers.glorot_uniform()(jax.random.key(0), (inputs, outputs))
    assert float(abs(glorot).max()) == pytest.approx(bound, rel=1e-3)


def test_the_uniform_weights_of_pytorch_have_the_variance_of_a_uniform_law():
    torch.manual_seed(0)
    weights = torch.nn.Linear(300, 1000).weight.detach().numpy()
    bound = frameworks.weight_bound("PyTorch", 300, 1000)
    assert weights.var() == pytest.approx(bound**2 / 3, rel=0.01)
