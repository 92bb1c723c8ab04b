// What the training lab says: the numbers of a run in words and rows.

import { element, format } from "./controls.js";
import { bestLine, pieces, unitKinks, unitStatesOn } from "./network.js";

/** @typedef {import("./training-run.js").Run} Run */
/** @typedef {import("./network.js").Network} Network */

export const CAP = 100_000; // steps
const GROWN = 10; // times its start; then the loss has grown a lot

/**
 * Returns a whole power of ten, and nothing for others.
 * @param {number} power
 */
export function powerOfTen(power) {
  if (!Number.isInteger(power)) return "";
  if (power >= -2 && power <= 3) return String(Number(`1e${power}`));
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return `10${String(power).replace("-", "⁻").replace(/\d/g, (digit) => digits[Number(digit)] ?? "")}`;
}

/**
 * Returns a loss or a gradient, tiny and huge ones with a power of ten.
 * @param {number} value
 * @param {number} digits
 */
export function small(value, digits) {
  if (!value || !Number.isFinite(value) || (value >= 1e-4 && value < 1e6)) return format(value, digits);
  const [factor, power] = value.toExponential(Math.min(digits, 3) - 1).split("e");
  return `${factor} × ${powerOfTen(Number(power))}`;
}

/** @param {number} steps */
const grouped = (steps) => steps.toLocaleString("en");

/**
 * Returns where a run is.
 * @param {Run} run
 * @param {[number, number]} ends the stretch of inputs that the pieces are about
 */
export function readout(run, ends) {
  const { network } = run.training;
  const line = bestLine(run.inputs, run.labels).loss;
  const loss = run.hasDiverged ? "no finite loss" : `loss ${small(run.training.loss, 6)}`;
  const compared = `${small(run.startLoss, 6)} at the start, ${small(line, 6)} for the best straight line`;
  return `Step ${grouped(run.steps)}: ${loss} (${compared}). ${shape(network, ends)}`;
}

/**
 * @param {Network} network
 * @param {[number, number]} ends
 */
function shape(network, ends) {
  const on = `on [${format(ends[0])}, ${format(ends[1])}]`;
  if (network.activation.negativeSlope === null) return `The fit is a smooth curve ${on}: no kinks.`;
  const kinks = pieces(network, ...ends).kinks;
  if (!kinks.length) return `The fit is one straight line ${on}.`;
  return `The fit has ${kinks.length + 1} pieces ${on}, ${kinks.length === 1 ? "a kink" : "kinks"} at ${kinks.map((kink) => format(kink)).join(", ")}.`;
}

/**
 * Returns what is to be noticed about a run.
 * @param {Run} run
 * @param {{steps: number, rate: number}} state
 */
export function verdict(run, { steps, rate }) {
  const { training } = run;
  const found = [];
  if (run.hasDiverged) {
    const tooFar = `with a rate of ${format(rate)} each step goes too far`;
    found.push(`The numbers overflowed at step ${grouped(training.divergedAt)}: ${tooFar}. Try a smaller rate. You see the last network whose numbers are finite.`);
  } else if (run.steps < steps) found.push(`Replaying: ${grouped(run.steps)} of ${grouped(steps)} steps.`);
  else if (run.steps >= CAP) found.push(`These are ${grouped(CAP)} steps, the most that this figure takes, so it pauses here.`);
  if (!run.hasDiverged && training.loss > GROWN * run.startLoss) found.push(`The loss is more than ${GROWN} times what it was at the start.`);
  return found.concat(deaths(run)).join(" ");
}

/**
 * Returns a sentence about each unit that is dead.
 * @param {Run} run
 */
function deaths({ training, start, steps }) {
  const now = training.network.b;
  return [...training.deadSince].flatMap((since, unit) => {
    if (since < 0) return [];
    if (since > 0) return [`Unit ${unit} is dead since step ${grouped(since)}.`];
    if (!steps) return [`Unit ${unit} is dead before the first step.`];
    const biases = `${format(start.b[unit] ?? 0, 6)} at the start, ${format(now[unit] ?? 0, 6)} now`;
    return [`Unit ${unit}’s bias: ${biases}; its gradient has been exactly 0 at every step.`];
  });
}

/**
 * Returns the table's rows.
 * @param {Run} run
 * @param {Network} network
 * @returns {(string | Node)[][]}
 */
export function rowsOf(run, network) {
  const slopes = run.training.gradients;
  const isSmooth = network.activation.negativeSlope === null;
  const states = unitStatesOn(network, run.inputs);
  const kinks = unitKinks(network);
  return network.w.map((weight, unit) => {
    const since = run.training.deadSince[unit] ?? -1;
    const gradient = Math.hypot(slopes.w[unit] ?? 0, slopes.b[unit] ?? 0, slopes.v[unit] ?? 0);
    const numbers = [weight, network.b[unit] ?? 0, network.v[unit] ?? 0].map((value) => format(value));
    const mark = since < 0 ? "" : dead(since ? `dead since step ${grouped(since)}` : "dead from the start");
    const state = isSmooth ? "smooth" : states[unit] ?? "";
    const kink = isSmooth ? "none" : format(kinks[unit] ?? NaN);
    // On a phone the first columns are in sight: those that say what became of the unit.
    return [String(unit), mark, state, small(gradient, 3), kink, ...numbers];
  });
}

/** @param {string} text */
function dead(text) {
  return element("span", {}, element("span", { class: "relu-dead" }), text);
}

/**
 * Returns what is to be said about the activation.
 * @param {string} activation
 */
export function note(activation) {
  if (activation === "relu") return "A unit that is off on all the data is dead: its gradient is exactly 0.";
  if (activation === "tanh") return "A tanh unit cannot die: its slope is nowhere exactly 0, only small far from 0.";
  return "A leaky ReLU unit cannot die: where it is off, a tenth of the slope is left.";
}
