// The draft editor's help while one types: mandate check and live page (R39), keys for saving and moving.
// Without it every act works as a plain form.
(function () {
  "use strict";
  const PAUSE = 350;
  const form = document.querySelector("form[data-check]");

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
    const body = new FormData(form);
    body.set("key", form.dataset.key);
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, signal: running.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  if (form) {
    const later = () => { clearTimeout(waiting); waiting = setTimeout(check, PAUSE); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    const first = form.querySelector("textarea");
    if (first && location.hash) first.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const block = event.target.closest("[data-block]");
      const act = event.key === "ArrowUp" ? "up" : "down";
      const button = block && block.querySelector(`form[data-moves] button[value=${act}]`);
      if (button) { event.preventDefault(); button.click(); }
    }
  });

  const landed = location.hash && document.getElementById(location.hash.slice(1));
  if (landed && landed.matches("[data-block]") && !landed.classList.contains("is-open")) {
    const link = landed.querySelector("a[href]");
    if (link) link.focus({ preventScroll: false });
  }
})();
