# Draw the bent network with Matplotlib. No window opens and no file is written.
# --8<-- [start:all]
import io

import numpy as np
from matplotlib.figure import Figure

w = np.array([1.0, 1.0, 1.0])
b = np.array([1.0, 10.0, 10.0])
v = np.array([-3.0, 1.0, 1.0])
c = -20.0


def network(x):
    return float(v @ np.maximum(w * x + b, 0) + c)


x = np.linspace(-4, 4, 81)
figure = Figure()
axis = figure.add_subplot()
(curve,) = axis.plot(x, [network(one) for one in x])
(points,) = axis.plot([-4, -1, 4], [network(one) for one in (-4, -1, 4)], "o")
figure.savefig(io.BytesIO())  # put "bent.png" in place of io.BytesIO() to keep the picture

heights = [float(y) for y in points.get_ydata()]
highest = float(max(curve.get_ydata()))
print("the three points are at", heights)
#> the three points are at [-8.0, -2.0, -7.0]
print("the highest point drawn is at", round(highest, 6))
#> the highest point drawn is at -2.0
# --8<-- [end:all]
