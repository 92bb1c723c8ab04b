// The network lab's drawing: three plots, and below them a lane for each unit with its kink as a handle.
//
// It draws what it is given and says what the reader moved; the numbers are the lab's.

import { format } from "./controls.js";
import { hidden, evaluate, preActivations } from "./network.js";
import { Plot, diamond, draggable, niceRange, niceStep, put, rounded, steppable, svg } from "./plot.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").State} UnitState */
/** @typedef {import("./network.js").Pieces} Pieces */

const LANE = 26; // pixels: a target that a finger hits
const LEFT = 40;
const UPPER = 130; // heights of the plots
const SUM = 200;
const SUM_TOP = 24 + UPPER + 52;

/**
 * @typedef {object} Moves what the picture asks for when the reader moves something
 * @property {(x: number) => void} cursor
 * @property {(x: number | null) => void} hover the pointer passes, or leaves
 * @property {(unit: number, kink: number) => void} kink
 * @property {() => {cursor: number | null, kinks: number[], domain: number}} now keys can come faster than pictures
 */

/** A unit's lane. */
class Lane {
  /** @param {number} unit */
  constructor(unit) {
    this.off = svg("line", { class: "relu-lane-off" });
    this.on = svg("line", { class: `relu-lane-on relu-unit-${unit}` });
    this.name = svg("text", { "text-anchor": "end" }, String(unit));
    this.note = svg("text");
    this.handle = svg("path", { class: "relu-handle" });
    this.target = svg("rect", {
      class: "relu-target", tabindex: 0, role: "slider", "aria-label": `Kink of unit ${unit}`, width: 30, height: LANE,
    });
    this.element = svg("g", {}, this.off, this.on, this.name, this.note, this.handle, this.target);
  }

  /**
   * @param {number} kink
   * @param {number} weight
   * @param {number} bias
   * @param {UnitState} state
   * @param {number} middle the lane's height in the picture
   * @param {Plot} plot whose x this lane shares
   */
  draw(kink, weight, bias, state, middle, plot) {
    const left = plot.box.left;
    const right = left + plot.box.width;
    const end = plot.xRange[1];
    const inside = Math.abs(kink) <= end;
    const at = inside ? left + plot.x(kink) : kink > 0 ? right : left;
    const from = weight > 0 ? at : left;
    const to = weight > 0 ? right : weight < 0 ? at : state === "on" ? right : left;
    put(this.off, { x1: left, x2: right, y1: middle, y2: middle });
    put(this.on, { x1: from, x2: to, y1: middle, y2: middle, visibility: from < to ? "visible" : "hidden" });
    put(this.name, { x: left - 12, y: middle + 4 });
    const isFlat = weight === 0;
    const out = kink > 0 ? 7 : -7;
    const arrow = `M${at} ${middle - 7}L${at + out} ${middle}L${at} ${middle + 7}Z`;
    put(this.handle, {
      d: isFlat ? "M0 0" : inside ? diamond(at, middle, 7) : arrow,
      class: inside ? "relu-handle" : "relu-handle relu-outside",
    });
    this.note.textContent = isFlat ? "no kink: the weight is 0" : inside ? "" : `kink at ${format(kink)}`;
    const onLeft = isFlat || kink < 0;
    put(this.note, { x: onLeft ? left + 14 : right - 14, y: middle - 5, "text-anchor": onLeft ? "start" : "end" });
    put(this.target, {
      x: Math.min(right - 18, Math.max(left - 12, at - 15)),
      y: middle - LANE / 2,
      visibility: isFlat ? "hidden" : "visible",
      "aria-valuemin": Math.min(-end, kink || 0),
      "aria-valuemax": Math.max(end, kink || 0),
      "aria-valuenow": kink || 0,
      "aria-valuetext": `${format(kink)}${inside ? "" : ", outside the shown domain"}; bias ${format(bias)}`,
    });
  }
}

export class NetworkPicture {
  /**
   * @param {SVGSVGElement} root
   * @param {Moves} moves
   * @param {AbortSignal} signal
   */
  constructor(root, moves, signal) {
    this.root = root;
    this.moves = moves;
    this.signal = signal;
    this.upper = new Plot(root, format);
    this.weighted = new Plot(root, format);
    this.sum = new Plot(root, format);
    /** @type {Lane[]} */ this.lanes = [];
    /** @type {SVGPathElement[][]} */ this.curves = [];
    this.output = svg("path", { class: "relu-curve relu-output" });
    this.diamonds = svg("path", { class: "relu-kinks" });
    this.sum.marks.append(this.output, this.diamonds);
    this.laneGroup = svg("g");
    this.line = svg("line", { class: "relu-cursor" });
    this.area = svg("rect", { class: "relu-area", tabindex: 0, role: "slider", "aria-label": "Input x" });
    root.append(this.laneGroup, this.line, this.area);
    this.watchCursor();
  }

  /** How far an arrow key goes: a round fortieth of half the domain. */
  get step() {
    return niceStep(this.moves.now().domain / 40);
  }

  /** The domain's ends. @returns {[number, number]} */
  get ends() {
    const { domain } = this.moves.now();
    return [-domain, domain];
  }

