// The network lab: one input, one to six ReLU units, one output; every number can be moved.
//
// It shows each unit's line, what ReLU leaves of it, what the output weight makes of that, and the sum;
// below, where each unit is on and where its kink is, to be dragged. Kinks, states and pieces are exact, from
// the network's own numbers. It does not train: that is the training lab.

import { relu } from "./activations.js";
import { AddressError, numbers, whole } from "./address.js";
import { button, choice, element, format, parameter, table } from "./controls.js";
import { LiveFigure } from "./figure.js";
import { evaluate, formulas, hidden, pieces, unitKinks, unitStates } from "./network.js";
import { NetworkPicture } from "./network-picture.js";
import { put } from "./plot.js";

/** @typedef {{w: number[], b: number[], v: number[], c: number}} Numbers */
/** @typedef {Numbers & {domain: number, cursor: number | null, unit: number}} State */
/** @typedef {{network: Numbers, domain: number, unit: number}} Preset */
/** @typedef {{start: string, presets: Record<string, Preset>}} Data */

const MOST_UNITS = 6;
const WIDEST = 10_000; // half the widest domain

/** @extends {LiveFigure<State, Data>} */
class NetworkLab extends LiveFigure {
  /**
   * @param {HTMLElement} host
   * @param {AbortSignal} signal
   */
  constructor(host, signal) {
    super(host, signal);
    const moves = {
      cursor: (/** @type {number} */ cursor) => this.change({ cursor }),
      hover: (/** @type {number | null} */ x) => {
        this.hovered = x;
        this.draw();
      },
      kink: (/** @type {number} */ unit, /** @type {number} */ kink) => this.moveKink(unit, kink),
      now: () => ({ cursor: this.state.cursor, kinks: unitKinks(this.network), domain: this.state.domain }),
    };
    /** @type {number | null} */ this.hovered = null;
    this.picture = new NetworkPicture(this.plots, moves, signal);
    const complain = (/** @type {string} */ text) => this.complain(text);
    this.presets = choice({
      label: "Start from",
      options: Object.keys(this.data.presets).map((name) => /** @type {const} */ ([name, name])),
      onChange: (name) => this.change(this.preset(name)),
      signal,
    });
    this.units = choice({ label: "Unit", options: [], onChange: (unit) => this.change({ unit: Number(unit) }), signal });
    this.more = button("Add a unit", () => this.addUnit(), signal);
    this.fewer = button("Remove the last", () => this.removeUnit(), signal);
    const field = (/** @type {"w" | "b" | "v"} */ key, /** @type {number} */ end) =>
      parameter({
        label: key, low: -end, high: end, step: 0.1, signal, complain,
        onChange: (value) => {
          this.state[key][this.state.unit] = value;
          this.change();
        },
      });
    this.parameters = { w: field("w", 5), b: field("b", 20), v: field("v", 5) };
    this.outputBias = parameter({
      label: "output bias c", low: -30, high: 30, step: 0.1, signal, complain, onChange: (c) => this.change({ c }),
    });
    this.domain = parameter({
      label: "shown domain", low: 1, high: 40, step: 1, least: 0.1, most: WIDEST, signal, complain,
      onChange: (domain) => this.change({ domain, cursor: null }),
    });
    this.readout = element("p", { class: "relu-readout" });
    this.verdict = element("p", { class: "relu-verdict" });
    this.table = table("Each unit, over the shown domain", ["unit", "w", "b", "v", "state", "kink", "value at x"]);
    this.pieces = element("ol", { class: "relu-pieces", "aria-label": "Pieces, from left to right" });
    const { w, b, v } = this.parameters;
    this.root.append(
      this.presets.element,
      this.plots,
      this.readout,
      this.verdict,
      this.units.element,
      element("div", { class: "relu-desk" }, w.element, b.element, v.element, this.outputBias.element, this.domain.element),
      element("div", { class: "relu-row" }, this.more, this.fewer),
      this.pieces, // below what is moved: it grows and shrinks
      this.table.element,
    );
  }

  initial() {
    return this.preset(this.data.start);
  }

  /**
   * @param {string} name
   * @returns {State}
   */
  preset(name) {
    const { network, domain, unit } = /** @type {Preset} */ (this.data.presets[name]);
    const { w, b, v, c } = network;
    return { w: [...w], b: [...b], v: [...v], c, domain, unit, cursor: null };
  }

  get network() {
    return { ...this.state, activation: relu };
  }

  addUnit() {
    const { w, b, v } = this.state;
    w.push(1);
    b.push(0);
    v.push(1);
    this.change({ unit: w.length - 1 });
  }

  removeUnit() {
    const { w, b, v, unit } = this.state;
    for (const part of [w, b, v]) part.pop();
    this.change({ unit: Math.min(unit, w.length - 1) });
  }

  /**
   * Moves a unit's kink by its bias.
   * @param {number} unit
   * @param {number} kink
   */
  moveKink(unit, kink) {
    const { w, b, domain, cursor } = this.state;
    const at = Math.max(-WIDEST, Math.min(WIDEST, kink));
    b[unit] = Number((-(w[unit] ?? 0) * at).toPrecision(12)) + 0;
    this.change({ unit, cursor: Math.abs(at) <= domain ? at : cursor });
  }

