// The plan's editor: opens the dialog that asks before deleting, and after a save marks what changed.
(() => {
  "use strict";

  const dialog = document.getElementById("plan-dialog");

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!dialog || event.detail.target.id !== "plan-dialog-body" || dialog.open) return;
    dialog.showModal();
  });
  // A long form that comes back with something to say must say it where she is looking.
  document.addEventListener("htmx:load", (event) => {
    const alert = event.target.querySelector?.("[role='alert']");
    if (alert) alert.scrollIntoView({ block: "center" });
  });
  document.addEventListener("click", (event) => {
    const link = dialog?.open && event.target.closest("[data-close-dialog]");
    if (!link) return;
    event.preventDefault();
    dialog.close();
  });
  // Sent by the server with the fragment: what was saved, and where to go on.
  document.addEventListener("planSaved", (event) => {
    if (dialog?.open) dialog.close();
    const saved = event.detail.id && document.getElementById(event.detail.id);
    if (!saved) return;
    saved.classList.add("is-changed");
    saved.addEventListener("animationend", () => saved.classList.remove("is-changed"), { once: true });
  });
})();
