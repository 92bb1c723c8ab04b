# The straight and the bent network in Keras, and the training that never moves one bias.
# --8<-- [start:networks]
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np

jax.config.update("jax_enable_x64", True)  # double precision, in both
keras.config.set_floatx("float64")


def three_units(first_bias):
    """Return the network y = v relu(w x + b) + c in double precision."""
    hidden = keras.layers.Dense(3, activation="relu")
    output = keras.layers.Dense(1)
    model = keras.Sequential([keras.Input((1,)), hidden, output])
    hidden.set_weights([np.ones((1, 3)), np.array([first_bias, 10.0, 10.0])])
    output.set_weights([np.array([[-3.0], [1.0], [1.0]]), np.array([-20.0])])
    return model


straight, bent = three_units(-10.0), three_units(1.0)
points = np.array([[-4.0], [-2.0], [-1.0], [1.0], [4.0]])
outputs = {"straight": straight(points)[:, 0], "bent": bent(points)[:, 0]}
for name, values in outputs.items():
    print(name, values.tolist())
#> straight [-8.0, -4.0, -2.0, 2.0, 8.0]
#> bent [-8.0, -4.0, -2.0, -4.0, -7.0]

# --8<-- [end:networks]
# --8<-- [start:training]
x = np.linspace(-4, 4, 41)[:, None]
labels = bent.predict(x, verbose=0)
straight.compile(keras.optimizers.SGD(0.001), loss="mean_squared_error")
straight.fit(x, labels, batch_size=41, epochs=5000, shuffle=False, verbose=0)

loss = float(np.mean((straight.predict(x, verbose=0) - labels) ** 2))
first_bias = float(straight.layers[0].bias.value[0])
print(f"loss {loss:.5f}, first bias {first_bias}")
#> loss 2.62497, first bias -10.0
# --8<-- [end:training]
