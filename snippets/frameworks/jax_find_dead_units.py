# Which units of a JAX model are dead on a data set? Return z, before ReLU, and look at all of it.
# --8<-- [start:find]
import jax
import jax.numpy as jnp


def model(params, x):
    """Return the output, and z of each hidden layer with its units or channels last."""
    kernel, bias, w, b, v, c = params
    layout = ("NHWC", "HWIO", "NHWC")
    z0 = jax.lax.conv_general_dilated(x, kernel, (1, 1), "VALID", dimension_numbers=layout) + bias
    z1 = jax.nn.relu(z0).reshape(len(x), -1) @ w + b
    return jax.nn.relu(z1) @ v + c, [z0, z1]


def watch_units(model, params, batches):
    """Tell each unit's share of inputs on anywhere, of positions on, and largest z."""
    @jax.jit
    def look(params, x):
        layers = [z.reshape(len(z), -1, z.shape[-1]) for z in model(params, x)[1]]
        return [((z > 0).any(1).sum(0), (z > 0).mean(1).sum(0), z.max((0, 1))) for z in layers]
    inputs, found = 0, []
    for x in batches:
        found.append(look(params, x))
        inputs += len(x)
    layers = zip(*found, strict=True)  # for each layer what each batch gave
    columns = [[jnp.stack(column) for column in zip(*layer, strict=True)] for layer in layers]
    return [(some.sum(0) / inputs, share.sum(0) / inputs, z.max(0)) for some, share, z in columns]


shapes = (3, 3, 1, 4), (4,), (144, 5), (5,), (5, 1), (1,)
scales = 1 / 3, 1 / 3, 1 / 12, 1 / 12, 1 / 2, 1 / 2
keys = jax.random.split(jax.random.key(0), 8)
draws = zip(keys[:6], shapes, scales, strict=True)
params = [scale * jax.random.normal(key, shape) for key, shape, scale in draws]
params[1] = params[1].at[2].set(-10.0)  # kill a channel
params[3] = params[3].at[1].set(-10.0)  # and a unit
params[4] = params[4].at[3].set(0.0)  # no one reads unit 3 of the dense layer
x, labels = jax.random.normal(keys[-2], (100, 8, 8, 1)), jax.random.normal(keys[-1], (100, 1))

reports = watch_units(model, params, [x[i : i + 32] for i in range(0, 100, 32)])
for layer, (_, share, largest) in enumerate(reports):
    print("layer", layer, "dead:", jnp.flatnonzero(largest <= 0).tolist())
    print("  share on:", *(f"{number:.2f}" for number in share))
#> layer 0 dead: [2]
#>   share on: 0.26 0.27 0.00 0.44
#> layer 1 dead: [1]
#>   share on: 0.07 0.00 0.55 0.22 0.51

# --8<-- [end:find]
# --8<-- [start:check]
def loss(params, x, label):
    output, _ = model(params, x[None])
    return ((output[0] - label) ** 2).sum()


each = jax.vmap(jax.grad(loss), (None, 0, 0))(params, x, labels)  # the examples come first
for layer, biases in enumerate((each[1], each[3])):
    largest = abs(biases).max(0)
    print("layer", layer, "without a gradient:", jnp.flatnonzero(largest == 0).tolist())
#> layer 0 without a gradient: [2]
#> layer 1 without a gradient: [1, 3]

# --8<-- [end:check]
