// What five predictions of a network's output say: which are right, and what a wrong one left out.
//
// A wrong prediction is compared with the sum that each simple mistake gives. Only numbers decide, and the
// message states the sum that fits; it never guesses between mistakes that are equally simple. No DOM here.

import { format } from "./controls.js";
import { evaluate, hidden, preActivations } from "./network.js";

/** @typedef {import("./network.js").Network} Network */

/**
 * @typedef {object} Mistake
 * @property {"left out" | "line" | "weight" | "sign" | "bias" | "bias sign"} kind
 * @property {number[]} units equal ones, of which `count` are meant
 * @property {number} count
 */

/** @typedef {{value: number, mistakes: Mistake[]}} Option */

export const TOLERANCE = 0.05; // as near as a point on paper can be read
const STRAIGHT = 1e-9; // rounding of the decimals that a reader types
const SLIP = 1; // so near to the exact value that a slip of arithmetic is simpler than several mistakes

/**
 * Returns what a reader is told about one prediction.
 * @param {Network} network
 * @param {number} x
 * @param {number | null} prediction
 */
export function feedback(network, x, prediction) {
  if (prediction === null) return "not set yet.";
  if (isRight(network, x, prediction)) return "right.";
  const mistakes = explain(network, x, prediction);
  if (!mistakes) return `the exact value is ${format(evaluate(network, x))}; the units give ${wholeSum(network, x)}.`;
  const told = mistakes.map((mistake) => describe(mistake, network, x));
  return `you have the value ${told.map(([what]) => what).join(", ")}. ${told.map(([, why]) => why).join(" ")}`;
}

/**
 * @param {Network} network
 * @param {number} x
 * @param {number | null} prediction
 */
export function isRight(network, x, prediction) {
  return prediction !== null && Math.abs(prediction - evaluate(network, x)) <= TOLERANCE + STRAIGHT;
}

/**
 * Returns the sum behind an output, written out.
 * @param {Network} network
 * @param {number} x
 */
export function wholeSum(network, x) {
  const { v, c } = network;
  const products = hidden(network, x).map((value, unit) => `${signed(v[unit])} × ${format(value)}`);
  const sum = [...products, signed(c)].join(" ").replace(/^\+ /, "").replace(/^− /, "−");
  return `${sum} = ${format(evaluate(network, x))}`;
}

/**
 * Returns the mistakes that give a wrong prediction: those of the fewest kinds, if only one set of them does.
 * @param {Network} network
 * @param {number} x
 * @param {number} prediction
 */
export function explain(network, x, prediction) {
  const exact = evaluate(network, x);
  const isSlip = Math.abs(prediction - exact) <= SLIP + STRAIGHT;
  const fitting = explanations(network, x).filter(
    ({ value, mistakes }) =>
      Math.abs(value - prediction) <= TOLERANCE + STRAIGHT && !(isSlip && sizeOf(mistakes) > 1),
  );
  for (const kinds of [1, 2]) {
    const simplest = fitting.filter(({ mistakes }) => kindsOf(mistakes) === kinds);
    if (simplest.length) return simplest.length === 1 ? simplest[0].mistakes : null;
  }
  return null;
}

/**
 * Returns every sum that mistakes can make of the exact one, with the mistakes. A flipped sign stands alone, and
 * mistakes of two kinds are one of each: with more of them too much would fit.
 * @param {Network} network
 * @param {number} x
 * @returns {Option[]}
 */
function explanations(network, x) {
  const { c } = network;
  const ofUnits = equalUnits(network).map((units) => unitOptions(network, units, preActivations(network, x)[units[0]]));
  /** @type {Option[]} */ const ofBias = [{ value: c, mistakes: [] }];
  if (c) {
    ofBias.push({ value: 0, mistakes: [{ kind: "bias", units: [], count: 1 }] });
    ofBias.push({ value: -c, mistakes: [{ kind: "bias sign", units: [], count: 1 }] });
  }
  const sums = [...ofUnits, ofBias].reduce((before, options) =>
    before.flatMap((sum) =>
      options.map(({ value, mistakes }) => ({ value: sum.value + value, mistakes: [...sum.mistakes, ...mistakes] })),
    ),
  );
  return sums.filter(({ mistakes }) => {
    const size = sizeOf(mistakes);
    if (size === 1) return true;
    const isSign = mistakes.some(({ kind }) => kind.endsWith("sign"));
    return size > 1 && !isSign && (kindsOf(mistakes) === 1 || size === 2);
  });
}

