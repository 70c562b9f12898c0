// Figures as they are typed: text in a number is told at once, and the parts of a figure say whether they add to it.
// Without this the server says the same when the form is saved. The words come with the page, on [data-figure-words].
(() => {
  "use strict";

  const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/;
  const MOST_PLACES = /[.,]\d{3,}$/;
  const words = document.querySelector("[data-figure-words]")?.dataset;
  if (!words) return;

  // Whole hundredths, so that 0,1 + 0,2 is 0,3; null where it is empty, NaN where it is no number.
  function hundredths(input) {
    const text = input.value.trim();
    if (!text) return null;
    if (!NUMBER.test(text) || MOST_PLACES.test(text)) return NaN;
    return Math.round(Number(text.replace(",", ".")) * 100);
  }

  const shown = (value) =>
    (value / 100).toLocaleString(document.documentElement.lang, { useGrouping: false, maximumFractionDigits: 2 });
  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  // ------------------------------------------------------------------- one number
  function problem(input) {
    const text = input.value.trim();
    // A lone sign is the beginning of a number.
    if (!text || text === "-" || NUMBER.test(text)) return MOST_PLACES.test(text) ? words.places : "";
    return words.invalid;
  }

  function told(input) {
    let place = document.getElementById(`${input.id}_typed`);
    if (!place) {
      place = document.createElement("p");
      place.id = `${input.id}_typed`;
      place.className = "invalid-feedback d-block";
      place.setAttribute("aria-live", "polite");
      input.after(place);
      const described = input.getAttribute("aria-describedby");
      input.setAttribute("aria-describedby", [described, place.id].filter(Boolean).join(" "));
    }
    return place;
  }

  function check(input) {
    const trouble = problem(input);
    if (!trouble && !document.getElementById(`${input.id}_typed`)) return;
    const place = told(input);
    place.textContent = trouble;
    place.hidden = !trouble;
    // What the server refused was another text.
    const refused = document.getElementById(`${input.id}_error`);
    if (refused) refused.hidden = true;
    input.classList.toggle("is-invalid", Boolean(trouble));
    if (trouble) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  // ---------------------------------------------------------------- a figure's parts
  function said(sum, total) {
    if (total === null) return ["untold", true];
    if (sum === total) return ["whole", false];
    const kind = sum < total ? "missing" : "over";
    return [Math.abs(total - sum) === 100 ? `${kind}_one` : kind, true];
  }

  function propose(note, total, sum) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = filled(words.propose, { sum: shown(sum) });
    button.addEventListener("click", () => {
      total.value = shown(sum);
      total.dispatchEvent(new Event("input", { bubbles: true }));
      total.focus();
    });
    note.append(" ", button);
  }

  function add(breakdown, total) {
    const note = breakdown.querySelector("[data-breakdown-note]");
    const parts = [...breakdown.querySelectorAll("[data-part]")].map(hundredths);
    const given = parts.filter((part) => part !== null);
    const whole = hundredths(total);
    if (!given.length || given.some(Number.isNaN) || Number.isNaN(whole)) {
      note.textContent = "";
      note.classList.remove("is-off");
      return;
    }
    const sum = given.reduce((one, other) => one + other, 0);
    const [kind, off] = said(sum, whole);
    const values = { sum: shown(sum), total: shown(whole), rest: shown(Math.abs((whole ?? 0) - sum)) };
    const sentence = filled(words[kind], values);
    note.classList.toggle("is-off", off);
    // Said again only when it changed: a live region repeats what is written into it.
    if (note.firstChild?.textContent.trim() !== sentence || note.querySelector("button")) note.textContent = sentence;
    if (kind === "untold" && given.length === parts.length) propose(note, total, sum);
  }

  function addAll(figure) {
    const total = figure.querySelector("[data-total]");
    if (!total) return;
    for (const breakdown of figure.querySelectorAll("[data-breakdown]")) add(breakdown, total);
  }

  // The courses' figure is one of the period; whoever reports decides to take it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fed-value]");
    const figure = button?.closest("[data-figure]");
    const total = figure?.querySelector("[data-total]");
    if (!total) return;
    total.value = button.dataset.fedValue;
    const basis = figure.querySelector('select[name$="-basis"]');
    if (basis) basis.value = "period";
    total.dispatchEvent(new Event("input", { bubbles: true }));
    total.focus();
  });

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches?.('input[inputmode="decimal"]')) return;
    check(input);
    const figure = input.closest("[data-figure]");
    if (figure) addAll(figure);
  });
  for (const figure of document.querySelectorAll("[data-figure]")) addAll(figure);
})();
