// Five points: the reader predicts a network's output at three given inputs and at two of their own.
//
// Nothing is given away: points start unset, and the exact graph comes when the reader asks to compare. Then each
// point is judged, and a wrong one is told what it left out. No network is changed here: that is the network lab.

import { relu } from "./activations.js";
import { AddressError, numbers, quoted, word } from "./address.js";
import { button, element, format } from "./controls.js";
import { LiveFigure } from "./figure.js";
import { evaluate, pieces } from "./network.js";
import { feedback, isRight, onOneLine } from "./point-feedback.js";
import { PointsPicture } from "./points-picture.js";
import { put } from "./plot.js";

/** @typedef {{own: number[], y: (number | null)[], compared: boolean}} State */
/**
 * @typedef {object} Data
 * @property {{w: number[], b: number[], v: number[], c: number}} network
 * @property {[number, number]} domain
 * @property {[number, number]} range the heights that the grid shows
 * @property {number[]} fixed the given inputs
 * @property {number[]} own the inputs that the reader may change
 */

const FARTHEST = 1000; // a prediction; beyond the grid an arrow shows it
const COUNTS = ["no", "one", "two", "three", "four", "five"];

/** @extends {LiveFigure<State, Data>} */
class FivePoints extends LiveFigure {
  /**
   * @param {HTMLElement} host
   * @param {AbortSignal} signal
   */
  constructor(host, signal) {
    super(host, signal);
    const { fixed, own, range } = this.data;
    const moves = {
      now: (/** @type {number} */ point) => this.state.y[point] ?? null,
      move: (/** @type {number} */ point, /** @type {number | null} */ value) => this.predict(point, value),
    };
    this.picture = new PointsPicture(this.plots, { range, count: fixed.length + own.length }, moves, signal);
    this.inputs = own.map((_, which) =>
      this.field(`x of your ${which ? "second" : "first"} point`, (value) => this.moveInput(which, value)),
    );
    this.heights = [...fixed, ...own].map((_, point) => this.field("y", (value) => this.setHeight(point, value)));
    const cells = this.heights.map((height, point) => {
      const input = this.inputs[point - fixed.length];
      const first = input ? labelled("x", input) : element("div", {}, `x = ${format(fixed[point] ?? 0)}`);
      return element("div", { class: "relu-guess" }, first, labelled("y", height));
    });
    this.compare = button("", () => this.change({ compared: !this.state.compared }), signal);
    this.verdict = element("p", { class: "relu-verdict" });
    this.answers = element("ol", { class: "relu-pieces", "aria-label": "Your points, one by one" });
    this.root.append(
      element("p", {}, "Drag the points up or down, or write each y below. Two inputs are yours to choose."),
      this.plots,
      element("div", { class: "relu-guesses" }, ...cells),
      element("div", { class: "relu-row" }, this.compare),
      this.verdict,
      this.answers,
    );
  }

  /** @returns {State} */
  initial() {
    const { fixed, own } = this.data;
    return { own: [...own], y: [...fixed, ...own].map(() => null), compared: false };
  }

  get network() {
    return { ...this.data.network, activation: relu };
  }

  /** The inputs of all points, the given ones first. */
  get xs() {
    return [...this.data.fixed, ...this.state.own];
  }

  /**
   * Returns a number's field. What is wrong is told when the reader leaves it, not while they type.
   * @param {string} name
   * @param {(value: number | null) => string} onChange takes the number, or says what is wrong with it
   */
  field(name, onChange) {
    const field = element("input", { type: "number", step: "any", "aria-label": name });
    const take = (/** @type {Event} */ event) => {
      const isNone = field.value === "" && !field.validity.badInput;
      const wrong = field.validity.badInput ? "expected a number, got none" : onChange(isNone ? null : field.valueAsNumber + 0);
      if (wrong && event.type === "input") return;
      field.setAttribute("aria-invalid", String(wrong !== ""));
      this.complain(wrong && `${field.getAttribute("aria-label")}: ${wrong}. The figure keeps the last one.`);
    };
    for (const kind of ["input", "change"]) field.addEventListener(kind, take, { signal: this.signal });
    return field;
  }

  /**
   * @param {number} which
   * @param {number | null} value
   */
  moveInput(which, value) {
    const wrong = wrongInput(value, [...this.data.fixed, ...this.state.own.filter((_, other) => other !== which)], this.data.domain);
    if (!wrong && value !== null && value !== this.state.own[which]) {
      this.state.own[which] = value;
      this.change();
    }
    return wrong;
  }

  /**
   * @param {number} point
   * @param {number | null} value
   */
  setHeight(point, value) {
    if (value !== null && !(Math.abs(value) <= FARTHEST)) {
      return `expected a number from ${format(-FARTHEST)} to ${format(FARTHEST)}, got ${format(value)}`;
    }
    if (value !== this.state.y[point]) this.predict(point, value);
    return "";
  }

  /**
   * @param {number} point
   * @param {number | null} value
   */
  predict(point, value) {
    this.state.y[point] = value === null ? null : Math.max(-FARTHEST, Math.min(FARTHEST, value));
    this.complain("");
    this.change();
  }