/**
 * Returns what equal units add to the output, right and with each mistake.
 * @param {Network} network
 * @param {number[]} units
 * @param {number} z what each of them computes before ReLU
 * @returns {Option[]}
 */
function unitOptions({ v }, units, z) {
  const weight = v[units[0]];
  const right = weight * Math.max(z, 0);
  /** @type {Option[]} */ const options = [];
  const add = (/** @type {number} */ value, /** @type {Partial<Record<Mistake["kind"], number>>} */ counts) => {
    const kinds = /** @type {[Mistake["kind"], number][]} */ (Object.entries(counts));
    const mistakes = kinds.filter(([, count]) => count).map(([kind, count]) => ({ kind, units, count }));
    options.push({ value, mistakes });
  };
  const total = units.length * right;
  add(total, {});
  for (let wrong = 1; wrong <= units.length && z < 0 && weight; wrong += 1) {
    add(total + wrong * weight * z, { line: wrong });
    if (weight !== 1) add(total + wrong * z, { line: wrong, weight: wrong });
  }
  if (!right) return options;
  for (let out = 0; out <= units.length; out += 1) {
    for (let bare = 0; bare <= (weight === 1 ? 0 : units.length - out); bare += 1) {
      if (out + bare) add(total - out * right + bare * (z - right), { "left out": out, weight: bare });
    }
  }
  add(total - 2 * right, { sign: 1 });
  return options;
}

/**
 * Returns the units in groups of the same weight, bias and output weight: a sum cannot tell these apart.
 * @param {Network} network
 */
function equalUnits({ w, b, v }) {
  /** @type {Map<string, number[]>} */ const groups = new Map();
  w.forEach((weight, unit) => {
    const key = [weight, b[unit], v[unit]].join();
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  });
  return [...groups.values()];
}

/** @param {Mistake[]} mistakes */
function kindsOf(mistakes) {
  return new Set(mistakes.map(({ kind }) => kind)).size;
}

/** @param {Mistake[]} mistakes */
function sizeOf(mistakes) {
  return mistakes.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Returns a mistake in words, and the numbers behind it.
 * @param {Mistake} mistake
 * @param {Network} network
 * @param {number} x
 * @returns {[string, string]}
 */
function describe({ kind, units, count }, network, x) {
  const { v, c } = network;
  const bias = `The output bias is ${format(c)}.`;
  if (kind === "bias") return ["without the output bias", bias];
  if (kind === "bias sign") return ["with the sign of the output bias flipped", bias];
  const [unit] = units;
  const several = units.length > 1;
  const all = `unit${several ? "s" : ""} ${units.join(" and ")}`;
  const named = several && count < units.length ? `${count === 1 ? "one" : count} of ${all}` : all;
  const value = format(hidden(network, x)[unit]);
  const line = format(preActivations(network, x)[unit]);
  const weight = format(v[unit]);
  const product = format(v[unit] * hidden(network, x)[unit]);
  const gives = `At x = ${format(x)} ${several ? `each of ${all}` : all} gives ${value}`;
  const clipped = `At x = ${format(x)} the line of ${several ? `each of ${all}` : all} is ${line}, but ReLU makes it 0.`;
  switch (kind) {
    case "left out": return [`without ${named}`, `${gives}, times ${weight} is ${product}.`];
    case "line": return [`without the ReLU of ${named}`, clipped];
    case "weight": return [`without the output weight of ${named}`, Number(value) ? `${gives}; the output weight ${weight} makes ${product} of it.` : `The output weight is ${weight}.`];
    case "sign": return [`with the sign of ${named} flipped`, `${gives}, times ${weight} is ${product}.`];
  }
}

/**
 * Returns whether points lie on one straight line: none is off the line through the two outermost.
 * @param {readonly (readonly [number, number])[]} points at least two, of different inputs
 */
export function onOneLine(points) {
  const sorted = [...points].sort(([one], [other]) => one - other);
  const [[left, low], [right, high]] = [sorted[0], sorted[sorted.length - 1]];
  const size = Math.max(1, ...sorted.map(([, y]) => Math.abs(y)));
  return sorted.every(([x, y]) => {
    const share = (x - left) / (right - left);
    return Math.abs(low + share * (high - low) - y) <= STRAIGHT * size;
  });
}

/** @param {number} value */
function signed(value) {
  return value < 0 ? `− ${format(-value)}` : `+ ${format(value)}`;
}
