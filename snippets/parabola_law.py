# A ReLU network with four hidden units, as near to x^2 on [-1, 1] in mean square as any can be.
# --8<-- [start:network]
import numpy as np


def relu(z):
    return np.maximum(0, z)


units = 4
kinks = np.linspace(-1, 1, units + 2)[1:-1]  # they cut [-1, 1] into equal pieces
w = np.sign(kinks)  # the half on the left faces left
b = -np.abs(kinks)
v = 4 / (units + 1)  # the same change of slope at every kink
c = 1 / (3 * (units + 1) ** 2)


def network(x):
    return v * relu(np.multiply.outer(x, w) + b).sum(axis=-1) + c


# Measure the error on a fine grid, and compare it with the law.
x = np.linspace(-1, 1, 100_001)
error = network(x) - x**2
mean_square = float((error**2).mean())
largest = float(np.abs(error).max())

print(f"mean squared error {mean_square:.6f}, law {4 / (45 * (units + 1) ** 4):.6f}")
#> mean squared error 0.000142, law 0.000142
print(f"largest error {largest:.5f}, law {2 / (3 * (units + 1) ** 2):.5f}")
#> largest error 0.02667, law 0.02667
# --8<-- [end:network]
