// The draft editor's help while one types: mandate check and live page (R39), keys, who else is writing, and what
// others changed. Without it every act works as a plain form. The words come from the page.
(function () {
  "use strict";
  const PAUSE = 350,
    EVERY = 15000;
  const form = document.querySelector("form[data-check]");
  const draft = document.querySelector("[data-draft]");
  const acts = document.querySelector("form[data-acts]");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function show(answer) {
    document.querySelector("[data-mandate]").innerHTML = answer.mandate;
    document.querySelector("[data-page]").innerHTML = answer.page;
    const said = answer.objections.map((o) => `${o.reason} (${o.rule})`).join(" ");
    form.querySelector("[data-objections]").textContent = said;
    form.querySelector("textarea").classList.toggle("govuk-textarea--error", said !== "");
  }

  let waiting, running;
  async function check() {
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.check, {
        method: "POST",
        body: new FormData(form),
        signal: running.signal,
      });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError" && error.name !== "TypeError") throw error;
    }
  }

  if (form) {
    const later = () => { clearTimeout(waiting); waiting = setTimeout(check, PAUSE); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  }

  // Others: who is there, and what they changed. The open paragraph is never touched.
  const open = () => form && form.closest("li");

  function merged(list, fresh) {
    const mine = open();
    const rows = [...fresh.children].map((li) => (mine && li.id === mine.id ? mine : li));
    if (mine && list.contains(mine) && !rows.includes(mine)) rows.push(mine);
    list.replaceChildren(...rows);
  }

  function told(page) {
    const said = document.querySelector("[data-changed]");
    const mine = open();
    const now = mine && mine.dataset.key && page.getElementById(mine.id);
    if (mine && mine.dataset.key && !now) said.textContent = said.dataset.gone;
    else if (now && now.dataset.version !== mine.dataset.version) said.textContent = said.dataset.overtaken;
    else said.textContent = said.dataset.movedOn;
  }

  async function refresh(version) {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.closest("[data-block]")?.id;
    document.querySelectorAll("ol[data-part]").forEach((list) => {
      const fresh = page.querySelector(`ol[data-part="${list.dataset.part}"]`);
      if (fresh) merged(list, fresh);
    });
    told(page);
    draft.dataset.version = version;
    if (form) return check();
    ["[data-mandate]", "[data-page]"].forEach((part) => {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part).replaceChildren(...fresh.childNodes);
    });
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  async function present() {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    if (form) ["key", "part"].forEach((name) => body.set(name, form.elements[name]?.value ?? ""));
    try {
      const answer = await fetch(draft.dataset.present, { method: "POST", body });
      if (!answer.ok) return;
      const said = await answer.json();
      document.querySelector("[data-others]").innerHTML = said.others;
      if (String(said.version) !== draft.dataset.version) await refresh(String(said.version));
    } catch (error) {
      if (error.name !== "TypeError") throw error;
    }
  }

  if (draft) {
    setInterval(() => document.hidden || present(), EVERY);
    document.addEventListener("visibilitychange", () => document.hidden || present());
    addEventListener("focus", present);
  }

  // Keys on the paragraph in focus.
  const inward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const outward = inward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";

  function wanted(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return "";
    if (event.key === "ArrowUp") return "up";
    if (event.key === "ArrowDown") return "down";
    if (event.shiftKey && event.key === inward) return "in";
    if (event.shiftKey && event.key === outward) return "out";
    return event.key === "Delete" ? "remove" : event.key === "Enter" ? "insert" : "";
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
      return;
    }
    // What is typed is kept on leaving. A list of proposed words that is open takes the key for itself.
    if (event.key === "Escape" && !event.isComposing && form && form.contains(event.target) && !event.target.list) {
      form.querySelector("[data-leave]").click();
      return;
    }
    const act = wanted(event);
    const block = act && event.target.closest("[data-block]");
    if (!block || !acts) return;
    if (form && form.contains(event.target) && (act === "remove" || act === "insert")) return;
    event.preventDefault();
    const { key } = block.dataset;
    if (act === "insert") {
      const part = block.closest("[data-part]").dataset.part;
      location.assign(`?insert=${part}&after=${key}#new`);
      return;
    }
    acts.action = `${acts.dataset.acts}${key}/`;
    acts.elements.act.value = act;
    acts.submit();
  });

  // Where the keyboard stands on arrival. After loading, since following the address moves the focus too.
  function arrive() {
    const landed = location.hash && document.getElementById(location.hash.slice(1));
    if (!landed) return;
    const faulty = "[aria-invalid=true], .govuk-input--error, .govuk-textarea--error";
    if (landed.id === "taken-out") landed.querySelector("[data-undo]")?.focus();
    else if (open() === landed) (form.querySelector(faulty) ?? form.querySelector("input[list], textarea")).focus();
    else if (landed.matches("[data-block]")) landed.querySelector("a[href]")?.focus();
  }
  if (document.readyState === "complete") arrive();
  else addEventListener("load", arrive);
})();
