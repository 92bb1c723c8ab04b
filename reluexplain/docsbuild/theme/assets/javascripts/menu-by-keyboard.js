// Makes the header's menu and search reachable by keyboard on a narrow screen.
//
// The theme opens them by labels of hidden checkboxes, which Tab passes over. This script stands before
// the theme's and puts a button in the place of each; without JavaScript the labels stay and work.

(() => {
  "use strict";

  const names = { __drawer: "Menu", __search: "Search" };
  for (const [id, name] of Object.entries(names)) {
    const label = document.querySelector(`label.md-header__button[for=${id}]`);
    const toggle = document.getElementById(id);
    if (!label || !toggle) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.setAttribute("for", id); // the theme finds and styles it by this
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    button.addEventListener("click", () => toggle.click());
    label.replaceWith(button);
  }
})();
