# Which hidden units are dead on the data? Look at z on every example.
# --8<-- [start:all]
import numpy as np

x = np.linspace(-4, 4, 41)
labels = 2 * x - 3 * np.maximum(x + 1, 0)
w = np.array([1.0, 1.0, 1.0])
b = np.array([-10.0, 10.0, 1.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0

z = x[:, None] * w + b  # a row for each example, a column for each unit
# The gradient of each example's squared error in each bias:
error = np.maximum(z, 0) @ v + c - labels
gradient = 2 * error[:, None] * v * (z > 0)

dead = (z <= 0).all(axis=0)
for unit in range(3):
    off = int((z[:, unit] <= 0).sum())
    largest = abs(gradient[:, unit]).max()
    print(f"unit {unit}: off on {off}, largest gradient {largest:.0f}, dead: {dead[unit]}")
#> unit 0: off on 41, largest gradient 0, dead: True
#> unit 1: off on 0, largest gradient 18, dead: False
#> unit 2: off on 16, largest gradient 17, dead: False

# --8<-- [end:all]
