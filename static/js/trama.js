// What every full page shares beside page.js: CSRF for htmx and fetch, notices, menus, unsaved changes, copy and print.
(() => {
  "use strict";

  const { ask } = window.Trama;
  const text = (key) => document.body.dataset[`text${key}`] || "";
  const csrfToken = () =>
    document.querySelector('meta[name="csrf-token"]')?.content ||
    document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ||
    "";

  // A notice like those Django writes; `kind` is success, info, warning or danger.
  function notify(message, kind = "info") {
    const list = document.getElementById("messages");
    if (!list || !message) return;
    const alert = document.createElement("div");
    alert.className = `alert alert-${kind}`;
    const words = document.createElement("div");
    words.className = "alert__text";
    words.textContent = message;
    alert.append(words);
    list.replaceChildren(alert);
    alert.scrollIntoView({ block: "nearest" });
  }

  Object.assign(window.Trama, { text, csrfToken, notify });

  // On a phone the sections scroll sideways: start with the current one in sight.
  for (const link of document.querySelectorAll(".site-nav [aria-current], .account__nav [aria-current]")) {
    const list = link.closest("ul");
    list.scrollLeft = link.offsetLeft - list.offsetLeft - 24;
  }

  // ------------------------------------------------------------------- htmx
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => notify(text("RequestFailed"), "danger"));
  }

  document.addEventListener("htmx:confirm", (event) => {
    const question = event.detail.question || (event.target.matches("form") ? "" : event.target.dataset.confirm);
    if (!question) return;
    event.preventDefault();
    ask(question, event.target.dataset.confirmAction).then((yes) => yes && event.detail.issueRequest(true));
  });

  // ------------------------------------------------------- unsaved changes
  const guarded = new Set();
  const guardedForm = (target) => target.closest?.("form[data-guard]");
  document.addEventListener("input", (event) => {
    const form = guardedForm(event.target);
    if (form) guarded.add(form);
  });
  document.addEventListener("submit", (event) => guarded.delete(event.target));
  document.addEventListener("trama:saved", (event) => guarded.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if ([...guarded].some((form) => form.isConnected)) event.preventDefault();
  });

  // ------------------------------------------------------------------ clicks
  async function copy(button) {
    const source = button.dataset.copy && document.querySelector(button.dataset.copy);
    const words = button.dataset.copyText ?? source?.value ?? source?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(words.trim());
      notify(text("Copied"), "success");
    } catch {
      source?.select?.();
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text], [data-print]");
    if (button?.matches("[data-print]")) window.print();
    else if (button) copy(button);
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });
})();
