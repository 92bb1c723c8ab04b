// Axes, curves and handles in SVG, in pixels of the page: text keeps its size on every screen.
//
// A Plot is a rectangle with a range of x and of y; it knows nothing of networks and computes no value.

/**
 * Returns a new SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  put(made, attributes);
  made.append(...children);
  return made;
}

/**
 * Sets attributes.
 * @param {Element} target
 * @param {Record<string, string | number>} attributes
 */
export function put(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (target.getAttribute(name) !== text) target.setAttribute(name, text);
  }
}

/**
 * Returns the smallest of 1, 2, 5, 10, ... and their tenths that is not below a number.
 * @param {number} value
 */
export function niceStep(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * Returns the nearest multiple of a step.
 * @param {number} value
 * @param {number} step
 */
export function rounded(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(12)) + 0;
}

/**
 * Returns a range of round numbers around values.
 * @param {number[]} values
 * @returns {[number, number]}
 */
export function niceRange(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spread = Math.max(high - low, 1e-9, Math.abs(high) * 1e-6);
  const step = niceStep(spread / 4);
  const range = /** @type {[number, number]} */ ([Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step]);
  return range[0] < range[1] ? range : [range[0] - step, range[1] + step];
}

/**
 * Returns round numbers inside a range, three at least.
 * @param {[number, number]} range
 * @param {number} count about how many
 */
export function ticks([low, high], count) {
  const step = niceStep((high - low) / Math.max(count, 4));
  const found = [];
  for (let number = Math.ceil(low / step - 1e-9); number * step <= high + 1e-9 * step; number += 1) {
    found.push(Number((number * step).toPrecision(12)) + 0);
  }
  return found;
}

const MARGIN = 10; // pixels that every figure leaves on the right of a plot
const HALF_LETTER = 3.5; // of a tick's label

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

export class Plot {
  /**
   * @param {SVGElement} parent
   * @param {(value: number) => string} format how ticks are written
   * @param {(value: number) => string} [formatAcross] how those of x are, where it is another way
   */
  constructor(parent, format, formatAcross = format) {
    this.format = format;
    this.formatAcross = formatAcross;
    this.box = { left: 0, top: 0, width: 1, height: 1 };
    /** @type {[number, number]} */ this.xRange = [0, 1];
    /** @type {[number, number]} */ this.yRange = [0, 1];
    this.grid = svg("g", { class: "relu-grid" });
    this.title = svg("text", { class: "relu-title", x: 0, y: -7 });
    this.marks = svg("svg", { class: "relu-marks" });
    this.element = svg("g", {}, this.title, this.grid, this.marks);
    parent.append(this.element);
    this.drawn = "";
  }

