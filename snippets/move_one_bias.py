# One bias moves from -10 to 1: five points of the new network, and the slopes between them.
# --8<-- [start:all]
import numpy as np

w = np.array([1.0, 1.0, 1.0])
b = np.array([1.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0

inputs = [-4, -2, -1, 1, 4]
outputs = []
for x in inputs:
    hidden = np.maximum(w * x + b, 0)
    outputs.append(float(v @ hidden + c))
    print(x, hidden.tolist(), outputs[-1])
#> -4 [0.0, 6.0, 6.0] -8.0
#> -2 [0.0, 8.0, 8.0] -4.0
#> -1 [0.0, 9.0, 9.0] -2.0
#> 1 [2.0, 11.0, 11.0] -4.0
#> 4 [5.0, 14.0, 14.0] -7.0

slopes = (np.diff(outputs) / np.diff(inputs)).tolist()
print(slopes)
#> [2.0, 2.0, -1.0, -1.0]
# --8<-- [end:all]
