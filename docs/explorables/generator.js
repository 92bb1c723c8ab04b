// Random networks from a seed, equal to the last bit to those of the package's module `seeded`.
//
// The generator is Mulberry32 by Tommy Ettinger (public domain). Beside it, every operation is one that IEEE
// 754 rounds correctly (+, -, *, /, square root), in the same order as in the package. The generator is good
// enough to start a network; it does not attempt statistics of billions of draws, or secrets.

/** @typedef {import("./activations.js").Activation} Activation */
/** @typedef {import("./network.js").Network} Network */

const LARGEST_SEED = 2 ** 32 - 1;

/** Mulberry32: 32 bits of state, which runs through all its values. */
export class Generator {
  #state;

  /** @param {number} seed a whole number from 0 to 4,294,967,295 */
  constructor(seed) {
    if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
      throw new RangeError(`seed: expected a whole number from 0 to ${LARGEST_SEED}, got ${seed}`);
    }
    this.#state = seed | 0;
  }

  /** Returns the next number, a multiple of 2^-32 in [0, 1). */
  uniform() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/**
 * Returns a network with He's weights in their uniform form (He et al. 2015, arXiv:1502.01852; in Keras
 * `he_uniform`, in PyTorch `kaiming_uniform_`): uniform on ±sqrt(6 / inputs of the layer), whose variance is
 * 2 / inputs. Output bias 0.
 * @param {number} units
 * @param {number} seed a whole number from 0 to 4,294,967,295
 * @param {number} biasRange half the width of the hidden biases' range; it does not change the weights
 * @param {Activation} activation
 * @returns {Network}
 */
export function randomNetwork(units, seed, biasRange, activation) {
  const generator = new Generator(seed);
  const draw = (/** @type {number} */ range) =>
    Array.from({ length: units }, () => (2 * generator.uniform() - 1) * range + 0); // no minus zero
  const w = draw(Math.sqrt(6));
  const b = draw(biasRange);
  const v = draw(Math.sqrt(6 / units));
  return { w, b, v, c: 0, activation };
}
