// The reader's own points in the training lab's plot: added with a tap, dragged, moved and removed by key.
//
// One point is selected; it alone is a stop of the Tab key. The layer changes nothing itself: it asks.

import { format } from "./controls.js";
import { draggable, niceStep, put, rounded, svg } from "./plot.js";

/** @typedef {import("./training-data.js").Point} Point */

/**
 * @typedef {object} Edits what the layer asks for
 * @property {(x: number, y: number) => void} add
 * @property {(point: number, x: number, y: number) => void} move
 * @property {(point: number) => void} remove
 * @property {(point: number) => void} select
 * @property {() => Point[]} now
 * @property {() => void} settle a drag has ended
 */

const TARGET = 26; // pixels: what a finger hits

export class PointLayer {
  /**
   * @param {import("./plot.js").Plot} plot
   * @param {Edits} edits
   * @param {AbortSignal} signal
   */
  constructor(plot, edits, signal) {
    this.plot = plot;
    this.edits = edits;
    this.signal = signal;
    this.isDragging = false;
    this.ground = svg("rect", { class: "relu-ground" });
    this.ring = svg("circle", { class: "relu-ring", r: 8 });
    this.group = svg("g", {}, this.ground, this.ring);
    /** @type {SVGElement[]} */ this.targets = [];
    this.ground.addEventListener(
      "click",
      (event) => {
        const box = this.ground.getBoundingClientRect();
        edits.add(...this.at(event.clientX - box.left + plot.box.left, event.clientY - box.top + plot.box.top));
      },
      { signal },
    );
  }

  /**
   * Returns the point at a pixel, on a fine grid of round numbers.
   * @param {number} x
   * @param {number} y
   * @returns {Point}
   */
  at(x, y) {
    const [across, up] = this.strides;
    return [rounded(this.plot.inputAt(x), across / 5), rounded(this.plot.valueAt(y), up / 5)];
  }

  /** How far an arrow key goes to the side and up. @returns {[number, number]} */
  get strides() {
    const of = (/** @type {[number, number]} */ [low, high]) => niceStep((high - low) / 50);
    return [of(this.plot.xRange), of(this.plot.yRange)];
  }

  /** @param {number} point */
  makeTarget(point) {
    const target = svg("rect", { class: "relu-target", role: "slider", width: TARGET, height: TARGET });
    target.addEventListener("focus", () => this.edits.select(point), { signal: this.signal });
    target.addEventListener("keydown", (event) => this.press(event, point), { signal: this.signal });
    draggable(
      target,
      (x, y) => {
        this.isDragging = true;
        this.edits.move(point, ...this.at(x, y));
      },
      this.signal,
      () => {
        this.isDragging = false;
        this.edits.settle();
      },
    );
    return target;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} point
   */
  press(event, point) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const points = this.edits.now();
    const [x, y] = points[point] ?? [0, 0];
    const [across, up] = this.strides.map((stride) => stride * (event.shiftKey ? 5 : 1));
    const move = (/** @type {number} */ right, /** @type {number} */ above) =>
      this.edits.move(point, rounded(x + right * (across ?? 0), (across ?? 1) / 100), rounded(y + above * (up ?? 0), (up ?? 1) / 100));
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => move(-1, 0),
      ArrowRight: () => move(1, 0),
      ArrowDown: () => move(0, -1),
      ArrowUp: () => move(0, 1),
      PageUp: () => this.targets[(point + points.length - 1) % points.length]?.focus(),
      PageDown: () => this.targets[(point + 1) % points.length]?.focus(),
      Delete: () => this.edits.remove(point),
      Backspace: () => this.edits.remove(point),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /**
   * @param {Point[]} points
   * @param {number} selected
   */
  draw(points, selected) {
    const { plot } = this;
    put(this.ground, { width: plot.box.width, height: plot.box.height, visibility: points.length ? "visible" : "hidden" });
    const isFocusLost = this.targets.slice(points.length).includes(/** @type {SVGElement} */ (document.activeElement));
    while (this.targets.length > points.length) this.targets.pop()?.remove();
    while (this.targets.length < points.length) {
      this.targets.push(this.makeTarget(this.targets.length));
      this.group.append(this.targets.at(-1) ?? "");
    }
    points.forEach(([x, y], point) => {
      const target = this.targets[point];
      if (!target) return;
      put(target, {
        x: plot.x(x) - TARGET / 2, y: plot.y(y) - TARGET / 2, tabindex: point === selected ? 0 : -1,
        "aria-label": `Point ${point + 1} of ${points.length}`,
        "aria-valuemin": plot.yRange[0], "aria-valuemax": plot.yRange[1], "aria-valuenow": y,
        "aria-valuetext": `x = ${format(x)}, y = ${format(y)}`,
      });
    });
    const [x, y] = points[selected] ?? [0, 0];
    put(this.ring, { cx: plot.x(x), cy: plot.y(y), visibility: points.length ? "visible" : "hidden" });
    if (isFocusLost) this.targets[selected]?.focus();
  }
}
