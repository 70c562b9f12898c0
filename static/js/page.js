// What every page shares, full or light: it says that scripts run, asks before what cannot be undone, dismisses notices.
(() => {
  "use strict";

  document.documentElement.classList.add("js");

  // Resolves to whether she said yes. `action` is the word of a button that takes something away.
  function ask(question, action) {
    const dialog = document.getElementById("confirm-dialog");
    if (!dialog?.showModal) return Promise.resolve(window.confirm(question));
    const button = dialog.querySelector("[data-confirm-button]");
    dialog.querySelector(".dialog__text").textContent = question;
    button.textContent = action || button.dataset.default;
    button.classList.toggle("btn-danger", Boolean(action));
    button.classList.toggle("btn-primary", !action);
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
    });
  }

  window.Trama = { ask };

  const confirmed = new WeakSet();
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const asking = event.submitter?.dataset.confirm ? event.submitter : form;
      if (!asking.dataset.confirm || asking.hasAttribute("hx-confirm")) return;
      if (confirmed.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      ask(asking.dataset.confirm, asking.dataset.confirmAction).then((yes) => {
        if (!yes) return;
        confirmed.add(form);
        form.requestSubmit(submitter);
      });
    },
    true,
  );

  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".alert")?.remove();
  });
})();