  watchCursor() {
    const { area, signal, moves } = this;
    const at = (/** @type {PointerEvent} */ event) =>
      rounded(this.sum.inputAt(event.clientX - this.root.getBoundingClientRect().left), this.step / 2);
    area.addEventListener("pointermove", (event) => (event.buttons ? moves.cursor : moves.hover)(at(event)), { signal });
    area.addEventListener("pointerdown", (event) => moves.cursor(at(event)), { signal });
    area.addEventListener("pointerleave", () => moves.hover(null), { signal });
    const ends = () => this.ends;
    const keep = (/** @type {number} */ x) => Math.max(ends()[0], Math.min(ends()[1], x));
    steppable(
      area,
      {
        value: () => moves.now().cursor ?? 0,
        step: () => this.step,
        ends,
        onMove: (x) => moves.cursor(keep(x)),
      },
      signal,
    );
  }

  /**
   * Makes as many curves and lanes as there are units.
   * @param {number} units
   */
  fit(units) {
    while (this.lanes.length > units) {
      this.lanes.pop()?.element.remove();
      this.curves.pop()?.forEach((curve) => curve.remove());
    }
    while (this.lanes.length < units) this.add(this.lanes.length);
  }

  /** @param {number} unit */
  add(unit) {
    const lane = new Lane(unit);
    this.lanes.push(lane);
    this.laneGroup.append(lane.element);
    const [line, clipped, product] = [svg("path", { class: "relu-line" }), svg("path"), svg("path")];
    this.curves.push([line, clipped, product]);
    this.upper.marks.prepend(line);
    this.upper.marks.append(clipped);
    this.weighted.marks.append(product);
    draggable(lane.target, (x) => this.moves.kink(unit, rounded(this.sum.inputAt(x), this.step)), this.signal);
    steppable(
      lane.target,
      {
        value: () => this.moves.now().kinks[unit] ?? 0,
        step: () => this.step,
        ends: () => this.ends,
        onMove: (kink) => this.moves.kink(unit, kink),
      },
      this.signal,
    );
  }

  /**
   * @param {Network} network
   * @param {number} domain half its width
   * @param {number | null} cursor
   * @param {number[]} kinks one a unit
   * @param {UnitState[]} states
   * @param {Pieces} exact
   * @param {number} width in pixels
   */
  draw(network, domain, cursor, kinks, states, exact, width) {
    this.fit(network.w.length);
    const inside = kinks.filter((kink) => Math.abs(kink) < domain).sort((a, b) => a - b);
    const xs = [-domain, ...inside, domain];
    const before = xs.map((x) => preActivations(network, x));
    const after = xs.map((x) => hidden(network, x));
    const products = after.map((row) => row.map((value, unit) => value * (network.v[unit] ?? 0)));
    const outputs = xs.map((x) => evaluate(network, x));
    this.layout(domain, before.flat(), products.flat(), outputs, width);

    this.curves.forEach(([line, clipped, product], unit) => {
      const style = `relu-curve ${states[unit] === "off" ? "relu-off" : `relu-unit-${unit}`}`;
      const column = (/** @type {number[][]} */ rows) => rows.map((row) => row[unit] ?? 0);
      if (line) put(line, { d: this.upper.path(xs, column(before)) });
      if (clipped) put(clipped, { d: this.upper.path(xs, column(after)), class: style });
      if (product) put(product, { d: this.weighted.path(xs, column(products)), class: style });
    });
    put(this.output, { d: this.sum.path(xs, outputs) });
    const marks = exact.kinks.map((x) => diamond(this.sum.x(x), this.sum.y(evaluate(network, x)), 6));
    put(this.diamonds, { d: marks.join("") || "M0 0" });
    this.lanes.forEach((lane, unit) => {
      const middle = SUM_TOP + SUM + 24 + LANE * (unit + 0.5);
      lane.draw(kinks[unit] ?? NaN, network.w[unit] ?? 0, network.b[unit] ?? 0, states[unit] ?? "off", middle, this.sum);
    });
    const at = cursor ?? 0;
    const x = this.sum.box.left + this.sum.x(at);
    put(this.line, {
      x1: x, x2: x, y1: SUM_TOP, y2: SUM_TOP + SUM + 24 + LANE * this.lanes.length,
      visibility: cursor === null ? "hidden" : "visible",
    });
    put(this.area, {
      "aria-valuemin": -domain, "aria-valuemax": domain, "aria-valuenow": at,
      "aria-valuetext": `x = ${format(at)}: y = ${format(evaluate(network, at))}`,
    });
  }

  /**
   * Places the plots for the width that there is.
   * @param {number} domain
   * @param {number[]} upper all values in the first plot
   * @param {number[]} weighted
   * @param {number[]} outputs
   * @param {number} width
   */
  layout(domain, upper, weighted, outputs, width) {
    /** @type {[number, number]} */ const range = [-domain, domain];
    const half = (width - LEFT - 46) / 2;
    this.upper.place({ left: LEFT, top: 24, width: half, height: UPPER }, range, niceRange([...upper, 0]), "line and ReLU of it");
    this.weighted.place(
      { left: LEFT + half + 40, top: 24, width: half, height: UPPER }, range, niceRange([...weighted, 0]), "times output weight",
    );
    const wide = width - LEFT - 10;
    this.sum.place({ left: LEFT, top: SUM_TOP, width: wide, height: SUM }, range, niceRange(outputs), "their sum, with the output bias: y");
    const height = SUM_TOP + SUM + 24 + LANE * this.lanes.length + 4;
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    put(this.area, { x: LEFT, y: SUM_TOP, width: wide, height: SUM });
  }
}
