// Mends three defects of the theme's instant navigation. This script stands before the theme's.
//
// On the first link within a page, and on the first step back from it, the theme fetches that same page
// and puts it in place anew, and live figures forget what the reader did. Here the browser keeps these
// steps to itself. When another page has taken this one's place, the focus is nowhere and nothing speaks:
// here it goes to the new page's heading. And who follows a link while the page still scrolls would arrive
// at the old page's offset. How pages are fetched and changed is left to the theme.

(() => {
  "use strict";

  let path = location.pathname; // of the page that the theme has put, or is about to put, in place
  /** @type {"load" | "link" | "return"} */
  let arrival = "load";

  document.body.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const isWithinPage = link.hash !== "" && link.href.split("#")[0] === location.href.split("#")[0];
    // With the shift key a link opens in a window of its own.
    if (isWithinPage || event.shiftKey) event.stopImmediatePropagation();
    else arrival = "link";
  });

  addEventListener("popstate", (event) => {
    if (location.pathname !== path) {
      arrival = "return";
      return;
    }
    event.stopImmediatePropagation();
    // The theme notes the offset in the history's entry, and switches the browser's own memory of it off.
    if (history.scrollRestoration === "manual" && event.state) scrollTo(0, event.state.y);
  });

  /** Goes to the part of the page that its address names, or to its top, and takes the focus along. */
  function arrive() {
    if (arrival === "load") return;
    // A page that was never left has an offset only if the theme noted the one before's too late.
    if (arrival === "link" && history.state) {
      scrollTo(0, 0);
      if (location.hash) location.replace(location.href);
    }
    /** @type {HTMLElement | null} */
    const heading = document.querySelector(".md-content h1");
    if (!heading || document.querySelector(":target")) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  addEventListener("DOMContentLoaded", () => {
    /**
     * @typedef {{subscribe: (next: (value: Value) => void) => void}} Stream
     * @template Value
     */
    const { location$, document$ } =
      /** @type {{location$: Stream<URL>, document$: Stream<Document>}} */ (/** @type {unknown} */ (window));
    location$.subscribe((address) => {
      path = address.pathname;
    });
    document$.subscribe(arrive);
  });
})();
