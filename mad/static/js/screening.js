// Screening by keyboard: a letter chooses a decision, j and k walk the queue, Ctrl+Enter records, ? lists the keys.
// Letters rest while one types. What a decision does not need is folded away; without this script all of it is shown.
{
  const form = document.querySelector("[data-decision]");
  const list = document.querySelector("[data-keylist]");
  const typing = (element) =>
    element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  const neighbour = (step) => {
    const links = [...document.querySelectorAll(".app-queue a")];
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    return here < 0 && step < 0 ? undefined : links[here + step];
  };

  const fold = () => {
    const chosen = form.querySelector("[name=decision]:checked")?.value;
    for (const part of form.querySelectorAll("[data-for]"))
      part.hidden = chosen ? part.dataset.for !== chosen : part.dataset.for !== "accept";
  };
  if (form) {
    fold();
    form.addEventListener("change", (event) => event.target.name === "decision" && fold());
  }

  const act = {
    j: () => neighbour(1)?.click(),
    k: () => neighbour(-1)?.click(),
    "?": () => (list.open ? list.close() : list.showModal()),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && !list.open) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (list.open && event.key !== "?") return;
    const choice = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    const does = act[event.key] ?? act[event.key.toLowerCase()] ?? (choice && (() => (choice.focus(), choice.click())));
    if (!does) return;
    event.preventDefault();
    does();
  });
}
