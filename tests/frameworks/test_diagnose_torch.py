"""The diagnosing snippet on real PyTorch models: the same symptoms as on the package's networks."""

import runpy

import numpy as np

from reluexplain import straight
from reluexplain.examples import bent_labels, samples
from tests.conftest import ROOT
from tests.frameworks.installed import import_frameworks

_, _, torch = import_frameworks()

diagnose = runpy.run_path(str(ROOT / "snippets" / "diagnose.py"))["diagnose"]
X = torch.tensor(samples)[:, None]
LABELS = torch.tensor(bent_labels)[:, None]


def model_of(network):
    """A PyTorch model with the numbers of a shallow network."""
    units = len(network.w)
    model = torch.nn.Sequential(
        torch.nn.Linear(1, units), torch.nn.ReLU(), torch.nn.Linear(units, 1)
    ).double()
    numbers = (network.w[:, None], network.b, network.v[None], np.array([network.c]))
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), numbers, strict=True):
            parameter.copy_(torch.tensor(values))
    return model


def told(model, rate, steps):
    """Train a model, and return what the snippet says of it."""
    optimiser = torch.optim.SGD(model.parameters(), lr=rate)
    losses, caught = [], []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((model(X) - LABELS) ** 2).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    hook = model[0].register_forward_hook(lambda _, __, z: caught.append(z.detach().numpy()))
    outputs = model(X).detach().numpy()
    hook.remove()
    return diagnose(samples, caught, outputs, bent_labels, losses)


def test_the_straight_network_is_named_affine_on_the_data():
    assert told(model_of(straight), 0.001, 2000) == "affine on the data; dead units by layer: 33 %"


def test_a_dead_layer_is_named():
    dead = straight.with_bias(1, -10.0).with_bias(2, -10.0)
    assert told(model_of(dead), 0.1, 200) == "constant output; dead units by layer: 100 %"


def test_an_overflow_is_named():
    assert told(model_of(straight), 0.01, 1000) == "the numbers overflowed"


def test_a_rate_that_is_too_small_is_named():
    torch.manual_seed(0)
    fresh = torch.nn.Sequential(
        torch.nn.Linear(1, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1)
    ).double()
    assert told(fresh, 1e-9, 20).startswith("the loss does not move")
