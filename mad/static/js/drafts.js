// What is typed and not sent yet: where a browser keeps it, whose it is, and how it comes back into its form.
// Used by autosave.js (forms that save themselves) and typed.js (all others).
{
  const reader = document.body.dataset.reader ?? "";
  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise; // full or forbidden
    }
  };

  // area: a function, since asking for a storage can be forbidden.
  const store = (area, prefix) => ({
    read: (key) => attempt(() => JSON.parse(area().getItem(key)), null),
    write: (key, value) => attempt(() => area().setItem(key, JSON.stringify({ reader, ...value }))),
    drop: (key) => attempt(() => area().removeItem(key)),
    keys: () => attempt(() => Object.keys(area()).filter((key) => key.startsWith(prefix)), []),
  });

  // Whether this page says that what was sent arrived. A refusal does not (data-keep-drafts: whole pages, also that of
  // signing in, which comes instead of an answer), nor a page to which one went back because no answer came.
  // Nor does a preview (data-unsent): the form stands there with the text until it is sent in earnest.
  const open = [
    "main[data-keep-drafts]",
    "main [data-error-summary]:not(.app-spec *)",
    "main [role=alert] .app-refusal",
    "main form[data-unsent]",
  ];
  const answered =
    !document.querySelector(open.join()) && performance.getEntriesByType("navigation")[0]?.type !== "back_forward";

  // What another reader left behind goes; what was sent and answered goes, what was refused waits for its form again;
  // signing out clears everything.
  const tidy = (kept) => {
    for (const key of kept.keys()) {
      const one = kept.read(key);
      if ((reader && one?.reader !== reader) || (one?.sent && answered)) kept.drop(key);
      else if (one?.sent) kept.write(key, { ...one, sent: false });
    }
    document
      .querySelectorAll("form[action*='logout']")
      .forEach((form) => form.addEventListener("submit", () => kept.keys().forEach(kept.drop)));
  };

  const putBack = (form, pairs, skipped) => {
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
    for (const control of form.elements) {
      if (!control.name || skipped(form, control.name) || ["file", "submit", "button"].includes(control.type)) continue;
      const given = values.get(control.name) ?? [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = given.includes(control.value);
      else if (control.type === "select-multiple")
        for (const option of control.options) option.selected = given.includes(option.value);
      else if (given.length) control.value = given.shift();
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  // Says that the text was put back, with a way to drop it.
  const say = (line, discarded) => {
    line.textContent = MAD.words.restored + " ";
    line.dataset.state = "unsaved";
    const discard = Object.assign(document.createElement("button"), {
      type: "button",
      className: "app-linklike",
      textContent: MAD.words.discard,
    });
    discard.addEventListener("click", discarded);
    line.append(discard);
  };

  MAD.drafts = { reader, store, tidy, putBack, say };
}
