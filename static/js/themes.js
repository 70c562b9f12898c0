// Narrows the boxes of themes as one types; what is marked never hides. Works in forms that htmx brings later.
//
// <fieldset data-themes><input type="search" data-themes-filter> <details>… <label class="theme-box">…
(() => {
  "use strict";

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function narrow(input) {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    for (const group of input.closest("[data-themes]").querySelectorAll("details")) {
      let found = 0;
      for (const box of group.querySelectorAll(".theme-box")) {
        const words = plain(box.textContent);
        const matches = wanted.every((word) => words.includes(word));
        box.hidden = !matches && !box.querySelector("input").checked;
        if (matches) found += 1;
      }
      if (wanted.length) group.open = found > 0;
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-themes-filter]")) narrow(event.target);
  });
  // What is typed there belongs to no form: Enter neither sends it nor counts as a change to guard.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-themes-filter]")) event.preventDefault();
  });
})();
