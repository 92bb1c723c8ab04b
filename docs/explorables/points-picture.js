// The five points' drawing: a grid, a point for each prediction as a handle, and the exact graph when asked.
//
// It draws what it is given and says which prediction the reader moved; it judges nothing.

import { format } from "./controls.js";
import { Plot, diamond, draggable, put, rounded, steppable, svg } from "./plot.js";

const LEFT = 40;
const RIGHT = 10;
const TOP = 24;
const HEIGHT = 340;
const TARGET = 30; // pixels that a finger hits
const STEP = 0.5;

/** One prediction's handle. */
class Point {
  constructor() {
    this.miss = svg("line", { class: "relu-miss" });
    this.mark = svg("path", { class: "relu-point" });
    this.note = svg("text");
    this.target = svg("rect", { class: "relu-target", tabindex: 0, role: "slider", width: TARGET, height: TARGET });
    this.element = svg("g", {}, this.miss, this.mark, this.note, this.target);
  }

  /**
   * @param {Plot} plot
   * @param {number} input
   * @param {number | null} prediction
   * @param {number | null} exact where the graph is, once the reader compares
   */
  draw(plot, input, prediction, exact) {
    const [low, high] = plot.yRange;
    const { left, top } = plot.box;
    const value = prediction ?? 0;
    const shown = Math.max(low, Math.min(high, value));
    const x = left + plot.x(input);
    const y = top + plot.y(shown);
    const out = Math.sign(value - shown);
    const misses = exact !== null && prediction !== null;
    put(this.mark, {
      d: out ? `M${x - 8} ${y}H${x + 8}L${x} ${y - 10 * out}Z` : `M${x - 7} ${y}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z`,
      class: prediction === null ? "relu-point relu-unset" : "relu-point",
    });
    put(this.miss, { x1: x, x2: x, y1: y, y2: top + plot.y(exact ?? 0), visibility: misses ? "visible" : "hidden" });
    this.note.textContent = out ? format(value) : "";
    const isRight = input > (plot.xRange[0] + plot.xRange[1]) / 2;
    put(this.note, { x: x + (isRight ? -12 : 12), y: y + (out > 0 ? 14 : -5), "text-anchor": isRight ? "end" : "start" });
    put(this.target, {
      x: x - TARGET / 2,
      y: y - TARGET / 2,
      "aria-label": `y at x = ${format(input)}`,
      "aria-valuemin": Math.min(low, value),
      "aria-valuemax": Math.max(high, value),
      "aria-valuenow": value,
      "aria-valuetext": prediction === null ? "not set" : `y = ${format(prediction)}`,
    });
  }
}

export class PointsPicture {
  /**
   * @param {SVGSVGElement} root
   * @param {{range: [number, number], count: number}} size the heights that the grid shows, and how many points
   * @param {{now: (point: number) => number | null, move: (point: number, value: number | null) => void}} moves
   * @param {AbortSignal} signal
   */
  constructor(root, { range, count }, moves, signal) {
    this.root = root;
    this.range = range;
    this.plot = new Plot(root, format);
    this.line = svg("path", { class: "relu-curve relu-output" });
    this.kinks = svg("path", { class: "relu-kinks" });
    this.plot.marks.append(this.line, this.kinks);
    this.points = Array.from({ length: count }, () => new Point());
    this.points.forEach(({ element, target }, point) => {
      root.append(element);
      draggable(target, (_, y) => moves.move(point, rounded(this.plot.valueAt(y), STEP)), signal);
      steppable(
        target,
        {
          value: () => moves.now(point) ?? 0,
          step: () => STEP,
          ends: () => this.range,
          onMove: (value) => moves.move(point, value),
        },
        signal,
      );
      const forget = (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Delete" || event.key === "Backspace") moves.move(point, null);
      };
      target.addEventListener("keydown", forget, { signal });
    });
  }

  /**
   * @param {[number, number]} domain
   * @param {number[]} inputs
   * @param {(number | null)[]} predictions
   * @param {{corners: number[], heights: number[], kinks: number[], exact: number[]} | null} graph the exact graph: its
   *   corners and ends, which of them are kinks, and its heights at the inputs
   * @param {number} width in pixels
   */
  draw(domain, inputs, predictions, graph, width) {
    const { plot } = this;
    const room = (domain[1] - domain[0]) / 20; // so that the outer points stand clear of the numbers beside the grid
    const shown = /** @type {[number, number]} */ ([domain[0] - room, domain[1] + room]);
    plot.place({ left: LEFT, top: TOP, width: width - LEFT - RIGHT, height: HEIGHT }, shown, this.range, "output y over input x");
    const height = TOP + HEIGHT + 24;
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    put(this.line, { d: graph ? plot.path(graph.corners, graph.heights) : "M0 0" });
    const marks = (graph?.kinks ?? []).map((x) => {
      const at = graph?.corners.indexOf(x) ?? 0;
      return diamond(plot.x(x), plot.y(graph?.heights[at] ?? 0), 6);
    });
    put(this.kinks, { d: marks.join("") || "M0 0" });
    this.points.forEach((point, number) => {
      point.draw(plot, inputs[number] ?? 0, predictions[number] ?? null, graph?.exact[number] ?? null);
    });
  }
}
