// Trend, probability dots and vote roll; and every figure of the page drawn, and drawn again when its width changes.
{
  const { NF, text, value, number, rowsOf, place } = MAD.figure;

  // Months: best with low to high, the R19 line, flagged months in red.
  const monthOf = (row) => new Date(value(row.month).slice(0, 7) + "-15T00:00:00Z");
  const trend = (figure, width) => {
    const data = rowsOf(figure).map((row) => ({
      month: monthOf(row),
      best: number(row.best),
      low: number(row.low ?? row.best),
      high: number(row.high ?? row.best),
      line: row.line && text(row.line) ? number(row.line) : null,
      flag: row.flag?.dataset.flag === "yes",
    }));
    if (!data.length) return;
    const narrow = width < 520,
      flags = data.filter((d) => d.flag),
      lined = data.filter((d) => d.line !== null),
      half = data.length > 40 ? 9 : 11;
    const first = data[0].month,
      last = data.at(-1).month,
      month = Plot.formatMonth(MAD.language, "short");
    const label = (d, i) =>
      month(d.getUTCMonth()) + (d.getUTCMonth() === 0 || i === 0 ? "\n" + d.getUTCFullYear() : "");
    place(
      figure,
      Plot.plot({
        width,
        height: narrow ? 240 : 340,
        marginLeft: 44,
        marginRight: narrow || !lined.length ? 12 : 118,
        marginTop: 30,
        marginBottom: 34,
        x: { type: "utc", label: null, domain: [new Date(+first - 16 * 864e5), new Date(+last + 16 * 864e5)] },
        y: { label: null, nice: true, domain: [0, Math.max(10, ...data.map((d) => Math.max(d.high, d.line ?? 0)))] },
        marks: [
          Plot.gridY({ ticks: 5, stroke: "var(--rule)", strokeOpacity: 1 }),
          Plot.axisY({ ticks: 5, tickSize: 0, fill: "var(--ink-2)", tickFormat: (d) => NF.format(d) }),
          Plot.axisX({
            ticks: data.length <= 8 ? "1 month" : data.length <= 36 ? (narrow ? "6 months" : "3 months") : "1 year",
            tickFormat: label,
            tickSize: 4,
            fill: "var(--ink-2)",
            stroke: "var(--rule-2)",
          }),
          Plot.rectY(data, {
            x1: (d) => new Date(+d.month - half * 864e5),
            x2: (d) => new Date(+d.month + half * 864e5),
            y: "best",
            fill: (d) => (d.flag ? "var(--alarm)" : "var(--seq-2)"),
          }),
          Plot.ruleX(data, { x: "month", y1: "low", y2: "high", stroke: "var(--ink)", strokeWidth: 1 }),
          Plot.lineY(lined, {
            x: "month",
            y: "line",
            stroke: "var(--ink-2)",
            strokeDasharray: "4 3",
            strokeWidth: 1.25,
          }),
          Plot.ruleY([0], { stroke: "var(--ink)" }),
          narrow || !lined.length
            ? null
            : Plot.text([lined.at(-1)], {
                x: "month",
                y: "line",
                text: () => MAD.words.deviations,
                textAnchor: "start",
                dx: 22,
                dy: -2,
                fill: "var(--ink-2)",
                lineWidth: 8,
                lineHeight: 1.15,
              }),
          Plot.text(narrow || flags.length > 6 ? flags.slice(-1) : flags, {
            x: "month",
            y: "high",
            dy: -9,
            text: (d) => NF.format(d.best),
            fill: "var(--alarm)",
            fontWeight: 600,
          }),
          narrow || flags.at(-1)?.month !== last
            ? null
            : Plot.text([flags.at(-1)], {
                x: "month",
                y: "high",
                dy: -9,
                dx: 22,
                textAnchor: "start",
                text: () => MAD.words.flagged,
                fill: "var(--alarm)",
                fontWeight: 600,
              }),
        ],
      }),
    );
  };

  // One element: both rounds of every member, the 50 % line, the middle half and the median.
  const dots = (figure, width) => {
    const rows = rowsOf(figure),
      labels = rows.map((row) => text(row.who));
    const data = rows.flatMap((row) =>
      [1, 2]
        .filter((round) => text(row["best" + round]))
        .map((round) => ({
          who: text(row.who),
          round,
          low: number(row["low" + round]),
          best: number(row["best" + round]),
          high: number(row["high" + round]),
        })),
    );
    const latest = data.some((d) => d.round === 2) ? 2 : 1,
      shown = data.filter((d) => d.round === latest),
      best = shown.map((d) => d.best).sort((a, b) => a - b);
    if (!best.length) return;
    const middle = [d3.quantile(best, 0.25), d3.quantile(best, 0.75)],
      moved = d3.groups(data, (d) => d.who).filter(([, pair]) => pair.length === 2);
    place(
      figure,
      Plot.plot({
        width,
        height: 26 * labels.length + 40,
        marginLeft: 26,
        marginRight: 12,
        marginTop: 6,
        marginBottom: 28,
        x: { domain: [0, 100], label: null },
        y: { domain: labels, label: null, padding: 0.2 },
        marks: [
          Plot.rect([0], { x1: middle[0], x2: middle[1], fill: "var(--accent)", fillOpacity: 0.12 }),
          Plot.axisX({
            ticks: [0, 25, 50, 75, 100],
            tickFormat: (d) => d + (d === 50 ? " %" : ""),
            tickSize: 4,
            fill: "var(--ink-2)",
            stroke: "var(--rule-2)",
          }),
          Plot.axisY({ tickSize: 0, fill: "var(--ink)", fontWeight: 600, tickPadding: 10 }),
          Plot.ruleY(labels, { stroke: "var(--rule)" }),
          Plot.ruleX([50], { stroke: "var(--ink)", strokeWidth: 1.5 }),
          Plot.ruleX([d3.median(best)], { stroke: "var(--accent)", strokeWidth: 2 }),
          Plot.ruleY(shown, { x1: "low", x2: "high", y: "who", stroke: "var(--accent)", strokeWidth: 1.5 }),
          Plot.link(moved, {
            x1: ([, pair]) => pair[0].best,
            x2: ([, pair]) => pair[1].best,
            y1: "0",
            y2: "0",
            stroke: "var(--ink-2)",
            strokeDasharray: "2 2",
          }),
          Plot.dot(
            data.filter((d) => d.round === 1),
            { x: "best", y: "who", r: 5, fill: "var(--paper)", stroke: "var(--ink-2)", strokeWidth: 1.5 },
          ),
          Plot.dot(
            data.filter((d) => d.round === 2),
            { x: "best", y: "who", r: 5.5, fill: "var(--accent)", stroke: "var(--paper)", strokeWidth: 1 },
          ),
        ],
      }),
    );
  };

  // Every seat in the order of the votes, with the line to be reached (R34).
  const SEATS = { yes: "y", no: "n", abstain: "a", absent: "x" };
  const roll = (figure) => {
    const votes = rowsOf(figure).map((row) => value(row.vote)),
      order = Object.keys(SEATS);
    const seats = votes
      .sort((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((vote) => Object.assign(document.createElement("i"), { className: SEATS[vote] ?? "x" }));
    if (figure.dataset.needed)
      seats.splice(Number(figure.dataset.needed), 0, Object.assign(document.createElement("i"), { className: "line" }));
    const plot = figure.querySelector(".app-plot");
    plot.classList.add("app-seats", "app-seats--row");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", figure.dataset.label ?? "");
    plot.replaceChildren(...seats);
  };

  const draw = { trend, dots, roll, map: MAD.map.map, density: MAD.map.density, world: MAD.world, bars: MAD.bars };
  const redraw = (figure) => {
    const width = Math.floor(figure.querySelector(".app-plot").clientWidth);
    if (!width || figure.dataset.drawn === String(width)) return;
    figure.dataset.drawn = width;
    draw[figure.dataset.chart]?.(figure, width);
  };
  const figures = [...document.querySelectorAll("[data-chart]")];
  // The table stands open for who has no script; once the picture is drawn it steps back behind its summary.
  figures.forEach((figure) => figure.querySelector("details[open]")?.removeAttribute("open"));
  figures.forEach(redraw);
  let timer;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => figures.forEach(redraw), 120);
  });
}
