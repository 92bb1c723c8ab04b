// Holds the theme's search until the reader turns to it.
//
// The theme asks for its search worker and index as soon as a page opens, more bytes than the page
// itself. This script stands before the theme's and holds these two requests, and no other, until the
// search field is touched, focused or opened by its key, or until the address brings a query along.

(() => {
  "use strict";

  /** @type {Promise<void>} */
  const wanted = new Promise((resolve) => {
    const kinds = ["focusin", "pointerdown", "change"];
    /** @param {Event} event */
    const turn = (event) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("[data-md-component=search], [for=__search], #__search")) {
        kinds.forEach((kind) => removeEventListener(kind, turn, true));
        resolve();
      }
    };
    kinds.forEach((kind) => addEventListener(kind, turn, true));
    if (new URLSearchParams(location.search).has("q")) resolve();
  });

  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const held = new WeakSet();
  XMLHttpRequest.prototype.open = new Proxy(open, {
    apply(real, request, settings) {
      if (String(settings[1]).includes("/search/search_index.json")) held.add(request);
      return Reflect.apply(real, request, settings);
    },
  });
  XMLHttpRequest.prototype.send = function (body) {
    if (held.has(this)) wanted.then(() => send.call(this, body));
    else send.call(this, body);
  };

  /** Stands in for the search's worker until it is wanted, and hands messages on. */
  class HeldWorker extends EventTarget {
    /** @param {() => Worker} make */
    constructor(make) {
      super();
      this.worker = wanted.then(() => {
        const worker = make();
        worker.addEventListener("message", ({ data }) =>
          this.dispatchEvent(new MessageEvent("message", { data })),
        );
        return worker;
      });
    }

    /** @param {{type: number, data: unknown}} message */
    async postMessage(message) {
      const worker = await this.worker;
      const words = await import("./search-words.js").catch(() => null); // without it, as it stands
      worker.postMessage(words ? words.asSearched(message) : message);
    }
  }

  window.Worker = new Proxy(Worker, {
    construct(RealWorker, [url, options]) {
      const address = new URL(url, document.baseURI); // now: later, another page may stand here
      const make = () => new RealWorker(address, options);
      return address.pathname.includes("/workers/search.") ? new HeldWorker(make) : make();
    },
  });
})();
