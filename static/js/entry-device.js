// Text that the server does not have yet, kept in the browser: under the person who wrote it and the page she wrote
// it in, until it is saved, she signs out, or seven days go by.
//
// localStorage and not IndexedDB: it is written when the call returns, so what was typed last is there even if the tab
// is closed or the telephone takes the memory back at that instant; and a form is a few KB of plain text.
(() => {
  "use strict";

  const DRAFT = "trama:borrador:";
  const LEFT = "trama:salida:";
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const person = document.body.dataset.person || "";
  const opened = Date.now();

  // Storage may be switched off or full: then nothing is kept, and whoever asks is told so.
  function safely(work, otherwise) {
    try {
      return work();
    } catch {
      return otherwise;
    }
  }

  const keys = (start) => safely(() => Object.keys(localStorage).filter((key) => key.startsWith(start)), []);
  const read = (key) => safely(() => JSON.parse(localStorage.getItem(key)), null);
  const erase = (key) => safely(() => localStorage.removeItem(key));

  function purge() {
    const oldest = Date.now() - WEEK;
    for (const key of keys(DRAFT)) if (!(Date.parse(read(key)?.at) > oldest)) erase(key);
    for (const key of keys(LEFT)) if (!(Number(read(key)) > oldest)) erase(key);
  }

  // Two tabs on one page must not write over each other; a tab that is opened again has the name it had.
  function tab() {
    const made = Math.random().toString(36).slice(2, 10);
    return safely(() => {
      const name = sessionStorage.getItem("trama:pestaña") || made;
      sessionStorage.setItem("trama:pestaña", name);
      return name;
    }, made);
  }

  const of = (place) => `${DRAFT}${person}:${place}#`;

  // Newest first: `{key, at, base, keys, fields}`, and nothing of anybody else.
  function drafts(place) {
    if (!person) return [];
    const found = keys(of(place)).map((key) => ({ ...read(key), key }));
    return found.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  }

  // Whether it is kept. Nothing is, once she has signed out, even by a tab that was left open.
  function write(place, draft) {
    if (!person || Number(read(LEFT + person)) > opened) return false;
    const kept = JSON.stringify({ ...draft, at: new Date().toISOString() });
    return safely(() => {
      localStorage.setItem(of(place) + tab(), kept);
      return true;
    }, false);
  }

  const forget = (place) => drafts(place).forEach((draft) => erase(draft.key));

  function signOut() {
    for (const key of keys(`${DRAFT}${person}:`)) erase(key);
    safely(() => localStorage.setItem(LEFT + person, String(Date.now())));
  }

  const isSignOut = (form) => new URL(form.action, location).pathname.endsWith("/logout/");

  // First of all listeners, so that the page asks; last of all, once it goes.
  window.addEventListener(
    "submit",
    (event) => {
      if (!person || !isSignOut(event.target) || !event.submitter) return;
      if (keys(`${DRAFT}${person}:`).length) event.submitter.dataset.confirm = document.body.dataset.textLeaving;
    },
    true,
  );
  window.addEventListener("submit", (event) => {
    if (person && isSignOut(event.target) && !event.defaultPrevented) signOut();
  });

  purge();
  window.TramaDevice = { drafts, write, erase, forget };
})();
