// The fields of an entry's form: read, filled again, and what depends on another field.
(() => {
  "use strict";

  // What goes along with the text and says nothing by itself.
  const ASIDE = new Set(["csrfmiddlewaretoken", "revision", "attempt", "earlier", "writer", "read"]);

  const controls = (form) =>
    [...form.elements].filter((one) => one.name && !ASIDE.has(one.name) && !one.name.startsWith("choose-"));

  // `[[name, value], …]` of what was typed or chosen, without files.
  function read(form) {
    const names = new Set(controls(form).map((one) => one.name));
    return [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
  }

  function put(form, name, values) {
    for (const control of controls(form)) {
      if (control.name !== name || control.type === "file" || control.type === "hidden") continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.localName !== "button") control.value = values[0] ?? "";
    }
  }

  // A name that is not among them was a box without a tick.
  function fill(form, fields) {
    const boxes = controls(form).filter((one) => one.type === "radio" || one.type === "checkbox");
    const names = new Set([...boxes.map((one) => one.name), ...fields.map(([name]) => name)]);
    for (const name of names) put(form, name, fields.filter(([one]) => one === name).map(([, value]) => value));
    follow(form);
  }

  const plain = (fields) =>
    JSON.stringify(
      fields
        .filter(([, value]) => value !== "")
        .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")])
        .sort(),
    );
  const same = (one, other) => plain(one) === plain(other);

  // Evidence goes with the buttons only: a draft that saves itself takes neither files nor what describes them.
  const waiting = (form) => [...form.querySelectorAll("[data-attachments] :is(input, select, textarea)[name]")];
  const hasFiles = (form) => waiting(form).some((one) => one.type === "file" && one.value);
  const hasWaiting = (form) =>
    waiting(form).some((one) => ["text", "url", "date", "textarea"].includes(one.type) && one.value !== one.defaultValue);

  // How far it has got is asked of what is under way; what was already written stays in sight.
  function follow(form) {
    const part = form.querySelector("[data-shown-for]");
    if (!part) return;
    const status = form.querySelector("input[name=status]:checked")?.value;
    part.hidden = status !== undefined && status !== part.dataset.shownFor && !part.querySelector("input").value;
  }

  // Of two texts: what she chooses is put into its field; a field she then writes in is hers again.
  const mine = new Map();
  const values = (form, name) => read(form).filter(([one]) => one === name).map(([, value]) => value);

  function chosen(form, radio) {
    const name = radio.name.slice("choose-".length);
    if (radio.value === "theirs") {
      if (!mine.has(name)) mine.set(name, values(form, name));
      put(form, name, JSON.parse(radio.dataset.theirs));
    } else if (mine.has(name)) {
      put(form, name, mine.get(name));
    }
    follow(form);
  }

  function written(form, name) {
    const own = form.querySelector(`input[name="choose-${CSS.escape(name)}"][value=mine]`);
    if (own) own.checked = true;
    mine.delete(name);
  }

  window.TramaFields = { read, fill, same, follow, chosen, written, waiting, hasFiles, hasWaiting };
})();
