// The reader's own data in the training lab: points added, moved and removed, or pasted as CSV.

import { button, element, newId } from "./controls.js";
import { FARTHEST, MOST_POINTS, hasTwoInputs, parseCsv, toCsv } from "./training-data.js";
import { PointLayer } from "./training-points.js";

/** @typedef {import("./training-data.js").Point} Point */

/**
 * @typedef {object} Asks
 * @property {() => Point[]} points
 * @property {(points: Point[]) => void} set
 * @property {() => number} selected
 * @property {(point: number) => void} select
 * @property {() => void} settle
 * @property {(message: string) => void} complain
 */

export class OwnPoints {
  /**
   * @param {import("./plot.js").Plot} plot in which the points stand
   * @param {Asks} asks
   * @param {AbortSignal} signal
   */
  constructor(plot, asks, signal) {
    this.asks = asks;
    this.layer = new PointLayer(plot, this, signal);
    const id = newId();
    this.area = element("textarea", { id, rows: 4, spellcheck: "false", placeholder: "0, 1\n2, 3.5" });
    const use = button("Use these points", () => this.paste(), signal);
    const field = element("details", {}, element("summary", {}, "Paste data as CSV"), element("label", { for: id }, "one point a line: x, y"), this.area, use);
    field.addEventListener("toggle", () => {
      // The event comes late: what the reader has begun to write stays.
      if (field.open && document.activeElement !== this.area) this.area.value = toCsv(asks.points());
    }, { signal });
    const add = button("Add a point", () => this.addBeside(), signal);
    const remove = button("Remove the point", () => this.remove(asks.selected()), signal);
    const hint = "Tap the plot to add a point, drag one to move it. By keyboard: arrow keys move the point, Page Up and Page Down choose another, Delete removes it.";
    this.element = element("div", { class: "relu-own" }, element("p", {}, hint), element("div", { class: "relu-row" }, add, remove), field);
  }

  now() {
    return this.asks.points();
  }

  /** @param {number} point */
  select(point) {
    if (point !== this.asks.selected()) this.asks.select(point);
  }

  settle() {
    this.asks.settle();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  add(x, y) {
    const points = this.now();
    if (points.length >= MOST_POINTS) {
      this.asks.complain(`There are ${MOST_POINTS} points, the most that this figure takes. Remove one to add another.`);
      return;
    }
    this.asks.complain("");
    this.asks.set([...points, [x, y]]);
    this.asks.select(points.length);
  }

  /** Adds a point beside the selected one, half-way to the next. */
  addBeside() {
    const points = this.now();
    const [x, y] = points[this.asks.selected()] ?? [0, 0];
    const xs = points.map((point) => point[0]);
    const next = Math.min(...xs.filter((other) => other > x));
    const at = Number.isFinite(next) ? (x + next) / 2 : (x + Math.min(...xs)) / 2;
    this.add(Number(at.toPrecision(6)), y);
  }

  /**
   * @param {number} point
   * @param {number} x
   * @param {number} y
   */
  move(point, x, y) {
    const keep = (/** @type {number} */ value) => Math.max(-FARTHEST, Math.min(FARTHEST, value));
    this.change(this.now().map((old, number) => (number === point ? [keep(x), keep(y)] : old)));
  }

  /** @param {number} point */
  remove(point) {
    this.change(this.now().filter((_, number) => number !== point));
  }

  /** @param {Point[]} points */
  change(points) {
    if (hasTwoInputs(points)) {
      this.asks.complain("");
      this.asks.set(points);
    } else this.asks.complain("Expected points with at least two different x; the data stay as they were.");
  }

  paste() {
    const { points, message } = parseCsv(this.area.value);
    this.asks.complain(message);
    if (points) this.asks.set(points);
  }
}
