# The best that a straight line can do on labels with a bend.
# --8<-- [start:all]
import numpy as np

x = np.linspace(-4, 4, 41)
labels = 2 * x - 3 * np.maximum(x + 1, 0)

slope, intercept = np.polyfit(x, labels, 1)
loss = np.mean((slope * x + intercept - labels) ** 2)
print(f"slope {slope:.4f}, intercept {intercept:.4f}, loss {loss:.5f}")
#> slope -0.0383, intercept -4.7561, loss 2.62497

constant = np.var(labels)  # the loss of the best level line
print(f"with slope 0 the loss is {constant:.5f}")
#> with slope 0 the loss is 2.63319
# --8<-- [end:all]
