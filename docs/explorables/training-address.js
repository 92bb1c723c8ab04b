// The training lab's state in an address: its entries, and back, checked.
//
// What comes from an address is not trusted: every entry is a right one, or ends in an AddressError.

import { AddressError, numbers, whole, word } from "./address.js";
import { fromAddress, toAddress } from "./training-data.js";
import { ACTIVATIONS, LARGEST_SEED, METHODS, MOST_UNITS, OWN, RATES, STARTS } from "./training-desk.js";
import { MOST_STEPS as MOST_RESTART_STEPS, THRESHOLDS } from "./training-restarts.js";
import { CAP } from "./training-words.js";

/** @typedef {import("./training-run.js").Settings} Settings */
/** @typedef {Settings & {steps: number, threshold: number, restarts: number}} State */

/**
 * Returns a state as an address has it.
 * @param {State} state
 */
export function entriesOf({ points, ...rest }) {
  const entries = { ...rest, ...(points.length ? { points: toAddress(points) } : {}) };
  return new Map(Object.entries(entries).map(([key, value]) => [key, String(value)]));
}

/**
 * Returns the state that an address asks for.
 * @param {Map<string, string>} entries
 * @param {State} state what stands where the address says nothing; it is changed
 * @param {import("./training-run.js").Given} given
 * @returns {State}
 */
export function stateOf(entries, state, given) {
  /** @type {Record<string, (text: string) => Partial<State>>} */
  const readersByKey = {
    labels: (text) => ({ labels: word(text, [...Object.keys(given.labelSets), OWN], "labels") }),
    points: (text) => ({ points: fromAddress(text) }),
    start: (text) => ({ start: word(text, STARTS.map(([each]) => each), "start") }),
    units: (text) => ({ units: whole(text, { name: "units", low: 1, high: MOST_UNITS }) }),
    seed: (text) => ({ seed: whole(text, { name: "seed", low: 0, high: LARGEST_SEED }) }),
    activation: (text) => ({ activation: word(text, ACTIVATIONS.map(([each]) => each), "activation") }),
    method: (text) => ({ method: word(text, METHODS.map(([each]) => each), "method") }),
    rate: (text) => ({ rate: numbers(text, { name: "rate", low: RATES.least, high: RATES.most })[0] }),
    steps: (text) => ({ steps: whole(text, { name: "steps", low: 0, high: CAP }) }),
    threshold: (text) => ({ threshold: numbers(text, { name: "threshold", low: THRESHOLDS.least, high: THRESHOLDS.most })[0] }),
    restarts: (text) => ({ restarts: whole(text, { name: "restarts", low: 1, high: MOST_RESTART_STEPS }) }),
  };
  const readers = new Map(Object.entries(readersByKey)); // which has no key but these
  for (const [key, text] of entries) Object.assign(state, readers.get(key)?.(text));
  if ((state.labels === OWN) !== state.points.length > 0) {
    throw new AddressError(`points: expected some with labels=${OWN} and only then, got ${state.points.length} with labels=${state.labels}`);
  }
  const three = given.straight.w.length;
  if (state.start === "straight" && state.units !== three) {
    throw new AddressError(`units: expected ${three} for the straight network, got ${state.units}`);
  }
  return state;
}
