# Three ReLU units, one off and two on: from -4 to 4 the network is exactly y = 2x.
# --8<-- [start:all]
import numpy as np

w = np.array([1.0, 1.0, 1.0])
b = np.array([-10.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0


def network(x):
    return float(v @ np.maximum(w * x + b, 0) + c)


at_left, at_right = (w * -4 + b).tolist(), (w * 4 + b).tolist()
print("before ReLU, at -4:", at_left)
#> before ReLU, at -4: [-14.0, 6.0, 6.0]
print("before ReLU, at  4:", at_right)
#> before ReLU, at  4: [-6.0, 14.0, 14.0]

outputs = [network(x) for x in range(-4, 5)]
print(outputs)
#> [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]
# --8<-- [end:all]
