// Twenty restarts of the training lab: the same settings from twenty seeds, shown as small multiples.
//
// They train in slices, so that the page stays responsive. Nothing is kept when the settings change.

import { button, element, format } from "./controls.js";
import { evaluate, pieces } from "./network.js";
import { svg } from "./plot.js";
import { LARGEST_SEED, numberField } from "./training-desk.js";
import { corners } from "./training-picture.js";
import { Run } from "./training-run.js";
import { small } from "./training-words.js";

/** @typedef {import("./training-run.js").Settings} Settings */
/** @typedef {import("./training-run.js").Given} Given */
/** @typedef {Settings & {threshold: number, restarts: number}} State */

export const RESTARTS = 20;
export const MOST_STEPS = 20_000;
export const THRESHOLDS = { least: 1e-12, most: 1e6 };
const SLICE = 12; // milliseconds of training a frame
const SIZE = { width: 100, height: 56 };

export class Restarts {
  /**
   * @param {Given} given
   * @param {object} asks
   * @param {() => State} asks.state
   * @param {(changes: {threshold?: number, restarts?: number}) => void} asks.onChange
   * @param {(seed: number, steps: number) => void} asks.open
   * @param {(text: string) => void} asks.say
   * @param {(message: string) => void} asks.complain
   * @param {AbortSignal} signal
   */
  constructor(given, { state, onChange, open, say, complain }, signal) {
    this.given = given;
    this.state = state;
    this.open = open;
    this.say = say;
    this.signal = signal;
    this.steps = numberField({
      label: "steps of each", least: 1, most: MOST_STEPS, whole: true, onChange: (restarts) => onChange({ restarts }), complain, signal,
    });
    this.threshold = numberField({
      label: "a fit ends below a loss of", ...THRESHOLDS, onChange: (threshold) => onChange({ threshold }), complain, signal,
    });
    this.button = button(`Train ${RESTARTS} restarts`, () => (this.frame ? this.clear() : this.begin()), signal);
    this.share = element("p", { class: "relu-share" });
    this.tiles = element("div", { class: "relu-tiles" });
    this.element = element(
      "section",
      { class: "relu-restarts", "aria-label": `${RESTARTS} restarts` },
      element("div", { class: "relu-desk" }, this.steps.element, this.threshold.element),
      element("div", { class: "relu-row" }, this.button),
      this.share,
      this.tiles,
    );
    /** @type {Run[]} */ this.runs = [];
    /** @type {State} what the runs were begun with */ this.settings = state();
    this.key = "";
    this.frame = 0;
    this.drawn = "";
    signal.addEventListener("abort", () => cancelAnimationFrame(this.frame));
  }

  /** What the runs depend on, but for their seeds. */
  get wanted() {
    const { labels, points, start, units, activation, method, rate, restarts } = this.state();
    return JSON.stringify([labels, points, start, units, activation, method, rate, restarts]);
  }

  begin() {
    this.clear();
    this.key = this.wanted;
    this.settings = { ...this.state() };
    this.frame = requestAnimationFrame(() => this.work());
  }

  /** Stops and forgets. */
  clear() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.runs = [];
    this.show();
  }

  /** @param {number} number */
  seed(number) {
    return (this.settings.seed + number) % (LARGEST_SEED + 1);
  }

  work() {
    const end = performance.now() + SLICE;
    let isDone = false;
    do {
      let run = this.runs.at(-1);
      if (!run || run.hasDiverged || run.steps >= this.settings.restarts) {
        isDone = this.runs.length === RESTARTS;
        if (isDone) break;
        run = new Run({ ...this.settings, seed: this.seed(this.runs.length) }, this.given);
        this.runs.push(run);
      }
      run.train(this.settings.restarts, end - performance.now());
    } while (performance.now() < end);
    this.frame = isDone ? 0 : requestAnimationFrame(() => this.work());
    this.show();
    if (isDone) this.say(this.share.textContent ?? "");
  }

  /** Shows the fields, how far the work is, and what is done; forgets runs of other settings. */
  show() {
    const { restarts, threshold, start } = this.state();
    if (this.runs.length && this.key !== this.wanted) {
      this.clear();
      return;
    }
    this.steps.show(restarts);
    this.threshold.show(threshold);
    const isStraight = start === "straight";
    this.button.textContent = this.frame ? "Cancel" : `Train ${RESTARTS} restarts`;
    this.button.toggleAttribute("disabled", isStraight);
    const done = this.frame ? this.runs.slice(0, -1) : this.runs;
    const fits = done.filter((run) => run.training.loss < threshold).length;
    if (isStraight) this.share.textContent = "The straight network is a single start. Choose a random start to train restarts.";
    else if (this.frame) this.share.textContent = `Training: ${done.length} of ${RESTARTS} are done.`;
    else this.share.textContent = done.length ? `${fits} of ${RESTARTS} end below a loss of ${format(threshold)}.` : "";
    const key = JSON.stringify([this.key, this.settings.seed, done.length, threshold]);
    if (key === this.drawn) return;
    this.drawn = key;
    while (this.tiles.children.length > done.length) this.tiles.lastChild?.remove();
    done.forEach((run, number) => this.showTile(run, number, threshold));
  }

  /**
   * @param {Run} run
   * @param {number} number
   * @param {number} threshold
   */
  showTile(run, number, threshold) {
    const seed = this.seed(number);
    const fits = run.training.loss < threshold;
    const outcome = run.hasDiverged ? "overflowed" : small(run.training.loss, 3);
    const lines = [`seed ${seed}`, outcome, fits ? "✓ fits" : "✗ no fit"];
    const spans = lines.map((line, row) => element("span", {}, element("span", { class: "relu-unseen" }, ["", "loss ", ""][row] ?? ""), line));
    const now = this.tiles.children[number];
    if (now instanceof HTMLElement && now.dataset.of === JSON.stringify([lines, this.key])) return;
    const tile = button("", () => this.open(seed, this.settings.restarts), this.signal);
    tile.dataset.of = JSON.stringify([lines, this.key]);
    tile.classList.add("relu-tile", fits ? "relu-fits" : "relu-no-fit");
    tile.append(miniature(run), ...spans);
    if (now) now.replaceWith(tile);
    else this.tiles.append(tile);
  }
}

/**
 * Returns a small picture of a run's fit over its data.
 * @param {Run} run
 */
function miniature({ training, inputs, labels }) {
  const { network } = training;
  const ends = /** @type {[number, number]} */ ([Math.min(...inputs), Math.max(...inputs)]);
  const low = Math.min(...labels);
  const room = Math.max(Math.max(...labels) - low, 1e-9);
  const x = (/** @type {number} */ input) => (((input - ends[0]) / (ends[1] - ends[0])) * SIZE.width).toFixed(1);
  const y = (/** @type {number} */ value) => {
    const share = Math.max(-10, Math.min(11, (value - low) / room));
    return ((0.9 - 0.8 * share) * SIZE.height).toFixed(1);
  };
  const at = (/** @type {number} */ input) => `${x(input)} ${y(evaluate(network, input))}`;
  const kinks = network.activation.negativeSlope === null ? [] : pieces(network, ...ends).kinks;
  return svg(
    "svg",
    { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, "aria-hidden": "true" },
    svg("path", { class: "relu-dots", d: inputs.map((input, i) => `M${x(input)} ${y(labels[i] ?? 0)}h0`).join("") }),
    svg("path", { class: "relu-curve relu-output", d: `M${corners(network, ends).map(at).join("L")}` }),
    svg("path", { class: "relu-corner", d: kinks.map((kink) => `M${at(kink)}h0`).join("") || "M0 0" }),
  );
}
