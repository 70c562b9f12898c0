// The form of an entry on a weak line: it saves itself a moment after the last change, keeps on the device what did not
// arrive, and goes on by itself when the line or the session is back. Without this script it is a plain form.
//
// The server answers {"saved": true, "saved_at": "10:32", "revision": 4, "read": "…"}, or {"saved": false, "message": "…"}
// with a "session" that ended, changed or is somebody else's, or a "reason": conflict, locked.
(() => {
  "use strict";

  const form = document.querySelector("form[data-entry]");
  if (!form) return;

  const WAIT = 2000;
  const KEEP = 300;
  const ANSWER = 45_000;
  const RETRIES = [5000, 15_000, 30_000, 60_000];
  const { read, fill, same, follow, chosen, written, waiting, hasFiles, hasWaiting } = window.TramaFields;
  const device = window.TramaDevice;
  const place = form.dataset.entry;
  const keepsDrafts = form.dataset.device === "on";
  const input = (name) => form.elements.namedItem(name);
  const status = form.querySelector("[data-autosave-status]");
  const ways = form.querySelector("[data-ways]");

  // `version` counts the changes; `base` is the revision that what is in the fields started from.
  const state = { version: 0, isDirty: false, isKept: false, failures: 0, stopped: form.dataset.stopped || "" };
  state.base = form.dataset.base || input("revision").value || "0";
  state.unanswered = new Set(input("earlier").value.split(",").filter(Boolean));

  // ------------------------------------------------------------------------------------------------ what is said
  const words = (key) => document.querySelector(`#entry-words [data-key="${key}"]`)?.textContent || "";

  function say(text, kind = "") {
    status.textContent = text;
    status.classList.toggle("is-saved", kind === "saved");
    status.classList.toggle("is-error", kind === "error");
  }

  function offer(...keys) {
    const found = keys.map((key) => document.querySelector(`#entry-words [data-way="${key}"]`));
    ways.replaceChildren(...found.filter(Boolean).map((way) => way.cloneNode(true)));
  }

  // --------------------------------------------------------------------------------------------- on the device
  function keep() {
    clearTimeout(state.keeping);
    if (!state.isDirty && !hasWaiting(form)) return;
    const draft = { base: state.base, keys: [...state.unanswered], sent: state.key, fields: read(form) };
    state.isKept = keepsDrafts && device.write(place, draft);
  }

  function forget() {
    state.isKept = false;
    if (hasWaiting(form)) keep();
    else device.forget(place);
  }

  // What a closed tab left here goes back into the form and is sent; the server tells whether somebody wrote meanwhile.
  function restore() {
    const [found] = device.drafts(place);
    if (!found) return;
    const hasArrived = found.sent && found.sent === form.dataset.lastWrite;
    if (hasArrived || same(found.fields, read(form))) return device.forget(place);
    const at = new Date(found.at).toLocaleString(document.documentElement.lang, {
      day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    fill(form, found.fields);
    state.isRestored = true;
    state.base = input("revision").value = String(found.base);
    state.unanswered = new Set(found.keys);
    note(words("restored").replace("%at%", at));
    if (!keepsDrafts) device.forget(place);
    changed();
    send();
  }

  function note(text) {
    const place = document.querySelector("[data-device-note]");
    place.querySelector("[data-device-text]").textContent = text;
    place.hidden = false;
  }

  // ---------------------------------------------------------------------------------------------------- sending
  const uuid = () =>
    crypto.randomUUID?.() ||
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
    );

  // A second log-in, perhaps in another tab, gave the browser another token.
  function renewToken() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) if (found) field.value = found[1];
  }

  function sign() {
    renewToken();
    state.key ||= uuid();
    input("attempt").value = state.key;
    input("earlier").value = [...state.unanswered].filter((key) => key !== state.key).slice(-40).join(",");
    state.unanswered.add(state.key);
  }

  // Half an address of a link must not keep the text from being saved: evidence goes with the buttons.
  function body() {
    const data = new FormData(form);
    for (const one of waiting(form)) data.delete(one.name);
    return data;
  }

  // One at a time; resolves to what became of it: saved, lost, session, stopped or refused.
  function send(isRetry = false) {
    if (state.stopped) return Promise.resolve("stopped");
    clearTimeout(state.timer);
    state.timer = 0;
    state.sending ||= ask(isRetry).finally(() => {
      state.sending = null;
      if (state.isDirty && !state.timer && state.outcome === "saved") plan(WAIT);
    });
    return state.sending;
  }

  async function ask(isRetry) {
    const version = state.version;
    sign();
    keep();
    if (!state.failures) say(words("saving"));
    let response;
    let result;
    try {
      response = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: body(),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout?.(ANSWER),
      });
      result = await response.json();
    } catch {
      return (state.outcome = response && response.status < 500 && response.status !== 429 ? refuse({}) : lose());
    }
    state.failures = 0;
    if (result.session === "changed" && !isRetry) return ask(true);
    return (state.outcome = take(result, version));
  }

  function take(result, version) {
    if (result.saved) return accept(result, version);
    if (result.session) return leaveSession(result);
    if (result.reason) return stop(result);
    return refuse(result);
  }

  function accept(result, version) {
    state.base = input("revision").value = String(result.revision);
    input("read").value = result.read ?? "";
    state.unanswered.clear();
    ways.replaceChildren();
    if (version === state.version) {
      state.isDirty = false;
      state.key = "";
      forget();
    }
    say(`${words("saved")} ${result.saved_at}`, "saved");
    return "saved";
  }

  function lose() {
    keep();
    say(words(state.isKept ? "lost-kept" : keepsDrafts ? "lost" : "lost-off"), "error");
    plan(RETRIES[Math.min(state.failures++, RETRIES.length - 1)]);
    return "lost";
  }

  function leaveSession(result) {
    keep();
    state.isAway = true;
    say(words(result.session === "other" ? "session-other" : state.isKept ? "session-kept" : "session"), "error");
    offer("enter");
    return "session";
  }

  // After a conflict every further draft would be refused too: her text stays, and she looks at both.
  function stop(result) {
    keep();
    state.stopped = result.reason;
    say(result.message, "error");
    if (result.reason === "conflict") offer("both", ...(state.isRestored ? ["theirs"] : []));
    return "stopped";
  }

  function refuse(result) {
    keep();
    say(result.message || words("refused"), "error");
    return "refused";
  }

  function plan(wait) {
    clearTimeout(state.timer);
    state.timer = setTimeout(send, wait);
  }

  // ------------------------------------------------------------------------------------------------ what happens
  function changed() {
    state.version += 1;
    state.isDirty = true;
    state.isKept = false;
    state.key = "";
    clearTimeout(state.keeping);
    state.keeping = setTimeout(keep, KEEP);
    if (!state.stopped && !state.isAway) plan(WAIT);
  }

  function edited(event) {
    const { target } = event;
    if (target.name?.startsWith("choose-")) return chosen(form, target);
    if (target.type === "file") return;
    written(form, target.name);
    follow(form);
    changed();
  }
  form.addEventListener("input", edited);

  // A button: first what is typed is saved, which tells whether there is a line and a session, and only then does the
  // form go. What the server refuses or finds changed it tells better in its own page.
  form.addEventListener("submit", (event) => {
    if (state.isPassing) return;
    event.preventDefault();
    if (state.isBusy) return;
    busy(true);
    finish(event.submitter).catch(() => busy(false));
  });

  async function finish(submitter) {
    // A form cannot be sent from within its own submit event: that one has to be over.
    await new Promise((over) => setTimeout(over));
    clearTimeout(state.timer);
    // Always a moment later: a form that is asked to go while its submit event is told stays where it is.
    await state.sending;
    const outcome = navigator.onLine === false ? lose() : state.isDirty ? await send() : "saved";
    if (outcome === "lost" || outcome === "session") return busy(false);
    clearTimeout(state.timer);
    state.key = "";
    sign();
    keep();
    pass(submitter);
  }

  // The question of the button was answered already.
  function pass(submitter) {
    const question = submitter?.dataset.confirm;
    if (question) delete submitter.dataset.confirm;
    state.isPassing = state.isGone = true;
    form.requestSubmit(submitter);
    state.isPassing = false;
    if (question) submitter.dataset.confirm = question;
    setTimeout(() => busy(false), ANSWER);
  }

  function busy(is) {
    state.isBusy = is;
    if (!is) state.isGone = false;
    for (const button of form.querySelectorAll("[type=submit]")) {
      if (is) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  function back() {
    if (state.isDirty && !state.stopped && !state.isBusy) send();
  }
  window.addEventListener("online", back);
  window.addEventListener("focus", () => {
    if (state.isAway) resume();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return keep();
    if (state.isAway) resume();
    else if (state.failures) back();
  });

  function resume() {
    state.isAway = false;
    back();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-leave-theirs]")) return;
    device.forget(place);
    state.isGone = true;
    location.reload();
  });

  window.addEventListener("pagehide", () => {
    if (!state.isGone) keep();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) busy(false);
  });
  window.addEventListener("beforeunload", (event) => {
    if (state.isGone) return;
    keep();
    if ((state.isDirty && !state.isKept) || hasFiles(form)) event.preventDefault();
  });

  // ------------------------------------------------------------------------------------------------------ at first
  follow(form);
  for (const radio of form.querySelectorAll("input[name^='choose-'][value=theirs]:checked")) chosen(form, radio);
  // A form that came back with what was posted is not saved yet, and what was kept of it is older.
  if (form.hasAttribute("data-unsaved")) Object.assign(state, { version: 1, isDirty: true });
  else restore();
  document.querySelector("[data-first-error]")?.focus();
})();
