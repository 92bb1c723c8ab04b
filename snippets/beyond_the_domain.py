# A straight network and the best line agree on the data and part beyond them.
# --8<-- [start:all]
import numpy as np

w = np.array([1.0, 1.0, 1.0])
b = np.array([-10.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0


def network(x):
    return np.maximum(np.multiply.outer(x, w) + b, 0) @ v + c


data = np.linspace(-4, 4, 41)
slope, intercept = np.polyfit(data, network(data), 1)
inputs = np.array([-15.0, -4.0, 4.0, 10.0, 15.0])
outputs = network(inputs)
line = slope * inputs + intercept
for x, straight, y in zip(inputs, line, outputs, strict=True):
    print(f"x = {x:3.0f}: line {straight:4.0f}, network {y:4.0f}")
#> x = -15: line  -30, network  -20
#> x =  -4: line   -8, network   -8
#> x =   4: line    8, network    8
#> x =  10: line   20, network   20
#> x =  15: line   30, network   15

# --8<-- [end:all]