  /**
   * Places the plot and draws its grid, if anything changed.
   * @param {Box} box
   * @param {[number, number]} xRange
   * @param {[number, number]} yRange
   * @param {string} title
   */
  place(box, xRange, yRange, title = "") {
    const wanted = JSON.stringify([box, xRange, yRange, title]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    Object.assign(this, { box, xRange, yRange });
    put(this.element, { transform: `translate(${box.left} ${box.top})` });
    put(this.marks, { width: box.width, height: box.height });
    if (this.title.textContent !== title) this.title.textContent = title;
    const parts = [];
    for (const tick of ticks(yRange, box.height / 34)) {
      const y = this.y(tick);
      parts.push(svg("line", { x1: 0, x2: box.width, y1: y, y2: y, class: tick === 0 ? "relu-zero" : "" }));
      parts.push(svg("text", { x: -5, y: y + 4, "text-anchor": "end" }, this.format(tick)));
    }
    for (const tick of ticks(xRange, box.width / 55)) {
      const x = this.x(tick);
      parts.push(svg("line", { x1: x, x2: x, y1: 0, y2: box.height, class: tick === 0 ? "relu-zero" : "" }));
      const label = this.formatAcross(tick);
      const rightmost = box.width + MARGIN - HALF_LETTER * label.length; // a long one at the end stays in the picture
      parts.push(svg("text", { x: Math.min(x, rightmost), y: box.height + 15, "text-anchor": "middle" }, label));
    }
    this.grid.replaceChildren(...parts);
  }

  /** @param {number} value */
  x(value) {
    const [low, high] = this.xRange;
    return ((value - low) / (high - low)) * this.box.width;
  }

  /** @param {number} value */
  y(value) {
    const [low, high] = this.yRange;
    return (1 - (value - low) / (high - low)) * this.box.height;
  }

  /**
   * Returns the input at a pixel, kept inside the range.
   * @param {number} pixel from the left edge of the SVG
   */
  inputAt(pixel) {
    const [low, high] = this.xRange;
    return Math.min(high, Math.max(low, low + ((pixel - this.box.left) / this.box.width) * (high - low)));
  }

  /**
   * Returns the value at a pixel, kept inside the range.
   * @param {number} pixel from the top edge of the SVG
   */
  valueAt(pixel) {
    const [low, high] = this.yRange;
    return Math.min(high, Math.max(low, high - ((pixel - this.box.top) / this.box.height) * (high - low)));
  }

  /**
   * Returns a path through points.
   * @param {number[]} xs
   * @param {number[]} ys
   */
  path(xs, ys) {
    return xs.map((x, i) => `${i ? "L" : "M"}${this.x(x).toFixed(2)} ${this.y(ys[i] ?? 0).toFixed(2)}`).join("");
  }
}

/**
 * Returns the path of a diamond.
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function diamond(x, y, size) {
  return `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`;
}

/**
 * Lets a pointer drag something: calls back with the position in the SVG, in pixels.
 * @param {Element} target
 * @param {(x: number, y: number, event: PointerEvent) => void} onMove
 * @param {AbortSignal} signal
 * @param {() => void} [onEnd]
 */
export function draggable(target, onMove, signal, onEnd) {
  const move = (/** @type {PointerEvent} */ event) => {
    const root = target instanceof SVGElement ? outermost(target) : target;
    const box = root.getBoundingClientRect();
    onMove(event.clientX - box.left, event.clientY - box.top, event);
  };
  /** @type {EventListener} */
  const down = (event) => {
    if (!(event instanceof PointerEvent) || event.button > 0) return;
    target.setPointerCapture(event.pointerId);
    if (target instanceof SVGElement) target.focus({ preventScroll: true });
    event.preventDefault();
  };
  /** @type {EventListener} */
  const during = (event) => {
    if (event instanceof PointerEvent && target.hasPointerCapture(event.pointerId)) move(event);
  };
  target.addEventListener("pointerdown", down, { signal });
  target.addEventListener("pointermove", during, { signal });
  // Chromium pans from an SVG shape whatever its touch-action says.
  target.addEventListener("touchmove", (event) => event.preventDefault(), { signal, passive: false });
  for (const kind of ["pointerup", "pointercancel"]) target.addEventListener(kind, () => onEnd?.(), { signal });
}

/**
 * Returns the SVG that stands in the page, not one nested in it.
 * @param {SVGElement} element
 */
function outermost(element) {
  return /** @type {SVGElement} */ (element.closest(".relu-plots") ?? element);
}

/**
 * Lets the keyboard move a number as a slider does.
 * @param {Element} target
 * @param {{value: () => number, step: () => number, ends: () => [number, number], onMove: (value: number) => void}} slider
 * @param {AbortSignal} signal
 */
export function steppable(target, { value, step, ends, onMove }, signal) {
  target.addEventListener(
    "keydown",
    (event) => {
      if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
      const stride = step() * (event.shiftKey ? 10 : 1);
      /** @type {Record<string, () => number>} */
      const moves = {
        ArrowLeft: () => value() - stride,
        ArrowDown: () => value() - stride,
        ArrowRight: () => value() + stride,
        ArrowUp: () => value() + stride,
        PageDown: () => value() - 10 * step(),
        PageUp: () => value() + 10 * step(),
        Home: () => ends()[0],
        End: () => ends()[1],
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      onMove(rounded(move(), step()));
    },
    { signal },
  );
}
