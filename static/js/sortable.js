// Drag to reorder; buttons «subir» and «bajar» beside do the same without a mouse. Needs vendor Sortable.min.js before it.
// On a drop the identifiers go to data-sortable-url as order=ID&order=ID…; any answer but 2xx puts the rows back.
(() => {
  "use strict";

  const { text, csrfToken, notify } = window.Trama;

  function say(list, words) {
    const place = list.dataset.sortableStatus && document.querySelector(list.dataset.sortableStatus);
    if (place) place.textContent = words;
  }

  async function save(list, before) {
    const sortable = window.Sortable.get(list);
    const data = new URLSearchParams();
    for (const id of sortable.toArray()) data.append("order", id);
    try {
      const response = await fetch(list.dataset.sortableUrl, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!response.ok) throw new Error(String(response.status));
      say(list, text("OrderSaved"));
      // What a drag leaves on the rows: htmx would copy an empty style, which the security policy forbids.
      for (const row of list.querySelectorAll("[style]")) row.removeAttribute("style");
      list.dispatchEvent(new CustomEvent("trama:sorted", { bubbles: true }));
    } catch {
      sortable.sort(before);
      notify(text("OrderFailed"), "danger");
    }
  }

  function start(list) {
    if (!window.Sortable || window.Sortable.get(list)) return;
    let before = [];
    window.Sortable.create(list, {
      draggable: "[data-sortable-id]",
      dataIdAttr: "data-sortable-id",
      handle: list.querySelector("[data-sortable-handle]") ? "[data-sortable-handle]" : undefined,
      ghostClass: "is-dragging",
      animation: 120,
      onStart: () => (before = window.Sortable.get(list).toArray()),
      onEnd: (event) => event.oldDraggableIndex !== event.newDraggableIndex && save(list, before),
    });
  }

  function startAll(scope) {
    if (scope.matches?.("[data-sortable]")) start(scope);
    for (const list of scope.querySelectorAll("[data-sortable]")) start(list);
  }

  document.addEventListener("htmx:load", (event) => startAll(event.target));
  startAll(document);
})();
