// "Copy as Python": plain NumPy that reproduces what a live figure shows, number for number.
//
// Each function returns a script that prints the picture's numbers. It is fetched when a reader asks.

/** @param {readonly number[]} values */
const list = (values) => `[${values.map(String).join(", ")}]`;

/**
 * Returns a script for the network lab: the network, its kinks, and its values at both ends and at the kinks.
 * @param {{w: number[], b: number[], v: number[], c: number, domain: number}} state
 */
export function networkScript({ w, b, v, c, domain }) {
  return `import numpy as np

w = np.array(${list(w)}, dtype=float)  # hidden weights
b = np.array(${list(b)}, dtype=float)  # hidden biases
v = np.array(${list(v)}, dtype=float)  # output weights
c = ${String(c)}  # output bias
lower, upper = ${String(-domain)}, ${String(domain)}  # the shown domain


def network(x):
    return np.maximum(np.multiply.outer(x, w) + b, 0) @ v + c


bends = w != 0
kinks = np.unique(-b[bends] / w[bends])
inside = kinks[(kinks > lower) & (kinks < upper)]
for x in [lower, *inside, upper]:
    print("x =", float(x), " y =", float(network(x)))
`;
}

/**
 * Returns a script for the five points: at each input the units after ReLU, the output, and the prediction.
 * @param {{w: number[], b: number[], v: number[], c: number, inputs: number[], predictions: (number | null)[]}} state
 */
export function pointsScript({ w, b, v, c, inputs, predictions }) {
  const guesses = predictions.map((value) => (value === null ? "None" : String(value)));
  return `import numpy as np

w = np.array(${list(w)}, dtype=float)  # hidden weights
b = np.array(${list(b)}, dtype=float)  # hidden biases
v = np.array(${list(v)}, dtype=float)  # output weights
c = ${String(c)}  # output bias
inputs = ${list(inputs)}
predictions = [${guesses.join(", ")}]

for x, prediction in zip(inputs, predictions):
    units = np.maximum(w * x + b, 0)
    print("x =", x, " units", units.tolist(), " y =", float(units @ v + c), " predicted", prediction)
`;
}

/**
 * Returns a script for the training lab: its start, its data, its method, and so many steps.
 * @param {{start: {w: number[], b: number[], v: number[], c: number}, inputs: number[], labels: number[],
 *   activation: "relu" | "leaky" | "tanh", method: "gradient descent" | "momentum" | "adam", rate: number, steps: number}} run
 */
export function trainingScript({ start, inputs, labels, activation, method, rate, steps }) {
  const [value, slope] = {
    relu: ["np.maximum(z, 0)", "(z > 0).astype(float)"],
    leaky: ["np.where(z > 0, z, 0.1 * z)", "np.where(z > 0, 1.0, 0.1)"],
    tanh: ["np.tanh(z)", "1 - np.tanh(z) ** 2"],
  }[activation];
  const updates = {
    "gradient descent": "    parameters -= rate * slopes",
    momentum: "    velocity = 0.9 * velocity + slopes\n    parameters -= rate * velocity",
    adam: `    mean += (1 - 0.9) * (slopes - mean)
    square += (1 - 0.999) * (slopes**2 - square)
    size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
    parameters -= rate * (mean / (1 - 0.9**step)) / size`,
  }[method];
  const memory = { "gradient descent": "", momentum: "velocity = np.zeros_like(parameters)\n", adam: "mean, square = np.zeros_like(parameters), np.zeros_like(parameters)\n" }[method];
  return `import numpy as np

x = np.array(${list(inputs)}, dtype=float)
labels = np.array(${list(labels)}, dtype=float)
w = np.array(${list(start.w)}, dtype=float)  # hidden weights
b = np.array(${list(start.b)}, dtype=float)  # hidden biases
v = np.array(${list(start.v)}, dtype=float)  # output weights
c = ${String(start.c)}  # output bias
rate, steps = ${String(rate)}, ${String(steps)}  # ${method}

parameters = np.concatenate([w, b, v, [c]])


def loss_and_slopes(parameters):
    w, b, v = parameters[:-1].reshape(3, -1)
    z = np.outer(x, w) + b
    u = ${value}
    errors = u @ v + parameters[-1] - labels
    back = 2 / len(x) * errors[:, None] * v * (${slope})
    slopes = [x @ back, back.sum(axis=0), 2 / len(x) * errors @ u, [2 * errors.mean()]]
    return (errors**2).mean(), np.concatenate(slopes)


print("loss at the start", float(loss_and_slopes(parameters)[0]))
${memory}for step in range(1, steps + 1):
    slopes = loss_and_slopes(parameters)[1]
${updates}
w, b, v = parameters[:-1].reshape(3, -1)
print("loss at the end", float(loss_and_slopes(parameters)[0]))
print("w", w.tolist())
print("b", b.tolist())
print("v", v.tolist())
print("c", float(parameters[-1]))
`;
}

/** The package's activations in plain NumPy: value and derivative at z, and what these need. */
const FORMULAS = {
  relu: ["ReLU", "max(z, 0)", "float(z > 0)"],
  leaky_relu: ["Leaky ReLU", "max(z, 0) + slope * min(z, 0)", "1.0 if z > 0 else slope"],
  elu: ["ELU", "z if z > 0 else scale * np.expm1(z)", "1.0 if z > 0 else scale * np.exp(z)"],
  softplus: ["softplus", "max(z, 0) + np.log1p(np.exp(-abs(z)))", "logistic"],
  sigmoid: ["sigmoid", "logistic", "logistic_slope"],
  tanh: ["tanh", "np.tanh(z)", "1 / np.cosh(z) ** 2"],
  silu: ["SiLU", "z * logistic", "logistic + z * logistic_slope"],
  gelu: ["GELU", "z * share", "share + z * density"],
};

/**
 * Returns a script for the activation lab: value and derivative of each chosen activation at an input.
 * @param {{chosen: string[], slope: number, scale: number, z: number}} state
 */
export function activationsScript({ chosen, slope, scale, z }) {
  const rows = chosen.map((key) => {
    const [name, value, derivative] = FORMULAS[/** @type {keyof typeof FORMULAS} */ (key)];
    return `    "${name}": (${value}, ${derivative}),\n`;
  });
  return `import math

import numpy as np

z = ${String(z)}  # where they are read
slope = ${String(slope)}  # of Leaky ReLU
scale = ${String(scale)}  # of ELU

logistic = 1 / (1 + np.exp(-z))
logistic_slope = logistic / (1 + np.exp(z))
share = math.erfc(-z / math.sqrt(2)) / 2  # of a standard normal below z: (1 + erf) / 2
density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

activations = {
${rows.join("")}}
for name, (value, derivative) in activations.items():
    print(f"{name:10}", float(value), float(derivative))
`;
}
