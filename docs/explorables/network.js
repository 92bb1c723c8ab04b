// Networks with one input, one hidden layer and one output: values, pieces, states, gradients.
//
// What the package's modules `network`, `pieces`, `states` and `dead` compute, and the best line of
// `training`, by the same rules; there stands why. It is one file, so that a figure waits for one. It does
// not attempt other shapes, batches, or checks of what comes from readers.

/** @typedef {import("./activations.js").Activation} Activation */

/**
 * @typedef {object} Network y = v . activation(w x + b) + c
 * @property {number[]} w hidden weights
 * @property {number[]} b hidden biases
 * @property {number[]} v output weights
 * @property {number} c output bias
 * @property {Activation} activation
 */

/** @typedef {{w: number[], b: number[], v: number[], c: number}} Gradients */

/** @typedef {"off" | "on" | "switching"} State */

/**
 * @typedef {object} Pieces piece j ends at kinks[j], where piece j + 1 begins
 * @property {number} lower
 * @property {number} upper
 * @property {number[]} kinks
 * @property {number[]} slopes one more than the kinks
 * @property {number[]} intercepts the value at 0 of each piece, continued to there
 */

/** A few ulps: a share of the sizes of the numbers that were added or compared. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * Returns what each hidden unit computes before its activation.
 * @param {Network} network
 * @param {number} x
 */
export function preActivations({ w, b }, x) {
  return w.map((weight, unit) => weight * x + b[unit]);
}

/**
 * Returns what each hidden unit passes on.
 * @param {Network} network
 * @param {number} x
 */
export function hidden(network, x) {
  return preActivations(network, x).map((z) => network.activation.value(z));
}

/**
 * Returns the output.
 * @param {Network} network
 * @param {number} x
 */
export function evaluate({ w, b, v, c, activation }, x) {
  let output = 0;
  for (let unit = 0; unit < w.length; unit += 1) output += v[unit] * activation.value(w[unit] * x + b[unit]);
  return output + c;
}

/**
 * Returns where each unit bends: -b/w, NaN where w = 0.
 * @param {Network} network
 */
export function unitKinks({ w, b }) {
  return w.map((weight, unit) => (weight === 0 ? NaN : -b[unit] / weight + 0)); // adding 0 turns -0 into 0
}

/**
 * Returns the state of each unit on an interval: off where its pre-activation is at most 0 throughout, on
 * where it is at least 0 and not 0 throughout. It is affine, so its values at the two ends decide.
 * @param {Network} network
 * @param {number} lower may be -Infinity
 * @param {number} upper may be Infinity
 */
export function unitStates({ w, b }, lower, upper) {
  return w.map((weight, unit) =>
    stateOf([lower, upper].map((end) => (weight === 0 ? b[unit] : weight * end + b[unit]))),
  );
}

/**
 * Returns the state of each unit on a data set.
 * @param {Network} network
 * @param {readonly number[]} inputs
 */
export function unitStatesOn({ w, b }, inputs) {
  return w.map((weight, unit) => stateOf(inputs.map((x) => weight * x + b[unit])));
}

/**
 * @param {number[]} values of a pre-activation
 * @returns {State}
 */
function stateOf(values) {
  if (!values.some((z) => z > 0)) return "off";
  return values.some((z) => z < 0) ? "switching" : "on";
}

/**
 * Returns which units are dead on a data set. Where the activation is flat nowhere, none is.
 * @param {Network} network
 * @param {readonly number[]} inputs
 */
export function deadUnits(network, inputs) {
  const flat = network.activation.negativeSlope === 0;
  return unitStatesOn(network, inputs).map((state) => flat && state === "off");
}

/**
 * Returns the exact pieces of a network of ReLU or leaky ReLU units on an interval. Kinks that coincide are
 * one kink; kinks that cancel, carry no weight or lie on an end of the interval are none.
 * @param {Network} network
 * @param {number} lower may be -Infinity
 * @param {number} upper may be Infinity
 * @returns {Pieces}
 */
export function pieces(network, lower, upper) {
  const { slope, intercept, bends } = fromTheLeft(network, lower, upper);
  /** @type {Pieces} */
  const found = { lower, upper, kinks: [], slopes: [slope], intercepts: [intercept] };
  let change = 0;
  let lift = 0;
  for (const group of coinciding(bends)) {
    for (const bend of group) {
      change += bend.change;
      lift += bend.lift;
    }
    const size = sum(group.map((bend) => Math.abs(bend.change)));
    if (Math.abs(sum(group.map((bend) => bend.change))) <= ROUNDING * size) continue; // they cancel
    found.kinks.push(group[0].kink);
    found.slopes.push(slope + change);
    found.intercepts.push(intercept + lift);
  }
  return found;
}

/**
 * @typedef {object} Bend where one unit bends the output
 * @property {number} kink
 * @property {number} change of the output's slope
 * @property {number} lift change of its intercept
 */

/**
 * Returns the first piece, and where the units bend, sorted.
 * @param {Network} network
 * @param {number} lower
 * @param {number} upper
 */
function fromTheLeft(network, lower, upper) {
  const { w, b, v, c, activation } = network;
  const { name, negativeSlope } = activation;
  if (negativeSlope === null) throw new TypeError(`expected ReLU or leaky ReLU units, got ${name}`);
  const middle = interiorPoint(lower, upper);
  /** @type {Bend[]} */
  const bends = [];
  let slope = 0;
  let intercept = 0;
  for (const [unit, kink] of unitKinks(network).entries()) {
    const step = (1 - negativeSlope) * v[unit];
    const change = step * Math.abs(w[unit]);
    const isBend = kink > lower && kink < upper && change !== 0;
    if (isBend) bends.push({ kink, change, lift: step * b[unit] * Math.sign(w[unit]) });
    // At lower, a unit with a kink is on if it faces left; the others never change.
    const isOn = isBend ? w[unit] < 0 : w[unit] * middle + b[unit] > 0;
    const weight = isOn ? v[unit] : negativeSlope * v[unit];
    slope += weight * w[unit];
    intercept += weight * b[unit];
  }
  bends.sort((one, other) => one.kink - other.kink);
  return { slope, intercept: intercept + c, bends };
}

