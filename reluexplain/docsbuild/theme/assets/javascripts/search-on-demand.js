// Holds the theme's search until the reader turns to it, and takes a question as it is asked.
//
// The theme asks for its search worker and index as soon as a page opens, more bytes than the page
// itself. This script stands before the theme's and holds these two requests, and no other, until the
// search field is touched, focused or opened by its key, or until the address brings a query along.
//
// The theme looks for every word of a query, and for words that begin with it: the "in" of a question
// finds each "input". So the words that every question has are left out, unless there are no others.

(() => {
  "use strict";

  const COMMON = new Set(
    ("about after also always am an and any are as at be because been before but by can could did do does doing " +
      "don't for from get gets had has have he how if in into is isn't it its just may me might must my need no nor " +
      "not of often on only or other our really say says she should so some such than that the their them then there " +
      "these they this to too use used very was we were what when where whether which while who why will with would " +
      "you your relu").split(" "), // the last is on every page here
  );
  const QUERY = 2; // the theme's number for a message that carries one

  /** @param {string} query */
  function withoutCommonWords(query) {
    if (query.includes('"')) return query; // who puts words in quotes wants them all
    const words = query.replace(/(?<!\S)[-+](?=\d)/g, "").split(/[\s,.;:=?!()[\]/^~*]+/); // "-1" is a number, no wish to exclude
    const kept = words.filter((word) => word.length > 1 && !COMMON.has(word.toLowerCase()));
    return kept.length ? kept.join(" ") : query;
  }

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
    postMessage(message) {
      const { type, data } = message;
      const asked = type === QUERY && typeof data === "string" ? { type, data: withoutCommonWords(data) } : message;
      this.worker.then((worker) => worker.postMessage(asked));
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
