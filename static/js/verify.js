// Compares a PDF with the one that was issued and its copy signed by hand, by SHA-256, in the browser: the file goes nowhere.
// Without this the page shows the fingerprint and how to check it by hand.
(() => {
  "use strict";

  const box = document.querySelector("[data-verify]");
  const chooser = box?.querySelector("[data-verify-file]");
  const result = box?.querySelector("[data-verify-result]");
  if (!box || !chooser || !result) return;
  let turn = 0;

  function say(words, state) {
    result.textContent = words;
    result.classList.toggle("is-same", state === "same");
    result.classList.toggle("is-other", state === "other");
  }

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function compare(file) {
    const own = ++turn;
    say(box.dataset.reading, "");
    try {
      // Only over https or on this machine does a browser lend its cryptography.
      const found = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      if (own !== turn) return;
      const { sha256, copySha256 } = box.dataset;
      const what = { [sha256]: "same", [copySha256]: "copy" }[found] ?? "other";
      say(box.dataset[what], what === "other" ? "other" : "same");
    } catch {
      if (own === turn) say(box.dataset.failed, "");
    }
  }

  chooser.addEventListener("change", () => chooser.files.length && compare(chooser.files[0]));
  const drop = chooser.closest(".drop");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
    });
  }
})();
