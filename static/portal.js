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
