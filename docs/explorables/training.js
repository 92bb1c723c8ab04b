// Training by gradient descent on the whole data set, step by step, for networks with one hidden layer.
//
// One run by the rules of the package's modules `training` and `dead`: gradient descent, momentum, Adam. A
// step allocates nothing, and sums go over the samples in order, so that units that start equal stay equal to
// the last bit. It does not attempt weight decay, mini-batches, or several runs at once.

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Gradients} Gradients */
/** @typedef {"gradient descent" | "momentum" | "adam"} Method */

const MOMENTUM = 0.9;
const BETAS = [0.9, 0.999];
const EPSILON = 1e-8;

export class Training {
  /** Steps taken so far, the one that diverged included. */
  steps = 0;

  /** The loss at the current parameters; Infinity after the run has diverged. */
  loss = NaN;

  /** The step at which a number stopped being finite, -1 for a run that stayed finite. */
  divergedAt = -1;

  #activation;
  #inputs;
  #labels;
  #rate;
  #move;
  #units;
  #parameters; // w, then b, then v, then c
  #previous;
  #gradient;
  #velocity; // of momentum; the mean of Adam
  #square;
  #z; // unit by unit, the samples of each in a row
  #hidden;
  #errors; // output minus label

  /**
   * @param {Network} start is not changed
   * @param {readonly number[]} inputs
   * @param {readonly number[]} labels
   * @param {{rate: number, method: Method}} settings
   */
  constructor(start, inputs, labels, { rate, method }) {
    this.#activation = start.activation;
    this.#inputs = Float64Array.from(inputs);
    this.#labels = Float64Array.from(labels);
    this.#rate = rate;
    this.#move = this.#moveOf(method);
    this.#units = start.w.length;
    this.#parameters = Float64Array.of(...start.w, ...start.b, ...start.v, start.c);
    this.#previous = this.#parameters.slice();
    this.#gradient = new Float64Array(this.#parameters.length);
    this.#velocity = new Float64Array(this.#parameters.length);
    this.#square = new Float64Array(this.#parameters.length);
    this.#z = new Float64Array(this.#units * inputs.length);
    this.#hidden = new Float64Array(this.#units * inputs.length);
    this.#errors = new Float64Array(inputs.length);
    /** For each unit the step from which it has been dead on the data without a break; -1 if it is not. */
    this.deadSince = new Int32Array(this.#units).fill(-1);
    this.#arrive();
  }

  /**
   * Takes some steps, fewer if the run diverges.
   * @param {number} count
   * @returns {number} how many it took
   */
  step(count = 1) {
    const before = this.steps;
    while (this.steps < before + count && this.divergedAt < 0) {
      this.#previous.set(this.#parameters);
      this.#backward();
      this.steps += 1;
      this.#move();
      this.#arrive();
    }
    return this.steps - before;
  }

  /** A copy of the current network; of the last finite one after the run has diverged. */
  get network() {
    return { ...this.#parts(this.#parameters), activation: this.#activation };
  }

  /** The gradient of the loss at the current parameters. */
  get gradients() {
    this.#backward();
    return this.#parts(this.#gradient);
  }

  /** Computes the loss at new parameters; goes back to the ones before if a number is not finite. */
  #arrive() {
    this.loss = this.#forward();
    if (Number.isFinite(this.loss) && this.#parameters.every(Number.isFinite)) {
      this.#watchDeath();
    } else {
      this.divergedAt = this.steps;
      this.#parameters.set(this.#previous);
      this.#forward();
      this.loss = Infinity;
    }
  }

  /** Returns the loss, keeping what the gradient needs. */
  #forward() {
    const units = this.#units;
    const samples = this.#inputs.length;
    const parameters = this.#parameters;
    const { value } = this.#activation;
    this.#errors.fill(0);
    for (let unit = 0, at = 0; unit < units; unit += 1) {
      const w = parameters[unit];
      const b = parameters[units + unit];
      const v = parameters[2 * units + unit];
      for (let sample = 0; sample < samples; sample += 1, at += 1) {
        const z = w * this.#inputs[sample] + b;
        const passedOn = value(z);
        this.#z[at] = z;
        this.#hidden[at] = passedOn;
        this.#errors[sample] += v * passedOn;
      }
    }
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const error = this.#errors[sample] + parameters[3 * units] - this.#labels[sample];
      this.#errors[sample] = error;
      sum += error * error;
    }
    return sum / samples;
  }

  /** Fills in the gradient at the parameters of the last `#forward`. */
  #backward() {
    const units = this.#units;
    const samples = this.#inputs.length;
    const gradient = this.#gradient;
    const { derivative } = this.#activation;
    const share = 2 / samples;
    gradient.fill(0);
    for (let unit = 0, at = 0; unit < units; unit += 1) {
      const v = this.#parameters[2 * units + unit];
      let ofWeight = 0;
      let ofBias = 0;
      let ofOutputWeight = 0;
      for (let sample = 0; sample < samples; sample += 1, at += 1) {
        const error = this.#errors[sample] * share;
        const back = v * error * derivative(this.#z[at]);
        ofWeight += back * this.#inputs[sample];
        ofBias += back;
        ofOutputWeight += error * this.#hidden[at];
      }
      gradient[unit] = ofWeight;
      gradient[units + unit] = ofBias;
      gradient[2 * units + unit] = ofOutputWeight;
    }
    for (let sample = 0; sample < samples; sample += 1) gradient[3 * units] += this.#errors[sample] * share;
  }

  /**
   * Returns the method's step.
   * @param {Method} method
   */
  #moveOf(method) {
    const moves = {
      "gradient descent": () => this.#descend(this.#gradient),
      momentum: () => this.#withMomentum(),
      adam: () => this.#adam(),
    };
    return moves[method];
  }

  /** @param {Float64Array} direction */
  #descend(direction) {
    for (let i = 0; i < direction.length; i += 1) this.#parameters[i] -= this.#rate * direction[i];
  }

  #withMomentum() {
    for (let i = 0; i < this.#velocity.length; i += 1) {
      this.#velocity[i] = this.#velocity[i] * MOMENTUM + this.#gradient[i];
    }
    this.#descend(this.#velocity);
  }

  #adam() {
    const meanShare = 1 - BETAS[0] ** this.steps; // corrects the bias of an average that started at 0
    const squareShare = 1 - BETAS[1] ** this.steps;
    for (let i = 0; i < this.#gradient.length; i += 1) {
      const slope = this.#gradient[i];
      this.#velocity[i] += (1 - BETAS[0]) * (slope - this.#velocity[i]);
      this.#square[i] += (1 - BETAS[1]) * (slope * slope - this.#square[i]);
      const size = Math.sqrt(this.#square[i] / squareShare) + EPSILON;
      this.#parameters[i] -= (this.#rate * (this.#velocity[i] / meanShare)) / size;
    }
  }

  /** Notes which units are dead at the current parameters. Where the activation is flat nowhere, none is. */
  #watchDeath() {
    if (this.#activation.negativeSlope !== 0) return;
    const samples = this.#inputs.length;
    for (let unit = 0; unit < this.#units; unit += 1) {
      let at = unit * samples;
      const end = at + samples;
      while (at < end && this.#z[at] <= 0) at += 1;
      if (at < end) this.deadSince[unit] = -1;
      else if (this.deadSince[unit] < 0) this.deadSince[unit] = this.steps;
    }
  }

  /**
   * @param {Float64Array} numbers
   * @returns {Gradients}
   */
  #parts(numbers) {
    const units = this.#units;
    const part = (/** @type {number} */ index) => [...numbers.subarray(index * units, (index + 1) * units)];
    return { w: part(0), b: part(1), v: part(2), c: numbers[3 * units] };
  }
}
