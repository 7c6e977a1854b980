// What every page shares: the words scripts may say, clocks that count down, pickers, keys, confirmation.
// Every page works without it. Nothing here writes an inline style (strict CSP).
const MAD = {
  words: JSON.parse(document.currentScript.dataset.words),
  language: document.documentElement.lang,
  say: (word, values = {}) => MAD.words[word].replace(/\{(\w+)\}/g, (_, key) => values[key]),
};

// Clocks: the server's count goes on, each half minute, on the server's own time.
{
  const skew = Date.now() - Date.parse(document.body.dataset.now ?? new Date().toISOString());
  const minutesLeft = (due) => Math.trunc((Date.parse(due) - (Date.now() - skew)) / 60000);

  const figures = (minutes) => {
    const { day, hour, minute } = MAD.words;
    const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    if (d >= 7) return [[d, day]];
    const two = String(m).padStart(2, "0");
    if (d)
      return [
        [d, day],
        [h, hour],
        [two, minute],
      ];
    return h
      ? [
          [h, hour],
          [two, minute],
        ]
      : [[m, minute]];
  };

  const small = (text) => Object.assign(document.createElement("small"), { textContent: text });

  const tick = (clock) => {
    const left = minutesLeft(clock.dataset.due),
      late = Date.parse(clock.dataset.due) < Date.now() - skew;
    const parts = figures(Math.abs(left)),
      lead = late ? [MAD.words.late + " "] : [];
    clock.classList.toggle("app-clock--late", late);
    if (late) clock.classList.remove("app-clock--soon");
    if (clock.dataset.clock === "short") clock.textContent = lead + parts.map((p) => p.join(" ")).join(" ");
    else
      clock
        .querySelector("[data-clock-left]")
        .replaceChildren(...lead, ...parts.flatMap(([n, unit]) => [String(n), small(unit)]));
  };

  const clocks = document.querySelectorAll("[data-clock]");
  if (clocks.length) setInterval(() => clocks.forEach(tick), 30000);
}

// Grades and scores say what the chosen letter or number means.
document.addEventListener("change", (event) => {
  const said = event.target.closest("[data-pick]")?.querySelector(".app-pick__said");
  if (said && event.target.dataset.said) said.textContent = event.target.dataset.said;
});

// An act that cannot be taken back asks once; one that is refused does nothing.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm], [aria-disabled='true']");
  if (!button) return;
  const refused = button.getAttribute("aria-disabled") === "true";
  if (refused || !confirm(button.dataset.confirm || MAD.words.confirm)) event.preventDefault();
});

// A row that is wider than the window begins where the reader is: navigation, tabs, the queue.
for (const here of document.querySelectorAll(":is(.app-nav, .moj-sub-navigation, .app-queue) [aria-current]")) {
  const row = here.closest("ul, ol");
  const [own, whole] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += own.left + own.width / 2 - (whole.left + whole.width / 2);
}

// The demonstration's list of people fills the sign-in form.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-fill-login]");
  if (!chosen) return;
  document.querySelector("#id_login").value = chosen.dataset.fillLogin;
  document.querySelector("#id_password").value = chosen.dataset.fillPassword;
  document.querySelector("#id_password").focus();
});

// A form that came back with errors opens at its summary.
document.querySelector("[data-error-summary]:not(.app-spec *)")?.focus();

// A form that one asked for (data-focus) opens in its first field, or in the one at fault. After loading, since
// following the address moves the focus too.
{
  const form = document.querySelector("form[data-focus]");
  const first = (form) =>
    form.querySelector("[aria-invalid=true], .govuk-input--error, .govuk-textarea--error") ??
    form.querySelector("input:not([type=hidden], :disabled), textarea:not(:disabled), select:not(:disabled)");
  const arrive = () => first(form)?.focus();
  if (form && document.readyState === "complete") arrive();
  else if (form) addEventListener("load", arrive);
}
