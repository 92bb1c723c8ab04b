# The straight and the bent network in JAX, and the training that never moves one bias.
# --8<-- [start:networks]
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)  # double precision


def network(params, x):
    """Return y = v relu(w x + b) + c for each input."""
    return jax.nn.relu(x[:, None] * params["w"] + params["b"]) @ params["v"] + params["c"]


straight = {
    "w": jnp.array([1.0, 1.0, 1.0]),
    "b": jnp.array([-10.0, 10.0, 10.0]),
    "v": jnp.array([-3.0, 1.0, 1.0]),
    "c": jnp.array(-20.0),
}
bent = straight | {"b": straight["b"].at[0].set(1.0)}
points = jnp.array([-4.0, -2.0, -1.0, 1.0, 4.0])
outputs = {"straight": network(straight, points), "bent": network(bent, points)}
for name, values in outputs.items():
    print(name, values.tolist())
#> straight [-8.0, -4.0, -2.0, 2.0, 8.0]
#> bent [-8.0, -4.0, -2.0, -4.0, -7.0]

# --8<-- [end:networks]
# --8<-- [start:training]
x = jnp.linspace(-4, 4, 41)
labels = network(bent, x)


def mean_squared_error(params):
    return jnp.mean((network(params, x) - labels) ** 2)


@jax.jit
def step(params):
    gradients = jax.grad(mean_squared_error)(params)
    return jax.tree.map(lambda p, g: p - 0.001 * g, params, gradients)


trained = straight
for _ in range(5000):
    trained = step(trained)

loss, first_bias = mean_squared_error(trained).item(), trained["b"][0].item()
print(f"loss {loss:.5f}, first bias {first_bias}")
#> loss 2.62497, first bias -10.0
# --8<-- [end:training]
