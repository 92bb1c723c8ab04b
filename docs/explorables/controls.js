// The parts of a live figure's desk: fields, sliders, choices, buttons. They know nothing of networks.
//
// Everything is a native control with a label, so that keyboard, touch and screen readers work as the
// reader's system has them. Listeners end with the signal that they are given.

/**
 * Returns a new element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined>} attributes `true` is an empty attribute, `false` none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Returns a number as the figures print it: so many significant digits and a real minus sign.
 * @param {number} value
 * @param {number} digits
 */
export function format(value, digits = 4) {
  if (Number.isNaN(value)) return "none";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(digits)) + 0;
  return String(rounded).replace(/-/g, "−").replace(/e\+?(−?\d+)/, " × 10^$1");
}

let serial = 0;

/** Returns an id that no other element has. */
export function newId() {
  serial += 1;
  return `relu-live-${serial}`;
}

/**
 * @typedef {object} Parameter a number with a slider and a field
 * @property {HTMLElement} element
 * @property {(value: number, label?: string) => void} show sets both without telling the listener
 */

/**
 * Returns a number's slider and field.
 * @param {object} options
 * @param {string} options.label
 * @param {number} options.low the slider's lower end
 * @param {number} options.high
 * @param {number} options.step
 * @param {number} [options.least] the smallest number that the field takes
 * @param {number} [options.most]
 * @param {boolean} [options.whole] whether it has to be a whole number
 * @param {(value: number) => void} options.onChange
 * @param {(message: string) => void} options.complain called with "" when a number is right again
 * @param {AbortSignal} options.signal
 * @returns {Parameter}
 */
export function parameter({ label, low, high, step, least = -1e6, most = 1e6, whole = false, onChange, complain, signal }) {
  const id = newId();
  const name = element("label", { for: id }, label);
  const slider = element("input", { type: "range", id, min: low, max: high, step });
  const field = element("input", { type: "number", min: least, max: most, step: whole ? 1 : "any", inputmode: whole && least >= 0 ? "numeric" : undefined });
  const rename = (/** @type {string} */ text) => {
    name.textContent = text;
    field.setAttribute("aria-label", `${text}, as a number`);
  };
  rename(label);
  slider.addEventListener("input", () => onChange(slider.valueAsNumber), { signal });
  field.addEventListener(
    "input",
    () => {
      const value = field.valueAsNumber;
      const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
      field.setAttribute("aria-invalid", String(!fits));
      if (fits) {
        complain("");
        onChange(value + 0);
      } else {
        const kind = whole ? "a whole number" : "a number";
        complain(`${name.textContent}: expected ${kind} from ${format(least)} to ${format(most)}, got ${field.value ? field.value.slice(0, 30) : "none"}. The figure keeps the last one.`);
      }
    },
    { signal },
  );
  return {
    element: element("div", { class: "relu-parameter" }, name, slider, field),
    show(value, text) {
      if (text !== undefined && text !== name.textContent) rename(text);
      slider.value = String(value);
      slider.setAttribute("aria-valuetext", format(value));
      if (document.activeElement !== field || field.valueAsNumber !== value) {
        field.value = String(value);
        field.removeAttribute("aria-invalid");
      }
    },
  };
}

/**
 * @typedef {object} Choice one of some words, as radio buttons in a row
 * @property {HTMLFieldSetElement} element
 * @property {(word: string | null) => void} show
 * @property {(options: readonly (readonly [string, string])[]) => void} offer
 */

/**
 * Returns a row of radio buttons.
 * @param {object} options
 * @param {string} options.label
 * @param {readonly (readonly [string, string])[]} options.options each a word and what the reader sees
 * @param {(word: string) => void} options.onChange
 * @param {AbortSignal} options.signal
 * @returns {Choice}
 */
export function choice({ label, options, onChange, signal }) {
  const name = newId();
  const row = element("div", { class: "relu-row" });
  const fieldset = element("fieldset", { class: "relu-choice" }, element("legend", {}, label), row);
  fieldset.addEventListener(
    "change",
    (event) => {
      if (event.target instanceof HTMLInputElement) onChange(event.target.value);
    },
    { signal },
  );
  const inputs = () => [...row.querySelectorAll("input")];
  const offer = (/** @type {readonly (readonly [string, string])[]} */ offered) => {
    const words = offered.map(([word]) => word).join();
    if (words === inputs().map((input) => input.value).join()) return;
    row.replaceChildren(
      ...offered.map(([word, text]) => {
        const input = element("input", { type: "radio", name, value: word });
        return element("label", { class: "relu-option" }, input, element("span", {}, text));
      }),
    );
  };
  offer(options);
  return {
    element: fieldset,
    offer,
    show(word) {
      for (const input of inputs()) input.checked = input.value === word;
    },
  };
}

/**
 * Returns a list to choose from, for more words than fit in a row.
 * @param {object} options
 * @param {string} options.label
 * @param {readonly (readonly [string, string])[]} options.options
 * @param {(word: string) => void} options.onChange
 * @param {AbortSignal} options.signal
 * @returns {{element: HTMLElement, show: (word: string) => void}}
 */
export function select({ label, options, onChange, signal }) {
  const id = newId();
  const list = element("select", { id }, ...options.map(([word, text]) => element("option", { value: word }, text)));
  list.addEventListener("change", () => onChange(list.value), { signal });
  return {
    element: element("div", { class: "relu-select" }, element("label", { for: id }, label), list),
    show(word) {
      list.value = word;
    },
  };
}

/**
 * Returns a button.
 * @param {string} text
 * @param {() => void} onClick
 * @param {AbortSignal} signal
 */
export function button(text, onClick, signal) {
  const made = element("button", { type: "button", class: "relu-button" }, text);
  made.addEventListener("click", onClick, { signal });
  return made;
}

/**
 * Returns a table with a caption, and a function that fills its body.
 * @param {string} caption
 * @param {readonly string[]} heads
 * @returns {{element: HTMLElement, fill: (rows: readonly (readonly (string | Node)[])[]) => void}}
 */
export function table(caption, heads) {
  const body = element("tbody");
  const made = element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    body,
  );
  const wrapper = element("div", { class: "relu-table", tabindex: 0, role: "group", "aria-label": caption }, made);
  return {
    element: wrapper,
    fill(rows) {
      while (body.rows.length > rows.length) body.deleteRow(-1);
      rows.forEach((cells, number) => {
        const row = body.rows[number] ?? body.insertRow();
        cells.forEach((cell, column) => {
          const place =
            row.cells[column] ?? row.appendChild(column ? element("td") : element("th", { scope: "row" }));
          if (typeof cell !== "string") place.replaceChildren(cell);
          else if (place.textContent !== cell) place.textContent = cell;
        });
      });
    },
  };
}
