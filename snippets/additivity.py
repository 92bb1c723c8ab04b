# ReLU is not additive: its value at a sum is not always the sum of its values.
# --8<-- [start:all]
import numpy as np


def relu(x):
    return np.maximum(x, 0)


together = int(relu(-1 + 1))
apart = int(relu(-1) + relu(1))
print(together, apart)
#> 0 1

numbers = np.arange(-4, 5)
a, b = np.meshgrid(numbers, numbers)  # every pair of whole numbers from -4 to 4
fails = relu(a + b) != relu(a) + relu(b)
failures = int(fails.sum())
print(failures, "of", fails.size, "pairs fail")
#> 32 of 81 pairs fail

opposite = a * b < 0
print("exactly those on opposite sides of zero:", np.array_equal(fails, opposite))
#> exactly those on opposite sides of zero: True
# --8<-- [end:all]
