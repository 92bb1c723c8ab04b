# What is wrong with a network that does not fit? Look at its numbers on all the data.
# --8<-- [start:all]
import numpy as np


def diagnose(inputs, hidden, outputs, labels, losses):
    """Name the first symptom. `hidden` has each layer's pre-activations, (samples, units)."""
    x, y, t = (np.asarray(a, float).reshape(len(labels), -1) for a in (inputs, outputs, labels))
    dead = [np.mean((np.asarray(z) <= 0).all(axis=0)) for z in hidden]
    units = "dead units by layer: " + ", ".join(f"{100 * share:.0f} %" for share in dead)
    line = np.column_stack([x, np.ones(len(x))])
    if not (np.isfinite(x).all() and np.isfinite(t).all()):
        return "the data are not finite"
    if not (np.isfinite(y).all() and np.isfinite(losses).all()):
        return "the numbers overflowed"
    small = 1e-3 * np.ptp(t)
    if np.ptp(y, axis=0).max() < small:
        return f"constant output; {units}"
    if y.shape[1] > 1 and len(set(y.argmax(axis=1))) == 1:
        return f"one class for all; {units}"
    if len(x) > line.shape[1] and abs(line @ np.linalg.lstsq(line, y)[0] - y).max() < small:
        return f"affine on the data; {units}"
    if losses[-1] > 0.99 * losses[0]:
        return f"the loss does not move; {units}"
    return f"none of the symptoms; {units}"

x = np.linspace(-4, 4, 41)
labels = 2 * x - 3 * np.maximum(x + 1, 0)
for bias in (-10.0, 1.0):
    z = x[:, None] + np.array([bias, 10.0, 10.0])
    outputs = np.maximum(z, 0) @ np.array([-3.0, 1.0, 1.0]) - 20
    losses = [100.0, np.mean((outputs - labels) ** 2)]
    print(diagnose(x, [z], outputs, labels, losses))
#> affine on the data; dead units by layer: 33 %
#> none of the symptoms; dead units by layer: 0 %

# --8<-- [end:all]
