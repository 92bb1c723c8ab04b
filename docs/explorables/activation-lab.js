// The activation lab: up to six activations laid over each other, values and derivatives, and read at an input.
//
// An activation keeps its place, and with it its colour and dash, for as long as it is chosen. The table's numbers
// are computed at the input that is read, not taken from the drawn curves. No network is built here.

import { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh } from "./activations.js";
import { ActivationsPicture } from "./activations-picture.js";
import { AddressError, numbers, word } from "./address.js";
import { choice, element, format, parameter, table } from "./controls.js";
import { LiveFigure } from "./figure.js";
import { put, svg } from "./plot.js";

/** @typedef {import("./activations.js").Activation} Activation */
/** @typedef {"all" | "negative"} View */
/**
 * @typedef {object} State
 * @property {string[]} places the chosen activation of each place, "" where there is none
 * @property {number} slope of Leaky ReLU
 * @property {number} scale of ELU
 * @property {number} half the range's half width
 * @property {number} z where they are read
 * @property {View} view
 */
/**
 * @typedef {object} Data
 * @property {Record<string, string>} names
 * @property {string[]} chosen
 * @property {number} slope
 * @property {number} scale
 * @property {number} half
 * @property {number} z
 */

const MOST = 6; // as many as there are colours and dashes
const WIDEST = 10;
const STEEPEST = 1;
const LARGEST_SCALE = 10;
/** @type {[number, number]} */ const NEGATIVE = [-5, 0];
const VIEWS = /** @type {const} */ (["all", "negative"]);

/** @type {Record<string, (state: State) => Activation>} */
const MAKERS = {
  relu: () => relu,
  leaky_relu: ({ slope }) => leakyRelu(slope),
  elu: ({ scale }) => elu(scale),
  softplus: () => softplus,
  sigmoid: () => sigmoid,
  tanh: () => tanh,
  silu: () => silu,
  gelu: () => gelu,
};

/** @extends {LiveFigure<State, Data>} */
class ActivationLab extends LiveFigure {
  /**
   * @param {HTMLElement} host
   * @param {AbortSignal} signal
   */
  constructor(host, signal) {
    super(host, signal);
    /** @type {number | null} */ this.hovered = null;
    const complain = (/** @type {string} */ text) => this.complain(text);
    const moves = {
      now: () => this.state.z,
      range: () => this.range,
      cursor: (/** @type {number} */ z) => this.change({ z }),
      hover: (/** @type {number | null} */ z) => {
        this.hovered = z;
        this.draw();
      },
    };
    this.picture = new ActivationsPicture(this.plots, MOST, moves, signal);
    this.boxes = Object.entries(this.data.names).map(([key, name]) => this.box(key, name));
    this.view = choice({
      label: "Shown", signal,
      options: [["all", "both sides"], ["negative", "negative side enlarged"]],
      onChange: (view) => this.change({ view: word(view, VIEWS, "view") }),
    });
    const field = (/** @type {"slope" | "scale" | "half" | "z"} */ key, /** @type {string} */ label, /** @type {number[]} */ [low, high, step, most = high]) =>
      parameter({ label, low, high, step, least: low, most, signal, complain, onChange: (value) => this.change({ [key]: value }) });
    this.parameters = {
      z: field("z", "input z", [-WIDEST, WIDEST, 0.1]),
      half: field("half", "shown range", [1, WIDEST, 0.5]),
      slope: field("slope", "slope of Leaky ReLU (PReLU trains it)", [0, STEEPEST, 0.01]),
      scale: field("scale", "scale of ELU", [0, 3, 0.1, LARGEST_SCALE]),
    };
    this.table = table("Values and derivatives at z", ["activation", "value", "derivative"]);
    const { z, half, slope, scale } = this.parameters;
    this.root.append(
      element("fieldset", { class: "relu-checks" }, element("legend", {}, "Activations"), ...this.boxes.map(({ label }) => label)),
      this.view.element,
      this.plots,
      this.table.element,
      element("div", { class: "relu-desk" }, z.element, half.element, slope.element, scale.element),
    );
  }

  /**
   * Returns an activation's check box, with a sample of its line while it is chosen.
   * @param {string} key
   * @param {string} name
   */
  box(key, name) {
    const input = element("input", { type: "checkbox", value: key });
    const sample = element("span", { class: "relu-sample" });
    input.addEventListener("change", () => this.choose(key, input.checked), { signal: this.signal });
    return { key, input, sample, label: element("label", { class: "relu-check" }, input, name, sample) };
  }

  /** @returns {State} */
  initial() {
    const { chosen, slope, scale, half, z } = this.data;
    return { places: placed(chosen), slope, scale, half, z, view: "all" };
  }

  /**
   * @param {string} key
   * @param {boolean} isWanted
   */
  choose(key, isWanted) {
    const { places } = this.state;
    const place = places.indexOf(isWanted ? "" : key);
    if (place < 0) {
      this.complain(`At most ${MOST} at once, so that each keeps a colour and a dash of its own. Untick one first.`);
      this.draw();
      return;
    }
    places[place] = isWanted ? key : "";
    this.complain("");
    this.change();
  }

