// Vetoes by decade, one row for each permanent seat, drawn from the table that stands with them.
{
  const { number, rowsOf, value, place } = MAD.figure;
  const figure = document.querySelector('[data-chart="vetoes"]');
  const draw = () => {
    const width = Math.floor(figure.querySelector(".app-plot").clientWidth);
    if (!width || figure.dataset.width === String(width)) return;
    figure.dataset.width = width;
    const seats = [...figure.querySelectorAll("th[data-name]")].map((th) => [th.dataset.key, th.dataset.name]);
    const rows = rowsOf(figure),
      decades = rows.map((row) => value(row.decade));
    const narrow = width < 520;
    const data = seats.flatMap(([key, name]) =>
      rows.map((row) => ({ decade: value(row.decade), seat: name.split(" / ")[0], cast: number(row[key]) })),
    );
    const said = data.filter((d) => d.cast > 0);
    place(
      figure,
      Plot.plot({
        width,
        height: 5 * 78 + 40,
        marginLeft: narrow ? 8 : 150,
        marginRight: 8,
        marginTop: 22,
        marginBottom: 30,
        x: { type: "band", domain: decades, label: null, padding: 0.25 },
        y: { domain: [0, Math.max(1, ...data.map((d) => d.cast)) * 1.25], axis: null },
        fy: { domain: seats.map(([, name]) => name.split(" / ")[0]), axis: null, padding: 0.12 },
        marks: [
          Plot.barY(said, { x: "decade", y: "cast", fy: "seat", fill: "var(--seq-2)" }),
          Plot.text(said, { x: "decade", y: "cast", fy: "seat", text: "cast", dy: -7, fill: "var(--ink)" }),
          Plot.ruleY([0], { stroke: "var(--rule-2)" }),
          Plot.text(
            seats.map(([, name]) => ({ seat: name.split(" / ")[0] })),
            {
              fy: "seat",
              text: "seat",
              frameAnchor: narrow ? "top-left" : "left",
              dx: narrow ? 2 : -142,
              dy: narrow ? -8 : 0,
              textAnchor: "start",
              fill: "var(--ink)",
              fontWeight: 600,
            },
          ),
          Plot.axisX({
            tickSize: 0,
            tickFormat: (d) => (narrow ? "’" + d.slice(2) : d),
            fill: "var(--ink-2)",
          }),
        ],
      }),
    );
  };
  if (figure) {
    draw();
    let timer;
    addEventListener("resize", () => {
      clearTimeout(timer);
      timer = setTimeout(draw, 120);
    });
  }
}
