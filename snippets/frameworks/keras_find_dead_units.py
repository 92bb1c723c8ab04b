# Which units of a Keras model are dead on a data set? Look at z, before ReLU, on all of it.
# --8<-- [start:find]
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np


def watch_units(model, layers, batches):
    """Tell each unit's share of inputs on anywhere, of positions on, and largest z."""
    watched = keras.Model(model.inputs, [layer.output for layer in layers])
    inputs, found = 0, [(0, 0, -np.inf) for _ in layers]
    for x in batches:
        for number, z in enumerate(keras.tree.flatten(watched([x], training=False))):
            z = keras.ops.convert_to_numpy(z).reshape(len(x), -1, z.shape[-1])
            some, share, largest = found[number]
            some, share = some + (z > 0).any(1).sum(0), share + (z > 0).mean(1).sum(0)
            found[number] = some, share, np.maximum(largest, z.max((0, 1)))
        inputs += len(x)
    return [(some / inputs, share / inputs, largest) for some, share, largest in found]


keras.utils.set_random_seed(0)
x, labels = np.random.normal(size=(100, 8, 8, 1)), np.random.normal(size=(100, 1))
conv, dense, output = keras.layers.Conv2D(4, 3), keras.layers.Dense(5), keras.layers.Dense(1)
relu, flatten = keras.layers.ReLU, keras.layers.Flatten
model = keras.Sequential([keras.Input((8, 8, 1)), conv, relu(), flatten(), dense, relu(), output])
for layer, unit in ((conv, 2), (dense, 1)):  # kill a channel and a unit
    kernel, bias = layer.get_weights()
    bias[unit] = -10.0
    layer.set_weights([kernel, bias])

kernel, bias = output.get_weights()
kernel[3] = 0.0  # no one reads unit 3 of the dense layer
output.set_weights([kernel, bias])

layers = [conv, dense]  # what these give goes into ReLU
reports = watch_units(model, layers, [x[i : i + 32] for i in range(0, 100, 32)])
for layer, (_, share, largest) in zip(layers, reports, strict=True):
    print(type(layer).__name__, "dead:", np.flatnonzero(largest <= 0).tolist())
    print("  share on:", *(f"{number:.2f}" for number in share))
#> Conv2D dead: [2]
#>   share on: 0.51 0.50 0.00 0.51
#> Dense dead: [1]
#>   share on: 0.99 0.00 0.60 0.34 0.79

# --8<-- [end:find]
# --8<-- [start:check]
def loss(parameters, x, label):
    output, _ = model.stateless_call(parameters, [], x[None])
    return ((output[0] - label) ** 2).sum()


parameters = [variable.value for variable in model.trainable_variables]
each = jax.vmap(jax.grad(loss), (None, 0, 0))(parameters, x, labels)  # the examples come first
for layer, biases in zip(layers, (each[1], each[3]), strict=True):
    largest = abs(biases).max(0)
    print(type(layer).__name__, "without a gradient:", np.flatnonzero(largest == 0).tolist())
#> Conv2D without a gradient: [2]
#> Dense without a gradient: [1, 3]

# --8<-- [end:check]
