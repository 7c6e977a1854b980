// Forms that do not save themselves: while one holds what was typed and not sent, leaving the page asks first, and what
// was typed is put back on coming back to the page in the same tab. data-keep="ask": nothing is stored (sealed
// ballots); data-keep="no": nothing is asked either.
{
  const PREFIX = "mad:typed:",
    TEXTS = "textarea, input:not([type]), input:is([type=text], [type=search], [type=email], [type=url], [type=tel], [type=number])",
    NEVER = ["password", "file", "hidden", "submit", "button", "image", "reset", "fieldset", "output", "object"];
  const { reader, store, tidy, putBack, say } = MAD.drafts;
  const kept = store(() => sessionStorage, PREFIX);
  const states = new WeakMap();

  const kindly = (control) => control.name && !NEVER.includes(control.type) && control.autocomplete !== "one-time-code";
  const controls = (form) => [...form.elements].filter((control) => kindly(control) && !control.matches(":disabled"));
  const skipped = (form, name) => !controls(form).some((control) => control.name === name);
  const watched = (form) =>
    form.getAttribute("method")?.toLowerCase() === "post" &&
    form.dataset.autosave === undefined &&
    form.dataset.keep !== "no" &&
    controls(form).some((control) => control.matches(TEXTS));

  const chosen = (select, now) => {
    const options = [...select.options].filter((option) => (now ? option.selected : option.defaultSelected));
    if (!now && !options.length && !select.multiple) options.push(...[...select.options].slice(0, 1));
    return options.map((option) => option.value);
  };
  const valuesOf = (control, now) => {
    if (control.type === "radio" || control.type === "checkbox")
      return (now ? control.checked : control.defaultChecked) ? [control.value] : [];
    return control.options ? chosen(control, now) : [now ? control.value : control.defaultValue];
  };
  // now: what stands in the form; else what the server gave, since a browser too puts text back into forms.
  const pairs = (form, now) =>
    controls(form).flatMap((control) => valuesOf(control, now).map((value) => [control.name, value]));
  const written = (form) => JSON.stringify(pairs(form, true));

  // A form is told from the others of its page by where it goes and by what it is about, not by the version it has read.
  const identity = (form) => {
    const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
    const about = [...form.elements].filter(
      (control) => control.type === "hidden" && !/^csrf|version$|^seen$|^after$|^proposed$/.test(control.name),
    );
    return `${pathname}${search}?${about.map((control) => `${control.name}=${control.value}`).join("&")}`;
  };

  const forms = () => [...document.forms].filter(watched);

  // A form that came back refused, perhaps at another address, holds what is not sent: its record, with the page it
  // was typed on, stays its own.
  const returning = new Map(
    kept.keys().flatMap((key) => {
      const one = kept.read(key);
      return one?.sent && one.reader === reader ? [[one.form, key]] : [];
    }),
  );
  tidy(kept);

  const attach = (form) => {
    if (states.has(form)) return;
    const given = pairs(form, false);
    const key = returning.get(identity(form)) ?? `${PREFIX}${reader}:${location.pathname}:${identity(form)}`;
    const state = { key, stores: form.dataset.keep !== "ask", last: JSON.stringify(given), dirty: false };
    states.set(form, state);
    const one = state.stores && kept.read(key);
    if (!one?.pairs) return;
    const same = JSON.stringify(one.pairs) === state.last;
    if (same && !returning.has(identity(form))) return kept.drop(key);
    state.dirty = true;
    if (same) return void (state.last = "");
    putBack(form, one.pairs, skipped);
    for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const line = Object.assign(document.createElement("p"), { className: "app-saved app-gap-b" });
    line.setAttribute("role", "status");
    form.prepend(line);
    say(line, () => {
      kept.drop(key);
      putBack(form, given, skipped);
      line.remove();
      controls(form).find((control) => control.matches(TEXTS)).focus();
    });
  };

  const typed = ({ target: { form } }) => {
    if (!form || !watched(form)) return;
    attach(form);
    const state = states.get(form);
    state.dirty = written(form) !== state.last;
    if (!state.stores) return;
    if (state.dirty) kept.write(state.key, { form: identity(form), pairs: pairs(form, true) });
    else kept.drop(state.key);
  };

  if (reader) {
    forms().forEach(attach);
    document.addEventListener("input", typed);
    document.addEventListener("change", typed);
    // The last to hear: a form that another script holds back is not sent.
    addEventListener("submit", (event) => {
      const state = states.get(event.target);
      if (!state || event.defaultPrevented) return;
      state.dirty = false;
      if (state.stores) kept.write(state.key, { form: identity(event.target), pairs: pairs(event.target, true), sent: true });
    });
    addEventListener("beforeunload", (event) => {
      if (forms().some((form) => states.get(form)?.dirty)) event.preventDefault();
    });
    // Parts of a page that are replaced bring their forms anew.
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.("form") || node.matches?.("form"))))
        forms().forEach(attach);
    }).observe(document.body, { childList: true, subtree: true });
  }
}
