// Holds the theme's search until the reader turns to it.
//
// The theme asks for its search worker and index as soon as a page opens, more bytes than the page
// itself. This script stands before the theme's and holds these two requests, and no other, until the
// search field is touched, focused or opened by its key, or until the address brings a query along.

(() => {
  "use strict";

  const wanted = new Promise((resolve) => {
    const kinds = ["focusin", "pointerdown", "change"];
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
  const held = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).includes("/search/search_index.json")) held.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (held.has(this)) wanted.then(() => send.call(this, body));
    else send.call(this, body);
  };

  const RealWorker = window.Worker;
  window.Worker = class extends EventTarget {
    constructor(url, options) {
      super();
      if (!String(url).includes("/workers/search.")) return new RealWorker(url, options);
      this.worker = wanted.then(() => {
        const worker = new RealWorker(url, options);
        worker.addEventListener("message", ({ data }) =>
          this.dispatchEvent(new MessageEvent("message", { data })),
        );
        return worker;
      });
    }

    postMessage(message) {
      this.worker.then((worker) => worker.postMessage(message));
    }
  };
})();
