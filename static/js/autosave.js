// Saves drafts by itself: POSTs the form (without files) a moment after the last change and says what became of it.
// The server answers {"saved": true, "saved_at": "10:32", "revision": 4}, or {"saved": false, "message": "…"},
// with status 409 when somebody else changed the record.
(() => {
  "use strict";

  const WAIT = 1500;
  const RETRY = 15000;
  const { text, csrfToken } = window.Trama;
  const states = new WeakMap();

  function say(form, words, state) {
    const place = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("is-saved", state === "saved");
    place.classList.toggle("is-error", state === "error");
  }

  function body(form) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  function send(form, state) {
    if (state.sending || state.stopped) return;
    state.sending = post(form, state).finally(() => {
      state.sending = null;
      if (state.dirty && !state.timer && !state.stopped) plan(form, state, WAIT);
    });
  }

  async function post(form, state) {
    state.dirty = false;
    say(form, text("Saving"), "saving");
    try {
      const response = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: body(form),
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
      });
      answer(form, state, response, await readJson(response));
    } catch {
      state.dirty = true;
      say(form, text("Offline"), "error");
      plan(form, state, RETRY);
    }
  }

  // A sign-in page instead of JSON means that the session ended: nothing was saved.
  async function readJson(response) {
    const isJson = response.headers.get("Content-Type")?.includes("application/json");
    return isJson ? response.json() : { saved: false };
  }

  function answer(form, state, response, result) {
    if (result.saved) {
      const revision = form.elements.namedItem("revision");
      if (revision && result.revision !== undefined) revision.value = result.revision;
      say(form, `${text("Saved")} ${result.saved_at}`, "saved");
      if (!state.dirty) form.dispatchEvent(new CustomEvent("trama:saved", { bubbles: true, detail: result }));
      return;
    }
    // After a conflict every further draft would be refused too.
    if (response.status === 409) state.stopped = true;
    say(form, result.message || text(response.status === 409 ? "Conflict" : "Refused"), "error");
  }

  function plan(form, state, wait) {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      state.timer = null;
      if (form.isConnected) send(form, state);
    }, wait);
  }

  function changed(event) {
    const form = event.target.closest?.("form[data-autosave-url]");
    if (!form || event.target.type === "file") return;
    if (!states.has(form)) states.set(form, {});
    const state = states.get(form);
    if (state.stopped) return;
    state.dirty = true;
    plan(form, state, WAIT);
  }

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  // Sent for good: a draft must neither overtake the form nor raise the revision behind its back. On window and while
  // capturing, so that a question (data-confirm) is asked once, after the wait.
  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const state = states.get(form);
      if (!state) return;
      clearTimeout(state.timer);
      state.timer = null;
      if (!state.sending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      state.sending.then(() => form.requestSubmit(submitter));
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const state = states.get(event.target);
    if (state) state.stopped = true;
  });
  window.addEventListener("online", () => {
    for (const form of document.querySelectorAll("form[data-autosave-url]")) {
      const state = states.get(form);
      if (state?.dirty && !state.stopped) send(form, state);
    }
  });
})();
