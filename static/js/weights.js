// Sums of weights as one types, in whole hundredths so that 33,33 + 33,33 + 33,34 is exactly 100,00.
//
// <form data-weight-group data-weight-target="100">
//   <input data-weight-input> …
//   <p class="weight-sum" data-weight-state aria-live="polite">Suma <output data-weight-sum></output> % ·
//     <span data-weight-gap><span data-weight-word>faltan</span> <output data-weight-missing></output> %</span></p>
// [data-weight-missing] is the target minus the sum. With [data-weight-word] beside it, that says «faltan» or «sobran»;
// without, too much shows as a minus sign. [data-weight-gap] hides when nothing is missing.
// Where rows (tr) have a [data-weight-lock], their [data-weight-preview] shows what «ajustar en proporción» would make
// of them; the server works it out again.
(() => {
  "use strict";

  // "12,5" and "12.50" are 1250; an empty field is null; anything else is NaN.
  function hundredths(words) {
    const clean = words.trim().replace(/\s|%/g, "");
    if (!clean) return null;
    const match = /^(\d{1,3})(?:[.,](\d{0,2}))?$/.exec(clean);
    return match ? Number(match[1]) * 100 + Number((match[2] || "").padEnd(2, "0")) : NaN;
  }

  function written(value) {
    const sign = value < 0 ? "−" : "";
    const whole = Math.abs(value);
    const point = (1.5).toLocaleString(document.documentElement.lang).charAt(1);
    return `${sign}${Math.trunc(whole / 100)}${point}${String(whole % 100).padStart(2, "0")}`;
  }

  function write(group, selector, words) {
    for (const place of group.querySelectorAll(selector)) {
      if (place.textContent !== words) place.textContent = words;
    }
  }

  // As plans.weights.rebalance: the rest in proportion, rounded down, what is missing to the largest remainders.
  function rebalanced(values, locked, target) {
    const free = values.map((_, index) => index).filter((index) => !locked[index]);
    const rest = values.reduce((left, value, index) => left - (locked[index] ? value : 0), target);
    if (values.some((value, index) => Number.isNaN(value) || (locked[index] && value === null))) return null;
    if (rest < 0 || !free.length) return null;
    let parts = free.map((index) => values[index] || 0);
    if (!parts.some(Boolean)) parts = parts.map(() => 1);
    const whole = parts.reduce((sum, part) => sum + part, 0);
    const shares = parts.map((part) => Math.floor((rest * part) / whole));
    const remainders = parts.map((part) => (rest * part) % whole);
    const order = free.map((_, place) => place).sort((a, b) => remainders[b] - remainders[a] || a - b);
    const missing = rest - shares.reduce((sum, share) => sum + share, 0);
    for (const place of order.slice(0, missing)) shares[place] += 1;
    const adjusted = [...values];
    free.forEach((index, place) => (adjusted[index] = shares[place]));
    return adjusted;
  }

  function preview(inputs, values, target) {
    const rows = inputs.map((input) => input.closest("tr"));
    const locked = rows.map((row) => Boolean(row?.querySelector("[data-weight-lock]:checked")));
    const adjusted = rebalanced(values, locked, target);
    rows.forEach((row, index) => {
      const place = row?.querySelector("[data-weight-preview]");
      if (!place) return;
      place.hidden = !adjusted || locked[index] || adjusted[index] === values[index];
      place.textContent = place.hidden ? "" : `→ ${written(adjusted[index])}`;
    });
  }

  function recompute(group) {
    const inputs = [...group.querySelectorAll("[data-weight-input]")].filter(
      (input) => input.closest("[data-weight-group]") === group,
    );
    const values = inputs.map((input) => hundredths(input.value));
    inputs.forEach((input, index) => input.classList.toggle("is-invalid", Number.isNaN(values[index])));
    const given = values.filter((value) => value !== null && !Number.isNaN(value));
    const target = hundredths(group.dataset.weightTarget || "100");
    const sum = given.reduce((total, value) => total + value, 0);
    // Without any weight every activity counts alike: that is neither complete nor off.
    const none = values.every((value) => value === null);
    const complete = !none && given.length === values.length && sum === target;

    write(group, "[data-weight-sum]", none ? "–" : written(sum));
    const word = group.querySelector("[data-weight-word]");
    const missing = word ? Math.abs(target - sum) : target - sum;
    write(group, "[data-weight-missing]", none ? "–" : written(missing));
    write(group, "[data-weight-word]", window.Trama.text(sum > target ? "WeightExcess" : "WeightMissing"));
    for (const place of group.querySelectorAll("[data-weight-state]")) {
      place.classList.toggle("is-complete", complete);
      place.classList.toggle("is-off", !none && !complete);
    }
    for (const place of group.querySelectorAll("[data-weight-gap]")) place.hidden = none || sum === target;
    preview(inputs, values, target);
  }

  function recomputeAll(scope) {
    if (scope.matches?.("[data-weight-group]")) recompute(scope);
    for (const group of scope.querySelectorAll("[data-weight-group]")) recompute(group);
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-weight-input], [data-weight-lock]")) return;
    const group = event.target.closest("[data-weight-group]");
    if (group) recompute(group);
  });
  document.addEventListener("htmx:load", (event) => recomputeAll(event.target));
  recomputeAll(document);
})();
