// On the page of an entry that was sent or closed meanwhile: what this device still has of it, to be read and copied.
(() => {
  "use strict";

  const place = document.querySelector("[data-entry-left]");
  const [found] = place ? window.TramaDevice.drafts(place.dataset.entryLeft) : [];
  if (!found) return;
  const forget = () => window.TramaDevice.forget(place.dataset.entryLeft);
  // The very sending that arrived whole.
  if (found.sent && found.sent === place.dataset.lastWrite) return forget();

  const texts = found.fields.filter(([name, value]) => value.trim() && ["narrative", "obstacles"].includes(name));
  const rest = found.fields.filter(([name, value]) => value.trim() && /-(value|text|note)$|^progress$|link$/.test(name));
  if (!texts.length && !rest.length) return forget();
  place.querySelector("[data-left-text]").value = [...texts, ...rest].map(([, value]) => value).join("\n\n");
  place.querySelector("[data-left-at]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
  place.querySelector("[data-left-drop]").addEventListener("click", () => {
    forget();
    place.hidden = true;
  });
  place.hidden = false;
})();
