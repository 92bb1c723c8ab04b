# Gradient descent from a straight network towards a bent one: one number away, never reached.
# --8<-- [start:all]
import numpy as np

x = np.linspace(-4, 4, 41)[:, None]
labels = 2 * x[:, 0] - 3 * np.maximum(x[:, 0] + 1, 0)  # the network below with b[0] = 1

w = np.array([1.0, 1.0, 1.0])
b = np.array([-10.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0
rate = 0.001

for step in range(5001):
    z = w * x + b  # samples down, units across
    hidden = np.maximum(z, 0)
    error = hidden @ v + c - labels
    loss = np.mean(error**2)
    if step in (0, 10, 100, 1000, 5000):
        print(f"step {step:4}  loss {loss:8.5f}  b0 {b[0]}")
    back = 2 * error[:, None] / len(x)
    into = back * v * (z > 0)  # the gradient of the loss in z, sample by sample
    w, b = w - rate * np.sum(into * x, axis=0), b - rate * np.sum(into, axis=0)
    v, c = v - rate * np.sum(back * hidden, axis=0), c - rate * np.sum(back)
#> step    0  loss 48.51220  b0 -10.0
#> step   10  loss 12.52838  b0 -10.0
#> step  100  loss  3.67884  b0 -10.0
#> step 1000  loss  2.62497  b0 -10.0
#> step 5000  loss  2.62497  b0 -10.0

slope = v[1:] @ w[1:]  # units 1 and 2 are on for every sample, unit 0 is off
print(f"slope {slope:.4f}, largest gradient of b0 on any sample: {np.abs(into[:, 0]).max()}")
#> slope -0.0383, largest gradient of b0 on any sample: 0.0
# --8<-- [end:all]
