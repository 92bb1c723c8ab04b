# How many straight pieces has a JAX model's output between two inputs, and where are its kinks?
# --8<-- [start:all]
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)  # double precision


def pieces_between(layers, start, end, ahead=1e-9):
    """Return where the output bends, t from 0 to 1, and its slopes; shorter pieces than `ahead`
    are passed over. `layers` are affine functions, with a ReLU between any two."""
    kinks, slopes, t = [], [], 0.0
    while t < 1:
        z, slope = start + t * (end - start), end - start
        following = [jnp.ones(1)]
        for number, layer in enumerate(layers):
            if number > 0:  # ReLU: the pattern a little ahead holds up to the next kink
                crossings = (t - z / slope).ravel()
                following.append(crossings[crossings > t + ahead])
                on = z + ahead * slope > 0
                z, slope = on * z, on * slope
            z, slope = layer(z), layer(slope) - layer(jnp.zeros_like(z))  # less the bias
        if not slopes or abs(slope - slopes[-1]).max() > 1e-9 * abs(slope).max():
            kinks, slopes = [*kinks, t], [*slopes, slope]
        t = jnp.concatenate(following).min().item()
    return kinks[1:], slopes


keys = jax.random.split(jax.random.key(0), 6)
sizes = (2, 8, 8, 1)
weights = [jax.random.normal(keys[i], sizes[i : i + 2]) / sizes[i] ** 0.5 for i in range(3)]
biases = [jax.random.normal(keys[i + 3], sizes[i + 1]) for i in range(3)]
layers = [lambda x, w=w, b=b: x @ w + b for w, b in zip(weights, biases, strict=True)]
start, end = jnp.array([-4.0, -4.0]), jnp.array([4.0, 4.0])
kinks, slopes = pieces_between(layers, start, end)
print(len(slopes), "pieces; the first kinks:", *(f"{t:.3f}" for t in kinks[:6]))
#> 14 pieces; the first kinks: 0.119 0.274 0.331 0.344 0.363 0.379
# --8<-- [end:all]
