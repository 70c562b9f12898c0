// Folds and unfolds a tree of <details>, remembers it for the session, and opens everything for the printer.
(() => {
  "use strict";

  const key = (tree) => `fold:${location.pathname}#${tree.id}`;
  const branches = (tree) => [...tree.querySelectorAll("details[id]")];

  function remember(tree) {
    const closed = branches(tree).filter((branch) => !branch.open).map((branch) => branch.id);
    const open = branches(tree).filter((branch) => branch.open).map((branch) => branch.id);
    try {
      sessionStorage.setItem(key(tree), JSON.stringify({ closed, open }));
    } catch {
      // Storage may be full or switched off: the tree simply opens as the server wrote it.
    }
  }

  function restore(tree) {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key(tree)));
    } catch {
      return;
    }
    if (!kept) return;
    for (const branch of branches(tree)) {
      if (kept.closed.includes(branch.id)) branch.open = false;
      else if (kept.open.includes(branch.id)) branch.open = true;
    }
  }

  // A link to a row inside a closed branch must show it.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let branch = target && target.closest("details"); branch; branch = branch.parentElement?.closest("details")) {
      branch.open = true;
    }
    if (target) target.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold-open], [data-fold-close]");
    if (!button) return;
    const tree = document.querySelector(button.dataset.foldTarget || "[data-fold]");
    if (!tree) return;
    for (const branch of tree.querySelectorAll("details:not(.menu)")) branch.open = button.hasAttribute("data-fold-open");
    remember(tree);
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const tree = event.target.closest?.("[data-fold]");
      if (tree && !printing) remember(tree);
    },
    true,
  );

  let printing = false;
  let opened = [];
  window.addEventListener("beforeprint", () => {
    printing = true;
    opened = [...document.querySelectorAll("main details:not(.menu):not([open])")];
    for (const branch of opened) branch.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const branch of opened) branch.open = false;
    setTimeout(() => (printing = false));
  });

  // Folded to leave room on a phone; elsewhere there is enough.
  const isWide = window.matchMedia("(min-width: 768px)").matches;
  for (const box of document.querySelectorAll("details[data-open-wide]")) box.open ||= isWide;
  for (const tree of document.querySelectorAll("[data-fold]")) restore(tree);
  reveal();
  window.addEventListener("hashchange", reveal);
})();
