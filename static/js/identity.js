/* The sample of a printed page follows what is chosen in the form, before it is saved. */
(() => {
  "use strict";
  const paper = document.querySelector("[data-identity-preview]");
  const ink = document.querySelector("[data-identity-ink]");
  const logo = document.querySelector("[data-identity-logo]");
  const told = document.querySelector("[data-identity-contrast]");
  if (!paper) return;

  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const contrast = (colour) => {
    const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  };

  ink?.addEventListener("input", () => {
    paper.querySelectorAll("[data-ink]").forEach((shape) => shape.setAttribute(shape.dataset.ink, ink.value));
    const ratio = contrast(ink.value);
    const said = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(ratio);
    const words = told.dataset.text.replace("%(ratio)s", said);
    told.textContent = ratio < 4.5 ? `${words} (${told.dataset.textLow})` : words;
  });

  logo?.addEventListener("change", () => {
    const file = logo.files[0];
    if (!file || !/^image\/(png|jpeg)$/.test(file.type)) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      paper.querySelector("[data-identity-image]").setAttribute("href", reader.result);
    });
    reader.readAsDataURL(file);
  });
})();