  render() {
    if (!this.width) return;
    const { state, network } = this;
    const { domain } = state;
    const cursor = this.hovered ?? state.cursor;
    const kinks = unitKinks(network);
    const states = unitStates(network, -domain, domain);
    const exact = pieces(network, -domain, domain);
    this.picture.draw(network, domain, cursor, kinks, states, exact, this.width);
    put(this.plots, { "aria-label": `The network, live. ${this.summary()}` });
    this.showControls();
    this.showNumbers(cursor ?? 0, kinks, states, exact);
  }

  showControls() {
    const { w, b, v, c, domain, unit } = this.state;
    this.units.offer(w.map((_, number) => /** @type {const} */ ([String(number), String(number)])));
    this.units.show(String(unit));
    this.parameters.w.show(w[unit] ?? 0, `weight w of unit ${unit}`);
    this.parameters.b.show(b[unit] ?? 0, `bias b of unit ${unit}`);
    this.parameters.v.show(v[unit] ?? 0, `output weight v of unit ${unit}`);
    this.outputBias.show(c);
    this.domain.show(domain, `shown domain, ±${format(domain)}`);
    this.more.toggleAttribute("disabled", w.length >= MOST_UNITS);
    this.fewer.toggleAttribute("disabled", w.length <= 1);
    const now = JSON.stringify([w, b, v, c, domain]);
    const same = Object.entries(this.data.presets).find(
      ([, { network, domain: shown }]) => JSON.stringify([network.w, network.b, network.v, network.c, shown]) === now,
    );
    this.presets.show(same ? same[0] : null);
  }

  /**
   * @param {number} at the input whose values are shown
   * @param {number[]} kinks
   * @param {import("./network.js").State[]} states
   * @param {import("./network.js").Pieces} exact
   */
  showNumbers(at, kinks, states, exact) {
    const { network } = this;
    const { w, b, v, c, domain } = this.state;
    const values = hidden(network, at);
    const parts = values.map((value, unit) => `${signed(v[unit] ?? 0)} × ${format(value)}`).join(" ").replace(/^\+ /, "").replace(/^− /, "−");
    this.readout.textContent = `At x = ${format(at)}: y = ${parts} ${signed(c)} = ${format(evaluate(network, at))}`;
    this.verdict.textContent = `On [${format(-domain)}, ${format(domain)}]: ${verdict(exact)}`;
    this.table.fill(
      w.map((weight, unit) => [
        String(unit), format(weight), format(b[unit] ?? 0), format(v[unit] ?? 0),
        states[unit] ?? "", format(kinks[unit] ?? NaN), format(values[unit] ?? 0),
      ]),
    );
    const ends = [-domain, ...exact.kinks, domain].map((end) => format(end));
    const lines = formulas(exact, 4).map((formula, piece) => `${ends[piece]} to ${ends[piece + 1]}: ${formula}`);
    this.pieces.replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  summary() {
    const { domain } = this.state;
    const exact = pieces(this.network, -domain, domain);
    const states = unitStates(this.network, -domain, domain).map((state, unit) => `unit ${unit} ${state}`);
    return `On the domain from ${format(-domain)} to ${format(domain)}: ${verdict(exact)} ${states.join(", ")}.`;
  }

  encode() {
    const entries = entriesOf(this.state);
    const start = entriesOf(this.initial());
    return new Map([...entries].filter(([key, value]) => value !== start.get(key)));
  }

  /** @param {Map<string, string>} entries */
  decode(entries) {
    const state = this.initial();
    const single = (/** @type {string} */ key, /** @type {number} */ low, /** @type {number} */ high) =>
      numbers(entries.get(key) ?? "", { name: key, low, high })[0] ?? 0;
    for (const key of /** @type {const} */ (["w", "b", "v"])) {
      const text = entries.get(key);
      if (text !== undefined) state[key] = numbers(text, { name: key, least: 1, most: MOST_UNITS });
    }
    const units = state.w.length;
    if (state.b.length !== units || state.v.length !== units) {
      throw new AddressError(`w, b and v: expected as many numbers in each, got ${units}, ${state.b.length} and ${state.v.length}`);
    }
    if (entries.has("c")) state.c = single("c", -1e6, 1e6);
    if (entries.has("domain")) state.domain = single("domain", 0.1, WIDEST);
    if (entries.has("x")) state.cursor = single("x", -state.domain, state.domain);
    state.unit = Math.min(state.unit, units - 1);
    if (entries.has("unit")) state.unit = whole(entries.get("unit") ?? "", { name: "unit", low: 0, high: units - 1 });
    return state;
  }

  async python() {
    const { networkScript } = await import("./python.js");
    return networkScript(this.state);
  }
}

/**
 * Returns a state as an address has it.
 * @param {State} state
 */
function entriesOf({ w, b, v, c, domain, unit, cursor }) {
  const entries = { w: w.join(), b: b.join(), v: v.join(), c, domain, unit, x: cursor ?? undefined };
  return new Map(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
}

/** @param {number} value */
function signed(value) {
  return value < 0 ? `− ${format(-value)}` : `+ ${format(value)}`;
}

/** @param {import("./network.js").Pieces} exact */
function verdict(exact) {
  const count = exact.kinks.length;
  if (!count) return `one straight line, ${formulas(exact, 4)[0]}. The network is affine there.`;
  const kinks = exact.kinks.map((kink) => format(kink)).join(", ");
  return `${count + 1} pieces, ${count === 1 ? "a kink" : "kinks"} at ${kinks}. The network is not affine there.`;
}

/**
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
export function mount(host, signal) {
  new NetworkLab(host, signal).open();
}
