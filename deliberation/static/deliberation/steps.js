// The order of the steps of a recommendation: the buttons and Alt+Up, Alt+Down move a step without leaving the page.
// Without this script the buttons send the form, which comes back in its new order.
(function () {
  "use strict";
  const form = document.querySelector("form[data-steps]");
  if (!form) return;

  const steps = () => [...form.querySelectorAll("[data-step]")];
  const number = () => steps().forEach((step, index) => { step.querySelector("[name$=-place]").value = index + 1; });

  function move(step, up) {
    const other = up ? step.previousElementSibling : step.nextElementSibling;
    if (!other || !other.matches("[data-step]")) return;
    if (up) other.before(step);
    else other.after(step);
    number();
  }

  function shift(step, up) {
    const held = document.activeElement;
    move(step, up);
    if (held && step.contains(held)) held.focus();
    else step.focus();
    step.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shift]");
    if (!button) return;
    event.preventDefault();
    shift(button.closest("[data-step]"), button.dataset.shift === "up");
  });

  form.addEventListener("keydown", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    shift(step, event.key === "ArrowUp");
  });
})();
