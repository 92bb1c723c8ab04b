// A run of the training lab: its start, its training, and a record of the loss that stays short.
//
// The record keeps the loss at multiples of a stride that doubles whenever the record is full, so that it is
// exact where it stands and the same however the steps were grouped. This module draws nothing.

import { LEAKY_SLOPE, leakyRelu, relu, tanh } from "./activations.js";
import { randomNetwork } from "./generator.js";
import { Training } from "./training.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./training-data.js").Point} Point */
/** @typedef {import("./training.js").Method} Method */
/** @typedef {"straight" | "spread" | "zero"} StartKind */
/** @typedef {"relu" | "leaky" | "tanh"} ActivationWord */

/**
 * @typedef {object} Settings all that a run depends on
 * @property {string} labels a set's name, or "own"
 * @property {Point[]} points of the reader, where labels is "own"
 * @property {StartKind} start
 * @property {number} units
 * @property {number} seed
 * @property {ActivationWord} activation
 * @property {Method} method
 * @property {number} rate
 */

/** @typedef {{w: number[], b: number[], v: number[], c: number}} Numbers */

/**
 * @typedef {object} Given what the page brings
 * @property {[number, number]} domain
 * @property {number[]} samples
 * @property {Record<string, number[]>} labelSets
 * @property {Numbers} straight
 */

const FULL = 600; // records

const activations = { relu, leaky: leakyRelu(LEAKY_SLOPE), tanh };

/**
 * Returns inputs and labels.
 * @param {Settings} settings
 * @param {Given} given
 * @returns {Point[]}
 */
export function dataOf({ labels, points }, { samples, labelSets }) {
  if (labels === "own") return points;
  const set = labelSets[labels] ?? [];
  return samples.map((x, sample) => [x, set[sample] ?? 0]);
}

/**
 * Returns the network from which training starts.
 * @param {Settings} settings
 * @param {Given} given
 * @returns {Network}
 */
export function startOf({ start, units, seed, activation }, { straight, domain }) {
  const kind = activations[activation];
  if (start === "straight") return { ...straight, activation: kind };
  return randomNetwork(units, seed, start === "spread" ? domain[1] : 0, kind);
}

export class Run {
  /**
   * @param {Settings} settings
   * @param {Given} given
   */
  constructor(settings, given) {
    const data = dataOf(settings, given);
    this.inputs = data.map(([x]) => x);
    this.labels = data.map(([, y]) => y);
    this.start = startOf(settings, given);
    this.training = new Training(this.start, this.inputs, this.labels, settings);
    this.startLoss = this.training.loss;
    this.stride = 1;
    this.losses = [this.startLoss];
  }

  get steps() {
    return this.training.steps;
  }

  get hasDiverged() {
    return this.training.divergedAt >= 0;
  }

  /**
   * Trains up to a number of steps, for so long at most.
   * @param {number} goal
   * @param {number} milliseconds
   */
  train(goal, milliseconds) {
    const end = performance.now() + milliseconds;
    const { training } = this;
    do {
      const next = Math.min(goal, this.stride * this.losses.length, training.steps + 50);
      training.step(next - training.steps);
      if (this.hasDiverged) return;
      if (training.steps === this.stride * this.losses.length) this.#record();
    } while (training.steps < goal && performance.now() < end);
  }

  #record() {
    this.losses.push(this.training.loss);
    if (this.losses.length > FULL) {
      this.losses = this.losses.filter((_, number) => number % 2 === 0);
      this.stride *= 2;
    }
  }

  /** Returns the steps of the record with the present one, and their losses. */
  get curve() {
    const steps = this.losses.map((_, number) => number * this.stride);
    const losses = [...this.losses];
    if (this.steps > (steps.at(-1) ?? 0) && !this.hasDiverged) {
      steps.push(this.steps);
      losses.push(this.training.loss);
    }
    return { steps, losses };
  }
}