/**
 * Returns sorted bends in groups: a kink within a few ulps of the one before belongs to its group.
 * @param {Bend[]} bends
 */
function coinciding(bends) {
  /** @type {Bend[][]} */
  const groups = [];
  for (const [number, bend] of bends.entries()) {
    const before = number ? bends[number - 1].kink : NaN;
    if (bend.kink - before <= ROUNDING * Math.abs(before)) groups[groups.length - 1].push(bend);
    else groups.push([bend]);
  }
  return groups;
}

/**
 * Returns a point inside an interval whose ends may be infinite.
 * @param {number} lower
 * @param {number} upper
 */
function interiorPoint(lower, upper) {
  const left = lower === -Infinity ? 2 * Math.min(upper, 0) - 1 : lower;
  const right = upper === Infinity ? 2 * Math.max(left, 0) + 1 : upper;
  return left / 2 + right / 2;
}

/**
 * Returns each piece as text, such as "y = 2x − 3".
 * @param {Pieces} pieces
 * @param {number} digits how many are significant
 */
export function formulas({ slopes, intercepts }, digits = 6) {
  return slopes.map((slope, piece) =>
    formula(rounded(slope, digits), rounded(intercepts[piece], digits), digits),
  );
}

/**
 * @param {number} slope
 * @param {number} intercept
 * @param {number} digits
 */
function formula(slope, intercept, digits) {
  if (slope === 0) return `y = ${general(intercept, digits)}`;
  const factor = Math.abs(slope) === 1 ? "" : general(Math.abs(slope), digits);
  const line = `y = ${slope < 0 ? "−" : ""}${factor}x`;
  if (intercept === 0) return line;
  return `${line} ${intercept < 0 ? "−" : "+"} ${general(Math.abs(intercept), digits)}`;
}

/**
 * Returns a number with so many significant digits, where a tie goes to the even digit, as in the package.
 * @param {number} value
 * @param {number} digits
 */
function rounded(value, digits) {
  const [mantissa, exponent] = value.toExponential(100).split("e"); // so many that a tie shows
  const end = mantissa.indexOf(".") + digits;
  const isTie = /^50*$/.test(mantissa.slice(end));
  const isEven = "02468".includes(mantissa.slice(0, end).replace(".", "").slice(-1));
  return Number(isTie && isEven ? `${mantissa.slice(0, end)}e${exponent}` : value.toPrecision(digits)) + 0;
}

/**
 * Returns a rounded number as text in the general format of printf: 1e+06 for a million at six digits.
 * @param {number} value
 * @param {number} digits
 */
function general(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const wide = power < -4 || power >= digits;
  const text = wide ? mantissa : value.toFixed(digits - 1 - power);
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  const end = wide ? `e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}` : "";
  return (short + end).replaceAll("-", "−");
}

/**
 * Returns the mean over the samples of (output - label)^2.
 * @param {Network} network
 * @param {readonly number[]} inputs
 * @param {readonly number[]} labels
 */
export function loss(network, inputs, labels) {
  return mean(inputs.map((x, sample) => (evaluate(network, x) - labels[sample]) ** 2));
}

/**
 * Returns the gradient of the loss with respect to every parameter.
 * @param {Network} network
 * @param {readonly number[]} inputs
 * @param {readonly number[]} labels
 * @returns {Gradients}
 */
export function gradients(network, inputs, labels) {
  const { value, derivative } = network.activation;
  const errors = inputs.map((x, sample) => 2 * (evaluate(network, x) - labels[sample]));
  const z = inputs.map((x) => preActivations(network, x));
  const overSamples = (/** @type {(sample: number) => number} */ part) =>
    mean(inputs.map((_, sample) => part(sample)));
  const back = (/** @type {number} */ sample, /** @type {number} */ unit) =>
    errors[sample] * network.v[unit] * derivative(z[sample][unit]);
  return {
    w: network.w.map((_, unit) => overSamples((sample) => back(sample, unit) * inputs[sample])),
    b: network.w.map((_, unit) => overSamples((sample) => back(sample, unit))),
    v: network.w.map((_, unit) => overSamples((sample) => errors[sample] * value(z[sample][unit]))),
    c: mean(errors),
  };
}

/**
 * Returns the affine function with the smallest mean squared error on a data set.
 * @param {readonly number[]} inputs
 * @param {readonly number[]} labels
 * @returns {{slope: number, intercept: number, loss: number}}
 */
export function bestLine(inputs, labels) {
  if (inputs.every((x) => x === inputs[0])) {
    throw new RangeError("inputs: expected at least two different ones");
  }
  const centre = mean(inputs);
  const centred = inputs.map((x) => x - centre);
  const slope = mean(centred.map((x, sample) => x * labels[sample])) / mean(centred.map((x) => x * x));
  const intercept = mean(labels) - slope * centre;
  const errors = inputs.map((x, sample) => slope * x + intercept - labels[sample]);
  return { slope, intercept, loss: mean(errors.map((error) => error ** 2)) };
}

/** @param {readonly number[]} numbers */
function mean(numbers) {
  return sum(numbers) / numbers.length;
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((before, number) => before + number, 0);
}
