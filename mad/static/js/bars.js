// Horizontal bars, one a row of the table behind the figure: its columns "name" and "value"; a row without a figure
// has no bar.
MAD.bars = (figure, width) => {
  const { NF, text, value, number, rowsOf, place } = MAD.figure;
  const rows = rowsOf(figure).map((row) => ({
    name: text(row.name),
    value: value(row.value) === "" || value(row.value) === "–" ? null : number(row.value),
  }));
  const data = rows.filter((row) => row.value !== null);
  if (!data.length) return;
  const narrow = width < 520,
    room = narrow ? 120 : 260,
    letters = Math.floor(room / 7.5);
  const short = (name) => (name.length > letters ? name.slice(0, letters - 1) + "…" : name);
  place(
    figure,
    Plot.plot({
      width,
      height: 26 * data.length + 34,
      marginLeft: room,
      marginRight: 56,
      marginTop: 4,
      marginBottom: 26,
      x: { label: null, nice: true, domain: [0, Math.max(1, ...data.map((d) => d.value))] },
      y: { domain: data.map((_, i) => i), label: null, padding: 0.3 },
      marks: [
        Plot.gridX({ ticks: narrow ? 3 : 6, stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.axisX({ ticks: narrow ? 3 : 6, tickSize: 0, fill: "var(--ink-2)", tickFormat: (d) => NF.format(d) }),
        Plot.axisY({ tickSize: 0, fill: "var(--ink)", tickFormat: (i) => short(data[i].name) }),
        Plot.barX(data, { x: "value", y: (_, i) => i, fill: "var(--seq-2)" }),
        Plot.text(data, {
          x: "value",
          y: (_, i) => i,
          text: (d) => NF.format(d.value),
          textAnchor: "start",
          dx: 6,
          fill: "var(--ink)",
        }),
        Plot.ruleX([0], { stroke: "var(--ink)" }),
      ],
    }),
  );
};
