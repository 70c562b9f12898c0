// Drag to reorder; buttons «subir» and «bajar» beside do the same without a mouse. Needs vendor Sortable.min.js before it.
// On a drop the identifiers go to data-sortable-url as order=ID&order=ID…; any answer but 2xx puts the rows back.
// Between lists of one data-sortable-group a row goes to its own data-sortable-transfer with the place (the other list's
// data-sortable-place) and that list's order.
(() => {
  "use strict";

  const { text, csrfToken, notify } = window.Trama;

  function say(list, words) {
    const place = list.dataset.sortableStatus && document.querySelector(list.dataset.sortableStatus);
    if (place) place.textContent = words;
  }

  async function send(url, data, list) {
    for (const id of window.Sortable.get(list).toArray()) data.append("order", id);
    const response = await fetch(url, {
      method: "POST",
      body: data,
      headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" },
      credentials: "same-origin",
      redirect: "error",
    });
    if (!response.ok) throw new Error(String(response.status));
    say(list, text("OrderSaved"));
  }

  // What a drag leaves on the rows: htmx would copy an empty style, which the security policy forbids.
  function finish(list) {
    for (const row of list.querySelectorAll("[style]")) row.removeAttribute("style");
    list.dispatchEvent(new CustomEvent("trama:sorted", { bubbles: true }));
  }

  async function save(list, before) {
    try {
      await send(list.dataset.sortableUrl, new URLSearchParams(), list);
      finish(list);
    } catch {
      window.Sortable.get(list).sort(before);
      notify(text("OrderFailed"), "danger");
    }
  }

  async function transfer({ item, from, to }, next) {
    try {
      const data = new URLSearchParams({ place: to.dataset.sortablePlace });
      await send(item.dataset.sortableTransfer, data, to);
      // One after the other: both answers rewrite the same notices.
      const branch = (list) => list.closest(".tree__eje");
      if (branch(from) !== branch(to)) finish(from);
      finish(to);
    } catch {
      from.insertBefore(item, next);
      notify(text("OrderFailed"), "danger");
    }
  }

  function start(list) {
    if (!window.Sortable || window.Sortable.get(list)) return;
    let before = [];
    let next = null;
    window.Sortable.create(list, {
      draggable: "[data-sortable-id]",
      dataIdAttr: "data-sortable-id",
      handle: list.querySelector("[data-sortable-handle]") ? "[data-sortable-handle]" : undefined,
      ghostClass: "is-dragging",
      animation: 120,
      group: list.dataset.sortableGroup || undefined,
      onStart: (event) => {
        before = window.Sortable.get(list).toArray();
        next = event.item.nextElementSibling;
      },
      onEnd: (event) => {
        if (event.from !== event.to) transfer(event, next);
        else if (event.oldDraggableIndex !== event.newDraggableIndex) save(list, before);
      },
    });
  }

  function startAll(scope) {
    if (scope.matches?.("[data-sortable]")) start(scope);
    for (const list of scope.querySelectorAll("[data-sortable]")) start(list);
  }

  document.addEventListener("htmx:load", (event) => startAll(event.target));
  startAll(document);
})();
