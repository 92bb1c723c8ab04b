// The training lab's drawing: the fit over the data, and the loss by step.
//
// It draws what it is given; the run and the numbers are the lab's.

import { format } from "./controls.js";
import { evaluate, pieces, unitKinks } from "./network.js";
import { Plot, diamond, niceRange, put, steppable, svg } from "./plot.js";
import { powerOfTen, small } from "./training-words.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./training-run.js").Run} Run */

const LEFT = 42;
const HEIGHT = 220; // of a plot
const GAP = 48; // above a plot and below the one before
const WIDE = 520; // from here on the plots stand side by side
const LEAST = -34; // the logarithm of less than rounding leaves of any loss
const GRID = 240; // intervals of a smooth curve

/** @param {number} loss */
const level = (loss) => Math.max(LEAST, Math.log10(loss));

/**
 * Returns inputs between which a network is straight, or nearly so.
 * @param {Network} network
 * @param {[number, number]} ends
 */
export function corners(network, [lower, upper]) {
  if (network.activation.negativeSlope === null) {
    return Array.from({ length: GRID + 1 }, (_, i) => lower + ((upper - lower) * i) / GRID);
  }
  const inside = unitKinks(network).filter((kink) => kink > lower && kink < upper);
  return [lower, ...inside.sort((one, other) => one - other), upper];
}

export class TrainingPicture {
  /**
   * @param {SVGSVGElement} root
   * @param {(step: number | null, isHover: boolean) => void} onStep the reader points at a step of the record
   * @param {() => number | null} stepNow
   * @param {AbortSignal} signal
   */
  constructor(root, onStep, stepNow, signal) {
    this.root = root;
    this.fit = new Plot(root, format);
    this.loss = new Plot(root, powerOfTen, (step) => step.toLocaleString("en"));
    this.dots = svg("path", { class: "relu-dots" });
    this.start = svg("path", { class: "relu-start" });
    this.output = svg("path", { class: "relu-curve relu-output" });
    this.diamonds = svg("path", { class: "relu-kinks" });
    this.fit.element.insertBefore(this.dots, this.fit.marks);
    this.fit.marks.append(this.start, this.output, this.diamonds);
    /** @type {import("./training-points.js").PointLayer | null} */ this.points = null;
    this.curve = svg("path", { class: "relu-curve relu-output" });
    this.line = svg("line", { class: "relu-cursor" });
    this.loss.marks.append(this.curve, this.line);
    this.area = svg("rect", { class: "relu-area", tabindex: 0, role: "slider", "aria-label": "Step at which the loss is read" });
    this.loss.element.append(this.area);
    /** @type {Run | null} */ this.run = null;
    /** @type {{steps: number[], losses: number[]}} */ this.record = { steps: [0], losses: [1] };
    this.watch(onStep, stepNow, signal);
  }

  /**
   * @param {(step: number | null, isHover: boolean) => void} onStep
   * @param {() => number | null} stepNow
   * @param {AbortSignal} signal
   */
  watch(onStep, stepNow, signal) {
    const { area } = this;
    const point = (/** @type {PointerEvent} */ event) => {
      const pixel = event.clientX - this.root.getBoundingClientRect().left;
      onStep(this.record.steps[this.nearest(this.loss.inputAt(pixel))] ?? 0, event.type === "pointermove" && !event.buttons);
    };
    area.addEventListener("pointermove", point, { signal });
    area.addEventListener("pointerdown", point, { signal });
    area.addEventListener("pointerleave", () => onStep(null, true), { signal });
    steppable(
      area,
      {
        value: () => this.nearest(stepNow() ?? this.record.steps.at(-1) ?? 0),
        step: () => 1,
        ends: () => [0, this.record.steps.length - 1],
        onMove: (index) => {
          const kept = Math.max(0, Math.min(this.record.steps.length - 1, index));
          onStep(this.record.steps[kept] ?? 0, false);
        },
      },
      signal,
    );
  }

  /**
   * Takes what moves the reader's own points.
   * @param {import("./training-points.js").PointLayer} points
   */
  hold(points) {
    this.points = points;
    this.fit.element.append(points.group);
  }

  /**
   * Returns which record is nearest to a step.
   * @param {number} step
   */
  nearest(step) {
    const { steps } = this.record;
    const after = steps.findIndex((each) => each >= step);
    if (after <= 0) return after < 0 ? steps.length - 1 : 0;
    return step - (steps[after - 1] ?? 0) < (steps[after] ?? 0) - step ? after - 1 : after;
  }

