# Nine activations, each a line of NumPy, with their values on both sides of zero.
# --8<-- [start:table]
import math

import numpy as np

erf = np.vectorize(math.erf)  # NumPy has none


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


activations = {
    "ReLU": lambda z: np.maximum(0, z),
    "Leaky ReLU": lambda z: np.where(z > 0, z, 0.01 * z),
    "PReLU": lambda z: np.where(z > 0, z, 0.25 * z),  # 0.25 is where training starts
    "ELU": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(0, z),
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "SiLU": lambda z: z * sigmoid(z),
    "GELU": lambda z: z * (1 + erf(z / math.sqrt(2))) / 2,
}
z = np.array([-4.0, -1.0, 0.0, 1.0, 4.0])
values = {name: activation(z) for name, activation in activations.items()}
for name, row in values.items():
    print(f"{name:10}", " ".join(f"{value + 0.0:7.4f}" for value in row))
#> ReLU        0.0000  0.0000  0.0000  1.0000  4.0000
#> Leaky ReLU -0.0400 -0.0100  0.0000  1.0000  4.0000
#> PReLU      -1.0000 -0.2500  0.0000  1.0000  4.0000
#> ELU        -0.9817 -0.6321  0.0000  1.0000  4.0000
#> softplus    0.0181  0.3133  0.6931  1.3133  4.0181
#> sigmoid     0.0180  0.2689  0.5000  0.7311  0.9820
#> tanh       -0.9993 -0.7616  0.0000  0.7616  0.9993
#> SiLU       -0.0719 -0.2689  0.0000  0.7311  3.9281
#> GELU       -0.0001 -0.1587  0.0000  0.8413  3.9999

# --8<-- [end:table]
