// The training lab: a network with one input and up to sixteen units is trained before the reader's eyes.
//
// The settings and a number of steps are the whole state: a run is always replayed from its start, so a link
// shows the same numbers. Training takes slices of a frame. It attempts no batches and no weight decay.

import { choice, element, table } from "./controls.js";
import { LiveFigure } from "./figure.js";
import { put } from "./plot.js";
import { entriesOf, stateOf } from "./training-address.js";
import { LARGEST_SEED, OWN, TrainingDesk } from "./training-desk.js";
import { TrainingPicture } from "./training-picture.js";
import { Restarts } from "./training-restarts.js";
import { dataOf, Run } from "./training-run.js";
import { Transport } from "./training-transport.js";
import { CAP, note, readout, rowsOf, verdict } from "./training-words.js";

/** @typedef {import("./training-run.js").Settings} Settings */
/** @typedef {import("./training-address.js").State} State */
/** @typedef {import("./training-run.js").Given & {start: string, presets: Record<string, Omit<Settings, "activation" | "points">>}} Data */

const PLAYING = 8; // milliseconds of training a frame
const REPLAYING = 20;
const TABLE = 200; // milliseconds between two tables
const BURST = 500; // between two pictures, for readers who want less motion
const SOON = 2000; // between two sentences while training plays, if a unit dies
const LATE = 10_000;

/** @extends {LiveFigure<State, Data>} */
class TrainingLab extends LiveFigure {
  /**
   * @param {HTMLElement} host
   * @param {AbortSignal} signal
   */
  constructor(host, signal) {
    super(host, signal);
    this.isPlaying = false;
    this.selected = 0; // of the reader's own points
    /** @type {number | null} the step at which the loss is read */ this.at = null;
    /** @type {number | null} */ this.hovered = null;
    this.key = "";
    this.run = new Run(this.state, this.data);
    this.heard = { time: 0, deaths: "" };
    this.pictured = 0;
    this.tabled = 0;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    const complain = (/** @type {string} */ text) => this.complain(text);
    const set = (/** @type {Partial<Settings>} */ changes) => this.set(changes);
    this.presets = choice({
      label: "Start from",
      options: Object.keys(this.data.presets).map((name) => /** @type {const} */ ([name, name])),
      onChange: (name) => this.set({ ...this.preset(name), threshold: this.state.threshold, restarts: this.state.restarts }),
      signal,
    });
    this.ownTools = element("div");
    this.isFetching = false;
    this.news = "";
    const onStep = (/** @type {number | null} */ step, /** @type {boolean} */ isHover) => {
      this.hovered = isHover ? step : null;
      if (!isHover) this.at = step;
      this.draw();
    };
    this.picture = new TrainingPicture(this.plots, onStep, () => this.at, signal);
    this.transport = new Transport(
      {
        play: () => (this.isPlaying ? this.stop() : this.play()),
        step: (count) => this.go(this.run.steps + count),
        rewind: () => this.go(0),
        seed: () => this.set({ seed: (this.state.seed + 1) % (LARGEST_SEED + 1) }),
      },
      signal,
    );
    this.readout = element("p", { class: "relu-readout" });
    this.verdict = element("p", { class: "relu-verdict" });
    this.desk = new TrainingDesk(Object.keys(this.data.labelSets), set, complain, signal);
    this.table = table("Each unit, on the data", ["unit", "mark", "state", "gradient", "kink", "w", "b", "v"]);
    this.note = element("p");
    this.restarts = new Restarts(
      this.data,
      {
        state: () => this.state,
        onChange: (changes) => this.change(changes),
        open: (seed, steps) => {
          this.stop();
          this.change({ seed, steps });
        },
        say: (text) => {
          this.news = text;
          this.tell();
        },
        complain,
      },
      signal,
    );
    this.root.append(
      this.presets.element, this.plots, this.ownTools, this.transport.element, this.readout, this.verdict,
      this.desk.element, this.table.element, this.note, this.restarts.element,
    );
    document.addEventListener("visibilitychange", () => document.hidden && this.stop(), { signal });
  }

  initial() {
    return this.preset(this.data.start);
  }

  /**
   * @param {string} name
   * @returns {State}
   */
  preset(name) {
    const { labels, start, units, seed, method, rate } = /** @type {Settings} */ (this.data.presets[name]);
    const settings = { labels, start, units, seed, method, rate, points: [], activation: /** @type {const} */ ("relu") };
    return { ...settings, steps: 0, threshold: 0.01, restarts: 2000 };
  }

  /**
   * Changes settings: the run goes back to its start.
   * @param {Partial<State>} changes
   */
  set(changes) {
    this.stop();
    this.at = null;
    const next = { ...this.state, ...changes, steps: 0 };
    if (next.start === "straight") next.units = this.data.straight.w.length;
    if (next.labels !== OWN) next.points = [];
    else if (!next.points.length) next.points = dataOf(this.state, this.data).map(([x, y]) => [x, Number(y.toPrecision(4))]);
    this.selected = Math.min(this.selected, Math.max(0, next.points.length - 1));
    this.change(next);
  }

