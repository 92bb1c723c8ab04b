# The same three units over a wider range: the straight line ends where a unit switches.
# --8<-- [start:all]
import numpy as np

w = np.array([1.0, 1.0, 1.0])
b = np.array([-10.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0


def network(x):
    return float(v @ np.maximum(w * x + b, 0) + c)


kinks = sorted(set((-b / w).tolist()))
inputs = [-15.0, *kinks, 15.0]
outputs = [network(x) for x in inputs]
slopes = (np.diff(outputs) / np.diff(inputs)).tolist()
print("kinks  ", kinks)
#> kinks   [-10.0, 10.0]
print("outputs", outputs)
#> outputs [-20.0, -20.0, 20.0, 15.0]
print("slopes ", slopes)
#> slopes  [0.0, 2.0, -1.0]
# --8<-- [end:all]
