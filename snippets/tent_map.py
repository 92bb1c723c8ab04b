# Depth multiplies pieces: the tent map, two ReLU units, applied to its own output again and again.
# --8<-- [start:map]
import numpy as np


def relu(z):
    return np.maximum(0, z)


def tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5)


# On this grid every kink is a grid point, so each step lies on one piece.
x = np.linspace(0, 1, 2**12 + 1)
y = x
counts = []
for layers in range(1, 7):
    y = tent(y)
    slopes = np.diff(y) / np.diff(x)
    pieces = 1 + int((np.diff(slopes) != 0).sum())
    counts.append(pieces)
    print(f"hidden layers {layers}, units {2 * layers}, pieces {pieces}")
#> hidden layers 1, units 2, pieces 2
#> hidden layers 2, units 4, pieces 4
#> hidden layers 3, units 6, pieces 8
#> hidden layers 4, units 8, pieces 16
#> hidden layers 5, units 10, pieces 32
#> hidden layers 6, units 12, pieces 64

# --8<-- [end:map]
