# Two hundred fresh starts for three units on labels with a bend: how many fit?
# --8<-- [start:all]
import numpy as np

x = np.linspace(-4, 4, 41)
labels = 2 * x - 3 * np.maximum(x + 1, 0)

starts, units, rate = 200, 3, 0.01
random = np.random.default_rng(0)
w = random.normal(0, np.sqrt(2), (starts, units, 1))
b = random.uniform(-4, 4, (starts, units, 1))
v = random.normal(0, np.sqrt(2 / units), (starts, 1, units))
c = np.zeros((starts, 1, 1))

for _ in range(10_000):
    z = w * x + b  # starts, units, samples
    hidden = np.maximum(z, 0)
    error = v @ hidden + c - labels
    back = 2 * error / len(x)
    into = back * v.swapaxes(1, 2) * (z > 0)
    v, c = v - rate * back @ hidden.swapaxes(1, 2), c - rate * back.sum(2, keepdims=True)
    w, b = w - rate * (into @ x)[..., None], b - rate * into.sum(2, keepdims=True)

losses = np.mean((v @ np.maximum(w * x + b, 0) + c - labels) ** 2, axis=(1, 2))
share = np.mean(losses < 0.01)
print(f"one start fits with chance {share:.1f}")
#> one start fits with chance 0.7
for restarts in (2, 3, 4):
    print(f"the best of {restarts} with {1 - (1 - share) ** restarts:.2f}")
#> the best of 2 with 0.90
#> the best of 3 with 0.97
#> the best of 4 with 0.99
# --8<-- [end:all]
