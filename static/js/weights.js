// Sums of weights as one types, in whole hundredths so that 33,33 + 33,33 + 33,34 is exactly 100,00.
//
// <form data-weight-group data-weight-target="100">
//   <input data-weight-input> …
//   <p class="weight-sum" data-weight-state aria-live="polite">Suma <output data-weight-sum></output> % ·
//     <span data-weight-gap><span data-weight-word>faltan</span> <output data-weight-missing></output> %</span></p>
// [data-weight-missing] is the target minus the sum. With [data-weight-word] beside it, that says «faltan» or «sobran»;
// without, too much shows as a minus sign. [data-weight-gap] hides when nothing is missing.
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
    return `${sign}${Math.trunc(whole / 100)},${String(whole % 100).padStart(2, "0")}`;
  }

  function write(group, selector, words) {
    for (const place of group.querySelectorAll(selector)) {
      if (place.textContent !== words) place.textContent = words;
    }
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
  }

  function recomputeAll(scope) {
    if (scope.matches?.("[data-weight-group]")) recompute(scope);
    for (const group of scope.querySelectorAll("[data-weight-group]")) recompute(group);
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-weight-input]")) return;
    const group = event.target.closest("[data-weight-group]");
    if (group) recompute(group);
  });
  document.addEventListener("htmx:load", (event) => recomputeAll(event.target));
  recomputeAll(document);
})();