  play() {
    this.isPlaying = true;
    this.heard = { time: performance.now(), deaths: this.run.training.deadSince.join() };
    this.draw();
  }

  stop() {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.change({ steps: this.run.steps });
  }

  /**
   * Goes to a step; backwards by a new run from the start.
   * @param {number} steps
   */
  go(steps) {
    this.stop();
    this.change({ steps: Math.min(CAP, steps) });
  }

  reset() {
    this.stop();
    this.at = null;
    this.restarts.clear();
    super.reset();
  }

  follow() {
    this.isPlaying = false;
    super.follow();
  }

  /** Whether the run still has steps to take. */
  get isMoving() {
    return this.isPlaying || this.run.steps < this.state.steps;
  }

  /** Trains for a slice of the frame. */
  advance() {
    const { labels, points, start, units, seed, activation, method, rate } = this.state;
    const key = JSON.stringify([labels, points, start, units, seed, activation, method, rate]);
    if (key !== this.key || this.run.steps > this.state.steps) {
      this.key = key;
      this.run = new Run(this.state, this.data);
    }
    if (!this.isMoving) return;
    const goal = this.isPlaying ? Math.min(CAP, this.run.steps + this.transport.speed) : this.state.steps;
    this.run.train(goal, this.isPlaying ? PLAYING : REPLAYING);
    if (this.isPlaying || this.run.hasDiverged) this.state.steps = this.run.steps;
    if (this.run.hasDiverged || this.run.steps >= CAP) this.isPlaying = false;
    if (!this.isMoving) this.tell();
  }

  render() {
    if (!this.width) return;
    this.advance();
    const now = performance.now();
    if (this.isMoving) {
      this.draw();
      this.announce(now);
      if (this.calm.matches && now - this.pictured < BURST) return;
    }
    this.pictured = now;
    const network = this.run.training.network;
    const domain = this.state.labels === OWN ? null : this.data.domain;
    this.picture.draw(this.run, network, domain, this.selected, this.hovered ?? this.at, this.width);
    this.transport.show(this.isPlaying, this.run.hasDiverged || this.run.steps >= CAP, this.run.steps, this.state);
    if (this.isMoving && now - this.tabled < TABLE) return;
    this.tabled = now;
    this.readout.textContent = readout(this.run, this.picture.ends);
    this.verdict.textContent = verdict(this.run, this.state);
    this.table.fill(rowsOf(this.run, network));
    this.note.textContent = note(this.state.activation);
    this.showControls();
  }

  /** Fetches what moves points, for the few readers who bring their own. */
  async fetchOwn() {
    this.isFetching = true;
    try {
      const { OwnPoints } = await import("./training-own.js");
      const asks = {
        points: () => this.state.points,
        set: (/** @type {Settings["points"]} */ points) => this.set({ points }),
        select: (/** @type {number} */ point) => {
          this.selected = point;
          this.draw();
        },
        selected: () => this.selected,
        settle: () => this.draw(),
        complain: (/** @type {string} */ text) => this.complain(text),
      };
      const own = new OwnPoints(this.picture.fit, asks, this.signal);
      this.picture.hold(own.layer);
      this.ownTools.append(own.element);
      this.draw();
    } catch (error) {
      console.warn(error);
      this.complain("What moves points did not load, so the data stay as they are. Reload the page to try again.");
    }
  }

  showControls() {
    put(this.plots, { "aria-label": "Training, live: the fit over the data, and the loss by step." });
    this.desk.show(this.state);
    const isOwn = this.state.labels === OWN;
    this.ownTools.toggleAttribute("hidden", !isOwn);
    if (isOwn && !this.isFetching) this.fetchOwn();
    this.restarts.show();
    const { labels, start, units, seed, activation, method, rate } = this.state;
    const now = JSON.stringify([labels, start, units, seed, activation, method, rate]);
    const same = Object.entries(this.data.presets).find(
      ([, preset]) => JSON.stringify([preset.labels, preset.start, preset.units, preset.seed, "relu", preset.method, preset.rate]) === now,
    );
    this.presets.show(same ? same[0] : null);
  }

  /**
   * Says how training goes, now and then, and sooner when a unit has died.
   * @param {number} now
   */
  announce(now) {
    const deaths = this.run.training.deadSince.join();
    if (!this.isPlaying || now - this.heard.time < (deaths === this.heard.deaths ? LATE : SOON)) return;
    this.heard = { time: now, deaths };
    this.say(this.summary());
  }

  summary() {
    const { news } = this;
    this.news = "";
    return news || `${readout(this.run, this.picture.ends)} ${verdict(this.run, this.state)}`;
  }

  encode() {
    const start = entriesOf(this.initial());
    return new Map([...entriesOf(this.state)].filter(([key, value]) => value !== start.get(key)));
  }

  /** @param {Map<string, string>} entries */
  decode(entries) {
    return stateOf(entries, this.initial(), this.data);
  }

  async python() {
    const { trainingScript } = await import("./python.js");
    const { start, inputs, labels } = this.run;
    const { activation, method, rate, steps } = this.state;
    return trainingScript({ start, inputs, labels, activation, method, rate, steps });
  }
}

/**
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
export function mount(host, signal) {
  new TrainingLab(host, signal).open();
}
