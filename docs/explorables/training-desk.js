// The training lab's settings: what is trained, on what, and how. It shows them and asks for changes.

import { element, format, newId, parameter, select } from "./controls.js";

/** @typedef {import("./training-run.js").Settings} Settings */

export const MOST_UNITS = 16;
export const LARGEST_SEED = 2 ** 32 - 1;
export const RATES = { least: 1e-6, most: 10 };
export const OWN = "own";

export const STARTS = /** @type {const} */ ([
  ["spread", "random, biases spread"],
  ["zero", "random, biases zero"],
  ["straight", "the straight network"],
]);
export const ACTIVATIONS = /** @type {const} */ ([
  ["relu", "ReLU"],
  ["leaky", "leaky ReLU, slope 0.1"],
  ["tanh", "tanh"],
]);
export const METHODS = /** @type {const} */ ([
  ["gradient descent", "gradient descent"],
  ["momentum", "momentum"],
  ["adam", "Adam"],
]);

/**
 * Returns a labelled number field, with a logarithmic slider if it is given powers of ten for its ends.
 * @param {object} options
 * @param {string} options.label
 * @param {number} options.least
 * @param {number} options.most
 * @param {boolean} [options.whole]
 * @param {[number, number]} [options.powers]
 * @param {(value: number) => void} options.onChange
 * @param {(message: string) => void} options.complain
 * @param {AbortSignal} options.signal
 */
export function numberField({ label, least, most, whole = false, powers, onChange, complain, signal }) {
  const id = newId();
  const field = element("input", { type: "number", id, min: least, max: most, step: whole ? 1 : "any", inputmode: whole ? "numeric" : undefined });
  field.addEventListener(
    "input",
    () => {
      const value = field.valueAsNumber;
      const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
      field.setAttribute("aria-invalid", String(!fits));
      if (fits) {
        complain("");
        onChange(value);
      } else {
        const got = field.value ? field.value.slice(0, 30) : "none";
        const kind = whole ? "a whole number" : "a number";
        complain(`${label}: expected ${kind} from ${format(least, 10)} to ${format(most, 10)}, got ${got}. The figure keeps the last one.`);
      }
    },
    { signal },
  );
  const name = element("label", { for: id }, label);
  const made = element("div", { class: "relu-parameter" }, name, field);
  const slider = element("input", { type: "range", min: powers?.[0], max: powers?.[1], step: 0.05, "aria-label": `${label}, logarithmic` });
  if (powers) {
    made.insertBefore(slider, field);
    slider.addEventListener("input", () => onChange(Number((10 ** slider.valueAsNumber).toPrecision(2))), { signal });
  } else made.classList.add("relu-plain");
  return {
    element: made,
    /** @param {number} value */
    show(value) {
      slider.value = String(Math.log10(value));
      slider.setAttribute("aria-valuetext", format(value));
      if (document.activeElement === field && field.valueAsNumber === value) return;
      field.value = String(value);
      field.removeAttribute("aria-invalid");
    },
  };
}

export class TrainingDesk {
  /**
   * @param {string[]} labelSets
   * @param {(changes: Partial<Settings>) => void} onChange
   * @param {(message: string) => void} complain
   * @param {AbortSignal} signal
   */
  constructor(labelSets, onChange, complain, signal) {
    const common = { complain, signal };
    /**
     * @template {keyof Settings} Key
     * @param {Key} key
     */
    const set = (key) => (/** @type {number | string} */ value) => onChange({ [key]: value });
    const labelOptions = labelSets.map((name) => /** @type {const} */ ([name, name]));
    this.lists = {
      labels: select({ label: "labels", options: [...labelOptions, [OWN, "your own points"]], onChange: set("labels"), signal }),
      start: select({ label: "start", options: STARTS, onChange: set("start"), signal }),
      activation: select({ label: "activation", options: ACTIVATIONS, onChange: set("activation"), signal }),
      method: select({ label: "method", options: METHODS, onChange: set("method"), signal }),
    };
    this.units = parameter({
      label: "units", low: 1, high: MOST_UNITS, step: 1, least: 1, most: MOST_UNITS, whole: true, onChange: set("units"), ...common,
    });
    this.rate = numberField({ label: "learning rate", ...RATES, powers: [-5, 1], onChange: set("rate"), ...common });
    this.seed = numberField({ label: "seed", least: 0, most: LARGEST_SEED, whole: true, onChange: set("seed"), ...common });
    const lists = Object.values(this.lists).map((list) => list.element);
    this.element = element("div", { class: "relu-desk" }, ...lists, this.rate.element, this.units.element, this.seed.element);
  }

  /** @param {Settings} settings */
  show(settings) {
    const isStraight = settings.start === "straight";
    for (const key of /** @type {const} */ (["labels", "start", "activation", "method"])) this.lists[key].show(settings[key]);
    this.units.show(settings.units, isStraight ? "units (the straight network has three)" : "units");
    this.rate.show(settings.rate);
    this.seed.show(settings.seed);
    for (const part of [this.units.element, this.seed.element]) {
      for (const input of part.querySelectorAll("input")) input.toggleAttribute("disabled", isStraight);
    }
  }
}
