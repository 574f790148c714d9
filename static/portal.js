"use strict";
// The live parts of a page ask for news while the page is seen, and rest while it is hidden.
(() => {
  const EVERY = 5000;
  const refresh = () => {
    if (document.visibilityState !== "visible" || !window.htmx) return;
    document.querySelectorAll('[hx-trigger="refresh"]').forEach((part) => htmx.trigger(part, "refresh"));
  };
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);

  // A file that is too large is refused before it is sent over a slow line.
  document.addEventListener("submit", (event) => {
    const most = Number(event.target.dataset.mostBytes);
    const file = event.target.querySelector('input[type="file"]')?.files[0];
    if (!most || !file || file.size <= most) return;
    event.preventDefault();
    document.getElementById("file-problem").textContent = event.target.dataset.tooLarge;
  });
})();

// Keys: an element's data-key leads to it; j and k go through the rows. Whoever speaks to the computer can turn them off.
(() => {
  const OFF = "shortcuts-off";
  const isOff = () => localStorage.getItem(OFF) !== null;
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;
  let before = "";

  const go = (element) => (element.matches("input") ? element.focus() : element.click());
  const step = (by) => {
    const rows = [...document.querySelectorAll('main tbody th[scope="row"] a')];
    const next = rows[rows.indexOf(document.activeElement) + by];
    next?.focus();
    return next !== undefined;
  };
  const answers = (keys) => {
    if (keys === "j" || keys === "k") return step(keys === "j" ? 1 : -1);
    const element = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
    if (element) go(element);
    return element !== null;
  };

  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    if (event.key.length !== 1) return;
    const both = before && `${before} ${event.key}`;
    before = both ? "" : event.key === "g" ? "g" : "";
    if (before || !answers(both || event.key)) return;
    event.preventDefault();
  });

  // The switch on the style page; without JavaScript there are no keys and no switch.
  const button = document.querySelector("[data-shortcuts]");
  if (!button) return;
  const tell = () => {
    button.textContent = isOff() ? button.dataset.turnOn : button.dataset.turnOff;
    button.hidden = false;
  };
  button.addEventListener("click", () => {
    isOff() ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "");
    tell();
  });
  tell();
})();
