// The activation lab's drawing: values above, derivatives below, over the same inputs, and a line to read at.
//
// Curves are sampled as finely as the screen shows them; what is read stands in the lab's table, computed anew.
// Where a derivative jumps, two stretches and a dot at the value used at 0 show it, never a slanted line.

import { format } from "./controls.js";
import { Plot, niceRange, niceStep, put, rounded, steppable, svg } from "./plot.js";

/** @typedef {import("./activations.js").Activation} Activation */

/**
 * @typedef {object} Moves what the picture asks for when the reader moves something
 * @property {(z: number) => void} cursor
 * @property {(z: number | null) => void} hover the pointer passes, or leaves
 * @property {() => number} now keys can come faster than pictures
 * @property {() => [number, number]} range
 */

const LEFT = 44;
const RIGHT = 10;
const TOP = 24;
const VALUES = 230; // heights of the plots
const DERIVATIVES = 150;
const LOWER = TOP + VALUES + 50;
const JUST_RIGHT_OF_ZERO = Number.MIN_VALUE;

/**
 * Returns whether the derivative has another limit on the right of 0 than the value used at 0.
 * @param {Activation} activation
 */
function jumps({ derivative }) {
  return Math.abs(derivative(JUST_RIGHT_OF_ZERO) - derivative(0)) > 1e-9;
}

/** The curves of one place, in its colour and dash. */
class Curves {
  /** @param {number} place */
  constructor(place) {
    this.value = svg("path", { class: `relu-curve relu-unit-${place}` });
    this.derivative = svg("path", { class: `relu-curve relu-unit-${place}` });
    this.dot = svg("circle", { r: 4.5, class: `relu-dot relu-dot-${place}` });
  }
}

export class ActivationsPicture {
  /**
   * @param {SVGSVGElement} root
   * @param {number} places how many curves there can be
   * @param {Moves} moves
   * @param {AbortSignal} signal
   */
  constructor(root, places, moves, signal) {
    this.root = root;
    this.moves = moves;
    this.values = new Plot(root, format);
    this.derivatives = new Plot(root, format);
    this.curves = Array.from({ length: places }, (_, place) => new Curves(place));
    for (const { value, derivative, dot } of this.curves) {
      this.values.marks.append(value);
      this.derivatives.marks.append(derivative, dot);
    }
    this.line = svg("path", { class: "relu-cursor" });
    this.area = svg("rect", { class: "relu-area", tabindex: 0, role: "slider", "aria-label": "Input z on the plots" });
    root.append(this.line, this.area);
    this.watch(signal);
  }

  /** How far an arrow key goes: a round fortieth of half the range. */
  get step() {
    const [low, high] = this.moves.range();
    return niceStep((high - low) / 80);
  }

  /** @param {AbortSignal} signal */
  watch(signal) {
    const { area } = this;
    const { now, cursor, hover, range: ends } = this.moves;
    const at = (/** @type {PointerEvent} */ event) =>
      rounded(this.values.inputAt(event.clientX - this.root.getBoundingClientRect().left), this.step / 2);
    area.addEventListener("pointermove", (event) => (event.buttons ? cursor : hover)(at(event)), { signal });
    area.addEventListener("pointerdown", (event) => cursor(at(event)), { signal });
    area.addEventListener("pointerleave", () => hover(null), { signal });
    const onMove = (/** @type {number} */ z) => cursor(Math.max(ends()[0], Math.min(ends()[1], z)));
    steppable(area, { value: now, step: () => this.step, ends, onMove }, signal);
  }

  /**
   * @param {(Activation | null)[]} activations each in the place that gives it colour and dash
   * @param {[number, number]} range of the inputs
   * @param {number} z where they are read
   * @param {number} width in pixels
   */
  draw(activations, range, z, width) {
    const inputs = this.inputs(range, width);
    const columns = activations.map((activation) => {
      if (!activation) return null;
      const jumpsHere = jumps(activation) && range[0] <= 0;
      return {
        values: inputs.map(activation.value),
        derivatives: inputs.map(activation.derivative),
        atZero: jumpsHere ? activation.derivative(0) : null,
        atRight: activation.derivative(JUST_RIGHT_OF_ZERO),
      };
    });
    this.layout(range, columns.flatMap((each) => each?.values ?? []), columns.flatMap((each) => each?.derivatives ?? []), width);
    this.curves.forEach(({ value, derivative, dot }, place) => {
      const column = columns[place];
      const atZero = column?.atZero ?? null;
      put(value, { d: column ? this.values.path(inputs, column.values) : "M0 0" });
      put(derivative, { d: column ? this.derivativePath(inputs, column) : "M0 0" });
      put(dot, { cx: this.derivatives.x(0), cy: this.derivatives.y(atZero ?? 0), visibility: atZero === null ? "hidden" : "visible" });
    });
    this.drawLine(z, range);
  }

  /**
   * Returns a path that is broken where the derivative jumps.
   * @param {number[]} inputs
   * @param {{derivatives: number[], atZero: number | null, atRight: number}} column
   */
  derivativePath(inputs, { derivatives, atZero, atRight }) {
    const plot = this.derivatives;
    if (atZero === null) return plot.path(inputs, derivatives);
    const after = inputs.findIndex((input) => input > 0);
    const end = after < 0 ? inputs.length : after;
    const right = end < inputs.length ? plot.path([0, ...inputs.slice(end)], [atRight, ...derivatives.slice(end)]) : "";
    return plot.path(inputs.slice(0, end), derivatives.slice(0, end)) + right;
  }

  /**
   * Returns inputs two pixels apart, 0 among them.
   * @param {[number, number]} range
   * @param {number} width
   */
  inputs([low, high], width) {
    const count = Math.max(2, Math.ceil(width / 2));
    const inputs = Array.from({ length: count + 1 }, (_, number) => low + ((high - low) * number) / count);
    return [...new Set([...inputs, ...(low < 0 && high > 0 ? [0] : [])])].sort((a, b) => a - b);
  }

  /**
   * @param {[number, number]} range
   * @param {number[]} values
   * @param {number[]} derivatives
   * @param {number} width
   */
  layout(range, values, derivatives, width) {
    const wide = width - LEFT - RIGHT;
    this.values.place({ left: LEFT, top: TOP, width: wide, height: VALUES }, range, niceRange([...values, 0]), "value over z");
    this.derivatives.place(
      { left: LEFT, top: LOWER, width: wide, height: DERIVATIVES }, range, niceRange([...derivatives, 0]), "derivative over z",
    );
    const height = LOWER + DERIVATIVES + 24;
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    put(this.area, { x: LEFT, y: TOP, width: wide, height: LOWER + DERIVATIVES - TOP });
  }

  /**
   * @param {number} z
   * @param {[number, number]} range
   */
  drawLine(z, [low, high]) {
    const x = LEFT + this.values.x(z);
    const isInside = z >= low && z <= high;
    put(this.line, { d: `M${x} ${TOP}v${VALUES}M${x} ${LOWER}v${DERIVATIVES}`, visibility: isInside ? "visible" : "hidden" });
    put(this.area, {
      "aria-valuemin": Math.min(low, z), "aria-valuemax": Math.max(high, z), "aria-valuenow": z,
      "aria-valuetext": `z = ${format(z)}${isInside ? "" : ", outside the shown range"}`,
    });
  }
}
