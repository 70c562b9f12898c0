// The queue of a review: j and k follow the links to the next and the previous entry.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const link = document.querySelector(`[data-review-key="${CSS.escape(event.key)}"]`)
      || (event.key === "j" && document.querySelector(".review-row__title a"));
    if (link) link.click();
  });
})();