  /** The stretch of inputs that is shown, and that kinks and pieces are about. @returns {[number, number]} */
  get ends() {
    return this.fit.xRange;
  }

  /**
   * @param {Run} run
   * @param {Network} network where it is now
   * @param {[number, number] | null} domain null for the reader's own points, which bring theirs
   * @param {number} selected which of these
   * @param {number | null} step at which the loss is read
   * @param {number} width in pixels
   */
  draw(run, network, domain, selected, step, width) {
    const isWide = width >= WIDE;
    const across = isWide ? (width - 2 * LEFT - 20) / 2 : width - LEFT - 10;
    const second = isWide ? { left: 2 * LEFT + across + 10, top: 24 } : { left: LEFT, top: 24 + HEIGHT + GAP };
    const height = second.top + HEIGHT + 20;
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.drawFit(run, network, domain, selected, { left: LEFT, top: 24, width: across, height: HEIGHT });
    this.drawLoss(run, step, { ...second, width: across, height: HEIGHT });
  }

  /**
   * @param {Run} run
   * @param {Network} network
   * @param {[number, number] | null} domain
   * @param {number} selected
   * @param {import("./plot.js").Box} box
   */
  drawFit(run, network, domain, selected, box) {
    const isOwn = domain === null;
    const { fit } = this;
    const isHeld = this.points?.isDragging; // axes that move under a finger would move the point
    const ends = isHeld ? fit.xRange : domain ?? niceRange(run.inputs);
    const atStart = corners(run.start, ends).map((x) => evaluate(run.start, x));
    const low = Math.min(...run.labels);
    const high = Math.max(...run.labels);
    const room = Math.max(high - low, 1);
    const near = atStart.map((y) => Math.max(low - room / 2, Math.min(high + room / 2, y)));
    const heights = isHeld ? fit.yRange : niceRange([low, high, ...near, ...(low === high ? [low - 1, high + 1] : [])]);
    const isSmooth = network.activation.negativeSlope === null;
    fit.place(box, ends, heights, isSmooth ? "fit (smooth: no kinks), start dotted" : "fit and kinks, start dotted");
    const far = 1e4 * (heights[1] - heights[0]); // beyond, browsers draw nonsense
    const curve = (/** @type {Network} */ shown) => {
      const xs = corners(shown, ends);
      return fit.path(xs, xs.map((x) => Math.max(-far, Math.min(far, evaluate(shown, x)))));
    };
    put(this.start, { d: curve(run.start) });
    put(this.output, { d: curve(network) });
    const kinks = isSmooth ? [] : pieces(network, ...ends).kinks;
    const visible = kinks.filter((x) => Math.abs(evaluate(network, x)) < far);
    const marks = visible.map((x) => diamond(fit.x(x), fit.y(evaluate(network, x)), 6));
    put(this.diamonds, { d: marks.join("") || "M0 0" });
    const dots = run.inputs.map((x, sample) => `M${fit.x(x).toFixed(1)} ${fit.y(run.labels[sample] ?? 0).toFixed(1)}h0`);
    put(this.dots, { d: dots.join("") });
    this.points?.draw(isOwn ? run.inputs.map((x, sample) => [x, run.labels[sample] ?? 0]) : [], selected);
  }

  /**
   * @param {Run} run
   * @param {number | null} step
   * @param {import("./plot.js").Box} box
   */
  drawLoss(run, step, box) {
    const { loss } = this;
    this.record = run.curve;
    const { steps, losses } = this.record;
    const levels = losses.map(level);
    const bottom = Math.floor(Math.min(...levels));
    const top = Math.max(Math.ceil(Math.max(...levels)), bottom + 1);
    const index = this.nearest(step ?? run.steps);
    const at = steps[index] ?? 0;
    const text = `step ${at.toLocaleString("en")}: loss ${small(losses[index] ?? 0, 6)}`;
    loss.place(box, [0, niceRange([0, Math.max(run.steps, 10)])[1]], [bottom, top], step === null ? "loss by step" : text);
    put(this.curve, { d: loss.path(steps, levels) });
    const x = loss.x(at);
    put(this.line, { x1: x, x2: x, y1: 0, y2: box.height, visibility: step === null ? "hidden" : "visible" });
    put(this.area, {
      width: box.width, height: box.height,
      "aria-valuemin": 0, "aria-valuemax": steps.at(-1) ?? 0, "aria-valuenow": at, "aria-valuetext": text,
    });
  }
}
