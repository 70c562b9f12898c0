// Files as they are chosen: one too big is told before it is sent, and of several each has its own details. Without
// this the server refuses what is too big, and the details of a box are those of all that is chosen in it.
(() => {
  "use strict";

  const MB = 1024 * 1024;
  const section = document.querySelector("[data-evidence]");
  if (!section) return;
  const limit = Number(section.dataset.mostBytes);
  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  function line(file) {
    const row = document.createElement("p");
    const size = (Math.ceil((file.size / MB) * 10) / 10).toLocaleString(document.documentElement.lang);
    row.className = "form-text";
    row.textContent = `${file.name} (${size} MB)`;
    if (file.size > limit) {
      row.className = "invalid-feedback d-block";
      row.textContent = `${file.name}: ${filled(section.dataset.tooBig, { size, limit: limit / MB })}`;
    }
    return row;
  }

  // The box's own details again, with names that say which file they are of.
  function details(box, file, place) {
    const prefix = box.dataset.box;
    const made = box.querySelector("[data-details]").cloneNode(true);
    made.removeAttribute("data-details");
    made.hidden = false;
    for (const input of made.querySelectorAll("[name]")) {
      const old = input.id;
      input.name = `${prefix}file-${place}-${input.name.slice(prefix.length)}`;
      input.id = `id_${input.name}`;
      made.querySelector(`label[for="${old}"]`)?.setAttribute("for", input.id);
    }
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.className = "form-label";
    legend.textContent = filled(section.dataset.about, { name: file.name });
    group.append(legend, made);
    return group;
  }

  function show(box, files) {
    const place = box.querySelector("[data-chosen]");
    const several = files.length > 1;
    box.querySelector("[data-details]").hidden = several;
    place.replaceChildren(...files.map(line));
    if (!several) return;
    const folded = document.createElement("details");
    const summary = document.createElement("summary");
    folded.className = "slot__more";
    summary.textContent = section.dataset.each;
    folded.append(summary, ...files.map((file, index) => details(box, file, index)));
    place.append(folded);
  }

  section.addEventListener("change", (event) => {
    const box = event.target.closest("[data-box]");
    if (box && event.target.type === "file") show(box, [...event.target.files]);
  });
})();