  /** The inputs that are shown. @returns {[number, number]} */
  get range() {
    const { half, view } = this.state;
    return view === "negative" ? NEGATIVE : [-half, half];
  }

  /** The chosen activations, each in its place. */
  get activations() {
    return this.state.places.map((key) => MAKERS[key]?.(this.state) ?? null);
  }

  render() {
    if (!this.width) return;
    const { places, slope, scale, half, z, view } = this.state;
    const at = this.hovered ?? z;
    this.picture.draw(this.activations, this.range, at, this.width);
    put(this.plots, { "aria-label": `Activations, live. ${this.summary()}` });
    for (const { key, input, sample } of this.boxes) {
      const place = places.indexOf(key);
      input.checked = place >= 0;
      if (sample.dataset.place !== String(place)) {
        sample.dataset.place = String(place);
        sample.replaceChildren(...(place < 0 ? [] : [lineSample(place)]));
      }
    }
    this.view.show(view);
    this.parameters.z.show(z);
    this.parameters.half.show(half, `shown range, ±${format(half)}`);
    this.parameters.slope.show(slope);
    this.parameters.scale.show(scale);
    const caption = this.table.element.querySelector("caption");
    if (caption) caption.textContent = `At z = ${format(at)}`;
    this.table.fill(
      this.rows(at).map(({ place, name, value, derivative }) => [
        element("span", {}, lineSample(place), name), format(value), format(derivative),
      ]),
    );
  }

  /**
   * Returns what is read at an input, by place.
   * @param {number} z
   */
  rows(z) {
    return this.activations.flatMap((activation, place) => {
      const name = this.data.names[this.state.places[place] ?? ""] ?? "";
      return activation ? [{ place, name, value: activation.value(z), derivative: activation.derivative(z) }] : [];
    });
  }

  summary() {
    const { z } = this.state;
    const told = this.rows(z).map(({ name, value, derivative }) => `${name} ${format(value)}, derivative ${format(derivative)}`);
    return told.length ? `At z = ${format(z)}: ${told.join("; ")}.` : "No activation is chosen.";
  }

  encode() {
    const entries = entriesOf(this.state);
    const start = entriesOf(this.initial());
    return new Map([...entries].filter(([key, value]) => value !== start.get(key)));
  }

  /** @param {Map<string, string>} entries */
  decode(entries) {
    const state = this.initial();
    const single = (/** @type {"slope" | "scale" | "half" | "z"} */ key, /** @type {number} */ low, /** @type {number} */ high) => {
      const text = entries.get(key);
      if (text !== undefined) [state[key]] = /** @type {[number]} */ (numbers(text, { name: key, low, high }));
    };
    single("slope", 0, STEEPEST);
    single("scale", 0, LARGEST_SCALE);
    single("half", 1, WIDEST);
    single("z", -WIDEST, WIDEST);
    const view = entries.get("view");
    if (view !== undefined) state.view = word(view, VIEWS, "view");
    const chosen = entries.get("chosen");
    if (chosen !== undefined) state.places = placed(chosenIn(chosen, Object.keys(this.data.names)));
    return state;
  }

  async python() {
    const { activationsScript } = await import("./python.js");
    const { places, slope, scale, z } = this.state;
    return activationsScript({ chosen: places.filter((key) => key), slope, scale, z });
  }
}

/**
 * Returns the names that an address chooses, some of them empty.
 * @param {string} text
 * @param {string[]} keys
 */
function chosenIn(text, keys) {
  const parts = text.split(",");
  if (parts.length > MOST) throw new AddressError(`chosen: expected at most ${MOST} activations, got ${parts.length} of them`);
  const chosen = parts.map((part) => (part === "" ? "" : word(part, keys, "chosen")));
  const named = chosen.filter((key) => key);
  if (new Set(named).size < named.length) throw new AddressError("chosen: expected each activation once, got one twice");
  return chosen;
}

/**
 * Returns places with these activations in the first of them.
 * @param {string[]} chosen
 */
function placed(chosen) {
  return Array.from({ length: MOST }, (_, place) => chosen[place] ?? "");
}

/**
 * Returns a short stretch of a place's line, in its colour and dash.
 * @param {number} place
 */
function lineSample(place) {
  const line = svg("line", { x1: 0, x2: 38, y1: 5, y2: 5, class: `relu-curve relu-unit-${place}` });
  return svg("svg", { class: "relu-dash", width: 38, height: 10, "aria-hidden": "true" }, line);
}

/**
 * Returns a state as an address has it.
 * @param {State} state
 */
function entriesOf({ places, slope, scale, half, z, view }) {
  const chosen = places.join().replace(/,+$/, "");
  return new Map(Object.entries({ chosen, slope, scale, half, z, view }).map(([key, value]) => [key, String(value)]));
}

/**
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
export function mount(host, signal) {
  new ActivationLab(host, signal).open();
}
