"""The frameworks have an environment of their own; elsewhere their tests are left out, aloud."""

import importlib.util
import os

import pytest

NAMES = {"jax": "JAX", "keras": "Keras", "torch": "PyTorch"}


def import_frameworks():
    """Return jax, keras and torch; where one is not installed leave the module's tests out."""
    missing = [said for name, said in NAMES.items() if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(
            f"not installed: {', '.join(missing)}. The tests of the framework snippets are left "
            "out; run `make test-frameworks`.",
            allow_module_level=True,
        )
    os.environ.setdefault("KERAS_BACKEND", "jax")
    return [importlib.import_module(name) for name in NAMES]