  render() {
    if (!this.width) return;
    const { xs, network, data } = this;
    const { y, own, compared } = this.state;
    this.picture.draw(data.domain, xs, y, compared ? this.graph() : null, this.width);
    put(this.plots, { "aria-label": `Five points, live. ${this.summary()}` });
    this.heights.forEach((field, point) => show(field, y[point] ?? null, `y at x = ${format(xs[point] ?? 0)}`));
    this.inputs.forEach((field, which) => show(field, own[which] ?? null));
    this.compare.textContent = compared ? "Try again" : "Compare with the exact graph";
    this.verdict.textContent = this.summary();
    const told = compared ? xs.map((x, point) => `x = ${format(x)}: ${feedback(network, x, y[point] ?? null)}`) : [];
    this.answers.hidden = !compared;
    this.answers.replaceChildren(...told.map((text) => element("li", {}, text)));
  }

  /** Returns the exact graph, for the picture. */
  graph() {
    const { network, xs } = this;
    const [low, high] = this.data.domain;
    const { kinks } = pieces(network, low, high);
    const corners = [low, ...kinks, high];
    const at = (/** @type {number} */ x) => evaluate(network, x);
    return { corners, kinks, heights: corners.map(at), exact: xs.map(at) };
  }

  summary() {
    const { y, compared } = this.state;
    const points = this.xs.flatMap((x, point) => {
      const height = y[point] ?? null;
      return height === null ? [] : [/** @type {[number, number]} */ ([x, height])];
    });
    if (!compared) return `${points.length} of ${y.length} points set.`;
    const right = points.filter(([x, height]) => isRight(this.network, x, height)).length;
    const count = `${right} of ${y.length} right.`;
    if (points.length < 3) return count;
    const yours = `Your ${COUNTS[points.length]} points`;
    return onOneLine(points)
      ? `${count} ${yours} lie on one line; that proves nothing about the inputs between them.`
      : `${count} ${yours} do not lie on one line: what they draw is not straight.`;
  }

  encode() {
    const entries = entriesOf(this.state);
    const start = entriesOf(this.initial());
    return new Map([...entries].filter(([key, value]) => value !== start.get(key)));
  }

  /** @param {Map<string, string>} entries */
  decode(entries) {
    const state = this.initial();
    const { fixed, domain } = this.data;
    const own = entries.get("own");
    if (own !== undefined) {
      state.own = numbers(own, { name: "own", least: state.own.length, low: domain[0], high: domain[1] });
      state.own.forEach((value, which) => {
        const wrong = wrongInput(value, [...fixed, ...state.own.slice(0, which)], domain);
        if (wrong) throw new AddressError(`own: ${wrong}`);
      });
    }
    const heights = entries.get("y");
    if (heights !== undefined) {
      const parts = heights.split(",").map((part) => part.trim());
      if (parts.length !== state.y.length) {
        throw new AddressError(`y: expected ${state.y.length} numbers, some of them left empty, got ${quoted(heights)}`);
      }
      const limits = { name: "y", low: -FARTHEST, high: FARTHEST };
      state.y = parts.map((part) => (part === "" ? null : (numbers(part, limits)[0] ?? null)));
    }
    const compared = entries.get("compared");
    if (compared !== undefined) state.compared = word(compared, ["no", "yes"], "compared") === "yes";
    return state;
  }

  async python() {
    const { pointsScript } = await import("./python.js");
    return pointsScript({ ...this.data.network, inputs: this.xs, predictions: this.state.y });
  }
}

/**
 * Returns what is wrong with an input that a reader chose, or "".
 * @param {number | null} value
 * @param {number[]} others
 * @param {[number, number]} domain
 */
function wrongInput(value, others, [low, high]) {
  const expected = `expected a number from ${format(low)} to ${format(high)}`;
  if (value === null) return `${expected}, got none`;
  if (!(value >= low && value <= high)) return `${expected}, got ${format(value)}`;
  if (others.includes(value)) return `${expected} where no other point is, got ${format(value)}`;
  return "";
}

/**
 * Shows a number in its field, unless the reader is just typing it.
 * @param {HTMLInputElement} field
 * @param {number | null} value
 * @param {string} [name]
 */
function show(field, value, name) {
  if (name !== undefined) field.setAttribute("aria-label", name);
  if (document.activeElement === field && (value === null || field.valueAsNumber === value)) return;
  const text = value === null ? "" : String(value);
  if (field.value === text && !field.validity.badInput) return;
  field.value = text;
  field.removeAttribute("aria-invalid");
}

/**
 * @param {string} text
 * @param {HTMLInputElement} field
 */
function labelled(text, field) {
  return element("label", {}, element("span", {}, text), field);
}

/**
 * Returns a state as an address has it.
 * @param {State} state
 */
function entriesOf({ own, y, compared }) {
  return new Map([["own", own.join()], ["y", y.map((value) => value ?? "").join()], ["compared", compared ? "yes" : "no"]]);
}

/**
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
export function mount(host, signal) {
  new FivePoints(host, signal).open();
}
