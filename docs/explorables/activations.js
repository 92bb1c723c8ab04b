// Activations with their derivatives, as in the package's module `activations`, one number at a time.
//
// It does not attempt the package's arrays, slopes that are trained, or more speed than figures need.

/**
 * @typedef {object} Activation a function of one number, with its derivative
 * @property {string} name what the field calls it
 * @property {(x: number) => number} value
 * @property {(x: number) => number} derivative
 * @property {number | null} negativeSlope the slope for negative inputs where the function is x for positive
 *   ones and a multiple of x for negative ones (0 for ReLU); null for every other function
 */

/** The slope of Leaky ReLU in the training lab. */
export const LEAKY_SLOPE = 0.1;

/** @type {Activation} */
export const relu = {
  name: "ReLU",
  value: (x) => Math.max(x, 0),
  derivative: (x) => (x > 0 ? 1 : 0),
  negativeSlope: 0,
};

/** @type {Activation} */
export const sigmoid = { name: "sigmoid", value: logistic, derivative: logisticSlope, negativeSlope: null };

/** @type {Activation} */
export const tanh = {
  name: "tanh",
  value: Math.tanh,
  derivative: (x) => 4 * logisticSlope(2 * x), // 1 - tanh(x)^2 loses all digits far out
  negativeSlope: null,
};

/** @type {Activation} */
export const softplus = {
  name: "softplus",
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  derivative: logistic,
  negativeSlope: null,
};

/** @type {Activation} */
export const silu = {
  name: "SiLU",
  value: (x) => x * logistic(x),
  derivative: (x) => logistic(x) + x * logisticSlope(x),
  negativeSlope: null,
};

/** @type {Activation} */
export const gelu = {
  name: "GELU",
  value: (x) => x * normalShare(x),
  derivative: (x) => normalShare(x) + x * normalDensity(x),
  negativeSlope: null,
};

/**
 * Returns Leaky ReLU.
 * @param {number} slope for negative inputs
 * @returns {Activation}
 */
export function leakyRelu(slope = 0.01) {
  return {
    name: `Leaky ReLU (${Number(slope.toPrecision(6))})`,
    value: (x) => Math.max(x, 0) + slope * Math.min(x, 0),
    derivative: (x) => (x > 0 ? 1 : slope),
    negativeSlope: slope,
  };
}

/**
 * Returns ELU.
 * @param {number} scale minus the value that the function approaches far to the left
 * @returns {Activation}
 */
export function elu(scale = 1) {
  return {
    name: "ELU",
    value: (x) => (x > 0 ? x : scale * Math.expm1(x)),
    derivative: (x) => (x > 0 ? 1 : scale * Math.exp(x)),
    negativeSlope: null,
  };
}

/** @param {number} x */
function logistic(x) {
  const small = Math.exp(-Math.abs(x)); // of a negative number alone, so that nothing overflows
  return (x >= 0 ? 1 : small) / (1 + small);
}

/** @param {number} x */
function logisticSlope(x) {
  const small = Math.exp(-Math.abs(x));
  return small / (1 + small) ** 2;
}

/**
 * The density of the standard normal distribution.
 * @param {number} x
 */
function normalDensity(x) {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * The share of a standard normal distribution below x.
 * @param {number} x
 */
function normalShare(x) {
  return 0.5 * complementaryError(-x / Math.SQRT2);
}

/**
 * Returns 1 - erf(x), to 12 digits.
 * @param {number} x
 * @returns {number}
 */
function complementaryError(x) {
  if (x < 0) return 2 - complementaryError(-x);
  const bell = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2.5) {
    // The series of erf whose terms are all positive, so that none cancel.
    let sum = x;
    for (let k = 1, term = x; term > 1e-17 * sum; k += 1) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return 1 - 2 * bell * sum;
  }
  // Laplace's continued fraction, from the inside out. At 2.5, where it is slowest, 50 levels are enough.
  let fraction = x;
  for (let k = 50; k > 0; k -= 1) fraction = x + k / 2 / fraction;
  return bell / fraction;
}
