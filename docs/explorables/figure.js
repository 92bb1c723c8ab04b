// What all live figures share: their frame, their life in the page, the address, the buttons below.
//
// A figure keeps its whole state in one object, `state`. Each change goes through `change`, which draws
// anew at the next frame, writes the address when the reader pauses, and then tells a screen reader what
// the figure shows now. When the element leaves the page, its signal ends listeners, timers and frames.
// A figure of its own extends LiveFigure: it builds its controls into `root` in its constructor.

import { AddressError, link, read, write } from "./address.js";
import { button, element } from "./controls.js";
import { svg } from "./plot.js";

const PAUSE = 500; // milliseconds without a change after which address and screen reader follow

/**
 * @template State
 * @template Data
 */
export class LiveFigure {
  /**
   * @param {HTMLElement} host
   * @param {AbortSignal} signal
   */
  constructor(host, signal) {
    this.host = host;
    this.signal = signal;
    this.name = host.dataset.name ?? "";
    /** @type {Data} */ this.data = JSON.parse(host.dataset.start ?? "{}");
    this.plots = svg("svg", { class: "relu-plots", role: "group" });
    this.message = element("p", { class: "relu-message", role: "alert" });
    this.status = element("p", { class: "relu-status", role: "status" });
    this.actions = element("div", { class: "relu-row relu-actions" });
    this.code = element("div", { class: "relu-code" });
    this.root = element("div", { class: "relu-live" });
    this.width = 0;
    this.frame = 0;
    this.pause = 0;
    /** @type {State} */ this.state = this.initial();
    signal.addEventListener("abort", () => {
      cancelAnimationFrame(this.frame);
      clearTimeout(this.pause);
    });
  }

  /** Returns the state from which the figure starts. @returns {State} */
  initial() {
    throw new Error("not written");
  }

  /** Draws the state. */
  render() {}

  /** Returns what the picture shows, in a sentence or two. @returns {string} */
  summary() {
    return "";
  }

  /** Returns the entries by which an address opens this state. @returns {Map<string, string>} */
  encode() {
    return new Map();
  }

  /**
   * Returns the state that an address asks for; throws AddressError.
   * @param {Map<string, string>} _entries
   * @returns {State}
   */
  decode(_entries) {
    return this.initial();
  }

  /** Returns plain NumPy that prints the picture's numbers. @returns {Promise<string>} */
  async python() {
    return "";
  }

  /** Puts the figure into the page. */
  open() {
    this.actions.append(
      button("Reset", () => this.reset(), this.signal),
      button("Copy link", () => this.copy(link(this.name, this.encode(), true), "The link"), this.signal),
      button("Copy as Python", async () => this.copy(await this.python(), "The code"), this.signal),
    );
    this.root.append(this.message, this.actions, this.code, this.status);
    this.follow();
    this.host.append(this.root);
    this.width = this.plots.getBoundingClientRect().width;
    this.render();
    const observer = new ResizeObserver(() => {
      const width = this.plots.getBoundingClientRect().width;
      if (width && width !== this.width) {
        this.width = width;
        this.draw();
      }
    });
    observer.observe(this.root);
    this.signal.addEventListener("abort", () => observer.disconnect());
    addEventListener(
      "hashchange",
      () => {
        this.follow();
        this.draw();
      },
      { signal: this.signal },
    );
  }

  /** Takes the state from the address, where it has one for this figure. */
  follow() {
    try {
      const entries = read(this.name);
      if (entries.size) this.state = this.decode(entries);
      this.complain("");
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      this.state = this.initial();
      this.complain(`The address does not fit this figure. ${error.message}. The figure starts from its own numbers instead.`);
    }
  }

  /**
   * Changes the state: draws it, and lets the address and the screen reader follow.
   * @param {Partial<State>} [changes]
   */
  change(changes = {}) {
    Object.assign(/** @type {object} */ (this.state), changes);
    delete this.actions.dataset.done; // what was copied is no longer what is shown
    this.draw();
    this.tell();
  }

  /** Draws at the next frame. */
  draw() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.render();
      });
    }
  }

  /** Writes the address and the summary when the reader pauses. */
  tell() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      write(this.name, this.encode());
      this.say(this.summary());
    }, PAUSE);
  }

  /**
   * Tells a screen reader something, when it is new.
   * @param {string} text
   */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /**
   * Shows what is wrong with something that the reader gave, or nothing.
   * @param {string} text
   */
  complain(text) {
    if (this.message.textContent !== text) this.message.textContent = text;
  }

  /** Goes back to the start. */
  reset() {
    this.state = this.initial();
    this.complain("");
    this.code.replaceChildren();
    this.change();
  }

  /**
   * Copies text; where the browser does not allow that, shows it to be copied by hand.
   * @param {string} text
   * @param {string} what
   */
  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.code.replaceChildren();
      this.say(`${what} is copied.`);
      this.actions.dataset.done = `${what} is copied.`;
    } catch {
      const area = element("textarea", { readonly: true, rows: Math.min(12, text.split("\n").length), "aria-label": what });
      area.value = text;
      this.code.replaceChildren(element("p", {}, `${what} cannot be copied from here; it is marked below.`), area);
      area.select();
    }
  }
}
