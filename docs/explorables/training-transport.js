// The training lab's buttons for time: play, pause, steps, back to the start, the next seed, and the speed.

import { button, element, select } from "./controls.js";

const SPEEDS = [1, 10, 50, 200]; // steps a frame

export class Transport {
  /**
   * @param {{play: () => void, step: (count: number) => void, rewind: () => void, seed: () => void}} asks
   * @param {AbortSignal} signal
   */
  constructor({ play, step, rewind, seed }, signal) {
    this.speed = 10;
    this.play = button("Play", play, signal);
    this.steps = [button("1 step", () => step(1), signal), button("100 steps", () => step(100), signal)];
    this.rewind = button("Rewind", rewind, signal);
    this.seed = button("Next seed", seed, signal);
    const speeds = select({
      label: "steps a frame",
      options: SPEEDS.map((speed) => /** @type {const} */ ([String(speed), String(speed)])),
      onChange: (speed) => {
        this.speed = Number(speed);
      },
      signal,
    });
    speeds.show(String(this.speed));
    this.element = element("div", { class: "relu-row relu-transport" }, this.play, ...this.steps, this.rewind, this.seed, speeds.element);
  }

  /**
   * @param {boolean} isPlaying
   * @param {boolean} isOver no further step can be taken
   * @param {number} steps taken so far
   * @param {{start: string}} state
   */
  show(isPlaying, isOver, steps, { start }) {
    const text = isPlaying ? "Pause" : "Play";
    if (this.play.textContent !== text) this.play.textContent = text;
    for (const each of [this.play, ...this.steps]) each.toggleAttribute("disabled", isOver);
    this.rewind.toggleAttribute("disabled", steps === 0 && !isPlaying);
    this.seed.toggleAttribute("disabled", start === "straight");
  }
}
