// Long forms save as they are written. <form data-autosave="url"> posts itself a moment after typing stops; while the
// server cannot be reached the text is kept in this browser, under the reader's own number, and sent again.
{
  const PREFIX = "mad:draft:",
    PAUSE = 1500,
    AGAIN = 30000;
  const { reader, store: storeIn, tidy, putBack, say } = MAD.drafts;
  const store = storeIn(() => localStorage, PREFIX);
  tidy(store);

  // What the server keeps anyway is no draft: the token, files that arrived (data-autosave-skip), its own fields.
  const skipped = (form, name) =>
    name === "csrfmiddlewaretoken" ||
    name === form.dataset.autosaveSkip ||
    form.elements.namedItem(name)?.dataset?.server !== undefined;
  const written = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skipped(form, name));

  const attach = (form) => {
    const key = `${PREFIX}${reader}:${location.pathname}:${form.dataset.autosave}`;
    const line =
      form.querySelector("[data-saved]") ??
      form.appendChild(Object.assign(document.createElement("p"), { className: "app-saved" }));
    line.setAttribute("role", "status");
    let timer = 0,
      last = JSON.stringify(written(form)),
      dirty = false;

    const show = (text, state) => {
      line.textContent = text;
      line.dataset.state = state;
    };
    const keep = (extra = {}) => store.write(key, { pairs: written(form), ...extra });

    const save = async () => {
      const now = JSON.stringify(written(form));
      if (!dirty && now === last) return;
      show(MAD.words.saving, "saving");
      const body = new FormData(form);
      [...body].forEach(([name, value]) => {
        if (typeof value !== "string") body.delete(name);
      });
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body,
          headers: { "X-Autosave": "1", Accept: "application/json" },
          redirect: "manual",
          credentials: "same-origin",
        });
        if (answer.ok) {
          const { server = {} } = await answer.json().catch(() => ({}));
          Object.entries(server).forEach(([name, value]) => (form.elements.namedItem(name).value = value));
          return done(now);
        }
        if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 403)
          throw new Error("unreachable");
        const problem = await answer.json().catch(() => ({}));
        keep();
        show(MAD.say("refused", { reason: problem.reason ?? problem.detail ?? "" }), "unsaved");
      } catch {
        failed();
      }
    };
    const done = (now) => {
      last = now;
      dirty = JSON.stringify(written(form)) !== now;
      if (!dirty) store.drop(key);
      const time = new Date().toLocaleTimeString(MAD.language, { hour: "2-digit", minute: "2-digit" });
      show(MAD.say("saved", { time }), "saved");
    };
    const failed = () => {
      dirty = true;
      keep();
      show(MAD.words.kept, "unsaved");
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    };

    const kept = store.read(key);
    if (kept?.pairs && JSON.stringify(kept.pairs) !== last) {
      const before = JSON.parse(last);
      putBack(form, kept.pairs, skipped);
      dirty = true;
      say(line, () => {
        store.drop(key);
        putBack(form, before, skipped);
        dirty = false;
        show("", "");
      });
    }
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keep({ sent: true });
    });
    addEventListener("online", () => dirty && save());
    addEventListener("pagehide", () => {
      if (JSON.stringify(written(form)) !== last && !store.read(key)?.sent) keep();
    });
  };

  document.querySelectorAll("form[data-autosave]").forEach(attach);
}
