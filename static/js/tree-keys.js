// The plan's tree by keyboard. Every key presses a link or a button that is on the page: [data-act] inside the
// row, or inside the element whose data-acts-of names it. Without [data-tree-keys] the tree is only read: arrows,
// Home and End.
(() => {
  "use strict";

  const ROWS = "[data-row], .tree__eje > summary, .tree__fold > summary";
  const ITEMS = "li.tree__activity, .tree__objective, .tree__eje";
  const words = document.getElementById("teclas");
  const editor = () => document.querySelector("[data-tree-keys]");
  const shown = (row) => row.checkVisibility();
  const rowsOf = (tree) => [...tree.querySelectorAll(ROWS)].filter(shown);
  const rowAt = (target) => (target?.matches?.(ROWS) && target.closest(".tree") ? target : null);
  const headOf = (row) => row.closest(".tree__eje").querySelector("summary");
  const itemOf = (row) => row.closest(ITEMS);
  const isField = (target) => target.matches?.("input, textarea, select, [contenteditable='true']");
  const fold = (row) => (row.matches("summary:not(.tree__fold--bare > summary)") ? row.parentElement : null);

  // ---------------------------------------------------------------- where one is
  // The row last visited and its neighbours: when it goes away the focus goes to whichever is left.
  let current = "";
  let others = [];
  let closed = [];
  let pending = null;

  function visit(row) {
    const tree = editor();
    if (!tree?.contains(row) || !row.id) return;
    current = row.id;
    const rows = rowsOf(tree);
    const at = rows.indexOf(row);
    const near = [...rows.slice(at + 1, at + 4), ...rows.slice(Math.max(0, at - 3), at).reverse()];
    others = near.map((other) => other.id);
    for (const other of tree.querySelectorAll("[data-row]:not(summary)")) other.tabIndex = other === row ? 0 : -1;
  }

  // A row can be visited; one of them is reached with Tab, as the eje's heads are.
  function rove() {
    const tree = editor();
    if (!tree) return;
    const rows = [...tree.querySelectorAll("[data-row]:not(summary)")];
    const first = rows.find((row) => row.id === current) || rows[0];
    for (const row of rows) row.tabIndex = row === first ? 0 : -1;
  }

  function focusRow(row) {
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function kept() {
    return [current, ...others].map((id) => id && document.getElementById(id)).find((row) => row && shown(row));
  }

  // ---------------------------------------------------------------- what is said
  function say(text) {
    const place = document.getElementById("estado-orden");
    if (place && text) place.textContent = text;
  }

  function sayPlace(row) {
    const item = itemOf(row);
    const siblings = [...item.parentElement.children].filter((other) => other.matches("[data-sortable-id]"));
    const said = { code: row.dataset.row, place: siblings.indexOf(item) + 1, count: siblings.length };
    say(words?.dataset.textPlace.replace(/%\((\w+)\)s/g, (_, key) => said[key]));
  }

  // ---------------------------------------------------------------- what a key presses
  function control(row, act) {
    return (
      row.querySelector(`[data-act="${act}"]`) ||
      document.querySelector(`[data-acts-of="${row.id}"] [data-act="${act}"]`)
    );
  }

  function press(row, act) {
    const button = row && control(row, act);
    if (!button || button.disabled) {
      if (["up", "down", "in", "out"].includes(act)) say(words?.dataset.textNoWay);
      return;
    }
    pending = ["up", "down", "in", "out"].includes(act) ? "moved" : null;
    button.click();
  }

  // The row of the nearest branch around it that has one.
  function above(row) {
    for (let item = itemOf(row)?.parentElement.closest(ITEMS); item; item = item.parentElement.closest(ITEMS)) {
      const own = [...item.querySelectorAll(ROWS)].find((other) => itemOf(other) === item);
      if (own && shown(own)) return own;
    }
    return null;
  }

  function inwards(row, rows) {
    const branch = fold(row);
    if (branch && !branch.open) branch.open = true;
    else {
      const next = rows[rows.indexOf(row) + 1];
      if (next && above(next) === row) focusRow(next);
    }
  }

  function outwards(row) {
    const branch = fold(row);
    if (branch?.open) branch.open = false;
    else focusRow(above(row));
  }

  const MOVES = {
    ArrowDown: (row, rows) => focusRow(rows[rows.indexOf(row) + 1]),
    ArrowUp: (row, rows) => focusRow(rows[rows.indexOf(row) - 1]),
    Home: (row, rows) => focusRow(rows[0]),
    End: (row, rows) => focusRow(rows[rows.length - 1]),
    ArrowRight: inwards,
    ArrowLeft: outwards,
  };
  const ACTS = { Enter: "edit", n: "next", s: "sub", p: "paste", t: "transfer", Delete: "delete" };
  const ALT = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

  // What the key does on this row, as a function; null when it is not one of ours.
  function meaning(event, row) {
    const tree = row.closest(".tree");
    if (event.ctrlKey || event.metaKey) return null;
    if (!event.altKey && MOVES[event.key]) return () => MOVES[event.key](row, rowsOf(tree));
    if (tree !== editor()) return null;
    if (event.key === "?") return openKeys;
    const act = (event.altKey ? ALT : ACTS)[event.key];
    if (act) return () => unlessBusy(() => press(row, act));
    if (event.altKey) return null;
    if (event.key === "e") return () => unlessBusy(() => document.getElementById("anadir-eje")?.click());
    if (event.key === "o") return () => unlessBusy(() => press(headOf(row), "objective"));
    return null;
  }

  function onRow(event, row) {
    const act = meaning(event, row);
    act?.();
    return Boolean(act);
  }

  // One form at a time: saving it gives the eje back whole, and what is typed in another would be lost.
  function unlessBusy(act) {
    const form = editor()?.querySelector(".edit-form");
    if (!form) return act();
    say(words?.dataset.textBusy);
    focusField(form);
  }

  function openKeys() {
    if (words && !words.open) words.showModal();
  }

  // ---------------------------------------------------------------- forms
  const touched = new WeakSet();
  const warned = new WeakSet();

  function focusField(form) {
    const field =
      form.querySelector("[name='title']") ||
      form.querySelector("textarea, select, input:not([type='hidden'], [type='checkbox'], [type='radio'])");
    field?.focus();
  }

  function closeForm(form) {
    if (touched.has(form) && !warned.has(form)) {
      warned.add(form);
      say(words?.dataset.textDiscard);
      window.Trama.notify(words?.dataset.textDiscard, "warning");
      return;
    }
    const cancel = form.querySelector("[data-cancel]");
    if (!cancel) return;
    pending = "closed";
    const target = cancel.getAttribute("hx-target") || "#arbol";
    window.htmx.ajax("GET", cancel.getAttribute("hx-get") || cancel.href, { target, swap: "outerHTML" });
  }

  function saveAndNext(form) {
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "another", value: "1" });
    form.append(mark);
    form.requestSubmit();
    mark.remove();
  }

  function inForm(event, form) {
    if (event.key === "Escape") return closeForm(form), true;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return saveAndNext(form), true;
    return false;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.(".tree--edit .edit-form");
    if (form) touched.add(form);
  });

  // ---------------------------------------------------------------- keys
  function undoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return false;
    if (!editor() || isField(event.target) || document.querySelector("dialog[open]")) return false;
    unlessBusy(() => document.getElementById(event.shiftKey ? "rehacer" : "deshacer")?.click());
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const row = rowAt(event.target);
    const form = event.target.closest?.(".tree--edit .edit-form");
    const done = (row && onRow(event, row)) || (form && inForm(event, form)) || undoKey(event);
    if (done) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const row = rowAt(event.target) || event.target.closest?.("[data-row]");
    if (row) visit(row);
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(".tree--edit [data-row]");
    if (row) visit(row);
    if (event.target.closest?.("[data-keys-open]")) openKeys();
    const menu = event.target.closest?.(".tree--edit details.menu[open]");
    if (menu && event.target.closest(".menu__item")) menu.open = false;
  });

  // ---------------------------------------------------------------- after the server's answer
  document.addEventListener("htmx:beforeSwap", (event) => {
    const tree = event.detail.target?.closest?.("#arbol");
    if (tree) closed = [...tree.querySelectorAll("details.tree__eje:not([open])")].map((branch) => branch.id);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.target;
    for (const id of closed) {
      const branch = document.getElementById(id);
      if (branch) branch.open = false;
    }
    closed = [];
    rove();
    if (pending === "closed") focusRow(kept());
    if (pending === "closed") pending = null;
    const form = target?.isConnected && target.querySelector?.(".edit-form");
    const fresh = form && !form.querySelector("[role='alert'], .is-invalid, [autofocus]");
    if (fresh && !form.contains(document.activeElement)) focusField(form);
  });
  // Sent by the server with the fragment: what was saved, and whether another is wanted after it.
  document.addEventListener("planSaved", (event) => {
    const saved = document.getElementById(event.detail.id);
    const row = saved?.querySelector(ROWS);
    for (let branch = saved?.closest("details"); branch; branch = branch.parentElement?.closest("details")) {
      branch.open = true;
    }
    const gone = !document.getElementById(current);
    if (row && pending === "moved") sayPlace(row);
    const nearest = gone && event.detail.id?.startsWith("eje-") ? kept() : null;
    const active = document.activeElement;
    const lost = !active || active === document.body || active.closest("dialog") || !active.checkVisibility();
    if (lost || pending === "moved") focusRow(nearest || row || kept());
    pending = null;
    if (event.detail.another && row) press(row, "next");
  });

  rove();
  const asked = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (asked && editor()?.contains(asked)) focusRow(asked.querySelector(ROWS));
})();
