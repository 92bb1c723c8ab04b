// Makes the page's live figures: the only script that every page loads for them.
//
// A live figure is an element around the drawing that was made when the site was built. Its own module
// is fetched when the reader comes near it. Until then, and wherever that fails, the drawing stands.
// This module draws and computes nothing itself.

/** @typedef {{mount: (host: HTMLElement, signal: AbortSignal) => void}} FigureModule */

/** @type {Record<string, () => Promise<FigureModule>>} */
const figures = {
  "relu-network": () => import("./network-lab.js"),
  "relu-points": () => import("./five-points.js"),
  "relu-training": () => import("./training-lab.js"),
  "relu-activations": () => import("./activation-lab.js"),
};

const FAILED = "The live figure did not load, so you see the drawing made when the site was built. Reload the page to try again.";

/**
 * Waits until an element is less than a screen away from what the reader sees.
 * @param {Element} element
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function near(element, signal) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          observer.disconnect();
          resolve();
        }
      },
      { rootMargin: "100%" },
    );
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
  });
}

for (const [tag, load] of Object.entries(figures)) {
  customElements.define(
    tag,
    class extends HTMLElement {
      visit = new AbortController();

      connectedCallback() {
        this.visit = new AbortController();
        const first = location.hash.match(/^#live&([^.=]*)\./); // the figure that a shared link is about
        if (first && first[1] === this.dataset.name) this.scrollIntoView();
        this.start(this.visit.signal).catch((error) => {
          console.warn(error);
          const note = this.querySelector(".relu-note");
          if (note) note.textContent = FAILED;
          this.dataset.failed = "";
        });
      }

      disconnectedCallback() {
        this.visit.abort();
        this.visit = new AbortController(); // the theme keeps pages that were left; this lets go of their figures
        delete this.dataset.ready;
        this.querySelector(".relu-live")?.remove();
      }

      /** @param {AbortSignal} signal */
      async start(signal) {
        await near(this, signal);
        const { mount } = await load();
        if (signal.aborted) return;
        mount(this, signal);
        this.dataset.ready = "";
      }
    },
  );
}
