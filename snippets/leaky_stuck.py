# Leaky ReLU moves where ReLU does not, and still ends on the best straight line.
# --8<-- [start:training]
import numpy as np

slope = 0.1
x = np.linspace(-4, 4, 41)
labels = 2 * x - 3 * np.maximum(0, x + 1)
w, b, v, c = np.ones(3), np.array([-10.0, 10.0, 10.0]), np.array([-3.0, 1.0, 1.0]), -20.0
rate = 0.003

for _step in range(8_000):
    z = w[:, None] * x + b[:, None]
    hidden = np.where(z > 0, z, slope * z)
    error = v @ hidden + c - labels
    # The loss is the mean of error^2; its gradient follows by the chain rule.
    back = 2 / len(x) * v[:, None] * error * np.where(z > 0, 1, slope)
    step_v, step_c = 2 / len(x) * hidden @ error, 2 * error.mean()
    w, b = w - rate * back @ x, b - rate * back.sum(axis=1)
    v, c = v - rate * step_v, c - rate * step_c

loss = float((error**2).mean())
line = np.polynomial.Polynomial.fit(x, labels, 1)
line_loss = float(((line(x) - labels) ** 2).mean())
kink = float(-b[0] / w[0])
print(f"loss {loss:.4f}, best straight line {line_loss:.4f}")
#> loss 2.6250, best straight line 2.6250
print(f"the first unit's kink: from 10 to {kink:.2f}; the data end at 4")
#> the first unit's kink: from 10 to 7.49; the data end at 4
# --8<-- [end:training]
