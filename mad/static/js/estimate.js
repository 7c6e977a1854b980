// The estimate: a slider beside each number, lowest, best and highest kept in order, the word for each, and R28's line.
{
  const KEYS = ["low", "best", "high"];

  const attach = (box) => {
    const bands = [...box.querySelectorAll("[data-to]")].map((span) => ({ to: Number(span.dataset.to), span }));
    const band = (value) => bands.find(({ to }) => value < to) ?? bands.at(-1);
    const rows = Object.fromEntries(
      KEYS.map((key) => {
        const row = box.querySelector(`[data-row="${key}"]`);
        return [
          key,
          {
            range: row.querySelector("[type=range]"),
            number: row.querySelector("[type=number]"),
            out: row.querySelector("output"),
          },
        ];
      }),
    );
    const svg = box.querySelector("[data-picture]"),
      said = box.querySelector("[data-said]"),
      empty = said.textContent;

    const get = (key) => (rows[key].number.value === "" ? null : Number(rows[key].number.value));
    const set = (key, value) => {
      const { range, number, out } = rows[key],
        word = band(value).span.textContent;
      range.value = value;
      number.value = value;
      out.value = word;
      range.setAttribute("aria-valuetext", MAD.say("percent", { value, word }));
    };
    const part = (name, attributes) => {
      const element = svg.querySelector(`[data-part="${name}"]`);
      Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
      return element;
    };
    const verdict = (best) => (best > 50 ? "above" : best === 50 ? "even" : "below");

    const paint = () => {
      const [low, best, high] = KEYS.map(get),
        width = svg.clientWidth - 22,
        x = (value) => 11 + (width * value) / 100;
      if (width <= 0) return;
      part("axis", { x1: x(0), x2: x(100) });
      part("half", { x1: x(50), x2: x(50) });
      part(
        "halflabel",
        width < 420 ? { x: x(50) - 6, "text-anchor": "end" } : { x: x(50) + 6, "text-anchor": "start" },
      );
      part(
        "band",
        low === null || high === null ? { width: 0, x: 0 } : { x: x(low), width: Math.max(1, x(high) - x(low)) },
      );
      part("best", { cx: x(best ?? 50), visibility: best === null ? "hidden" : "visible" });
      part("bestlabel", { x: x(best ?? 50) }).textContent = best === null ? "" : `${best} %`;
      bands.forEach(({ span }) => span.classList.toggle("is-now", best !== null && band(best).span === span));
      said.textContent = best === null ? empty : MAD.words[verdict(best)];
    };

    const change = (key, raw) => {
      const value = Math.min(100, Math.max(0, Math.round(Number(raw) || 0))),
        at = KEYS.indexOf(key);
      set(key, value);
      KEYS.forEach((other, index) => {
        const now = get(other);
        if (now !== null && ((index < at && now > value) || (index > at && now < value))) set(other, value);
      });
      paint();
    };

    KEYS.forEach((key) => {
      const { range, number } = rows[key];
      range.addEventListener("input", () => change(key, range.value));
      number.addEventListener("change", () => (number.value === "" ? paint() : change(key, number.value)));
      if (get(key) !== null) set(key, get(key));
    });
    new ResizeObserver(paint).observe(svg);
    paint();
  };

  document.querySelectorAll("[data-estimate]").forEach(attach);
}
