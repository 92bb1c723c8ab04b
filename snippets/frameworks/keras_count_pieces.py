# How many straight pieces has a Keras model's output between two inputs, and where are its kinks?
# --8<-- [start:all]
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np

jax.config.update("jax_enable_x64", True)  # double precision, in both
keras.config.set_floatx("float64")


def pieces_between(model, start, end, ahead=1e-9):
    """Return where the output bends, t from 0 to 1, and its slopes; shorter pieces than `ahead`
    are passed over. The layers are ReLU layers and such as are affine at inference."""
    kinks, slopes, t = [], [], 0.0
    while t < 1:
        z, slope = (start + t * (end - start))[None], (end - start)[None]
        following = [np.ones(1)]
        for layer in model.layers:
            if isinstance(layer, keras.layers.ReLU):  # the pattern ahead holds up to the next kink
                with np.errstate(divide="ignore", invalid="ignore"):
                    crossings = (t - z / slope).ravel()
                following.append(crossings[crossings > t + ahead])
                on = z + ahead * slope > 0
                z, slope = on * z, on * slope
            else:  # an affine layer: what it makes of zero is its bias
                images = [layer(value) for value in (z, slope, np.zeros_like(z))]
                z, slope, bias = map(keras.ops.convert_to_numpy, images)
                slope = slope - bias
        if not slopes or abs(slope - slopes[-1]).max() > 1e-9 * abs(slope).max():
            kinks, slopes = [*kinks, t], [*slopes, slope]
        t = float(np.concatenate(following).min())
    return kinks[1:], [slope[0] for slope in slopes]


keras.utils.set_random_seed(0)
dense = [keras.layers.Dense(n, bias_initializer="normal") for n in (8, 8, 1)]
relu = [keras.layers.ReLU() for _ in range(2)]
model = keras.Sequential([keras.Input((2,)), dense[0], relu[0], dense[1], relu[1], dense[2]])
kinks, slopes = pieces_between(model, np.array([-4.0, -4.0]), np.array([4.0, 4.0]))
print(len(slopes), "pieces; the first kinks:", *(f"{t:.3f}" for t in kinks[:6]))
#> 15 pieces; the first kinks: 0.454 0.467 0.489 0.490 0.494 0.497
# --8<-- [end:all]
