// Long forms save as they are written. <form data-autosave="url"> posts itself a moment after typing stops; while the
// server cannot be reached the text is kept in this browser, under the reader's own number, and sent again.
{
  const PREFIX = "mad:draft:",
    PAUSE = 1500,
    AGAIN = 30000;
  const reader = document.body.dataset.reader ?? "";
  const store = {
    read: (key) => {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write: (key, value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        /* full or forbidden */
      }
    },
    drop: (key) => {
      try {
        localStorage.removeItem(key);
      } catch {
        /* forbidden */
      }
    },
    keys: () => {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      } catch {
        return [];
      }
    },
  };

  // What another reader left behind goes; what was sent and answered goes; signing out clears everything.
  const answered = !document.querySelector("main[data-keep-drafts]");
  for (const key of store.keys()) {
    const kept = store.read(key);
    if ((reader && kept?.reader !== reader) || (kept?.sent && answered)) store.drop(key);
  }
  document.querySelector("form[action*='logout']")?.addEventListener("submit", () => store.keys().forEach(store.drop));

  // What the server keeps anyway is no draft: the token, files that arrived (data-autosave-skip), its own fields.
  const skipped = (form, name) =>
    name === "csrfmiddlewaretoken" ||
    name === form.dataset.autosaveSkip ||
    form.elements.namedItem(name)?.dataset?.server !== undefined;
  const written = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skipped(form, name));

  const putBack = (form, pairs) => {
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
    for (const control of form.elements) {
      if (
        !control.name ||
        skipped(form, control.name) ||
        control.type === "file" ||
        control.type === "submit"
      )
        continue;
      const given = values.get(control.name) ?? [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = given.includes(control.value);
      else if (given.length) control.value = given.shift();
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

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
    const keep = (extra = {}) => store.write(key, { reader, pairs: written(form), ...extra });

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
      putBack(form, kept.pairs);
      dirty = true;
      show(MAD.words.restored + " ", "unsaved");
      const discard = Object.assign(document.createElement("button"), {
        type: "button",
        className: "app-linklike",
        textContent: MAD.words.discard,
      });
      discard.addEventListener("click", () => {
        store.drop(key);
        putBack(form, before);
        dirty = false;
        show("", "");
      });
      line.append(discard);
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
