// Light, dark or as the system says: read before the page is painted, so that it never flashes.
(() => {
  "use strict";
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem("mad:theme");
    } catch {
      return null;
    }
  };
  const keep = (choice) => {
    try {
      choice === "auto" ? localStorage.removeItem("mad:theme") : localStorage.setItem("mad:theme", choice);
    } catch {
      /* private window: for this page only */
    }
  };
  const apply = (choice) => {
    choice === "light" || choice === "dark" ? (root.dataset.theme = choice) : delete root.dataset.theme;
  };

  apply(read());
  addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-theme-switch]");
    if (!box) return;
    const buttons = [...box.querySelectorAll("[data-theme-choice]")];
    const show = (choice) =>
      buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeChoice === choice)));
    box.hidden = false;
    show(read() ?? "auto");
    buttons.forEach((button) =>
      button.addEventListener("click", () => {
        keep(button.dataset.themeChoice);
        apply(button.dataset.themeChoice);
        show(button.dataset.themeChoice);
      }),
    );
  });
})();
