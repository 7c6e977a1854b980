// Figures are drawn from the table that stands with them: a column is named by data-key on its heading, a cell may
// carry data-value (needed where its text is no plain number). Colours are passed as presentation attributes that name
// design tokens, so figures follow the theme.
MAD.figure = (() => {
  const NF = new Intl.NumberFormat(MAD.language);
  const text = (cell) => cell?.textContent.trim() ?? "";
  const value = (cell) => cell?.dataset.value ?? text(cell);
  // "1,204" and "1 204" are thousands; any other comma is a decimal one.
  const read = (text) => (/^-?\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text.replace(",", "."));
  const number = (cell) => Number(read(value(cell).replace(/\s/g, "")).replace(/[^\d.-]/g, ""));

  const rowsOf = (figure) => {
    const table = figure.querySelector("table");
    const keys = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.key);
    return [...table.tBodies[0].rows].map((row) =>
      Object.fromEntries([...row.cells].map((cell, i) => [keys[i], cell])),
    );
  };

  // Plot's own <style> would break style-src 'self'; its labels would name the figure twice.
  const bare = (svg) => {
    svg.querySelectorAll("style").forEach((style) => style.remove());
    svg.querySelectorAll("[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
    return svg;
  };
  const place = (figure, drawn) => {
    const svg = bare(drawn.tagName.toLowerCase() === "figure" ? drawn.querySelector("svg") : drawn);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", figure.dataset.label ?? "");
    figure.querySelector(".app-plot").replaceChildren(svg);
  };

  return { NF, text, value, number, rowsOf, bare, place };
})();
